"""The form of one dimension: every kind's control, and any values people may post to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.forms.answering import DimensionForm, kind_field, without_answer
from assessments.question_types import KINDS
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State
from tests.factories import rubrics as r
from tests.forms.answering import (
    QUESTIONS,
    REASON,
    asking,
    filled,
    form_of,
    html_of,
    messages,
    posted,
)

VALUES = {
    "single": ("3", 3),
    "yes_no": ("no", "no"),
    "percentage": ("88.5", Decimal("88.5")),
    "number": ("12.0", Decimal("12.0")),
    "checklist": (["a", "c"], frozenset({"a", "c"})),
    "text": ("Our words.", "Our words."),
}
STRANGE = ["\U0001f600 \U0001f1ec\U0001f1e7", "\u200f\u05e9\u05dc\u05d5\u05dd", "<b>", "=1+1"]
STRANGE += ["  spaces  ", "a\nb\n\n", "\n\nfirst", "&amp; 'q' \"q\"", "{{ x }}{% now %}", "ŵŷ€"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_kind_is_tried_here() -> None:
    assert set(QUESTIONS) == set(VALUES) == set(KINDS)


def test_an_answer_is_read(kind: str) -> None:
    question, (raw, value) = QUESTIONS[kind], VALUES[kind]
    form = form_of(
        question, posted(**{f"{question.code}-value": raw, f"{question.code}-revision": "7"})
    )
    assert messages(form) == {}
    (change,) = form.changes()
    assert (change.code, change.seen, change.overwrite) == (question.code, 7, None)
    assert change.reply == Reply(state=State.ANSWERED, value=value)


REPLIES = {
    "unanswered": UNANSWERED,
    "don't know": Reply(state=State.DONT_KNOW, note="Asked around."),
    "not applicable": Reply(state=State.NOT_APPLICABLE, reason=REASON),
    "with all": Reply(
        state=State.ANSWERED,
        note=" a\nb ",
        evidence=(EvidenceItem(title="T", link="L"), EvidenceItem(title="U")),
    ),
}


@pytest.mark.parametrize("case", REPLIES)
def test_what_a_page_shows_is_read_back_the_same(kind: str, case: str) -> None:
    question, reply = QUESTIONS[kind], REPLIES[case]
    if reply.state is State.ANSWERED:
        reply = replace(reply, value=VALUES[kind][1])
    form = form_of(question, filled(question, reply))
    assert messages(form) == {}
    (change,) = form.changes()
    assert (change.reply, change.seen) == (reply, 3)


@pytest.mark.parametrize("text", STRANGE)
def test_text_comes_back_to_the_letter(text: str) -> None:
    question = QUESTIONS["single"]
    data = posted(SIN__value="2", SIN__revision="0", SIN__note=text)
    form = form_of(question, data)
    assert form.replies["SIN"].note == text
    again = form_of(question, filled(question, form.replies["SIN"]))
    assert again.replies["SIN"].note == text
    assert "<b>" not in html_of(form)


def test_line_ends_are_stored_one_way() -> None:
    data = posted(SIN__revision="0", SIN__note="a\r\nb\rc")
    assert form_of(QUESTIONS["single"], data).replies["SIN"].note == "a\nb\nc"


# Radios hold one value: a browser cannot post two.
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind_field(QUESTIONS[kind]).clearable]
)
def test_a_value_and_dont_know_together_are_refused_kindly(kind: str) -> None:
    question, (raw, _) = QUESTIONS[kind], VALUES[kind]
    code, field = question.code, kind_field(question)
    both = [*([raw] if isinstance(raw, str) else raw), "dont_know"]
    data = posted(**{f"{code}-revision": "0", f"{code}-value": raw, f"{code}-state": ["dont_know"]})
    if field.states_inside:
        data.setlist(f"{code}-value", both)
    form = form_of(question, data)
    (said,) = messages(form)[f"{code}-value"]
    assert said.startswith(f"{code}: ") and said.endswith("“Don't know”, not both")
    assert form.changes() == []
    shown = html_of(form)
    assert shown.count("checked") == (3 if field.states_inside else 1)


def test_dont_know_and_not_applicable_together_are_refused() -> None:
    data = posted(NUM__revision="0", NUM__state=["dont_know", "not_applicable"])
    said = messages(form_of(QUESTIONS["number"], data))
    assert said == {"NUM-value": ["NUM: Select “Don't know” or “Not applicable”, not both"]}


@pytest.mark.parametrize("reason", ["", "too short", " " * 40 + "short"])
def test_not_applicable_needs_its_reason(kind: str, reason: str) -> None:
    question = QUESTIONS[kind]
    reply = Reply(state=State.NOT_APPLICABLE, reason=reason)
    form = form_of(question, filled(question, reply))
    assert list(messages(form)) == [f"{question.code}-reason"]
    assert "20 characters" in messages(form)[f"{question.code}-reason"][0]
    assert reason.strip() in html_of(form)


@pytest.mark.parametrize("value", ["", "1", "dont_know"])
def test_a_reason_without_its_choice_is_not_lost(value: str) -> None:
    data = posted(SIN__revision="0", SIN__value=value, SIN__reason="We have no systems at all.")
    form = form_of(QUESTIONS["single"], data)
    assert "Select “Not applicable”" in messages(form)["SIN-reason"][0]
    assert "SIN" not in form.replies
    assert "We have no systems at all." in html_of(form)


def test_a_number_and_not_applicable_with_a_reason_are_one_contradiction() -> None:
    fields = posted(NUM__revision="0", NUM__value="7", NUM__state="not_applicable")
    fields["NUM-reason"] = REASON
    form = form_of(QUESTIONS["number"], fields)
    said = "NUM: Enter a number or select “Not applicable”, not both"
    assert messages(form) == {"NUM-value": [said]}
    assert "NUM" not in form.replies
    assert REASON in html_of(form)


def test_a_tick_and_not_applicable_with_a_reason_are_one_contradiction() -> None:
    fields = posted(CHE__revision="0", CHE__value=["a", "not_applicable"], CHE__reason=REASON)
    assert list(messages(form_of(QUESTIONS["checklist"], fields))) == ["CHE-value"]


@pytest.mark.parametrize("state", ["", "dont_know"])
def test_a_number_with_a_reason_is_still_asked_for_the_choice(state: str) -> None:
    fields = posted(NUM__revision="0", NUM__value="7", NUM__state=state, NUM__reason=REASON)
    said = messages(form_of(QUESTIONS["number"], fields))["NUM-reason"]
    assert said == ["NUM reason: Select “Not applicable” to give this reason, or clear the reason"]


def test_where_not_applicable_is_not_allowed_it_is_not_offered() -> None:
    question = r.single("SIN", critical=True, not_applicable_allowed=True, dont_know_allowed=False)
    shown = html_of(DimensionForm(asking(question)))
    assert "not_applicable" not in shown and "dont_know" not in shown
    form = form_of(
        question, posted(SIN__revision="0", SIN__value="not_applicable", SIN__reason=REASON)
    )
    assert messages(form) == {"SIN-value": ["SIN: Select the description that fits best"]}


BAD = [
    ("single", "9", "Select the description that fits best"),
    ("single", "<b>", "Select the description that fits best"),
    ("yes_no", "maybe", "Select yes or no"),
    ("percentage", "101", "from 0 to 100"),
    ("percentage", "88.55", "at most 1 decimal place"),
    ("percentage", "=1+1", "Enter a number"),
    ("percentage", "12\x00", "Enter a number"),
    ("percentage", "9" * 100_000, "Enter a number"),
    ("number", "-1", "from 0 to 1,000"),
    ("number", "1e2", "Enter a number"),
    ("number", "\u0661\u0662", "Use the digits 0 to 9"),
    ("checklist", ["a", "none"], "not both"),
    ("checklist", ["zz"], "is not one of them"),
    ("text", "x" * 100_000, "10,000 characters or fewer. You have entered 100,000"),
    ("text", "a\x00b", "U+0000"),
]


@pytest.mark.parametrize(("kind", "raw", "said"), BAD)
def test_bad_input_is_refused_next_to_its_field_and_kept(
    kind: str, raw: str | list[str], said: str
) -> None:
    question = QUESTIONS[kind]
    name = f"{question.code}-value"
    form = form_of(question, posted(**{name: raw, f"{question.code}-revision": "0"}))
    assert list(messages(form)) == [name]
    assert said in messages(form)[name][0]
    assert form.changes() == []
    shown = html_of(form)
    assert f'id="id_{name}-error"' in shown
    kept = form.data.getlist(name)
    assert kept == ([raw] if isinstance(raw, str) else raw)
    if kind in ("percentage", "number", "text") and raw.isprintable():
        assert raw in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("title", "link", "field", "said"),
    [
        ("", "https://example.org", "title", "Give the evidence a title"),
        ("  ", "x", "title", "Give the evidence a title"),
        ("t" * 201, "", "title", "200 characters or fewer"),
        ("Plan", "l" * 2001, "link", "2,000 characters or fewer"),
        ("a\x00", "", "title", "U+0000"),
        ("a\nb", "", "title", "one line"),
    ],
)
def test_bad_evidence(title: str, link: str, field: str, said: str) -> None:
    data = posted(SIN__revision="0", SIN__value="1")
    data["SIN-evidence-0-title"], data["SIN-evidence-0-link"] = "Good", ""
    data["SIN-evidence-1-title"], data["SIN-evidence-1-link"] = title, link
    form = form_of(QUESTIONS["single"], data)
    found = messages(form)[f"SIN-evidence-1-{field}"]
    assert found[0].startswith("SIN evidence 2: ") and said in found[0]
    assert form.changes() == []
    assert '<details class="govuk-details" open>' in html_of(form)


def test_evidence_rows_that_are_blank_are_no_evidence() -> None:
    data = posted(SIN__revision="0")
    for number, title in enumerate(["One", "", "Three"]):
        data[f"SIN-evidence-{number}-title"] = title
        data[f"SIN-evidence-{number}-link"] = " " if not title else ""
    evidence = form_of(QUESTIONS["single"], data).replies["SIN"].evidence
    assert [item.title for item in evidence] == ["One", "Three"]


def test_there_is_a_blank_row_until_there_are_ten() -> None:
    for used, rows in ((0, 1), (1, 2), (9, 10), (10, 10)):
        evidence = tuple(EvidenceItem(title=f"T{n}") for n in range(used))
        form = form_of(QUESTIONS["single"], filled(QUESTIONS["single"], Reply(evidence=evidence)))
        assert form.rows("SIN") == rows


def test_one_bad_answer_leaves_the_others_to_be_saved() -> None:
    page = asking(QUESTIONS["single"], QUESTIONS["number"])
    data = posted(SIN__revision="1", SIN__value="2", NUM__revision="0", NUM__value="many")
    form = DimensionForm(page, data=data)
    assert not form.is_valid()
    assert [change.code for change in form.changes()] == ["SIN"]
    assert list(form.errors_of("NUM")) == ["NUM-value"] and form.errors_of("SIN") == {}


def test_a_question_that_was_not_on_the_page_is_left_alone() -> None:
    form = form_of(QUESTIONS["single"], posted(SIN__value="2"))
    assert messages(form) == {} and form.changes() == []


@pytest.mark.parametrize("tampered", ["", "-1", "x", "9" * 30, "1.5", "\u0661"])
def test_a_revision_that_cannot_be_one_counts_as_never_seen(tampered: str) -> None:
    form = form_of(QUESTIONS["single"], posted(SIN__value="2", SIN__revision=tampered))
    assert form.changes()[0].seen == 0


def test_clearing_keeps_note_and_evidence(kind: str) -> None:
    question = QUESTIONS[kind]
    full = replace(REPLIES["with all"], value=VALUES[kind][1])
    data = filled(question, full)
    without_answer(data, question.code)
    reply = form_of(question, data).replies[question.code]
    assert reply == replace(full, state=State.UNANSWERED, value=None)
