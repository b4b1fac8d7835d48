"""The questions of a part at the side of the page that asks them, each with what is known of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assessments.scoring.sheet import EvidenceItem, Reply, State
from tests.assigning import given_to
from tests.discussions import started
from tests.views.answering import address, autosave
from tests.views.pages import SignIn
from tests.views.test_answering_pages import long_world, prepared_long
from tests.worlds import World

__all__ = ["long_world", "prepared_long"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def connie(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.contributor)


def rail_on(client: Client, url: str) -> dict[str, str]:
    """What the rail says of each question of the page, those that are not asked left out."""
    rail = client.get(url).context["rail"]
    return {one.code: f"{one.said}{one.more}" for one in rail.entries if one.asked}


def test_each_question_says_how_far_it_is_and_what_backs_it(world: World, connie: Client) -> None:
    backed = Reply(
        state=State.ANSWERED,
        value=2,
        note="Agreed in May.",
        evidence=(EvidenceItem(title="Plan", link=""),),
    )
    world.answer({"SEC-01": backed, "SEC-02": "dont_know"})
    rail = rail_on(connie, address(world, "SEC"))
    assert rail["SEC-01"].startswith("Answered, note and evidence")
    assert rail["SEC-02"].startswith("Don't know")
    assert rail["SEC-03"].startswith("Not answered")
    critical = {one.code for _, one in world.spec.questions() if one.critical}
    assert {code for code, said in rail.items() if "critical" in said} == critical & rail.keys()


def test_a_question_is_mine_until_i_have_handed_it_over(
    world: World, connie: Client, signed_in: SignIn
) -> None:
    given_to(world)
    here = address(world)
    assert rail_on(connie, here)["BUD-01"] == "Not answered, yours"
    assert rail_on(signed_in(world.approver), here)["BUD-01"] == "Not answered"


def test_a_question_says_how_many_discussions_are_open(world: World, connie: Client) -> None:
    started(world, question="BUD-02")
    assert rail_on(connie, address(world))["BUD-02"] == "Not answered, 1 open discussion"


def test_who_may_only_read_has_it_too(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.viewer).get(f"{address(world)}?question=BUD-02")
    html = page.content.decode()
    links = re.findall(r'href="#(question-[^"]+)"[^>]*data-rail-to', html)
    assert len(links) > 5
    assert all(f'id="{link}"' in html for link in links)
    assert re.search(r'data-rail-to="BUD-02"[^>]*aria-current="true"', html)


def test_a_save_says_what_has_become_of_every_question_of_the_page(
    world: World, connie: Client
) -> None:
    fields = {"BUD-01-value": "2", "BUD-01-revision": "0"}
    reply = autosave(connie, address(world), **fields)
    rail = reply.json()["rail"]
    assert rail["BUD-01"] == {"state": "answered", "said": "Answered"}
    assert rail["BUD-02"] == {"state": "unanswered", "said": "Not answered"}


def test_the_other_pages_of_a_long_part_are_a_line_each(
    long_world: World, signed_in: SignIn
) -> None:
    long_world.answer({"L-1": "yes", "L-2": "yes"})
    here = address(long_world, "L")
    rail = signed_in(long_world.contributor).get(f"{here}?page=2").context["rail"]
    assert [one.code for one in rail.entries][::24] == ["L-26", "L-50"]
    (before,) = rail.before
    assert (before.name, before.said) == ("Questions 1 to 25 of 200", "2 of 25 questions answered")
    assert rail.after[0].href == f"{here}?page=3"
    # The 60th waits for the 3rd.
    assert rail.after[0].said == "0 of 24 questions answered"
    assert (rail.passed, rail.left) == (25, 149)
