"""What others changed in a part while its page is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.views.answering import address, count
from tests.views.pages import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db


def news(client: Client, world: World, seen: str, key: str = "BUD") -> dict[str, Any]:
    where = [world.organisation.slug, world.assessment.reference, key]
    changes: dict[str, Any] = client.get(
        reverse("dimension-news", args=where), {"seen": seen}
    ).json()
    return changes["changes"]


def test_what_others_saved_since_is_shown_with_by_whom_and_when(
    world: World, signed_in: SignIn
) -> None:
    world.answer({"BUD-01": 2, "BUD-02": 3, "SEC-01": 1}, by=world.approver)
    client = signed_in(world.contributor)
    changed = news(client, world, "BUD-01:0 BUD-02:1 BUD-03:0")
    assert changed.keys() == {"BUD-01"}
    assert changed["BUD-01"]["said"] == "Changed by Ash Approver just now."
    assert changed["BUD-01"]["revision"] == 1
    assert changed["BUD-01"]["fields"]["BUD-01-value"] == "2"


def test_what_i_saved_myself_or_have_seen_is_no_news(world: World, signed_in: SignIn) -> None:
    world.answer({"BUD-01": 2})
    assert news(signed_in(world.contributor), world, "BUD-01:0") == {}
    assert news(signed_in(world.viewer), world, "BUD-01:1") == {}
    assert news(signed_in(world.viewer), world, "BUD-01:0").keys() == {"BUD-01"}


@pytest.mark.parametrize("seen", ["", "BUD-01", "BUD-01:x", "NO-1:0", ":", "BUD-01:-1", "\x00:0"])
def test_nonsense_is_no_question_and_breaks_nothing(
    world: World, signed_in: SignIn, seen: str
) -> None:
    world.answer({"BUD-01": 2})
    assert news(signed_in(world.viewer), world, seen) == {}


def test_it_asks_little_of_the_database_no_matter_what_was_saved(
    world: World, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for level in (1, 2, 3):
        world.answer({"BUD-01": level, "BUD-02": level})
    client = signed_in(world.viewer)
    news(client, world, "")
    with django_assert_max_num_queries(4) as captured:
        assert len(news(client, world, "BUD-01:1 BUD-02:2")) == 2
    assert count(captured) <= 4


def test_each_question_leads_to_its_own_history(world: World, signed_in: SignIn) -> None:
    world.answer({"BUD-01": 2})
    history = reverse(
        "assessment-history", args=[world.organisation.slug, world.assessment.reference]
    )
    link = f'href="{history}?question=BUD-01#answers"'
    for person in (world.contributor, world.viewer):
        assert link in signed_in(person).get(address(world)).content.decode()


def test_each_question_leads_to_its_discussions(world: World, signed_in: SignIn) -> None:
    where = [world.organisation.slug, world.assessment.reference]
    link = f'href="{reverse("discussion-question", args=[*where, "BUD-02"])}"'
    assert link in signed_in(world.contributor).get(address(world)).content.decode()
