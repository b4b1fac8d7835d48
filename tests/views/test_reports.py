"""The report on screen, where it must be careful with what people typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.reports.advice import NO_ADVICE
from assessments.scoring.sheet import EvidenceItem
from assessments.services import assessments
from tests.factories.rubrics import dimension, single
from tests.reports.test_advice import without_actions
from tests.views.small import small_spec
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
