"""The members of an organisation."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress

from assessments import clock
from assessments.access.roles import Role
from assessments.models import JoinRequest, Membership, User
from tests.joining import asks, invite
from tests.plugins.database import plan_for_these_rows
from tests.views.pages import (
    MOST_QUERIES,
    SignIn,
    error_at,
    headings_of,
    queries_of,
    text_of,
    title_of,
)
from tests.worlds import World

LIST = "/organisations/wexcombe-borough-council/members/"


def page_of(world: World, name: str) -> str:
    membership = world.organisation.memberships.get(user=getattr(world, name))
    return f"{LIST}{membership.pk}/"


def role_of(world: World, name: str) -> Role:
    return Role(world.organisation.memberships.get(user=getattr(world, name)).role)


def test_every_member_sees_the_members(small: World, signed_in: SignIn) -> None:
    response = signed_in(small.viewer).get(LIST)
    words = text_of(response)
    assert headings_of(response) == ["Members"]
    assert f"Ada Administrator {small.administrator.email} Administrator" in words
    assert "Vic Viewer (you)" in words
    assert "Invite colleagues" not in words and "Invitations" not in words
    assert page_of(small, "viewer") in response.content.decode()
    assert page_of(small, "administrator") not in response.content.decode()
    assert "Sam Stranger" not in words


def test_a_role_is_changed(small: World, signed_in: SignIn) -> None:
    client, address = signed_in(small.administrator), page_of(small, "viewer")
    chosen = client.get(address).content.decode()
    assert chosen.count(" checked") == 1
    response = client.post(address, {"action": "role", "role": "approver"}, follow=True)
    assert "The role of Vic Viewer is approver." in text_of(response)
    assert role_of(small, "viewer") is Role.APPROVER


def test_a_role_that_does_not_exist_is_an_error_on_the_page(
    small: World, signed_in: SignIn
) -> None:
    address = page_of(small, "viewer")
    response = signed_in(small.administrator).post(address, {"action": "role", "role": "king"})
    assert "Select one of the roles" in error_at(response, "role")
    assert title_of(response) == "Error: Vic Viewer, Wexcombe Borough Council - Readiness"
    assert role_of(small, "viewer") is Role.VIEWER


def test_a_member_is_removed_and_turned_away(small: World, signed_in: SignIn) -> None:
    address = page_of(small, "viewer")
    response = signed_in(small.administrator).post(address, {"action": "remove"}, follow=True)
    assert "Vic Viewer is no longer a member" in text_of(response)
    assert signed_in(small.viewer).get(LIST).status_code == 404
    assert signed_in(small.administrator).get(address).status_code == 404


def test_anybody_may_leave(small: World, signed_in: SignIn) -> None:
    client, address = signed_in(small.viewer), page_of(small, "viewer")
    words = text_of(client.get(address))
    assert "Leave the organisation" in words
    assert "Save role" not in words
    response = client.post(address, {"action": "remove"}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert "You have left Wexcombe Borough Council." in text_of(response)


def test_members_cannot_raise_their_own_role(small: World, signed_in: SignIn) -> None:
    address = page_of(small, "viewer")
    raised = {"action": "role", "role": "administrator"}
    assert signed_in(small.viewer).post(address, raised).status_code == 403
    assert role_of(small, "viewer") is Role.VIEWER


def test_the_last_administrator_reads_why_not(small: World, signed_in: SignIn) -> None:
    client, address = signed_in(small.administrator), page_of(small, "administrator")
    words = text_of(client.get(address))
    assert "You are the only administrator" in words
    assert "Leave the organisation" not in words
    for sent in ({"action": "remove"}, {"action": "role", "role": "viewer"}):
        response = client.post(address, sent)
        assert response.status_code == 409
        assert "always has an administrator" in text_of(response)
    assert role_of(small, "administrator") is Role.ADMINISTRATOR


def test_more_than_a_page_of_each_takes_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.administrator)
    with clock.at(clock.now() - timedelta(days=13)):
        invite(small, "first@northmoor.example")
    asks(small)
    few = queries_of(client, LIST)
    users = User.objects.bulk_create(
        User(email=f"m{number}@wexcombe.example", name=f"Member {number:03}", password="!")
        for number in range(50)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Membership.objects.bulk_create(
        Membership(
            organisation=small.organisation,
            user=user,
            role=Role.VIEWER,
            added_by=small.administrator,
        )
        for user in users
    )
    with clock.at(clock.now() - timedelta(days=12)):
        invite(small, *(f"p{number:02}@northmoor.example" for number in range(50)))
    JoinRequest.objects.bulk_create(
        JoinRequest(organisation=small.organisation, asked_by=user) for user in users
    )
    plan_for_these_rows()
    assert queries_of(client, LIST) == few <= MOST_QUERIES
    shown = text_of(client.get(LIST))
    assert "Vic Viewer" not in shown and "p49@northmoor.example" not in shown
    assert "Vic Viewer" in text_of(client.get(f"{LIST}?page=2"))
    assert "p49@northmoor.example" in text_of(client.get(f"{LIST}?invitations=2"))
    assert "51 people ask to join" in shown and "m49@" not in shown
    assert "m49@" in text_of(client.get(f"{LIST}?requests=2"))
    assert client.get(f"{LIST}?page=x&invitations=y").status_code == 200
    assert queries_of(client, page_of(small, "viewer")) <= MOST_QUERIES
