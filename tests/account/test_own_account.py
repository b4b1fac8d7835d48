"""Your account: another name, another address, where you are signed in, and the end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.access.roles import Role
from assessments.models import AuditEvent, Membership, SignedInDevice, User
from assessments.queries.members import is_last_administrator, open_requests
from assessments.queries.sessions import device_of
from assessments.services import members, own_account, people
from assessments.workflow import Refused
from tests.account.test_pages import STOCK, is_ours
from tests.joining import asks
from tests.services.together import together
from tests.views.pages import text_of
from tests.worlds import PASSWORD, World, person

pytestmark = pytest.mark.django_db

NEW = "vic@new.example"


def inside(user: User, agent: str = "") -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def surely(client: Client, name: str, given: dict[str, str]) -> Any:
    """Posts to the page and enters the password, which is asked for first."""
    answer = client.post(reverse(name), given)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    return client.post(answer["Location"], {"password": PASSWORD})


def sentences() -> list[str]:
    return [event.sentence for event in AuditEvent.objects.filter(target_kind="account")]


def test_your_name_leads_to_your_account(world: World) -> None:
    client = inside(world.viewer)
    home = client.get(reverse("home")).content.decode()
    assert f'href="{reverse("account-detail")}"' in home
    page = client.get(reverse("account-detail")).content.decode()
    is_ours(page)
    for name in (
        "account-name account-email account_change_password mfa_index account-sessions"
        " account-close"
    ).split():
        assert f'href="{reverse(name)}"' in page, name


def test_a_new_name_is_in_the_trail_and_old_ones_stay(world: World) -> None:
    submitted = world.submit(by=world.contributor)
    client = inside(world.contributor)
    client.post(reverse("account-name"), {"name": " Connie  Carter "})
    world.contributor.refresh_from_db()
    assert world.contributor.name == "Connie Carter"
    assert sentences()[0] == ("Connie Carter, until then Connie Contributor, changed their name")
    submitted.refresh_from_db()
    assert "Connie Carter" not in str(submitted.answers)
    refused = client.post(reverse("account-name"), {"name": "..."}).content.decode()
    assert "at least one letter or number" in refused and 'value="..."' in refused


def asked(client: Client, email: str = NEW) -> str:
    page = surely(client, "account-email", {"email": email}).content.decode()
    is_ours(page)
    assert f"We have sent an email to <strong>{email}" in page
    found = re.search(r"http://testserver(/account/email/\S+)", mail.outbox[-1].body)
    assert found and mail.outbox[-1].to == [email]
    return found[1]


def test_a_new_address_is_confirmed_first_and_the_old_one_gets_an_email(world: World) -> None:
    client, old = inside(world.viewer), world.viewer.email
    link = asked(client)
    world.viewer.refresh_from_db()
    assert world.viewer.email == old
    is_ours(client.get(link).content.decode())
    world.viewer.refresh_from_db()
    assert world.viewer.email == old  # looking changes nothing
    client.post(link)
    world.viewer.refresh_from_db()
    assert (world.viewer.email, world.viewer.is_confirmed) == (NEW, True)
    assert [row.email for row in EmailAddress.objects.filter(user=world.viewer)] == [NEW]
    assert mail.outbox[-1].to == [old] and NEW in mail.outbox[-1].body
    assert "Vic Viewer changed their email address" in sentences()
    assert client.get(link).status_code == 410 and client.post(link).status_code == 409
    assert all(STOCK.search(one.subject + one.body) is None for one in mail.outbox)
    assert is_last_administrator(
        Membership.objects.get(user=world.administrator, organisation=world.organisation)
    )


def test_the_link_does_nothing_for_anybody_else(world: World) -> None:
    """A stranger asks for an address that is not theirs; its owner follows the link."""
    link = asked(inside(world.stranger))
    for client in (Client(), inside(world.viewer)):
        assert client.get(link).status_code in (302, 410)
        assert client.post(link).status_code in (302, 410)
    world.stranger.refresh_from_db()
    assert world.stranger.email != NEW and not User.objects.filter(email=NEW).exists()


def test_an_address_with_an_account_gets_the_same_answer(world: World) -> None:
    client = inside(world.viewer)
    free = surely(client, "account-email", {"email": NEW}).content.decode()
    taken = client.post(reverse("account-email"), {"email": world.stranger.email})
    token = r'name="csrfmiddlewaretoken" value="[^"]+"'
    same = re.sub(token, "", free).replace(NEW, world.stranger.email)
    assert re.sub(token, "", taken.content.decode()) == same
    assert "already" in mail.outbox[-1].subject and "/account/email/" not in mail.outbox[-1].body


def test_an_address_taken_meanwhile_is_refused(world: World) -> None:
    client = inside(world.viewer)
    link = asked(client)
    people.open_account(email=NEW, name="Other", password=PASSWORD)
    answer = client.post(link)
    assert answer.status_code == 409 and "There is an account" in answer.content.decode()


def test_sessions_are_listed_and_ended(world: World) -> None:
    here = inside(world.viewer, "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120")
    there = inside(world.viewer, "Mozilla/5.0 (iPhone; CPU iPhone OS) Safari/604")
    third = inside(world.viewer)
    page = here.get(reverse("account-sessions")).content.decode()
    is_ours(page)
    assert (
        "Edge on Windows" in page and "Safari on iPhone" in page and "You are using it now" in page
    )
    number = SignedInDevice.objects.get(agent__contains="iPhone").pk
    inside(world.stranger).post(reverse("account-sessions"), {"session": number})
    assert there.get(reverse("account-detail")).status_code == 200
    here.post(reverse("account-sessions"), {"session": number})
    assert there.get(reverse("account-detail")).status_code == 302
    assert third.get(reverse("account-detail")).status_code == 200
    here.post(reverse("account-sessions"), {"session": "others"})
    assert third.get(reverse("account-detail")).status_code == 302
    assert here.get(reverse("account-detail")).status_code == 200
    for nonsense in ("", "x", "9" * 40, "999999"):
        assert here.post(reverse("account-sessions"), {"session": nonsense}).status_code == 302


def test_a_new_password_ends_the_other_sessions(world: World) -> None:
    here, there = inside(world.viewer), inside(world.viewer)
    change = {"oldpassword": PASSWORD, "password1": "another three words"}
    here.post(reverse("account_change_password"), change)
    assert there.get(reverse("account-detail")).status_code == 302
    page = here.get(reverse("account-sessions")).content.decode()
    assert (
        "on this device only" in page
        and SignedInDevice.objects.filter(user=world.viewer).count() == 1
    )


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/120.0 Safari/537", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17 Safari/605", "Safari on a Mac"),
        ("Mozilla/5.0 (Android 14; Mobile) Gecko Firefox/121.0", "Firefox on Android"),
        ("<script>", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_closing_leaves_the_work_and_frees_the_address(world: World) -> None:
    submitted = world.submit()
    other = inside(world.contributor)
    old = world.contributor.email
    client = inside(world.contributor)
    is_ours(client.get(reverse("account-close")).content.decode())
    page = surely(client, "account-close", {}).content.decode()
    assert "Your account is closed" in page and "_auth_user_id" not in client.session
    assert other.get(reverse("account-detail")).status_code == 302
    world.contributor.refresh_from_db()
    assert world.contributor.name == "Connie Contributor" and not world.contributor.is_active
    assert not Membership.everything.filter(user=world.contributor).exists()
    assert old not in str(list(User.objects.values_list("email")))
    assert mail.outbox[-1].to == [old]
    submitted.refresh_from_db()
    assert submitted.assessment.started_by.name == "Connie Contributor"
    fresh = people.open_account(email=old, name="Connie Again", password=PASSWORD)
    assert fresh.pk != world.contributor.pk
    assert "Connie Contributor closed their account" in sentences()


def test_the_last_administrator_hands_over_first(world: World) -> None:
    client = inside(world.administrator)
    page = client.get(reverse("account-close")).content.decode()
    assert world.organisation.name in page and "Close my account" not in page
    answer = surely(client, "account-close", {})
    assert answer.status_code == 409 and "only administrator" in answer.content.decode()
    assert User.objects.get(pk=world.administrator.pk).is_active
    members.change_role(
        membership=world.organisation.memberships.get(user=world.viewer),
        role=Role.ADMINISTRATOR,
        by=world.administrator,
    )
    own_account.close(user=world.administrator)
    assert not User.objects.get(pk=world.administrator.pk).is_active


def test_the_last_superuser_stays(world: World) -> None:
    people.appoint(user=world.viewer, groups=[], by=world.viewer, admin=True, superuser=True)
    with pytest.raises(Refused, match="only superuser"):
        own_account.close(user=world.viewer)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_superusers_do_not_close_theirs_at_once() -> None:
    two = [person("Sue Super"), person("Sam Super")]
    for each in two:
        people.appoint(user=each, groups=[], by=each, admin=True, superuser=True)

    def closing(user: User) -> Any:
        return lambda: own_account.close(user=user)

    ends = together(*map(closing, two))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_a_closed_account_asks_to_join_no_more(world: World) -> None:
    tess = person("Tess Asker")
    asks(world, by=tess)
    own_account.close(user=tess)
    assert not open_requests(world.organisation).exists()


def test_the_account_says_whether_two_step_sign_in_is_on(world: World) -> None:
    client = inside(world.viewer)
    assert re.search(r"Two-step sign-in\s+Off", text_of(client.get(reverse("account-detail"))))
    TOTP.activate(world.viewer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert re.search(r"Two-step sign-in\s+On", text_of(client.get(reverse("account-detail"))))
