"""How a dimension is laid out: whose words, what is hidden, what gates mean, and a clash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assessments.forms.answering import DimensionForm
from assessments.queries.answers import StoredAnswer
from assessments.rubric.definition import ConditionSpec, QuestionSpec, TermSpec, VariantSpec
from assessments.scoring.sheet import Reply, State
from tests.factories import rubrics as r
from tests.forms.answering import (
    QUESTIONS,
    asking,
    html_of,
    messages,
    posted,
)


def test_a_question_of_another_sector_is_not_on_the_page() -> None:
    questions = (r.single("ONE"), r.single("TWO", applies_to=(r.TRUST,)))
    assert [q.code for q in asking(*questions).questions] == ["ONE"]
    assert [q.code for q in asking(*questions, sector=r.TRUST).questions] == ["ONE", "TWO"]


def test_a_question_that_is_not_asked_is_hidden_unless_something_is_wrong_with_it() -> None:
    later = r.single("TWO", condition=ConditionSpec(question="ONE", level_at_least=2))
    page = asking(r.single("ONE"), later)
    assert 'data-question="TWO" aria-labelledby="title-TWO" hidden>' in html_of(
        DimensionForm(page), ["ONE"]
    )
    wrong = DimensionForm(page, data=posted(TWO__revision="0", TWO__value="77"))
    assert 'data-question="TWO" aria-labelledby="title-TWO">' in html_of(wrong, ["ONE"])


def test_words_of_the_sector_are_used() -> None:
    variant = VariantSpec(sector=r.TRUST, text="And patients?", help="Ask the <ward>.")
    question = r.single("ONE", why="It counts.", evidence="A log.", variants=(variant,))
    council, trust = (
        html_of(DimensionForm(asking(question, sector=sector))) for sector in (r.COUNCIL, r.TRUST)
    )
    assert "What about ONE?" in council and "And patients?" not in council
    assert "And patients?" in trust and "Ask the &lt;ward&gt;." in trust
    assert all("It counts." in html and "A log." in html for html in (council, trust))


@pytest.mark.parametrize(
    ("question", "bound", "words"),
    [
        (r.single("Q", critical=True), 0, "If the answer is level 0, or “Don&#x27;t know”, the"),
        (r.single("Q", critical=True), 1, "level 1 or below, or “Don"),
        (r.single("Q", critical=True, dont_know_allowed=False), 0, "If the answer is level 0, the"),
        (r.yes_no("Q", critical=True), 0, "If the answer is “No”, or"),
        (r.percentage("Q", critical=True), 1, "If the answer is below 50%, or"),
        (r.number("Q", critical=True), 0, "If the answer is below 5 days, or"),
        (r.checklist("Q", critical=True), 0, "comes to level 0 (“Level 0”), or"),
    ],
)
def test_what_a_gate_means_is_said_before_people_answer(
    question: QuestionSpec, bound: int, words: str
) -> None:
    gated = replace(question, gates=(r.gate(bound, "emerging", "Fix <it>."),))
    shown = html_of(DimensionForm(asking(gated)))
    assert words in shown
    assert "the final band cannot be above Emerging, even with a higher score." in shown
    assert "The report will say: “Fix &lt;it&gt;.”" in shown
    assert shown.index("Critical question.") < shown.index("<input class")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (["a"], "If you do not select “Item a”, or “Don"),
        (["a", "b"], "If you do not select every one of “Item a” and “Item b”, or “Don"),
    ],
)
def test_a_gate_on_lines_names_them_before_people_answer(missing: list[str], words: str) -> None:
    gate = replace(r.gate(0, "emerging"), when_level_at_or_below=None, when_any_missing=missing)
    shown = html_of(DimensionForm(asking(replace(r.checklist("Q", critical=True), gates=(gate,)))))
    assert words in shown


def test_words_of_the_glossary_are_explained_at_the_questions_that_use_them() -> None:
    page = asking(r.single("ONE", why="A DPIA comes first."), r.single("TWO"))
    words = (TermSpec(term="DPIA", meaning="A <check>."), TermSpec(term="API", meaning="A door."))
    shown = html_of(DimensionForm(replace(page, spec=replace(page.spec, glossary=words))))
    assert shown.count("Words used here") == 1
    assert "<dt>DPIA</dt><dd>A &lt;check&gt;.</dd>" in shown and "A door." not in shown


def test_enter_in_a_text_field_only_saves() -> None:
    """Enter presses the first button of the form, which must not be "Clear this answer"."""
    shown = html_of(DimensionForm(asking(QUESTIONS["single"])))
    first = shown.index("<button")
    assert 'name="then" value="save"' in shown[first : shown.index(">", first)]


def test_a_form_shown_again_after_a_clash_offers_both() -> None:
    question = QUESTIONS["single"]
    page = asking(question, QUESTIONS["number"])
    data = posted(SIN__revision="0", SIN__value="2", SIN__note="mine", NUM__revision="0")
    data["NUM-value"] = "7"
    form = DimensionForm(page, data=data)
    assert form.is_valid()
    when = datetime(2026, 7, 1, 13, 2, tzinfo=UTC)
    theirs = StoredAnswer(
        reply=Reply(state=State.ANSWERED, value=1, note="<theirs>"),
        revision=4,
        saved_at=when,
        saved_by="Ada <A>",
        saved_by_id=1,
    )
    saved = replace(theirs, reply=form.replies["NUM"], revision=1)
    again = form.show_again({"SIN": theirs, "NUM": saved}, ["SIN"])
    assert again.data["SIN-value"] == "2" and again.data["SIN-revision"] == "0"
    assert again.data["NUM-revision"] == "1"
    assert messages(again) == {
        "SIN-value": ["SIN: Ada <A> has saved another answer. Choose which to keep"]
    }
    shown = html_of(again)
    for words in ("Ada &lt;A&gt;", "1 July 2026 at 2:02pm", "&lt;theirs&gt;", "mine"):
        assert words in shown
    assert 'name="SIN-overwrite"' in shown and 'name="SIN-use-theirs"' in shown
