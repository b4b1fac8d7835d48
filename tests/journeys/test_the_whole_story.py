"""The main job, from nothing to a report to check: with scripts and without.

The answers are those of the worked example that the shipped rubric carries, so every figure that a
person sees at the end was worked out by hand beforehand.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment, Submission
from assessments.queries.answers import sheet_of
from assessments.scoring.sheet import EvidenceItem
from tests.exports.reading import rows as csv_rows
from tests.exports.reading import words
from tests.factories.shipped import shipped_rubric, worked_example
from tests.journeys.answering import NewContext
from tests.journeys.test_coming_in import link_in_the_last_mail
from tests.reviews import sign_on
from tests.worlds import PASSWORD, person, published

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Our register shows no high-risk out-of-date systems."
NOTE = "Agreed in March.\nSee “the plan”, <page 4>."
LINK = "https://wexcombe.example/plan?year=2026&page=4"
SCORES = {step["dimension"]: step["rounded"] for step in worked_example()["steps"]}
OVERALL = worked_example()["overall"]["rounded"]


class Story:
    """One officer at one browser."""

    def __init__(self, page: Page, server: str, *, scripts: bool) -> None:
        self.page, self.server, self.scripts = page, server, scripts

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def press(self, button: str) -> None:
        self.main.get_by_role("button", name=button, exact=True).first.click()

    def follow(self, link: str) -> None:
        self.main.get_by_role("link", name=link).first.click()

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def field(self, name: str, value: str = "") -> Locator:
        by_value = f'[value="{value}"]' if value else ""
        return self.page.locator(f'[name="{name}"]{by_value}').first

    def sign_up(self) -> None:
        self.page.goto(self.server)
        self.page.get_by_role("link", name="Create an account").first.click()
        self.field("name").fill("Olive Officer")
        self.field("email").fill("olive@wexcombe.example")
        self.press("Send the link")
        self.heading("Check your email")
        self.page.goto(link_in_the_last_mail("/account/open/"))
        self.page.get_by_label("Create a password", exact=True).fill(PASSWORD)
        self.press("Open my account")
        self.heading("My organisations")

    def create_organisation(self) -> None:
        self.press("Create an organisation")
        self.page.get_by_label("Name of the organisation").fill("Wexcombe Borough Council")
        self.page.get_by_label("Local authority").check()
        self.page.get_by_label("Region or nation").select_option("South West")
        self.press("Create organisation")
        self.heading(re.compile("Invite colleagues"))
        self.follow("Not now")
        self.heading(re.compile("Wexcombe Borough Council"))

    def read_the_questionnaire_and_start(self) -> None:
        """Each part of the questionnaire is read in one of the two stories."""
        self.press("Start an assessment")
        self.follow("Read the whole questionnaire")
        self.heading(re.compile("UK public sector digital and AI readiness"))
        for dimension in shipped_rubric().dimensions[int(self.scripts) :: 2]:
            self.follow(dimension.name)
            for question in dimension.questions:
                if "local_authority" in question.applies_to:
                    expect(self.page.locator(f"#{question.code}")).to_contain_text(question.title)
            self.page.go_back()
        self.page.go_back()
        self.press("Start the assessment")
        expect(self.main).to_contain_text("The score so far lies between 0.0 and 100.0")

    def answer(self, code: str, raw: object) -> None:
        """Chooses or types one answer of the worked example."""
        if raw == "na":
            self.page.locator(f'[name^="{code}-"][value="not_applicable"]').check()
            self.field(f"{code}-reason").fill(REASON)
        elif isinstance(raw, list):
            for item in raw:
                self.field(f"{code}-value", item).check()
        elif self.field(f"{code}-value").get_attribute("type") == "radio":
            self.field(f"{code}-value", str(raw)).check()
        else:
            self.field(f"{code}-value").fill(str(raw))

    def back_up(self, code: str) -> None:
        """Gives an answer a note and a piece of evidence."""
        self.page.locator(f'[data-question="{code}"] details:not(.rd-words) > summary').click()
        self.field(f"{code}-note").fill(NOTE)
        self.field(f"{code}-evidence-0-title").fill("Digital plan")
        self.field(f"{code}-evidence-0-link").fill(LINK)

    def answer_everything(self) -> None:
        answers = worked_example()["answers"]
        self.follow("Budget")
        for place, dimension in enumerate(shipped_rubric().dimensions):
            self.heading(dimension.name)
            for question in dimension.questions:
                if question.code in answers:
                    if question.condition and not self.scripts:
                        self.press("Save")  # what opens it is known then
                    self.answer(question.code, answers[question.code])
            if place == 0:
                self.back_up("BUD-01")
                self.see_it_live()
            self.press("Save and continue")

    def see_it_live(self) -> None:
        """With scripts it is saved by itself, and the range narrows on the same page."""
        if not self.scripts:
            return
        self.page.keyboard.press("Tab")
        status = self.page.locator("[data-autosave-said]")
        expect(status).to_have_text(re.compile(r"^Saved (\d\S*[ap]m|mid\w+)$"))
        expect(self.page.locator("[data-progress]")).to_have_text("8 of 44 questions answered")
        # Budget at 66.0 is settled: the rest may still be nothing, or everything.
        expect(self.page.locator("[data-range]")).to_contain_text("between 9.9 and 94.9")

    def check_and_submit(self) -> None:
        self.heading("Check your answers")
        expect(self.main).to_contain_text(f"gives a score of {OVERALL}")
        expect(self.main).to_contain_text("Answers that cap the result (4)")
        expect(self.main).to_contain_text("Don’t know (1)")
        self.press("Continue to approve")
        sign_on(self.page)

    def read_the_report(self) -> str:
        """The words of the report, once its figures are seen to be the ones worked out by hand."""
        self.heading("Readiness report")
        expect(self.page.locator(".rd-verdict__figure")).to_have_text(OVERALL)
        expect(self.page.locator(".rd-rung--here")).to_contain_text("Developing")
        expect(self.page.locator(".rd-verdict")).to_contain_text(
            "The score reaches Ready, but the result is Developing. "
            "One safety-critical answer must be fixed first."
        )
        self.follow("Method")
        expect(self.main).to_contain_text(
            "68.2 is in the Ready band; SEC-01 at “1 Started” caps it at Developing."
        )
        self.page.wait_for_load_state("domcontentloaded")  # `inner_text` waits for nothing
        words = self.page.locator(".rd-report").inner_text()
        self.follow("Dimensions")
        table = self.page.get_by_role("table", name="Scores", exact=True)
        for dimension in shipped_rubric().dimensions:
            row = table.get_by_role("row", name=dimension.name)
            expect(row).to_contain_text(SCORES[dimension.code])
        self.follow("Actions")
        first = worked_example()["first_actions"]
        shown = self.page.locator(".rd-action h3")
        for place, action in enumerate(first):
            expect(shown.nth(place)).to_have_text(f"{place + 1}. {action['text']}")
        self.follow("Answers")
        reply = self.page.locator("#question-BUD-01")
        expect(reply.get_by_text("See “the plan”, <page 4>.")).to_be_visible()
        expect(reply.get_by_role("link", name="Digital plan")).to_have_attribute("href", LINK)
        expect(self.page.locator("#question-BUD-03")).to_contain_text(REASON)
        self.follow("Summary")
        return words

    def download(self, link: str) -> bytes:
        with self.page.expect_download() as started:
            self.follow(link)
        return started.value.path().read_bytes()

    def read_the_downloads(self) -> bytes:
        """The same figures in every format. Returns the PDF."""
        self.page.get_by_text("Other formats", exact=True).click()
        result = json.loads(self.download("JSON"))
        assert result["overall"] == {"exact": worked_example()["overall"]["exact"], "score": "68.2"}
        assert result["final_band"] == "developing"
        assert {one["code"]: one["score"] for one in result["dimensions"]} == SCORES
        sheet = self.download("Answers for a spreadsheet")
        rows = {row["Code"]: row for row in csv_rows(sheet)}
        points = {one["code"]: one["points"] for one in result["questions"]}
        assert len(rows) == 48
        assert (rows["TRA-02"]["Points"], points["TRA-02"]) == ("75.0", "75/1")
        assert rows["BUD-03"]["Reason"] == REASON and rows["BUD-01"]["Note"] == NOTE
        pdf = self.download("Working paper")
        assert pdf.startswith(b"%PDF-1.7")
        shown = words(pdf)
        assert "68.2 is in the Ready band" in shown and REASON in shown
        assert all(score in shown for score in SCORES.values())
        return pdf

    def reopen_and_submit_again(self) -> None:
        self.page.get_by_role("link", name=re.compile(r"readiness, \w+ \d{4}$")).first.click()
        self.follow("Reopen this assessment")
        self.page.get_by_label("Why are you reopening it?").fill("SEC-01 was put right in May.")
        self.press("Reopen")
        self.follow("Security")
        self.field("SEC-01-value", "3").check()
        self.press("Save and continue")
        self.heading("Check your answers")
        self.press("Continue to approve")
        sign_on(self.page)
        self.heading("Readiness report")
        expect(self.page.locator(".rd-rung--here")).to_contain_text("Ready")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_nothing_to_a_report_and_with_scripts_to_a_second(
    transactional_db: None, live_server: Any, new_context: NewContext, scripts: bool
) -> None:
    published(shipped_rubric(), by=person("Robin Publisher"))
    page = new_context(java_script_enabled=scripts).new_page()
    story = Story(page, live_server.url, scripts=scripts)
    story.sign_up()
    story.create_organisation()
    story.read_the_questionnaire_and_start()
    story.answer_everything()
    story.check_and_submit()
    report, pdf = story.read_the_report(), story.read_the_downloads()
    if scripts:  # without any, `test_assessment.py` reopens and rereads
        first = page.url
        story.reopen_and_submit_again()
        assert page.url != first and Submission.objects.count() == 2
        page.goto(first)
        assert story.read_the_report() == report
        assert story.download("Working paper") == pdf
    reply = sheet_of(Assessment.objects.get()).reply("BUD-01")
    assert reply.note == NOTE
    assert reply.evidence == (EvidenceItem(title="Digital plan", link=LINK),)
