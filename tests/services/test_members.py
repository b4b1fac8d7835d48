"""Adding members, changing roles, removing and leaving."""

from __future__ import annotations

import time

import pytest

from assessments.access.roles import Role
from assessments.models import AuditEvent, Membership, Organisation, User
from assessments.services import members, organisations
from assessments.workflow import Refused
from tests.services.together import together
from tests.worlds import person


@pytest.fixture
def administrator(db: None) -> User:
    return person("Ada Administrator")


@pytest.fixture
def organisation(administrator: User) -> Organisation:
    return organisations.create(
        name="Wexcombe Council", sector="local_authority", region="wales", by=administrator
    )


def first(organisation: Organisation) -> Membership:
    return Membership.objects.get(organisation=organisation)


def join(organisation: Organisation, name: str, role: Role) -> Membership:
    by = organisation.created_by
    return members.add(organisation=organisation, user=person(name), role=role, by=by)


def last_sentence() -> str:
    return AuditEvent.objects.order_by("-pk")[0].sentence


def test_an_addition_is_recorded(organisation: Organisation) -> None:
    cai = join(organisation, "Cai Colleague", Role.APPROVER)
    assert (cai.role_details, cai.added_by.name) == (Role.APPROVER, "Ada Administrator")
    assert last_sentence() == "Ada Administrator added Cai Colleague as approver"


def test_a_member_is_not_added_twice(organisation: Organisation, administrator: User) -> None:
    cai = join(organisation, "Cai Colleague", Role.VIEWER)
    with pytest.raises(Refused, match="already a member. Their role is viewer"):
        members.add(
            organisation=organisation, user=cai.user, role=Role.ADMINISTRATOR, by=administrator
        )
    cai.refresh_from_db()
    assert cai.role_details is Role.VIEWER


def test_a_closed_account_is_not_added(organisation: Organisation, administrator: User) -> None:
    closed = person("Cleo Closed", is_active=False)
    with pytest.raises(Refused, match="closed"):
        members.add(organisation=organisation, user=closed, role=Role.VIEWER, by=administrator)
    assert Membership.objects.count() == 1


def test_a_change_of_role_is_recorded(organisation: Organisation, administrator: User) -> None:
    cai = join(organisation, "Cai Colleague", Role.VIEWER)
    members.change_role(membership=cai, role=Role.CONTRIBUTOR, by=administrator)
    cai.refresh_from_db()
    assert cai.role_details is Role.CONTRIBUTOR
    assert last_sentence() == "Ada Administrator changed Cai Colleague from viewer to contributor"


def test_the_same_role_again_is_no_event(organisation: Organisation, administrator: User) -> None:
    cai = join(organisation, "Cai Colleague", Role.VIEWER)
    before = AuditEvent.objects.count()
    members.change_role(membership=cai, role=Role.VIEWER, by=administrator)
    assert AuditEvent.objects.count() == before


def test_removing_and_leaving_read_differently(
    organisation: Organisation, administrator: User
) -> None:
    cai = join(organisation, "Cai Colleague", Role.VIEWER)
    dai = join(organisation, "Dai Colleague", Role.APPROVER)
    members.remove(membership=cai, by=administrator)
    assert last_sentence() == "Ada Administrator removed Cai Colleague, who was viewer"
    members.remove(membership=dai, by=dai.user)
    assert last_sentence() == "Dai Colleague, who was approver, left Wexcombe Council"
    assert Membership.objects.get().user == administrator


@pytest.mark.parametrize("step", ["demote", "remove"])
@pytest.mark.parametrize("spare", ["no one", "an approver", "one whose account is closed"])
def test_the_last_administrator_stays(
    organisation: Organisation, administrator: User, step: str, spare: str
) -> None:
    if spare == "an approver":
        join(organisation, "Ash Approver", Role.APPROVER)
    if spare == "one whose account is closed":
        closed = join(organisation, "Cleo Closed", Role.ADMINISTRATOR).user
        closed.is_active = False
        closed.save()
    last = organisation.memberships.get(user=administrator)
    with pytest.raises(Refused, match="always has an administrator"):
        if step == "demote":
            members.change_role(membership=last, role=Role.VIEWER, by=administrator)
        else:
            members.remove(membership=last, by=administrator)
    last.refresh_from_db()
    assert last.role_details is Role.ADMINISTRATOR


def test_one_of_two_administrators_may_go(organisation: Organisation, administrator: User) -> None:
    join(organisation, "Ada Second", Role.ADMINISTRATOR)
    members.remove(membership=organisation.memberships.get(user=administrator), by=administrator)
    assert first(organisation).user.name == "Ada Second"


@pytest.mark.parametrize("step", ["demote", "remove"])
def test_one_who_is_gone_is_gone(
    organisation: Organisation, administrator: User, step: str
) -> None:
    cai = join(organisation, "Cai Colleague", Role.VIEWER)
    members.remove(membership=Membership.objects.get(pk=cai.pk), by=administrator)
    with pytest.raises(Refused, match="no longer a member"):
        if step == "demote":
            members.change_role(membership=cai, role=Role.APPROVER, by=administrator)
        else:
            members.remove(membership=cai, by=administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have passed the door; the lock makes the second look again."""
    ada = person("Ada Administrator")
    organisation = organisations.create(
        name="Wexcombe Council", sector="local_authority", region="wales", by=ada
    )
    one = first(organisation)
    two = join(organisation, "Bea Administrator", Role.ADMINISTRATOR)
    real = members._check_not_last

    def slowly(membership: Membership) -> None:
        real(membership)
        time.sleep(0.3)  # Without a lock, the other would look before this one has gone.

    monkeypatch.setattr(members, "_check_not_last", slowly)

    outcomes = together(
        lambda: members.remove(membership=one, by=two.user),
        lambda: members.remove(membership=two, by=one.user),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "Refused"]
    assert first(organisation).role_details is Role.ADMINISTRATOR
