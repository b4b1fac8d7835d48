"""Any two reports of an organisation side by side: what rose and fell, and why the score moved."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Submission
from assessments.reports.score_change import NO_SCORE
from assessments.rubric.definition import OwnerRoleSpec, QuestionSpec, RubricSpec, VariantSpec
from assessments.services import assessments
from assessments.views import reports as view
from tests.cost import counted
from tests.factories import rubrics as r
from tests.page import Page
from tests.pages.test_without_a_score import faults_of
from tests.sharing import settled
from tests.views.pages import SignIn, text_of
from tests.worlds import World, build_world, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def address(one: Submission, other: Submission) -> str:
    mine, theirs = one.assessment, other.assessment
    return reverse(
        "submission-compare-with",
        args=[mine.organisation.slug, mine.reference, one.number, theirs.reference, other.number],
    )


@pytest.fixture
def pair(world: World) -> tuple[Submission, Submission]:
    """The council's two reports: SEC-01 rose, BUD-01 fell."""
    first = world.submit(SEC_01=1, BUD_01=3)
    return first, world.submit(assessment=world.start(), SEC_01=3, BUD_01=1)


def test_it_says_what_rose_and_fell_and_why_the_same_in_either_order(
    pair: tuple[Submission, Submission], world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.viewer)
    pages = [client.get(address(*each)) for each in (pair, pair[::-1])]
    page, back = map(text_of, pages)
    old, new = (one.snapshot.overall for one in pair)
    assert f"from {old} on" in page and f"to {new}, all because of changed answers." in page
    assert "1 rose, 1 fell." in page
    assert "SEC-01" in page and "BUD-01" in page and "BUD-02" not in page
    assert 'class="chart chart-waterfall"' in pages[0].content.decode()
    assert page.partition("Compare report")[0] == back.partition("Compare report")[0]
    everything = text_of(client.get(f"{address(*pair)}?show=all"))
    assert "BUD-02" in everything


def test_the_page_is_well_made_and_costs_little(
    pair: tuple[Submission, Submission], world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.viewer)
    client.get(address(*pair))
    response, queries = counted(partial(client.get, f"{address(*pair)}?show=all"))
    assert Page(response.content.decode()).faults() == []
    assert queries <= 8 and len(response.content) < 100_000


def test_one_report_or_two_questionnaires_are_refused_with_the_reason(
    pair: tuple[Submission, Submission], world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.viewer)
    assert view.SAME_REPORT in text_of(client.get(address(pair[0], pair[0])))
    spec = edition(r.single("A-1"), code="another", title="Another questionnaire")
    other = published(spec, by=world.publisher)
    third = world.answer({"A-1": r.answered(2)}, assessment=world.start(version=other))
    sent = assessments.submit(assessment=third, by=world.approver)
    page = text_of(client.get(address(pair[0], sent)))
    assert "different questionnaires" in page and "Another questionnaire" in page


def two(world: World, *specs: RubricSpec, levels: tuple[dict[str, int], ...]) -> list[Submission]:
    """A report on each edition in turn, the first of which is the world's."""
    found = []
    for number, given in enumerate(levels):
        version = world.version
        if number and specs:
            version = published(specs[number - 1], by=world.publisher)
        replies = {code: r.answered(level) for code, level in given.items()}
        chosen = world.answer(replies, assessment=world.start(version=version))
        found.append(assessments.submit(assessment=chosen, by=world.approver))
    return found


def edition(*questions: QuestionSpec, **changed: Any) -> RubricSpec:
    roles = [OwnerRoleSpec(code="digital", default="Head of digital")]
    return replace(r.rubric(r.dimension("A", 1, *questions), roles=roles), **changed)


def test_two_with_no_question_in_common_say_so(db: None, signed_in: SignIn) -> None:
    world = build_world(edition(r.single("A-1")))
    later = edition(r.single("B-1"), edition="next")
    pair = two(world, later, levels=({"A-1": 1}, {"B-1": 3}))
    page = text_of(signed_in(world.viewer).get(address(*pair)))
    assert view.NOTHING_IN_COMMON in page
    assert "New in this edition" in page and "No longer in this edition" in page
    assert "all because of the change of edition." in page


