"""Checking the answers of a questionnaire of any size, and going to an answer and back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.rubric.definition import OwnerRoleSpec
from assessments.scoring.sheet import Reply, State
from assessments.services.submissions import NOTHING_SCORED
from tests.factories import rubrics as r
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.pages import SignIn, most_queries, queries_of, text_of
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db

MOST_BYTES = 120_000
ROLES = [OwnerRoleSpec(code="digital", default="Head of digital")]


@pytest.fixture(scope="module")
def prepared_large(prepare: Prepare) -> Prepared[World]:
    return prepare(lambda: build_world(r.any_size(150, 2)))


@pytest.fixture
def large(prepared_large: Prepared[World], db: None) -> World:
    return prepared_large.put_back()


def at(world: World, name: str = "assessment-check", *more: str) -> str:
    return reverse(name, args=[world.organisation.slug, world.assessment.reference, *more])


def rows_of(page: Any) -> list[str]:
    return re.findall(r'id="answer-([^"]+)"', page.content.decode())


def test_every_answer_is_on_one_of_its_pages_and_no_page_is_large(
    large: World, signed_in: SignIn
) -> None:
    client, seen, here = signed_in(large.contributor), list[str](), at(large)
    while here:
        page = client.get(here)
        assert len(page.content) < MOST_BYTES, here
        seen += rows_of(page)
        onward = re.search(r'href="\?(page=\d+)#answers" rel="next"', page.content.decode())
        here = f"{at(large)}?{onward[1]}" if onward else ""
    spec = large.spec
    waiting = [q.code for _, q in spec.questions() if q.condition]
    assert seen == [q.code for _, q in spec.questions() if q.code not in waiting]
    assert queries_of(client, f"{at(large)}?page=3") <= most_queries(3)


def test_a_long_list_of_what_to_look_at_is_seen_whole_on_pages_of_its_own(
    large: World, signed_in: SignIn
) -> None:
    client = signed_in(large.contributor)
    first = client.get(at(large))
    words = text_of(first)
    assert "Not answered (136)" in words and "See all 136" in words
    whole = client.get(f"{at(large)}?show=unanswered&page=3")
    assert "Answers 101 to 136 of 136." in text_of(whole)
    assert "Back to the start of the check" in text_of(whole)
    assert len(rows_of(whole)) == 36


def test_a_short_questionnaire_is_checked_on_one_page(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.contributor).get(at(world))
    assert len(rows_of(page)) == 44
    assert "Back to the start" not in text_of(page)


def test_change_leads_to_the_answer_and_continue_back_to_it(
    large: World, signed_in: SignIn
) -> None:
    client = signed_in(large.contributor)
    check = client.get(f"{at(large)}?page=2").content.decode()
    change = re.search(r'href="([^"]+question=D01\.56[^"]+)#question-D01\.56"', check)
    assert change
    to = change[1].replace("&amp;", "&")
    page = client.get(to)
    assert 'id="question-D01.56"' in page.content.decode()
    action = re.search(r'action="([^"]+)" novalidate', page.content.decode())
    assert action and action[1].replace("&amp;", "&") == to
    fields = {"D01.56-revision": "0", "D01.56-value": "3", "then": "continue"}
    back = client.post(to, fields)["Location"]
    assert back == f"{at(large)}?question=D01.56#answer-D01.56"
    returned = client.get(back)
    assert "D01.56" in rows_of(returned)
    assert 'id="answer-D01.56" tabindex="-1"' in returned.content.decode()


def test_save_alone_stays_and_still_knows_the_way_back(large: World, signed_in: SignIn) -> None:
    to = f"{at(large, 'dimension-answer', 'D01')}?question=D01.56&from=check"
    fields = {"D01.56-revision": "0", "D01.56-value": "3", "then": "save"}
    assert signed_in(large.contributor).post(to, fields)["Location"] == to


def test_levels_are_shown_with_the_answers(signed_in: SignIn) -> None:
    questions = (r.single("A-1"), r.yes_no("A-2"), r.percentage("A-3"), r.text("A-4"))
    world = build_world(r.rubric(r.dimension("A", 1, *questions), roles=ROLES))
    world.answer({"A-1": 2, "A-2": "yes", "A-3": "88.5", "A-4": "Ours"})
    words = text_of(signed_in(world.contributor).get(at(world)))
    assert "A-1 Question A-1 Level 2 Level 2 Change" in words  # the number, then its description
    assert "Yes, all of it Level 4 Level 4" in words
    assert "88.5% Level 3 Level 3" in words
    assert "A-4 Question A-4 Ours Change" in words


class TestNothingLeftToScore:
    """Both questions that count are marked not applicable; a text remains."""

    @pytest.fixture
    def world(self) -> World:
        counted = [r.single(f"A-{number}", not_applicable_allowed=True) for number in (1, 2)]
        world = build_world(r.rubric(r.dimension("A", 1, *counted, r.text("A-3")), roles=ROLES))
        aside = Reply(state=State.NOT_APPLICABLE, reason=r.REASON)
        world.answer({"A-1": aside, "A-2": aside, "A-3": "Nothing here is ours."})
        return world

    @pytest.fixture
    def approver(self, world: World, signed_in: SignIn) -> Client:
        return signed_in(world.approver)

    def test_the_task_list_says_so_and_offers_no_way_to_submit(
        self, world: World, approver: Client
    ) -> None:
        page = approver.get(at(world, "assessment-detail"))
        assert text_of(page).count(NOTHING_SCORED) == 2  # what next, and at the step
        assert "then submit them" not in text_of(page)
        assert f'href="{at(world, "assessment-submit")}"' not in page.content.decode()

    def test_the_check_says_so_and_has_no_button(self, world: World, approver: Client) -> None:
        words = text_of(approver.get(at(world)))
        assert words.count(NOTHING_SCORED) == 2
        assert "Continue to approve" not in words

    def test_the_page_that_submits_says_so_and_has_no_button(
        self, world: World, approver: Client
    ) -> None:
        page = approver.get(at(world, "assessment-submit"))
        assert NOTHING_SCORED in text_of(page)
        assert 'name="statement"' not in page.content.decode()

    def test_one_answer_that_counts_brings_the_button_back(
        self, world: World, approver: Client
    ) -> None:
        world.answer({"A-2": 1})
        assert "Continue to approve" in text_of(approver.get(at(world)))
        assert NOTHING_SCORED not in text_of(approver.get(at(world, "assessment-detail")))
