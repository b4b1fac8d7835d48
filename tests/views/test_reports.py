"""The report on screen, where it must be careful with what people typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assessments.reports.advice import NO_ADVICE
from assessments.scoring.sheet import EvidenceItem
from assessments.services import assessments
from tests.factories.rubrics import band, dimension, single
from tests.reports.test_advice import without_actions
from tests.views.small import ANSWERS, small_spec, small_world, submit_one
from tests.views.test_assessments import SignIn, address, words
from tests.worlds import World, build_world


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "Shared drive, folder 7", "plans/2026.pdf"]
)
def test_evidence_that_leads_nowhere_on_the_web_is_shown_and_never_linked(
    world: World, signed_in: SignIn, link: str
) -> None:
    reply = replace(world.reply("BUD-01", 3), evidence=(EvidenceItem(title="Plan", link=link),))
    world.submit(BUD_01=reply)

    page = signed_in(world.viewer).get(address("submission-report", world.assessment, 1))

    assert f"Plan: {link}" in words(page)
    assert f'href="{link}' not in page.content.decode()


def test_evidence_on_the_web_is_linked(world: World, signed_in: SignIn) -> None:
    link = "https://example.org/plan?a=1"
    reply = replace(world.reply("BUD-01", 3), evidence=(EvidenceItem(title="Plan", link=link),))
    world.submit(BUD_01=reply)

    page = signed_in(world.viewer).get(address("submission-report", world.assessment, 1))

    assert f'<a class="govuk-link" href="{link}" rel="noreferrer">Plan</a>' in page.content.decode()


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


@pytest.mark.django_db
def test_a_text_that_nobody_knows_is_not_said_to_count(signed_in: SignIn) -> None:
    world = small_world()
    world.answer({**ANSWERS, "A-3": "dont_know"})
    assessments.submit(assessment=world.assessment, by=world.approver)

    page = signed_in(world.viewer).get(address("submission-report", world.assessment, 1))

    assert [part.code for part in page.context["report"].unknown] == ["A-3"]
    assert "These count as 0" not in words(page)
    assert "Where a question counts towards the score, not knowing counts as 0." in words(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("says", "headed"),
    [({}, False), ({"ai_meaning": "Begin."}, True), ({"you_can_start": ["A pilot"]}, True)],
)
def test_what_a_band_means_has_a_heading_where_the_band_says_something(
    signed_in: SignIn, says: dict[str, Any], headed: bool
) -> None:
    bands = [replace(band("any", 0), reassess_after_months=6, **says)]
    world = build_world(replace(small_spec(), bands=bands))
    submitted = submit_one(world)

    page = signed_in(world.viewer).get(address("submission-report", submitted.assessment, 1))

    assert ("What this means for AI and automation" in words(page)) is headed
    assert '<p class="rd-lead"></p>' not in page.content.decode()
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
