"""Choosing reminders on one's own page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.reminding import Kind
from assessments.services.own_account import stop, stop_path, unwanted
from tests.account.test_own_account import inside
from tests.worlds import World

pytestmark = pytest.mark.django_db


def ticked(client: Client) -> set[str]:
    html = client.get(reverse("account-reminders")).content.decode()
    boxes = re.findall(r'<input [^>]*name="wanted"[^>]*>', html)
    assert len(boxes) == len(Kind)
    return {re.findall(r'value="(\w+)"', one)[0] for one in boxes if " checked" in one}


def test_everything_is_wanted_until_a_person_says_otherwise(world: World) -> None:
    client, everything = inside(world.viewer), {kind.value for kind in Kind}
    assert ticked(client) == everything
    some = sorted(everything - {"late"})
    said = client.post(reverse("account-reminders"), {"wanted": some}, follow=True)
    assert "Your reminders are saved." in said.content.decode()
    assert ticked(client) == everything - {"late"}
    assert unwanted(user=world.approver) == set()


def test_who_stopped_them_all_by_a_link_can_choose_again(world: World) -> None:
    stop(token=stop_path(world.viewer).strip("/").rpartition("/")[2])
    client = inside(world.viewer)
    assert ticked(client) == set()
    client.post(reverse("account-reminders"), {"wanted": ["late"]})
    assert ticked(client) == {"late"}


def test_a_kind_that_is_none_is_refused_and_changes_nothing(world: World) -> None:
    client = inside(world.viewer)
    said = client.post(reverse("account-reminders"), {"wanted": ["late", "planted"]})
    assert "Select reminders from this page" in said.content.decode()
    assert unwanted(user=world.viewer) == set()
