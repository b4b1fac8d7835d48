"""A superuser lets people back in: a lost second step, an organisation whose administrator left."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.sites import site
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.access.roles import Role
from assessments.admin.users import AuthenticatorAdmin
from assessments.models import AuditEvent, Membership, Organisation, OutgoingMail, User
from assessments.services import members, recovery
from assessments.workflow import Refused
from tests.admin.conftest import Programme
from tests.admin.pages import address, text_of
from tests.views.pages import SignIn
from tests.worlds import PASSWORD, World, person

REASON = "Called back on the switchboard's number and asked for the staff number."

pytestmark = pytest.mark.django_db


def with_second_step(user: User) -> User:
    """The user with an authenticator app, recovery codes and a security key."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    return user


def by_password(user: User) -> Client:
    """A browser in which the user gave their password to the form."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def reset(client: Client, user: User, reason: str = REASON) -> Any:
    return client.post(address(user, "reset-second-step"), {"reason": reason}, follow=True)


def name(client: Client, organisation: Organisation, email: str, reason: str = REASON) -> Any:
    given = {"email": email, "reason": reason}
    return client.post(address(organisation, "name-administrator"), given, follow=True)


def role_of(user: User, organisation: Organisation) -> str | None:
    rows = Membership.everything.filter(user=user, organisation=organisation)
    return rows.values_list("role", flat=True).first()


def mailed() -> dict[str, str]:
    """Who was sent what: the subject by address."""
    return {message.to[0]: message.subject for message in mail.outbox}


# A lost second step


def test_the_page_of_a_person_leads_to_the_reset(as_superuser: Client, world: World) -> None:
    with_second_step(world.viewer)
    way = address(world.viewer, "reset-second-step")
    assert f'href="{way}"' in text_of(as_superuser.get(address(world.viewer)))
    asked = text_of(as_superuser.get(way))
    assert "make sure that it is really them" in asked and "<textarea" in asked


def test_whoever_lost_their_second_step_signs_in_with_the_password_again(
    as_superuser: Client, world: World
) -> None:
    open_elsewhere = by_password(world.viewer)
    with_second_step(world.viewer)
    assert "_auth_user_id" not in by_password(world.viewer).session
    done = text_of(reset(as_superuser, world.viewer))
    assert "Two-step sign-in of Vic Viewer is reset." in done
    assert not Authenticator.objects.filter(user=world.viewer).exists()
    assert open_elsewhere.get(reverse("home")).wsgi_request.user.is_anonymous
    assert "_auth_user_id" in by_password(world.viewer).session


def test_the_person_is_informed_and_the_trail_holds_who_whom_and_why(
    as_superuser: Client, world: World, programme: Programme
) -> None:
    reset(as_superuser, with_second_step(world.viewer))
    (message,) = mail.outbox
    assert message.to == [world.viewer.email]
    assert "was reset by Sue Super" in message.body and reverse("mfa_index") in message.body
    (html,) = (part.content for part in message.alternatives)
    assert f'href="http://testserver{reverse("mfa_index")}"' in html
    assert REASON not in message.body
    event = AuditEvent.objects.get(event="account.second_step_reset")
    assert (event.actor_id, event.target_ref) == (str(programme.superuser.pk), str(world.viewer.pk))
    assert event.sentence == (
        f"Sue Super reset the two-step sign-in of Vic Viewer. Reason: {REASON}"
    )


@pytest.mark.parametrize("reason", ["", "   ", "too short", "x" * 2001])
def test_without_a_reason_nothing_is_reset_and_the_page_says_so_twice(
    as_superuser: Client, world: World, reason: str
) -> None:
    with_second_step(world.viewer)
    page = text_of(reset(as_superuser, world.viewer, reason))
    assert "<title>Error: " in page
    assert '<a href="#id_reason">' in page and 'id="id_reason_error"' in page
    assert not reason.strip() or reason in page
    assert Authenticator.objects.filter(user=world.viewer).count() == 3
    assert not mail.outbox


def test_no_one_resets_their_own(as_superuser: Client, programme: Programme) -> None:
    with_second_step(programme.superuser)
    own = programme.superuser
    assert "reset-second-step" not in text_of(as_superuser.get(address(own)))
    assert recovery.NOT_YOUR_OWN in text_of(as_superuser.get(address(own, "reset-second-step")))
    assert recovery.NOT_YOUR_OWN in text_of(reset(as_superuser, own))
    assert Authenticator.objects.filter(user=own).count() == 3


def test_where_there_is_nothing_to_reset_the_page_says_so(
    as_superuser: Client, world: World
) -> None:
    for answer in (
        as_superuser.get(address(world.viewer, "reset-second-step")),
        reset(as_superuser, world.viewer),
    ):
        page = text_of(answer)
        assert "Two-step sign-in is off for Vic Viewer" in page and "<textarea" not in page
    assert not AuditEvent.objects.filter(event="account.second_step_reset").exists()


def test_only_superusers_let_people_back_in(
    world: World, programme: Programme, signed_in: SignIn
) -> None:
    with_second_step(world.viewer)
    programme.plain_staff.user_permissions.set(Permission.objects.all())
    client = signed_in(programme.plain_staff)
    for page in (
        address(world.viewer, "reset-second-step"),
        address(world.organisation, "name-administrator"),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page, {"reason": REASON}).status_code == 403
    assert "reset-second-step" not in text_of(client.get(address(world.viewer)))
    assert "name-administrator" not in text_of(client.get(address(world.organisation)))
    assert Authenticator.objects.filter(user=world.viewer).count() == 3


def test_the_services_refuse_who_is_no_superuser(world: World) -> None:
    with_second_step(world.viewer)
    with pytest.raises(Refused, match="superuser"):
        recovery.reset_second_step(
            user=world.viewer, reason=REASON, by=world.administrator, absolute=str
        )
    with pytest.raises(Refused, match="superuser"):
        recovery.name_administrator(
            organisation=world.organisation,
            email=world.viewer.email,
            reason=REASON,
            by=world.administrator,
            absolute=str,
        )


def test_what_cannot_be_sent_is_not_done(
    world: World, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is written in the same transaction, so neither is there without the other."""
    with_second_step(world.viewer)

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(OutgoingMail.objects, "bulk_create", full)
    with pytest.raises(OSError, match="room"):
        recovery.reset_second_step(
            user=world.viewer, reason=REASON, by=programme.superuser, absolute=str
        )
    assert Authenticator.objects.filter(user=world.viewer).count() == 3
    assert not AuditEvent.objects.filter(event="account.second_step_reset").exists()


