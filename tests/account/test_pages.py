"""Sign-in pages: each in our frame, in plain words, with its errors where people look."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.services import people

pytestmark = pytest.mark.django_db
PASSWORD = "three-unrelated-words"
STOCK = re.compile(r"\bplease\b|sign up|e-mail|this field is required", re.I)


@pytest.fixture
def user() -> object:
    return people.open_account(email="ada@northmoor.example", name="Ada Khan", password=PASSWORD)


@pytest.fixture
def inside(client: Client, user: object) -> Client:
    """Signed in through the form, so that no page asks for the password again."""
    client.post(reverse("account_login"), {"login": "ada@northmoor.example", "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def is_ours(page: str) -> None:
    assert '<html lang="en-GB"' in page and '<main class="govuk-main-wrapper' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert "rd-header" in page and STOCK.search(page) is None
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids)


OUTSIDE = "login signup reset_password reset_password_done reset_password_from_key_done inactive"


@pytest.mark.parametrize("name", [*OUTSIDE.split(), "email_verification_sent"])
def test_pages_for_anyone(client: Client, name: str) -> None:
    response = client.get(reverse(f"account_{name}"))
    assert response.status_code == 200
    is_ours(response.content.decode())


INSIDE = "account_logout account_change_password account_reauthenticate mfa_index"


@pytest.mark.parametrize("name", INSIDE.split())
def test_pages_of_ones_own_account(inside: Client, name: str) -> None:
    response = inside.get(reverse(name))
    assert response.status_code == 200
    page = response.content.decode()
    is_ours(page)
    assert "Ada Khan" in page and "Sign out" in page


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("account_login", ["Enter your email address", "Enter your password"]),
        (
            "account_signup",
            ["Enter your full name", "Enter an email address"],
        ),
        ("account_reset_password", ["Enter your email address"]),
    ],
)
def test_empty_forms_say_what_to_enter(client: Client, name: str, empty: list[str]) -> None:
    page = client.post(reverse(name), {}).content.decode()
    is_ours(page)
    assert "<title>Error: " in page
    summary = page[page.index("govuk-error-summary") : page.index("<h1")]
    for words in empty:
        assert words in summary
    for link in re.findall(r'href="#([^"]+)"', summary):
        assert f' id="{link}"' in page


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("\u200b-", "Your name must have at least one letter or number"),
        ("\u3164\u2800", "Enter your full name"),
        ("...", "Your name must have at least one letter or number"),
        (
            "Ben\u202eorokO",
            "Remove the hidden character U+202E (right-to-left override), character 4",
        ),
        ("Ben\x07 Okoro", "Your name must not have characters that cannot be seen"),
    ],
)
def test_an_unreadable_name_is_refused(client: Client, name: str, why: str) -> None:
    details = {"name": name, "email": "ben@northmoor.example"}
    page = client.post(reverse("account_signup"), details).content.decode()
    assert why in page
    assert not get_user_model().objects.exists()


def test_a_wrong_password_does_not_say_which_half_was_wrong(client: Client, user: object) -> None:
    for login in ("ada@northmoor.example", "unknown@northmoor.example"):
        wrong = {"login": login, "password": "wrong-password"}
        page = client.post(reverse("account_login"), wrong).content.decode()
        assert "The email address or the password is wrong" in page
        assert login in page and "wrong-password" not in page


def test_a_password_is_reset_by_the_link_once(client: Client, user: object) -> None:
    address = {"email": "ada@northmoor.example"}
    assert client.post(reverse("account_reset_password"), address).status_code == 302
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link is not None
    page = client.get(link[1], follow=True)
    is_ours(page.content.decode())
    key = page.redirect_chain[-1][0]
    short = client.post(key, {"password1": "short"}).content.decode()
    assert "<title>Error: Choose a new password" in short
    client.post(key, {"password1": "another-three-words"})
    assert get_user_model().objects.get().check_password("another-three-words")
    again = client.get(link[1], follow=True).content.decode()
    is_ours(again)
    assert "This link does not work" in again


def test_an_unknown_address_gets_the_same_page_and_another_email(client: Client) -> None:
    address = {"email": "unknown@northmoor.example"}
    assert client.post(reverse("account_reset_password"), address).status_code == 302
    (sent,) = mail.outbox
    assert "No account has it" in sent.body and reverse("account_signup") in sent.body


def test_changing_the_password_is_said(inside: Client) -> None:
    change = {"oldpassword": PASSWORD, "password1": "another-three-words"}
    page = inside.post(reverse("account_change_password"), change, follow=True)
    assert "If this was not you" in mail.outbox[-1].body
    assert "Your password is changed." in page.content.decode()
    assert get_user_model().objects.get().check_password("another-three-words")


# Committed for real: emails about it leave on commit.
@pytest.mark.django_db(transaction=True)
def test_two_step_sign_in_from_end_to_end(inside: Client, code_of: Callable[[str], str]) -> None:
    activate = reverse("mfa_activate_totp")
    page = inside.get(activate, follow=True)
    assert "Confirm that it is you" in page.content.decode()
    page = inside.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    shown = page.content.decode()
    is_ours(shown)
    wrong = inside.post(activate, {"code": "000000"}).content.decode()
    assert "<title>Error: Set up an authenticator app" in wrong and "Enter a new one" in wrong
    key = re.search(r'class="rd-secret">([A-Z2-7]+)<', wrong)
    assert key is not None
    assert inside.post(activate, {"code": code_of(key[1])}).status_code == 302
    assert mail.outbox[-1].subject == "An authenticator app was added to your account"
    codes = inside.get(reverse("mfa_view_recovery_codes")).content.decode()
    is_ours(codes)
    recovery = re.findall(r"<li>(\d{8})</li>", codes)
    assert len(recovery) == 10 and "Two-step sign-in is on." in codes
    # The first codes replace none: nothing is said of old ones, on the page or in the email.
    texts = codes + "".join(sent.subject + sent.body for sent in mail.outbox)
    assert "no longer work" not in texts and "stop working" not in texts
    inside.post(reverse("mfa_generate_recovery_codes"))
    assert "Codes from before no longer work" in mail.outbox[-1].body
    codes = inside.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "Only the codes on this page work" in codes
    kept = inside.get(reverse("mfa_download_recovery_codes")).content.decode()
    recovery = re.findall(r"<li>(\d{8})</li>", codes)
    assert re.findall(r"^(\d{8})$", kept, re.M) == recovery and "ada@northmoor" in kept
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        is_ours(inside.get(reverse(name)).content.decode())
    inside.post(reverse("account_logout"))
    login = {"login": "ada@northmoor.example", "password": PASSWORD}
    asked = inside.post(reverse("account_login"), login, follow=True).content.decode()
    is_ours(asked)
    assert "One more step to sign in" in asked
    refused = inside.post(reverse("mfa_authenticate"), {"code": "12345678"}).content.decode()
    assert "<title>Error: Second step" in refused
    assert inside.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert "_auth_user_id" in inside.session
    for sent in mail.outbox:
        assert STOCK.search(sent.subject + sent.body) is None
