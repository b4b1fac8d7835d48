"""The report on screen, where it must be careful with what people typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from assessments.exports import FORMATS
from assessments.queries.reports import build
from assessments.reports.assembling import NO_ADVICE
from assessments.rubric.definition import OwnerRoleSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import assessments
from assessments.views.drawn_reports import draw
from assessments.views.report_parts import shown_of
from tests.exports import extremes
from tests.factories.rubrics import REASON, any_reply, any_size, band, dimension, rubric, single
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.reports import samples
from tests.reports.test_advice import without_actions
from tests.views.pages import SignIn, queries_of, text_of
from tests.views.small import ANSWERS, small_spec, submit_one
from tests.views.test_assessments import address, words
from tests.worlds import World, build_world

MOST_BYTES, MOST_BYTES_OF_SUMMARY, FRAME = 120_000, 60_000, 10_000
"""Of a page, of the summary, and of what a page has around it."""
QUESTION = re.compile(r'id="question-([^"]+)"')


def pages_from(browser: Client, start: str) -> Iterator[str]:
    """The page at that address, and those that follow it."""
    here = start
    while here:
        html = browser.get(here).content.decode()
        yield html
        onward = re.search(r'href="\?([^"#]+)" rel="next"', html)
        here = f"{start.partition('?')[0]}?{unescape(onward[1])}" if onward else ""


def test_only_evidence_on_the_web_is_linked_and_all_of_it_is_shown(
    world: World, signed_in: SignIn
) -> None:
    web, drive = "https://example.org/plan?a=1", "Shared drive, folder 7"
    nowhere = ("javascript:alert(1)", "data:text/html,x", drive, "plans/2026.pdf")
    lines = tuple(EvidenceItem(title="Plan", link=link) for link in (*nowhere, web))
    world.submit(BUD_01=replace(world.reply("BUD-01", 3), evidence=lines))
    page = signed_in(world.viewer).get(address("submission-answers", world.assessment, 1))
    html = page.content.decode()
    for link in nowhere:
        assert f"Plan: {link}" in words(page) and f'href="{link}' not in html
    assert f'<a class="govuk-link" href="{web}" rel="noreferrer">Plan</a>' in html


@pytest.mark.django_db
def test_gaps_that_the_questionnaire_gives_no_advice_on_are_not_called_full_marks(
    signed_in: SignIn,
) -> None:
    silent = without_actions(single("A-1"))
    world = build_world(replace(small_spec(), dimensions=[dimension("A", 1, silent)]))
    world.answer({"A-1": 2})
    assessments.submit(assessment=world.assessment, by=world.approver)

    page = signed_in(world.viewer).get(address("submission-report", world.assessment, 1))

    assert NO_ADVICE in words(page)
    assert "nothing to recommend" not in words(page)


def test_an_action_that_asks_for_a_decision_says_so(world: World, signed_in: SignIn) -> None:
    submission = world.submit()
    page = signed_in(world.viewer).get(f"{submission.get_absolute_url()}actions/").content.decode()
    found = dict(re.findall(r'<li class="rd-action" id="action-([^"]+)">(.*?)</dl>', page, re.S))
    asked = {one.code for one in build(submission).actions if one.decision and one.code in found}
    assert asked == {code for code, said in found.items() if "<dt>Decision</dt>" in said}
    assert asked


def test_an_unknown_text_is_not_said_to_count(signed_in: SignIn, small: World) -> None:
    small.answer({**ANSWERS, "A-3": "dont_know"})
    assessments.submit(assessment=small.assessment, by=small.approver)

    page = signed_in(small.viewer).get(
        address("submission-answers", small.assessment, 1) + "?show=unknown"
    )

    assert [part.code for part in page.context["report"].unknown] == ["A-3"]
    assert "Where a question counts towards the score, not knowing counts as 0." in words(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("says", "heading"),
    [
        ({}, ""),
        ({"you_can_start": ["A pilot"]}, "Safe to start"),
        ({"you_should_not_start": ["Robots"]}, "Do not start yet"),
    ],
)
def test_what_is_safe_to_start_is_there_where_the_band_says_something(
    signed_in: SignIn, says: dict[str, Any], heading: str
) -> None:
    bands = [replace(band("any", 0), reassess_after_months=6, **says)]
    world = build_world(replace(small_spec(), bands=bands))
    submitted = submit_one(world)

    page = signed_in(world.viewer).get(address("submission-report", submitted.assessment, 1))

    headings = {"Safe to start", "Do not start yet"}
    assert {one for one in headings if one in words(page)} == ({heading} - {""})
    assert "Assess again by" in words(page)


def test_the_csv_leads_to_the_description_of_its_columns(world: World, signed_in: SignIn) -> None:
    world.submit()
    client = signed_in(world.viewer)
    report = address("submission-report", world.assessment, 1)

    sheet = client.get(f"{report}download/csv/")
    description = client.get(f"{report}download/csvw/")

    assert sheet["Link"] == (
        f'<{report}download/csvw/>; rel="describedby"; type="application/csvm+json"'
    )
    assert description["Content-Type"] == "application/csvm+json"
    assert f'filename="{description.json()["url"]}"' in sheet["Content-Disposition"]
    assert f'{description.json()["url"]}-metadata.json"' in description["Content-Disposition"]
    assert "Link" not in description
    assert f"{report}download/csvw/" in client.get(report).content.decode()


@pytest.fixture(scope="module")
def prepared_large(prepare: Prepare) -> Prepared[World]:
    def build() -> World:
        made = build_world(any_size(300, 4))
        given = {
            question.code: any_reply(question, number)
            for number, (_, question) in enumerate(made.spec.questions())
        }
        made.answer(given)
        assessments.submit(assessment=made.assessment, by=made.approver)
        return made

    return prepare(build)


@pytest.mark.django_db
class TestAnySize:
    """A report of 300 answers, of which each page is short enough to load anywhere."""

    @pytest.fixture
    def world(self, prepared_large: Prepared[World], db: None) -> World:
        return prepared_large.put_back()

    def test_no_page_of_it_is_large_and_every_answer_is_on_one(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser, seen = signed_in(world.viewer), list[str]()
        report = address("submission-report", world.assessment, 1)
        answers = address("submission-answers", world.assessment, 1)
        actions = address("submission-actions", world.assessment, 1)
        assert len(browser.get(report).content) < MOST_BYTES_OF_SUMMARY
        dimensions = address("submission-dimensions", world.assessment, 1)
        parts = (answers, actions, dimensions, address("submission-method", world.assessment, 1))
        for start in (*parts, f"{answers}?show=unconfirmed", f"{answers}?show=unknown"):
            for html in pages_from(browser, start):
                assert len(html) < MOST_BYTES, start
                seen += QUESTION.findall(html) if start == answers else []
        asked = browser.get(f"{answers}?page=1").context["report"].questions
        assert seen == [part.code for part in asked]
        assert queries_of(browser, f"{answers}?page=4") <= 8

    def test_what_names_a_question_leads_to_its_answer(
        self, world: World, signed_in: SignIn
    ) -> None:
        """Every link names an answer that there is; those to an end of a page are followed."""
        browser = signed_in(world.viewer)
        html = "".join(
            browser.get(address(f"submission-{part}", world.assessment, 1)).content.decode()
            for part in ("report", "dimensions", "actions", "method")
        ).replace("../answers/", address("submission-answers", world.assessment, 1))
        answers = address("submission-answers", world.assessment, 1)
        named = dict(re.findall(rf'href="{answers}\?(question=[^"#]+)#question-([^"]+)"', html))
        shown = [QUESTION.findall(page) for page in pages_from(browser, answers)]
        assert len(shown) > 5 and set(named.values()) == set(chain(*shown))
        assert all(unquote(query) == f"question={code}" for query, code in named.items())
        for code in chain.from_iterable((codes[0], codes[-1]) for codes in shown):
            followed = browser.get(f"{answers}?{urlencode({'question': code})}")
            assert f'id="question-{code}"' in followed.content.decode()

    def test_a_list_says_how_long_it_is(self, world: World, signed_in: SignIn) -> None:
        browser = signed_in(world.viewer)
        page = browser.get(address("submission-report", world.assessment, 1))
        report = page.context["report"]
        assert f"See all {len(report.actions)} actions" in words(page)
        answers = text_of(browser.get(address("submission-answers", world.assessment, 1)))
        assert f"Answered “don’t know” ({len(report.unknown)})" in answers


def test_what_was_not_asked_is_listed_on_a_page_of_its_own(world: World, signed_in: SignIn) -> None:
    world.submit()
    browser = signed_in(world.viewer)
    answers = browser.get(address("submission-answers", world.assessment, 1))
    assert "Questions not asked (3)" in text_of(answers)
    page = browser.get(address("submission-answers", world.assessment, 1) + "?show=unasked")
    assert "TRA-10" in words(page) and "Asked only of" in words(page)


@pytest.mark.parametrize(("role", "plans"), [("contributor", True), ("viewer", False)])
def test_a_report_leads_to_what_follows_from_it(
    world: World, signed_in: SignIn, role: str, plans: bool
) -> None:
    world.submit()
    client = signed_in(getattr(world, role))

    def leads(page: str, to: str) -> bool:
        shown = client.get(address(page, world.assessment, 1)).content.decode()
        return bool(re.search(rf'href="{address(to, world.assessment, 1)}["?]', shown))

    for to in ("submission-what-if", "submission-way", "publication-list"):
        assert leads("submission-report", to)
    for page in ("submission-report", "submission-actions"):
        assert leads(page, "submission-plan") is plans


def test_the_two_papers_come_first_and_the_other_formats_are_folded(
    world: World, signed_in: SignIn
) -> None:
    world.submit()

    shown = signed_in(world.viewer).get(address("submission-report", world.assessment, 1))

    first, folded = shown.content.decode().split('<details class="govuk-details"')
    assert re.findall(r"/download/([\w-]+)/", first) == ["board", "pdf"]
    assert re.findall(r"/download/([\w-]+)/", folded) == list(FORMATS)[2:]


def test_dimensions_of_one_name_are_distinct_by_their_landmarks_and_by_what_is_said_of_them(
    db: None, signed_in: SignIn
) -> None:
    alike = [dimension("A", 50, single("A-1")), dimension("B", 50, single("B-1"))]
    spec = rubric(
        *(replace(one, name="Safety") for one in alike),
        bands=[band("low", 0), band("high", 60, 50)],
        roles=[OwnerRoleSpec(code="digital", default="Head of digital")],
    )
    world = build_world(spec)
    world.answer({"A-1": 1, "B-1": 4})
    sent = assessments.submit(assessment=world.assessment, by=world.approver)

    page = signed_in(world.viewer).get(f"{sent.get_absolute_url()}dimensions/").content.decode()

    labels = re.findall(r'<section[^>]* aria-label="([^"]+)"', page)
    assert labels == ["A Safety", "B Safety"]
    assert page.count("Below minimum") == 1


def test_nothing_is_said_of_a_full_score_that_is_no_news(db: None, signed_in: SignIn) -> None:
    spec = rubric(
        dimension("A", 50, single("A-1", not_applicable_allowed=True)),
        dimension("B", 50, single("B-1")),
        roles=[OwnerRoleSpec(code="digital", default="Head of digital")],
    )
    world = build_world(spec)
    world.answer({"A-1": Reply(state=State.NOT_APPLICABLE, reason=REASON), "B-1": 4})
    sent = assessments.submit(assessment=world.assessment, by=world.approver)
    client = signed_in(world.viewer)
    summary, dimensions = (
        text_of(client.get(f"{sent.get_absolute_url()}{part}")) for part in ("", "dimensions/")
    )

    assert "Leading: the highest band." in summary and "Leading: Leading" not in summary
    assert "Shortest way" not in summary
    assert "Dimension A No question of this dimension counts, so it has no score." in dimensions


@pytest.mark.parametrize("make", [extremes.sentences, extremes.word])
@pytest.mark.parametrize("dimensions", [3, 8, 25])
def test_the_summary_is_short_with_every_text_at_its_longest_and_says_where_the_rest_is(
    dimensions: int, make: extremes.Make
) -> None:
    report = samples.since(extremes.report(make, dimensions), "36.6")
    shown = {part: shown_of(part, report, dict, QueryDict()) for part in ("summary", "dimensions")}
    html = draw("summary", {}, {**shown["summary"], "actions_url": "../actions/"}).main
    assert len(html.encode()) < MOST_BYTES_OF_SUMMARY - FRAME
    assert "the working paper has the rest." in html
    assert ("bars" in shown["summary"]) is not ("bars" in shown["dimensions"])


def test_a_summary_of_ordinary_texts_has_them_whole() -> None:
    shown = shown_of("summary", samples.worked(), dict, QueryDict())
    assert shown["report"] == samples.worked() and not shown["cut"]