def ways_to_delete(client: Client, step: Authenticator) -> list[str]:
    """The pages of the admin by which the second step could be deleted; it is tried on each."""
    bulk = {"action": "delete_selected", "_selected_action": [step.pk], "post": "yes"}
    tries = {
        "its delete page": (address(step, "delete"), {"post": "yes"}),
        "its page": (address(step), {"_delete": "on"}),
        "the list": (address(Authenticator), bulk),
        "the person's delete page": (address(step.user, "delete"), {"post": "yes"}),
    }
    found = []
    for said, (page, data) in tries.items():
        client.post(page, data)
        if not Authenticator.objects.filter(pk=step.pk).exists():
            found.append(said)
            step.save(force_insert=True)
    return found


def test_nothing_else_in_the_admin_takes_a_second_step_away(
    as_superuser: Client, world: World
) -> None:
    with_second_step(world.viewer)
    assert ways_to_delete(as_superuser, Authenticator.objects.filter(type="totp").get()) == []


def test_a_way_to_delete_a_second_step_would_be_found(
    as_superuser: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_second_step(world.viewer)
    assert isinstance(site._registry.get(Authenticator), AuthenticatorAdmin)
    monkeypatch.setattr(AuthenticatorAdmin, "has_delete_permission", lambda *a, **k: True)
    found = ways_to_delete(as_superuser, Authenticator.objects.filter(type="totp").get())
    assert found == ["its delete page"]


# An organisation whose only administrator is gone


def test_the_page_of_an_organisation_leads_to_naming_and_says_who_is_there(
    as_superuser: Client, world: World
) -> None:
    by_password(world.administrator)
    way = address(world.organisation, "name-administrator")
    assert f'href="{way}"' in text_of(as_superuser.get(address(world.organisation)))
    page = text_of(as_superuser.get(way))
    assert f"({world.administrator.email}), last signed in on " in page


def test_a_member_is_made_administrator_and_whom_it_concerns_is_informed(
    as_superuser: Client, world: World
) -> None:
    done = name(as_superuser, world.organisation, f" {world.viewer.email.upper()} ")
    assert "Vic Viewer is an administrator of Wexcombe Borough Council now" in text_of(done)
    assert role_of(world.viewer, world.organisation) == Role.ADMINISTRATOR
    assert mailed() == {
        world.viewer.email: "You are now an administrator of Wexcombe Borough Council",
        world.administrator.email: "Wexcombe Borough Council has a new administrator",
    }
    for message in mail.outbox:
        assert "Sue Super, who looks after Readiness" in message.body
        assert [kind for _, kind in message.alternatives] == ["text/html"]
    assert world.viewer.email in mail.outbox[1].body


def test_all_members_are_informed_where_no_administrator_can_sign_in(
    as_superuser: Client, world: World
) -> None:
    User.objects.filter(pk=world.administrator.pk).update(is_active=False)
    asked = text_of(as_superuser.get(address(world.organisation, "name-administrator")))
    assert f"({world.administrator.email}), the account is closed" in asked
    name(as_superuser, world.organisation, world.stranger.email)
    assert role_of(world.stranger, world.organisation) == Role.ADMINISTRATOR
    people = (world.stranger, world.viewer, world.contributor, world.approver)
    assert set(mailed()) == {one.email for one in people}


def test_the_history_of_the_organisation_says_who_named_whom_and_why(
    as_superuser: Client, world: World, signed_in: SignIn
) -> None:
    name(as_superuser, world.organisation, world.stranger.email)
    history = reverse("organisation-history", args=[world.organisation.slug])
    said = (
        "Sue Super, who looks after this service, made Sam Stranger an administrator. "
        f"Reason: {REASON}"
    )
    assert said in text_of(signed_in(world.contributor).get(history))


def test_who_cannot_be_named_is_refused_at_the_field_with_what_to_do(
    as_superuser: Client, world: World, programme: Programme
) -> None:
    closed, unconfirmed = person("Cas Closed", is_active=False), person("Uma Unsure")
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    events = AuditEvent.objects.count()
    for email, why in {
        "": "Enter an email address",
        "no address": "Enter an email address in the correct format",
        world.viewer.email.replace("i", "\u0131"): "No account has the email address",
        "gone@wexcombe.example": "ask the person to create an account first",
        closed.email: "open it again on the person's page",
        unconfirmed.email: "Ask them to follow the link that was sent to it",
        programme.superuser.email: "Ask another superuser",
        world.administrator.email: "is already an administrator of Wexcombe Borough Council",
    }.items():
        page = text_of(name(as_superuser, world.organisation, email))
        assert page.count(why) == 2, (email, "next to the field and in the summary")
        assert '<a href="#id_email">' in page and 'id="id_email_error"' in page
        assert REASON in page and (not email or f'value="{email}"' in page)
    assert AuditEvent.objects.count() == events and not mail.outbox


def test_no_administrator_is_named_without_a_reason(as_superuser: Client, world: World) -> None:
    page = text_of(name(as_superuser, world.organisation, world.viewer.email, " "))
    assert page.count("Give a reason") == 2 and '<a href="#id_reason">' in page
    assert f'value="{world.viewer.email}"' in page
    assert role_of(world.viewer, world.organisation) == Role.VIEWER


def test_a_new_administrator_can_hand_over_as_any_other(as_superuser: Client, world: World) -> None:
    """What was named is a membership like the rest, and the one who is gone can be removed."""
    name(as_superuser, world.organisation, world.approver.email)
    gone = Membership.objects.get(user=world.administrator, organisation=world.organisation)
    members.remove(membership=gone, by=world.approver)
    assert role_of(world.administrator, world.organisation) is None
