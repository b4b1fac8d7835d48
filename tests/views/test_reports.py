"""The report on screen, where it must be careful with what people typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.scoring.sheet import EvidenceItem
from tests.views.test_assessments import SignIn, address, words
from tests.worlds import World


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
