"""An assessment from its start to its second submission, by the people it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Submission
from assessments.scoring.sheet import Reply
from assessments.services import assessments as services
from tests.journeys.answering import NewContext, SignIn
from tests.reviews import sign_on
from tests.views.small import ANSWERS
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]


class Person:
    """A person at their own browser."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server

    def go(self, name: str, *arguments: object) -> None:
        self.page.goto(self.server + reverse(name, args=arguments))

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def reads(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)


def test_from_the_start_to_a_second_submission(
    world: World, live_server: Any, new_context: NewContext, sign_in: SignIn
) -> None:
    """Three people, none with JavaScript. `test_the_whole_story.py` has one person with it."""

    def person(user: Any) -> Person:
        page = new_context(java_script_enabled=False).new_page()
        sign_in(page, user)
        return Person(page, live_server.url)

    contributor, approver = person(world.contributor), person(world.approver)
    administrator = person(world.administrator)
    slug = world.organisation.slug

    contributor.go("assessment-start", slug)
    contributor.heading("Start an assessment")
    contributor.page.get_by_text("Give it another name").click()
    contributor.page.get_by_label("Name of this assessment").fill("Autumn 2026")
    contributor.press("Start the assessment")
    contributor.heading("Autumn 2026")
    contributor.reads("0 of 44 questions answered")
    contributor.reads("The score so far lies between 0.0 and 100.0, Not ready to Leading.")
    contributor.follow("Budget")
    contributor.page.locator('[name="BUD-01-value"][value="3"]').check()
    contributor.press("Save")
    contributor.reads("Saved at")
    contributor.follow("Autumn 2026")
    contributor.reads("1 of 8 answered")

    assessment = Assessment.objects.get()
    world.complete(assessment=assessment, BUD_01=3)
    contributor.page.reload()
    contributor.reads("send them for approval")

    approver.go("assessment-detail", slug, assessment.reference)
    approver.press("Check your answers")
    approver.heading("Check your answers")
    approver.reads("Submitting these answers now gives a score of")
    approver.press("Continue to approve")
    approver.reads("Approve and submit")
    approver.press("Approve and submit")
    approver.reads("Enter your job title")
    sign_on(approver.page)
    first = Submission.objects.select_related("snapshot").get()
    assert approver.page.url.endswith(
        reverse("submission-report", args=[slug, assessment.reference, 1])
    )
    approver.reads(first.reference)
    approver.page.wait_for_load_state("domcontentloaded")  # `text_content` waits for nothing
    address, report = approver.page.url, approver.page.locator(".rd-report")
    said = report.text_content()
    assert said and f"{first.snapshot.overall}" in said and "Developing" in said

    administrator.go("assessment-detail", slug, assessment.reference)
    administrator.reads("Its answers can no longer be changed.")
    administrator.follow("Reopen this assessment")
    administrator.page.get_by_label("Why are you reopening it?").fill("SEC-01 was out of date.")
    administrator.press("Reopen")
    administrator.reads("The assessment is open again.")
    world.answer({"SEC-01": 4}, assessment=assessment)
    administrator.page.reload()
    administrator.follow("Approve and submit this assessment")
    sign_on(administrator.page)

    second = Submission.objects.select_related("snapshot").get(number=2)
    assert second.snapshot.final_band == "ready"
    administrator.go("assessment-detail", slug, assessment.reference)
    administrator.reads(f"Report {first.reference}: {first.snapshot.overall}, Developing.")
    administrator.reads(f"Report {second.reference}: {second.snapshot.overall}, Ready.")
    approver.page.goto(address)
    assert report.text_content() == said


def test_an_answer_changed_during_signing(
    world: World, live_server: Any, page: Page, sign_in: SignIn
) -> None:
    world.complete()
    sign_in(page, world.approver)
    approver = Person(page, live_server.url)
    approver.go("assessment-check", world.organisation.slug, world.assessment.reference)
    approver.press("Continue to approve")
    page.get_by_label("Your statement").fill("Read twice.")
    world.answer({"BUD-01": 0})

    sign_on(page)

    approver.reads("Nothing was submitted")
    approver.reads("was changed after you read it")
    assert page.get_by_label("Your statement").input_value() == "Read twice."
    assert page.get_by_label("Your job title").input_value() == "Director of Finance"
    sign_on(page)
    assert Submission.objects.count() == 1


def test_long_words_and_refusals_are_accessible_and_fit(
    small: World, live_server: Any, page: Page, sign_in: SignIn, looks_right: Check
) -> None:
    """What the sweep of every page does not see: these pages in other states."""
    sign_in(page, small.administrator)
    slug = small.organisation.slug
    reference = small.start(title="Withoutaspacetobreakatwithoutaspacetobreakat").reference
    assessment = Assessment.objects.get()

    def look(name: str) -> None:
        page.goto(live_server.url + reverse(name, args=[slug, reference]))
        looks_right(page)

    note = "averylongwordthatnobodywouldtypebutsomebodypastes" * 3
    small.answer(ANSWERS, assessment=assessment)
    small.answer({"A-1": Reply(), "A-2": Reply(note=note)}, assessment=assessment)
    look("assessment-detail")
    look("assessment-check")
    small.answer(ANSWERS, assessment=assessment)
    look("assessment-submit")
    page.get_by_role("button", name="Approve and submit").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looks_right(page)
    services.submit(assessment=assessment, by=small.approver)
    look("assessment-check")
