"""Accounts: powers are a superuser's to give, no one locks out themselves or a whole council."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from assessments.admin.users import TAKEN, YOURSELF
from assessments.models import User
from assessments.services import people
from tests.admin.conftest import Programme
from tests.admin.pages import address, posted, save, text_of
from tests.views.pages import SignIn
from tests.worlds import PASSWORD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(programme: Programme, signed_in: SignIn) -> Client:
    """Staff who may change accounts, and are no superuser."""
    codes = ("view_user", "change_user", "add_user")
    programme.plain_staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return signed_in(programme.plain_staff)


def test_a_new_account_has_no_password_and_no_powers(as_superuser: Client) -> None:
    new = {"email": " New.Person@Example.ORG ", "name": "  New   Person "}
    response = as_superuser.post(address(User, "add"), new, follow=True)
    assert "chooses a password there" in text_of(response)
    made = User.objects.get(email="new.person@example.org")
    assert made.name == "New Person" and not made.has_usable_password()
    assert not (made.is_staff or made.is_superuser or made.groups.exists())


def test_an_address_that_someone_has_is_refused_in_any_case_of_letters(
    as_superuser: Client, world: World
) -> None:
    taken = {"email": world.viewer.email.upper(), "name": "Twin"}
    assert TAKEN in text_of(save(as_superuser, address(User, "add"), **taken))
    assert TAKEN in text_of(save(as_superuser, address(world.stranger), email=taken["email"]))
    EmailAddress.objects.create(user=world.viewer, email="second@example.org", verified=True)
    second = save(as_superuser, address(world.stranger), email="second@example.org")
    assert TAKEN in text_of(second)
    for name in ("", "   ", "\u202eevil", "x" * 151):
        assert save(as_superuser, address(world.stranger), name=name).status_code == 200, name


def test_a_changed_address_is_the_one_that_signs_in(as_superuser: Client, world: World) -> None:
    old = world.viewer.email
    assert save(as_superuser, address(world.viewer), email="vic@new.example").status_code == 302
    world.viewer.refresh_from_db()
    assert world.viewer.email == "vic@new.example"
    assert not EmailAddress.objects.filter(email=old).exists()

    def signs_in(email: str) -> bool:
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        return "_auth_user_id" in client.session

    assert not signs_in("vic@new.example") and not signs_in(old)
    # Whoever has the new address chooses a password by the link that is sent to it.
    people.open_account(email="vic@new.example", name="Vic Viewer", password=PASSWORD)
    assert signs_in("vic@new.example") and not signs_in(old)


def test_powers_are_given_by_a_superuser(as_superuser: Client, world: World) -> None:
    editors = Group.objects.get(name="Rubric editors")
    given = {"is_staff": "on", "groups": [editors.pk]}
    assert save(as_superuser, address(world.stranger), **given).status_code == 302
    world.stranger.refresh_from_db()
    assert world.stranger.is_staff and list(world.stranger.groups.all()) == [editors]
    data = posted(as_superuser, address(world.stranger))
    del data["groups"], data["is_staff"]
    as_superuser.post(address(world.stranger), data)
    world.stranger.refresh_from_db()
    assert not world.stranger.is_staff and not world.stranger.groups.exists()


def test_staff_who_change_accounts_give_no_one_powers_and_take_over_no_one(
    helper: Client, world: World, programme: Programme
) -> None:
    editors = Group.objects.get(name="Rubric editors")
    grab = {"is_staff": "on", "is_superuser": "on", "email": "mine@x.example"}
    grab["groups"] = str(editors.pk)
    for victim in (programme.plain_staff, world.stranger):
        before = victim.email
        assert save(helper, address(victim), **grab, name="Renamed").status_code == 302
        victim.refresh_from_db()
        assert victim.name == "Renamed" and victim.email == before
        assert not victim.is_superuser and not victim.groups.exists()
    assert helper.post(address(programme.superuser), {"name": "Mine"}).status_code == 403


def test_no_one_takes_the_admin_from_themselves(as_superuser: Client, programme: Programme) -> None:
    for power in ("is_active", "is_staff", "is_superuser"):
        data = posted(as_superuser, address(programme.superuser))
        del data[power]
        response = as_superuser.post(address(programme.superuser), data)
        assert response.status_code == 200 and YOURSELF in text_of(response), power
    programme.superuser.refresh_from_db()
    assert programme.superuser.is_active and programme.superuser.is_superuser


def test_the_only_administrator_of_a_council_keeps_the_account(
    as_superuser: Client, world: World
) -> None:
    data = posted(as_superuser, address(world.administrator))
    del data["is_active"]
    response = as_superuser.post(address(world.administrator), data)
    assert "the only administrator of Wexcombe Borough Council" in text_of(response)
    world.administrator.refresh_from_db()
    assert world.administrator.is_active


def test_an_account_is_closed_and_never_deleted(
    as_superuser: Client, world: World, signed_in: SignIn
) -> None:
    theirs = signed_in(world.viewer)
    data = posted(as_superuser, address(world.viewer))
    del data["is_active"]
    assert as_superuser.post(address(world.viewer), data).status_code == 302
    assert theirs.get(reverse("home")).wsgi_request.user.is_anonymous
    assert as_superuser.post(address(world.viewer, "delete"), {"post": "yes"}).status_code == 403


def test_no_page_shows_a_password_or_the_secret_of_a_second_step(
    as_superuser: Client, world: World
) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    step = Authenticator.objects.create(
        user=world.viewer, type=Authenticator.Type.TOTP, data={"secret": secret}
    )
    for page in (address(world.viewer), address(step), address(Authenticator)):
        html = as_superuser.get(page).content.decode()
        assert secret not in html and world.viewer.password not in html
    assert as_superuser.post(address(step), {"data": "{}"}).status_code == 403


def test_the_page_of_a_person_says_which_second_steps_they_have(
    as_superuser: Client, world: World
) -> None:
    assert '<div class="readonly">Off</div>' in text_of(as_superuser.get(address(world.viewer)))
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=world.viewer, type=kind, data={})
    shown = text_of(as_superuser.get(address(world.viewer)))
    assert "On: authenticator app, recovery codes" in shown


def test_the_programmes_groups_keep_their_names_and_stay(as_superuser: Client) -> None:
    group = Group.objects.get(name="Moderators")
    assert save(as_superuser, address(group), name="Anybody").status_code == 302
    assert as_superuser.post(address(group, "delete"), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    as_superuser.post(address(Group), bulk)
    group.refresh_from_db()
    assert group.name == "Moderators"
