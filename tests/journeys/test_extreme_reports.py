"""The parts of the longest reports in a browser: accessible, and no wider than a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from assessments.models import Submission
from assessments.queries.scenarios import supposing_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import Reply, State
from assessments.services import assessments
from assessments.views.report_parts import PARTS, SUMMARY
from tests.exports import extremes
from tests.factories import rubrics as r
from tests.worlds import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Asked = tuple[RubricSpec, Mapping[str, object]]


def long_words() -> Asked:
    made = extremes.rubric(extremes.word)
    # Left out is what names questions that are not there, or is explained twice.
    spec = replace(made, glossary=(), context_figures=(), contradictions=())
    return spec, extremes.sheet(spec, extremes.word).replies


def many_questions() -> Asked:
    spec = r.any_size(250, 25)
    return spec, {q.code: Reply(state=State.DONT_KNOW) for _, q in spec.questions()}


def submitted(make: Callable[[], Asked]) -> tuple[World, Submission]:
    spec, replies = make()
    world = build_world(spec)
    world.answer(replies)
    return world, assessments.submit(assessment=world.assessment, by=world.approver)


@pytest.mark.parametrize("make", [long_words, many_questions])
def test_each_part_of_the_longest_reports_is_accessible_and_fits(
    make: Callable[[], Asked],
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    looks_right: Callable[..., None],
) -> None:
    world, report = submitted(make)
    sign_in(page, world.viewer)
    for part in PARTS:
        place = "" if part == SUMMARY else f"{part}/"
        page.goto(f"{live_server.url}{report.get_absolute_url()}{place}")
        page.get_by_role("heading", level=1).wait_for()
        looks_right(page)


def test_the_longest_words_fit_where_it_is_chosen_what_to_publish(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    looks_right: Callable[..., None],
) -> None:
    world, report = submitted(long_words)
    sign_in(page, world.approver)
    page.goto(f"{live_server.url}{report.get_absolute_url()}../public/new/")
    page.get_by_role("heading", level=1).wait_for()
    looks_right(page)


def test_the_longest_words_fit_where_questions_are_answered_and_answers_supposed(
    live_server: Any,
    narrow_page: Page,
    sign_in: Callable[..., None],
    fits_its_width: Callable[[Page], None],
) -> None:
    """A question, the name of a part that opens, and what is chosen at the foot of the page."""
    world, report = submitted(long_words)
    sign_in(narrow_page, world.approver)
    home = live_server.url + report.get_absolute_url().removesuffix("report/")
    answering = f"{live_server.url}{world.start().get_absolute_url()}dimensions/"
    raised = next(one for one in supposing_of(report, world.organisation).choices() if one.asked)
    for address in (
        *(f"{answering}{one.code}/" for one in world.spec.dimensions),
        f"{home}way/?to={world.spec.bands[-1].code}",
        f"{home}what-if/?{raised.code}={raised.levels[-1][0]}",
    ):
        narrow_page.goto(address)
        narrow_page.get_by_role("heading", level=1).wait_for()
        fits_its_width(narrow_page)
