"""The next edition from the shipped one to the first assessment on it, as people press the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import Assessment, Level, Question, RubricVersion, Submission, User
from assessments.queries.rubrics import spec_of
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.benchmarks.trial import submit_many
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

PAST = 6
"""As many more submissions as it takes for a trial to show what it found to an editor."""

WORDING = "Is there a written plan for digital and AI work, with money agreed for two years?"
NEW = {
    "Code": "BUD-99",
    "Title": "Money for keeping models up to date",
    "Weight": "6",
    "Text": "Is there money each year to check the AI that you use, and to put it right?",
}
LEVELS = (
    ("0", "There is no such money, or we do not know."),
    ("25", "Money is found when something goes wrong."),
    ("50", "This year's budget has money for it."),
    ("75", "The budgets of two years have money for it."),
    ("100", "Every business case has the money for as long as the AI is used."),
)


class Editor:
    """A person of the programme at one browser."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server

    def open(self, place: str) -> None:
        self.page.goto(self.server + place)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def save(self) -> None:
        self.press("Save and continue editing")
        expect(self.page.locator(".messagelist .success").last).to_be_visible()

    @property
    def panel(self) -> Any:
        return self.page.locator(".rd-soundness")

    def makes_a_draft(self, version: RubricVersion) -> RubricVersion:
        self.open(address(version))
        self.follow("New draft from this edition")
        self.page.get_by_label("Edition").fill("2027")
        self.press("Make the draft")
        expect(self.page.get_by_text("This is the new draft, copied from")).to_be_visible()
        return RubricVersion.objects.get(edition="2027")

    def changes_two_weights(self) -> None:
        """The shares move while the weights are typed, and are the same once they are saved."""
        first = self.page.locator("#dimensions-0")
        self.page.locator("#id_dimensions-1-weight").fill("1")
        self.page.locator("#id_dimensions-0-weight").fill("4.4")
        expect(first.locator(".field-share")).to_have_text("6.3%")  # Of 70.4, which is 6.25%.
        self.page.locator("#id_dimensions-1-weight").fill("20")
        self.page.locator("#id_dimensions-0-weight").fill("20")
        expect(first.locator(".field-share")).to_have_text("19%")
        expect(first.locator(".field-worth")).to_have_text("Save to see")
        self.page.locator("#id_dimensions-1-weight").fill("15")
        for _ in ("typed", "saved"):
            for place, share in enumerate(("20%", "15%")):
                row = self.page.locator(f"#dimensions-{place}")
                expect(row.locator(".field-share")).to_have_text(share)
            self.save()
        expect(first.locator(".field-worth")).to_have_text("20.0")

    def rewords(self, question: Question) -> None:
        self.follow("Change Budget")
        self.follow(f"Change {question}")
        self.page.locator("#id_text").fill(WORDING)
        self.press("Save")

    def adds_a_question(self) -> None:
        """In the table of the dimension, where saving a question leads back to."""
        self.press("Add another Question")
        row = self.page.locator(".form-row.dynamic-questions:not(.has_original)")
        for label, text in NEW.items():
            row.get_by_label(label, exact=True).fill(text)
        row.get_by_label("Kind").select_option("single")
        self.save()
        self.follow(f"Change {NEW['Code']} {NEW['Title']}")

    def describes_its_levels_and_gate(self) -> None:
        for number, (points, text) in enumerate(LEVELS):
            row = self.page.locator(f"#levels-{number}")
            expect(row.get_by_label("Level", exact=True)).to_have_value(str(number))
            expect(row.get_by_label("Points")).to_have_value(points)
            row.get_by_label("Description").fill(text)
        self.press("Add another Gate")
        gate = self.page.locator("#gates-0")
        gate.get_by_label("When level at or below").fill("0")
        gate.get_by_label("Highest band").select_option("developing")
        gate.get_by_label("Message").fill("Without money to check it, start no AI work.")
        self.save()

    def sees_a_fault_and_mends_it(self) -> None:
        expect(self.panel).to_contain_text("1 fault to put right before publishing")
        expect(self.panel).to_contain_text("must be absent: the question is not critical")
        self.page.get_by_label("Critical").check()
        self.save()
        expect(self.panel).to_contain_text("No faults")
        expect(self.panel).to_contain_text("level 0 has no action")

    def gives_level_0_an_action(self) -> None:
        self.follow("Change Level 0")
        self.page.get_by_label("Action").fill("Put money for it in the next budget.")
        self.page.get_by_label("Effort").select_option("S")
        self.page.get_by_label("Owner").select_option(index=1)
        self.press("Save")
        expect(self.panel).not_to_contain_text("level 0 has no action")

    def previews(self, draft: RubricVersion) -> None:
        self.open(address(draft, "preview"))
        section = self.page.locator(f"#question-{NEW['Code']}")
        expect(section).to_contain_text(NEW["Text"])
        section.locator("input[type=radio][value='4']").check()
        expect(self.page.locator("#score-parts")).to_contain_text("1 of 6 answered")
        self.page.get_by_label("Read and answer as").select_option("nhs_trust")
        self.press("Change sector")
        expect(self.page.locator(f"#question-{NEW['Code']}")).to_contain_text(NEW["Text"])

    def compares(self, draft: RubricVersion) -> None:
        self.open(address(draft, "compare"))
        expect(self.page.get_by_text("1 question is new")).to_be_visible()
        expect(self.page.get_by_text("1 question changed")).to_be_visible()
        expect(self.page.get_by_text("Weights changed")).to_be_visible()
        changed = self.page.get_by_role("region", name="BUD-01")
        expect(changed.locator("ins").first).to_be_visible()
        expect(changed.locator("del").first).to_be_visible()

    def tries_it_on_the_past(self, draft: RubricVersion, submissions: int) -> None:
        self.open(address(draft, "impact"))
        self.press("Try it on past submissions")
        words = f"{submissions} submissions were compared"
        expect(self.page.get_by_text(words)).to_be_visible(timeout=30_000)

    def publishes(self, draft: RubricVersion) -> None:
        self.open(address(draft))
        self.follow("Check and publish")
        expect(self.page.get_by_text("The draft has no faults.")).to_be_visible()
        note = "Budget counts for more, and one question about AI in use is new."
        self.page.get_by_label("What changed, for respondents to read").fill(note)
        self.press("Publish this edition")
        expect(self.page.get_by_text("is published. New assessments can use it.")).to_be_visible()