def test_a_reworded_question_is_marked(db: None, signed_in: SignIn) -> None:
    world = build_world(edition(r.single("A-1"), r.single("A-2")))
    later = edition(r.single("A-1", text="Asked anew?"), r.single("A-2"), edition="next")
    pair = two(world, later, levels=({"A-1": 1, "A-2": 2}, {"A-1": 1, "A-2": 2}))
    page = text_of(signed_in(world.viewer).get(address(*pair)))
    assert "1 was reworded." in page
    assert "A-1" in page and "A-2" not in page


def test_another_sector_is_named_and_what_is_asked_no_more_or_only_now(
    db: None, signed_in: SignIn
) -> None:
    only = r.single("A-2", applies_to=[r.COUNCIL]), r.single("A-3", applies_to=[r.TRUST])
    worded = r.single("A-1", variants=[VariantSpec(sector=r.TRUST, text="And of a trust?")])
    world = build_world(edition(worded, *only))
    [first] = two(world, levels=({"A-1": 1, "A-2": 4},))
    settled(world.organisation, by=world.administrator, sector=r.TRUST)
    [second] = two(world, levels=({"A-1": 1, "A-3": 0},))
    client = signed_in(world.viewer)

    page = text_of(client.get(address(first, second)))

    assert "Level 4 Not asked No longer asked" in page and "Not asked Level 0 Asked now" in page
    assert "1 question was asked in both: 0 rose, 0 fell, and 1 was reworded." in page
    for where in (page, text_of(client.get(second.get_absolute_url()))):
        assert "The sector changed from council to trust." in where


def test_without_a_score_levels_and_the_open_band_are_compared(db: None, signed_in: SignIn) -> None:
    gated = r.single("A-1", critical=True, gates=[r.gate(1, "not_ready")])
    silent = edition(gated, shows_score=False)
    world = build_world(silent)
    pair = two(world, levels=({"A-1": 1}, {"A-1": 3}))
    response = signed_in(world.viewer).get(address(*pair))
    html, page = response.content.decode(), text_of(response)
    assert "The highest band still open rose from Not ready" in page and "1 rose, 0 fell" in page
    assert faults_of(html) == [] and 'class="chart ' not in html


def test_a_score_and_none_compare_levels_only(db: None, signed_in: SignIn) -> None:
    world = build_world(edition(r.single("A-1")))
    later = edition(r.single("A-1"), edition="next", shows_score=False)
    pair = two(world, later, levels=({"A-1": 1}, {"A-1": 3}))
    page = text_of(signed_in(world.viewer).get(address(*pair)))
    assert NO_SCORE in page and "1 rose, 0 fell" in page


def test_reports_lead_here_once_there_are_two(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.viewer)
    first = world.submit()
    alone = client.get(
        reverse("submission-compare", args=[world.organisation.slug, first.assessment.reference, 1])
    )
    assert "has no other report on this questionnaire yet" in text_of(alone)
    second = world.submit(assessment=world.start())
    here = reverse(
        "submission-compare", args=[world.organisation.slug, second.assessment.reference, 1]
    )
    for place in (world.organisation.get_absolute_url(), second.assessment.get_absolute_url()):
        assert f'href="{here}"' in client.get(place).content.decode()
    assert f'href="{address(second, first)}"' in client.get(here).content.decode()


def test_a_report_says_why_its_score_is_not_last_time_s_and_how_sure_it_is(
    pair: tuple[Submission, Submission], world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.viewer)
    report = client.get(pair[1].get_absolute_url())
    old, new = (one.snapshot.overall for one in pair)
    assert f"from {old} on" in text_of(report) and f"to {new}, all because of" in text_of(report)
    assert f'href="{address(pair[1], pair[0])}"' in report.content.decode()
    assert "With the weight of each dimension a quarter higher or lower" in text_of(report)
    first = client.get(pair[0].get_absolute_url())
    assert "See what changed since" not in text_of(first)
