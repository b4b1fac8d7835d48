"""Passkeys and security keys in a browser, with Chromium's own virtual authenticator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import User
from tests.worlds import PASSWORD, person

ODD = (
    "{}",
    "[]",
    "[3]",
    "null",
    "true",
    '"text"',
    '{"response": 3}',
    '{"id": "a"}',
    '{"id": 3, "rawId": "YQ"}',
    '{"id": "a", "rawId": "YQ", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": 5}}',
    '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "e30", "authenticatorData": "AA",'
    ' "signature": "AA", "userHandle": null}}',
    '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0Ii'
    'wiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwOi8veCJ9", "authenticatorData": "AAAAAAAAAAAAAAAA'
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAFAAAAAA", "signature": "AA", "userHandle": "OTk5OTk5OTk5OTk5OTk5'
    'OTk5OTk5OTk5"}}',
)
"""What no device answers."""
ANYWHERE = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(transactional_db: None) -> User:
    user = person("Ada Khan")
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def device(page: Page, **options: Any) -> tuple[Any, str]:
    """A device that makes passkeys, as Chromium pretends it: its session and its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        **options,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def sign_in_by_password(page: Page, url: str, user: User) -> None:
    page.goto(f"{url}{reverse('account_login')}")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add(page: Page, url: str, *, name: str = "Work laptop", alone: bool = True) -> None:
    page.goto(f"{url}{reverse('mfa_add_webauthn')}")
    if page.get_by_role("heading", name="Confirm that it is you").count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()


@ANYWHERE
def test_a_passkey_is_added_and_signs_in_alone(
    page: Page, ada: User, live_server: Any, axe: Callable[[Page], None]
) -> None:
    device(page)
    sign_in_by_password(page, live_server.url, ada)
    page.wait_for_url(f"{live_server.url}/")
    add(page, live_server.url)
    expect(page.get_by_text("Your passkey or security key was added")).to_be_visible()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert "no longer work" not in page.content()
    assert "added to your account" in mail.outbox[-1].body
    axe(page)
    page.goto(f"{live_server.url}{reverse('mfa_list_webauthn')}")
    row = page.get_by_text("Signs you in without your password")
    expect(row).to_contain_text("Not used yet")
    axe(page)
    page.get_by_role("button", name="Sign out").click()
    wanted = reverse("rubric-list")
    page.goto(f"{live_server.url}{reverse('account_login')}?next={wanted}")
    axe(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}{wanted}")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


@ANYWHERE
def test_a_security_key_is_a_second_step_and_is_renamed_and_removed(
    page: Page, ada: User, live_server: Any, axe: Callable[[Page], None]
) -> None:
    device(page, transport="usb", hasResidentKey=False)
    sign_in_by_password(page, live_server.url, ada)
    page.wait_for_url(f"{live_server.url}/")
    add(page, live_server.url, name="Blue key", alone=False)
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_password(page, live_server.url, ada)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_label("Recovery code")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use your passkey or security key").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}{reverse('mfa_list_webauthn')}")
    page.get_by_role("link", name="Rename Blue key").click()
    # The second step confirms it, not the password alone.
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use your passkey or security key").click()
    expect(page.get_by_role("heading", name="Rename")).to_be_visible()
    axe(page)
    page.get_by_label("Name").fill("Green key")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Green key").click()
    axe(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none.")).to_be_visible()
    assert not Authenticator.objects.exists()
    assert "removed from your account" in mail.outbox[-1].body


@ANYWHERE
def test_a_device_without_a_reply_is_reported_next_to_the_button(
    page: Page, ada: User, live_server: Any
) -> None:
    session, made = device(page)
    page.goto(f"{live_server.url}{reverse('account_login')}?next=/rubrics/")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing came from your device")
    assert page.url.endswith("next=/rubrics/")


@ANYWHERE
def test_a_passkey_that_was_removed_here_is_refused_and_the_way_back_kept(
    page: Page, ada: User, live_server: Any
) -> None:
    device(page)
    sign_in_by_password(page, live_server.url, ada)
    page.wait_for_url(f"{live_server.url}/")
    add(page, live_server.url)
    page.get_by_role("button", name="Sign out").click()
    Authenticator.objects.all().delete()
    page.goto(f"{live_server.url}{reverse('account_login')}?next=/rubrics/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That passkey or key did not work here")).to_be_visible()
    assert "next=%2Frubrics%2F" in page.url


@ANYWHERE
def test_without_scripts_the_button_is_hidden_and_the_reason_said(
    plain_page: Page, live_server: Any
) -> None:
    plain_page.goto(f"{live_server.url}{reverse('account_login')}")
    expect(plain_page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(plain_page.get_by_text("Passkeys and security keys need JavaScript")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.django_db
@pytest.mark.parametrize("credential", ["", "no json", *ODD])
def test_an_odd_credential_is_refused_and_is_no_fault(credential: str, client: Client) -> None:
    # A challenge waits in the session.
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["userVerification"] == "required"
    posted = client.post(reverse("mfa_login_webauthn"), {"credential": credential, "next": "/x/"})
    assert posted["Location"] == f"{reverse('account_login')}?next=%2Fx%2F"


@pytest.mark.django_db
@pytest.mark.parametrize("credential", ODD)
def test_an_odd_credential_is_not_added_and_is_no_fault(credential: str, client: Client) -> None:
    user = person("Ada Khan")
    given = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), given)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "Laptop"})
    assert answer.status_code == 200 and not Authenticator.objects.exists()
