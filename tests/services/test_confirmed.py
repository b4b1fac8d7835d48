"""An address that is not confirmed has no rights in an organisation, even if a row says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.models import AuditEvent, Membership, User
from assessments.models.joining import MembershipQuerySet
from assessments.queries.members import is_last_administrator, members_of
from assessments.services import members, organisations, people
from assessments.workflow import Refused
from tests.views.pages import SignIn
from tests.worlds import PASSWORD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def unconfirmed() -> User:
    """A stranger's account with another person's address and the stranger's own password."""
    user = User.objects.create_user("cal@wexcombe.example", PASSWORD, name="Cal Claimed")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def row(world: World, user: User) -> Membership:
    return Membership(
        organisation=world.organisation, user=user, role=Role.VIEWER, added_by=world.administrator
    )


WAYS: dict[str, Callable[[World, User], Any]] = {
    "add": lambda world, user: members.add(
        organisation=world.organisation, user=user, role=Role.VIEWER, by=world.administrator
    ),
    "create an organisation": lambda world, user: organisations.create(
        name="Claimed Council", sector="local_authority", region="london", by=user
    ),
    "save": lambda world, user: row(world, user).save(),
    "create": lambda world, user: Membership.objects.create(
        organisation=world.organisation, user=user, role="viewer", added_by=world.administrator
    ),
    "bulk_create": lambda world, user: Membership.objects.bulk_create([row(world, user)]),
    "update": lambda world, user: Membership.objects.filter(user=world.viewer).update(user=user),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_membership_is_made(world: World, unconfirmed: User, way: str) -> None:
    before = Membership.everything.count()
    with pytest.raises(Refused, match="has not confirmed the address cal@wexcombe.example"):
        WAYS[way](world, unconfirmed)
    assert Membership.everything.count() == before
    assert not Membership.everything.filter(user=unconfirmed).exists()


def before_the_rule(world: World, user: User, role: Role = Role.ADMINISTRATOR) -> Membership:
    """A membership as an earlier version could make it."""
    made = row(world, user)
    made.role = role
    super(MembershipQuerySet, Membership.everything.all()).bulk_create([made])
    return made


def addresses(world: World) -> list[str]:
    slug = world.organisation.slug
    return [
        reverse("home"),
        reverse("organisation-create"),
        reverse("organisation-detail", args=[slug]),
        reverse("member-list", args=[slug]),
        reverse("assessment-start", args=[slug]),
    ]


def test_one_that_is_there_already_opens_nothing(
    world: World, unconfirmed: User, signed_in: SignIn
) -> None:
    before_the_rule(world, unconfirmed)
    client = signed_in(unconfirmed)
    for address in addresses(world):
        answer = client.get(address)
        assert not answer.wsgi_request.user.is_authenticated, address
        assert world.organisation.name not in answer.content.decode(), address


def test_nor_does_it_count_for_anybody_else(world: World, unconfirmed: User) -> None:
    old = before_the_rule(world, unconfirmed)
    assert unconfirmed not in [member.user for member in members_of(world.organisation)]
    administrator = Membership.objects.get(
        user=world.administrator, organisation=world.organisation
    )
    assert is_last_administrator(administrator)
    with pytest.raises(Refused):
        members.remove(membership=administrator, by=world.administrator)
    members.remove(membership=old, by=world.administrator)
    assert not Membership.everything.filter(pk=old.pk).exists()


def test_it_counts_for_the_owner_once_the_address_is_confirmed(
    world: World, unconfirmed: User, signed_in: SignIn
) -> None:
    before_the_rule(world, unconfirmed, Role.VIEWER)
    owner = people.open_account(email=unconfirmed.email, name="Cal", password="the owner's own")
    assert not owner.check_password(PASSWORD)
    page = signed_in(owner).get(reverse("organisation-detail", args=[world.organisation.slug]))
    assert page.status_code == 200


def test_a_superuser_whose_address_is_not_confirmed_has_no_powers(signed_in: SignIn) -> None:
    chief = User.objects.create_superuser("chief@wexcombe.example", PASSWORD, name="Chief")
    answer = signed_in(chief).get(reverse("admin:index"))
    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(event=Event.ACCOUNT_OPENED, actor="Chief").exists()


def test_a_changed_address_ends_what_the_old_one_could(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.viewer)
    address = reverse("organisation-detail", args=[world.organisation.slug])
    assert client.get(address).status_code == 200
    people.change_account(
        user=world.viewer, changes={"email": "new@wexcombe.example"}, by=world.moderator
    )
    assert client.get(address).status_code == 302
