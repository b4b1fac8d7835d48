"""Who a session belongs to is read with it, and is never another than it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import SignedInDevice, User
from assessments.services import sessions
from tests.cost import counted
from tests.worlds import World


def client_of(user: User, device_of: User | None = None) -> Client:
    """Signed in; with the row that a sign-in leaves for `device_of`, or else without one."""
    client = Client()
    client.force_login(user)
    if device_of is not None:
        key = client.session.session_key or ""
        sessions.begin(user=device_of, key=key, agent="", network="")
    return client


def name_shown(client: Client) -> str:
    return str(client.get(reverse("account-name")).context["form"]["name"].value())


def test_a_session_and_its_user_cost_one_query(world: World) -> None:
    client = client_of(world.administrator, device_of=world.administrator)
    _, queries = counted(lambda: client.get(reverse("account-name")))
    assert queries == 1


def test_two_people_are_each_themselves(world: World) -> None:
    ours = client_of(world.administrator, device_of=world.administrator)
    theirs = client_of(world.stranger, device_of=world.stranger)
    for _ in range(2):
        assert name_shown(ours) == world.administrator.name
        assert name_shown(theirs) == world.stranger.name


def test_a_session_without_its_device_finds_its_user(world: World) -> None:
    assert name_shown(client_of(world.viewer)) == world.viewer.name


def test_the_session_says_whose_it_is_and_not_the_device(world: World) -> None:
    client = client_of(world.viewer, device_of=world.administrator)
    assert name_shown(client) == world.viewer.name


def test_what_is_known_of_a_user_is_as_it_is_in_the_rows(world: World) -> None:
    for user, moderates, belongs in (
        (world.moderator, True, False),
        (world.viewer, False, True),
    ):
        client = client_of(user, device_of=user)
        found = client.get(reverse("account-name")).wsgi_request.user
        assert (found.moderates, found.belongs) == (moderates, belongs)
        assert not found.edits_rubrics and not found.has_second_step
        assert (found.joined, found.last_login) == (
            user.joined,
            User.objects.get(pk=user.pk).last_login,
        )


@pytest.mark.parametrize("gone", ["closed", "unconfirmed", "expired", "ended"])
def test_a_session_that_is_no_more_signs_in_no_user(world: World, gone: str) -> None:
    user = world.viewer
    client = client_of(user, device_of=user)
    assert name_shown(client) == user.name
    if gone == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif gone == "unconfirmed":
        user.emailaddress_set.update(verified=False)
    elif gone == "expired":
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    else:
        number = SignedInDevice.objects.get(user=user).pk
        assert sessions.end(user=user, number=number)
    answer = client.get(reverse("account-name"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