def downloads(user: User, submission: Submission, signed_in: Callable[[User], Client]) -> Any:
    """Every file of the submission's report, as it comes."""
    where = {
        "slug": submission.assessment.organisation.slug,
        "reference": submission.assessment.reference,
        "number": submission.number,
    }
    files = {}
    for kind in ("pdf", "csv", "json"):
        answer = signed_in(user).get(reverse("report-download", kwargs={**where, "export": kind}))
        assert answer.status_code == 200
        files[kind] = b"".join(answer) if answer.streaming else answer.content
    return files


def starts_an_assessment(page: Page, server: str, world: World) -> Assessment:
    """The contributor begins on the new edition, whose new question is there to answer."""
    page.goto(server + reverse("assessment-start", kwargs={"slug": world.organisation.slug}))
    expect(page.get_by_role("main")).to_contain_text("2027 edition")
    page.get_by_role("main").get_by_role("button", name="Start the assessment").click()
    page.get_by_role("link", name="Budget").first.click()
    question = page.locator(f"#question-{NEW['Code']}")
    expect(question).to_contain_text("Without money to check it, start no AI work.")
    question.locator("input[type=radio][value='2']").check()
    expect(page.locator("[data-autosave-said]")).to_contain_text("Saved")
    started: Assessment = Assessment.objects.get(version__edition="2027")
    return started


def test_the_next_edition_from_the_first_press_to_the_first_assessment(
    live_server: Any,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, User], None],
    signed_in: Callable[[User], Client],
    world: World,
    programme: Programme,
) -> None:
    pages = {}
    for person in (programme.editor, programme.publisher, world.contributor):
        pages[person] = new_context().new_page()
        pages[person].set_default_timeout(15_000)
        sign_in(pages[person], person)
    submission = world.submit()
    submit_many(world.start(organisation=world.neighbour, by=world.stranger), PAST)
    before = downloads(world.viewer, submission, signed_in)

    editor = Editor(pages[programme.editor], live_server.url)
    draft = editor.makes_a_draft(world.version)
    editor.changes_two_weights()
    editor.rewords(Question.objects.get(version=draft, code="BUD-01"))
    editor.adds_a_question()
    editor.describes_its_levels_and_gate()
    editor.sees_a_fault_and_mends_it()
    editor.gives_level_0_an_action()
    editor.previews(draft)
    editor.compares(draft)
    editor.tries_it_on_the_past(draft, PAST + 1)
    Editor(pages[programme.publisher], live_server.url).publishes(draft)

    draft.refresh_from_db()
    new = spec_of(draft).question(NEW["Code"])
    assert [level.text for level in new.levels] == [text for _, text in LEVELS]
    assert new.gates[0].cap_band == "developing" and new.critical
    assert Level.objects.get(question__code=NEW["Code"], number=0).action_effort == "S"
    assert [str(one.weight) for one in spec_of(draft).dimensions][:2] == ["20", "15"]

    begun = starts_an_assessment(pages[world.contributor], live_server.url, world)
    assert begun.version == draft
    assert downloads(world.viewer, submission, signed_in) == before
