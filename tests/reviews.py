"""Assessments that tests send for approval, and what an approver posts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assessments import clock
from assessments.models import Assessment, Deputy
from assessments.queries.assessments import standing_of
from assessments.queries.reviews import last_submitted
from assessments.reviewing import sample_of
from assessments.services import deputies, reviews
from assessments.services.submissions import reference_of
from tests.sharing import settled
from tests.worlds import World


def sent(world: World, word: str = "", assessment: Assessment | None = None) -> Assessment:
    """The assessment completed by the contributor, who sends it for approval."""
    done = world.complete(assessment=assessment)
    reviews.send(assessment=done, by=world.contributor, word=word)
    return done


def two_people(world: World) -> None:
    """From now on the council requires two people."""
    settled(world.organisation, by=world.administrator, two_people_sign=True)
    world.organisation.refresh_from_db()


def deputised(world: World, days: int = 7, **other: Any) -> Deputy:
    """The approver names the contributor to act for them from today on, or what is given."""
    today = clock.today()
    usual: dict[str, Any] = {
        "organisation": world.organisation,
        "deputy": world.contributor.pk,
        "first_day": today,
        "last_day": today + timedelta(days=days),
        "by": world.approver,
    }
    return deputies.name_deputy(**{**usual, **other})


def drawn(world: World) -> list[str]:
    """The codes of the sample that an approver of the assessment is shown now."""
    assessment = world.assessment
    reference = reference_of(assessment, last_submitted(assessment)[1] + 1)
    standing = standing_of(assessment)
    return list(sample_of(reference, standing.spec, standing.result))


def signed(world: World, **other: str) -> dict[str, str]:
    """What an approver posts who reads the assessment now and has seen all that is asked."""
    usual = {
        "seen": world.seen,
        "name": "Ash Approver",
        "job_title": "Director of Finance",
        "statement": "I have read these answers and approve them.",
    }
    return usual | {f"sample-{code}": "seen" for code in drawn(world)} | other


def sign_on(page: Any) -> None:
    """Signs on the approver's page that is open in a browser, having seen all that is asked."""
    approve = page.get_by_role("button", name="Approve and submit")
    # The last of the form. `all` waits for nothing, and finds no sample on the page before.
    approve.wait_for()
    for radio in page.locator('input[type="radio"][name^="sample-"][value="seen"]').all():
        radio.check()
    page.get_by_label("Your job title").fill("Director of Finance")
    approve.click()
