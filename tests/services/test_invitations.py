"""Invitations: who can be brought in, by whom, for how long, and what is kept of a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import clock
from assessments.access.roles import Role
from assessments.models import AuditEvent, Invitation, Membership, OutgoingMail, User
from assessments.queries.members import hash_of
from assessments.services import invitations, members, organisations, outbox
from assessments.services.invitations import Unusable
from assessments.workflow import Refused
from tests.joining import TOM, absolute, asks, invite, invited, link_in, sentences
from tests.services.together import together
from tests.worlds import PASSWORD, World, person


def hash_in(link: str) -> str:
    return hash_of(link.strip("/").rpartition("/")[2])


def tom() -> User:
    user = person("Tom Newcomer")
    EmailAddress.objects.create(user=user, email=TOM, verified=True)
    return user


def test_an_invitation_is_an_email_with_a_link_and_a_row_with_its_hash_only(small: World) -> None:
    invitation, link = invited(small, role=Role.APPROVER)
    (sent,) = mail.outbox
    assert sent.to == [TOM]
    assert (
        sent.subject
        == "Ada Administrator invites you to join Wexcombe Borough Council on Readiness"
    )
    assert "as approver" in sent.body and f'href="http://testserver{link}"' in str(
        sent.alternatives[0][0]
    )
    token = link.strip("/").rpartition("/")[2]
    assert len(token) >= 43 and invitation.token_hash == hash_of(token)
    kept = [Invitation.objects.values(), OutgoingMail.objects.values(), AuditEvent.objects.values()]
    assert token not in str([list(rows) for rows in kept])
    assert sentences(small)[0] == f"Ada Administrator invited {TOM} as approver"


def test_the_owner_of_the_address_joins_with_the_role_of_the_invitation(
    small: World,
) -> None:
    invitation, link = invited(small, role=Role.APPROVER)
    user = tom()
    made = invitations.accept(token_hash=hash_in(link), user=user)
    assert (made.user, made.role_details, made.added_by) == (
        user,
        Role.APPROVER,
        small.administrator,
    )
    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    accepted = "Tom Newcomer accepted an invitation by Ada Administrator and joined as approver"
    assert sentences(small)[0] == accepted


def test_a_person_without_an_account_gets_one_and_joins(small: World) -> None:
    _, link = invited(small)
    made = invitations.accept_as_new(token_hash=hash_in(link), name="Tom", password=PASSWORD)
    assert made.user.email == TOM and made.user.is_confirmed
    assert made.user.check_password(PASSWORD) and made.role_details is Role.CONTRIBUTOR


def test_another_person_cannot_accept_it_even_with_the_link(small: World) -> None:
    _, link = invited(small)
    typed = person("Typed Only")
    EmailAddress.objects.create(user=typed, email=TOM, verified=False)
    for user in (small.stranger, typed):
        with pytest.raises(Refused, match="another email address"):
            invitations.accept(token_hash=hash_in(link), user=user)
    assert small.organisation.memberships.count() == 4


def test_a_link_works_once(small: World) -> None:
    _, link = invited(small)
    made = invitations.accept(token_hash=hash_in(link), user=tom())
    members.remove(membership=made, by=small.administrator)
    with pytest.raises(Unusable) as refusal:
        invitations.accept(token_hash=hash_in(link), user=made.user)
    assert refusal.value.state == "accepted"


def test_a_link_works_for_14_days(small: World) -> None:
    _, link = invited(small)
    user = tom()
    with clock.at(clock.now() + timedelta(days=14)), pytest.raises(Unusable) as refusal:
        invitations.accept(token_hash=hash_in(link), user=user)
    assert refusal.value.state == "expired"
    with clock.at(clock.now() + timedelta(days=13, hours=23)):
        invitations.accept(token_hash=hash_in(link), user=user)


def test_a_new_link_takes_the_place_of_the_old_one_and_begins_again(small: World) -> None:
    invitation, old = invited(small)
    with clock.at(clock.now() + timedelta(days=20)):
        invitations.send_again(invitation=invitation, by=small.administrator, absolute=absolute)
        with pytest.raises(Unusable) as refusal:
            invitations.accept(token_hash=hash_in(old), user=tom())
        assert refusal.value.state is None
        invitations.accept(
            token_hash=hash_in(link_in()), user=User.objects.get(name="Tom Newcomer")
        )
        assert sentences(small)[1] == f"Ada Administrator invited {TOM} again, as contributor"


def test_a_withdrawn_invitation_cannot_be_accepted(small: World) -> None:
    invitation, link = invited(small)
    invitations.withdraw(invitation=invitation, by=small.administrator)
    assert sentences(small)[0] == f"Ada Administrator withdrew the invitation of {TOM}"
    with pytest.raises(Unusable) as refusal:
        invitations.accept(token_hash=hash_in(link), user=tom())
    assert refusal.value.state == "withdrawn"
    for verb in (invitations.withdraw, invitations.send_again):
        given: Any = {"absolute": absolute} if verb is invitations.send_again else {}
        with pytest.raises(Refused, match="not open any more"):
            verb(invitation=invitation, by=small.administrator, **given)


@pytest.mark.parametrize("how", ["demoted", "removed", "closed"])
def test_what_a_former_administrator_sent_is_void(small: World, how: str) -> None:
    bea = person("Bea Second")
    add = {"organisation": small.organisation, "by": small.administrator}
    hers = members.add(user=bea, role=Role.ADMINISTRATOR, **add)
    invitation, link = invited(small, by=bea)
    if how == "demoted":
        members.change_role(membership=hers, role=Role.VIEWER, by=small.administrator)
    if how == "removed":
        members.remove(membership=hers, by=small.administrator)
    if how == "closed":
        User.objects.filter(pk=bea.pk).update(is_active=False)
    user = tom()
    with pytest.raises(Unusable) as refusal:
        invitations.accept(token_hash=hash_in(link), user=user)
    assert refusal.value.state == "void"
    invitations.send_again(invitation=invitation, by=small.administrator, absolute=absolute)
    assert (
        invitations.accept(token_hash=hash_in(link_in()), user=user).added_by == small.administrator
    )


def test_an_invitation_to_one_who_is_invited_sends_a_new_link_with_the_new_role(
    small: World,
) -> None:
    invite(small)
    found = invite(small, TOM, "new@northmoor.example", role=Role.VIEWER)
    assert (found.again, found.sent) == ([TOM], ["new@northmoor.example"])
    assert Invitation.objects.get(email=TOM).role_details is Role.VIEWER


def test_members_are_named_and_not_invited(small: World) -> None:
    found = invite(small, TOM, small.viewer.email)
    (said,) = found.already
    assert said.startswith(f"{small.viewer} ({small.viewer.email}) is a member already")
    assert found.sent == [TOM]
    assert len(mail.outbox) == 1


def test_whether_an_account_exists_changes_nothing_for_the_inviter(small: World) -> None:
    """Neither what is asked of the database, nor the emails, nor the answer."""
    closed = person("Cleo Closed", is_active=False)
    unconfirmed = User.objects.create_user("uma@northmoor.example", None, name="Uma")
    done = []
    for email in (
        "unknown@northmoor.example",
        small.stranger.email,
        closed.email,
        unconfirmed.email,
    ):
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as asked:
            found = invite(small, email)
        body = str(mail.outbox[0].body).replace(link_in(), "LINK").replace(email, "EMAIL")
        shapes = [query["sql"].split()[0] for query in asked]
        done.append((shapes, len(mail.outbox), body, len(found.sent), found.already))
    assert all(each == done[0] for each in done)


def test_50_can_be_sent_in_a_day_and_new_links_count(small: World) -> None:
    invite(small, *(f"p{number}@northmoor.example" for number in range(48)))
    invitation = Invitation.objects.all()[0]
    invitations.send_again(invitation=invitation, by=small.administrator, absolute=absolute)
    with pytest.raises(Refused, match="50 invitations in 24 hours, and you can send 1 more now"):
        invite(small, "a@northmoor.example", "b@northmoor.example")
    invite(small, "a@northmoor.example")
    for refused in (
        lambda: invite(small, "b@northmoor.example"),
        lambda: invitations.send_again(
            invitation=invitation, by=small.administrator, absolute=absolute
        ),
    ):
        with pytest.raises(Refused, match="you cannot send more now"):
            refused()
    assert len(mail.outbox) == 50
    invitations.withdraw(invitation=invitation, by=small.administrator)
    with pytest.raises(Refused, match="cannot send more"):
        invite(small, "b@northmoor.example")
    with clock.at(clock.now() + timedelta(hours=25)):
        invite(small, "b@northmoor.example")


def test_an_approver_with_another_address_keeps_the_role(small: World) -> None:
    EmailAddress.objects.create(user=small.approver, email=TOM, verified=True)
    invitation, link = invited(small, role=Role.VIEWER)
    with pytest.raises(Refused, match="already a member. Their role is approver"):
        invitations.accept(token_hash=hash_in(link), user=small.approver)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_an_unconfirmed_account_is_taken_over_with_what_it_was_given(
    small: World,
) -> None:
    """As 0.1.0 left it: an unconfirmed address that an administrator added."""
    stranger = User.objects.create_user(TOM, "the stranger's words", name="Not Tom")
    _plant_unconfirmed(small, stranger)
    _, link = invited(small, role=Role.VIEWER)
    made = invitations.accept_as_new(token_hash=hash_in(link), name="Tom", password=PASSWORD)
    assert made.user == stranger and made.role_details is Role.VIEWER
    assert not made.user.check_password("the stranger's words")


def _plant_unconfirmed(world: World, user: User) -> None:
    proof = EmailAddress.objects.create(user=user, email=user.email, verified=True)
    members.add(
        organisation=world.organisation, user=user, role=Role.ADMINISTRATOR, by=world.administrator
    )
    proof.delete()


def test_joining_settles_the_request_that_waited(small: World) -> None:
    user = tom()
    request = asks(small, user)
    User.objects.filter(pk=user.pk).update(email=TOM)
    _, link = invited(small)
    invitations.accept(token_hash=hash_in(link), user=user)
    request.refresh_from_db()
    assert request.accepted and request.decided_by == small.administrator
    with pytest.raises(Refused, match="decided this request"):
        organisations.decline(request=request, by=small.administrator, absolute=absolute)


@pytest.mark.django_db(transaction=True)
def test_a_link_pressed_twice_at_once_joins_once(small: World) -> None:
    _, link = invited(small)
    user = tom()

    def press() -> Membership:
        return invitations.accept(token_hash=hash_in(link), user=user)

    ends = together(press, press)
    assert sorted(type(end).__name__ for end in ends) == ["Membership", "Unusable"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_do_not_pass_the_days_limit(small: World) -> None:
    bea = person("Bea Second")
    members.add(
        organisation=small.organisation,
        user=bea,
        role=Role.ADMINISTRATOR,
        by=small.administrator,
    )

    def send(letter: str, by: User) -> Any:
        return lambda: invite(
            small, *(f"{letter}{number}@northmoor.example" for number in range(30)), by=by
        )

    ends = together(send("a", small.administrator), send("b", bea))
    assert sorted(type(end).__name__ for end in ends) == ["Invited", "Refused"]
    assert Invitation.objects.count() == 30


@pytest.fixture
def mail_server_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is posted waits in the outbox until a test sends it."""
    monkeypatch.setattr("assessments.services.outbox_backend.wake", lambda: None)


@pytest.mark.usefixtures("mail_server_away")
def test_an_invitation_withdrawn_while_its_email_waits_is_not_sent(small: World) -> None:
    invite(small, TOM, "ulla@northmoor.example")
    invitation = Invitation.objects.get(email=TOM)
    invitations.withdraw(invitation=invitation, by=small.administrator)
    outbox.send_due()
    assert [each.to for each in mail.outbox] == [["ulla@northmoor.example"]]
    assert outbox.ABOUT not in mail.outbox[0].extra_headers


@pytest.mark.usefixtures("mail_server_away")
def test_of_an_invitation_sent_again_only_the_new_link_leaves(small: World) -> None:
    invite(small, TOM)
    invitation = Invitation.objects.get(email=TOM)
    OutgoingMail.objects.update(given_up=clock.now())
    again = {"by": small.administrator, "absolute": absolute}
    fresh = invitations.send_again(invitation=invitation, **again)
    outbox.send_due()
    assert len(mail.outbox) == 1 and OutgoingMail.objects.count() == 1
    assert hash_in(link_in()) == fresh.token_hash


def test_one_person_sends_100_a_day_across_organisations(small: World) -> None:
    for number in range(2):
        _of_another(small, number, 50)
    with pytest.raises(Refused, match="One person can send 100 invitations in 24 hours"):
        invite(small)
    with clock.at(clock.now() + timedelta(hours=25)):
        invite(small)


def test_what_another_administrator_sends_is_not_counted_as_mine(small: World) -> None:
    bea = person("Bea Second")
    add = {"organisation": small.organisation, "by": small.administrator}
    members.add(user=bea, role=Role.ADMINISTRATOR, **add)
    for number in range(2):
        _of_another(small, number, 50)
    assert invite(small, by=bea).sent == [TOM]


def _of_another(world: World, number: int, many: int) -> None:
    made = organisations.create(
        name=f"Council {number}",
        sector="local_authority",
        region="wales",
        by=world.administrator,
    )
    invitations.invite(
        organisation=made,
        emails=[f"p{each}@council{number}.example" for each in range(many)],
        role=Role.VIEWER,
        by=world.administrator,
        absolute=absolute,
    )
