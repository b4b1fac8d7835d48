"""What every kind promises, tried on all of them, so that a new kind is tried too."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from assessments.question_types import (
    BLOCKS,
    KINDS,
    MARKER,
    AnswerRefused,
    Marking,
    choices,
    field,
    marking,
)
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Value
from tests.factories import rubrics as r

SOUND: dict[str, QuestionSpec] = {
    "single": r.single("Q"),
    "yes_no": r.yes_no("Q"),
    "percentage": r.percentage("Q"),
    "number": r.number("Q"),
    "checklist": r.checklist("Q"),
    "text": r.text("Q"),
}
ANSWERS: dict[str, list[tuple[object, Value]]] = {
    "single": [("3", 3), (0, 0), (" 4 ", 4)],
    "yes_no": [("yes", "yes"), (" no", "no")],
    "percentage": [
        ("88.5", Decimal("88.5")),
        (" 0 ", Decimal(0)),
        ("100%", Decimal(100)),
        ("12 %", Decimal(12)),
    ],
    "number": [("1,000", Decimal(1000)), (".5", Decimal("0.5")), (7, Decimal(7))],
    "checklist": [
        (["a", "c"], frozenset({"a", "c"})),
        (["none"], frozenset({"none"})),
        ("b", frozenset({"b"})),
        (("a", "a"), frozenset({"a"})),
    ],
    "text": [("a\r\nb\tc", "a\nb\tc"), (" <b>=1+1</b> \U0001f600 ", " <b>=1+1</b> \U0001f600 ")],
}
NOT_AN_ANSWER: list[object] = [None, "", "   ", [], {}, True, False, b"3", object(), [[]]]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_kind_is_tried_here() -> None:
    assert set(SOUND) == set(ANSWERS) == set(KINDS)


def test_it_is_in_the_table(kind: str) -> None:
    assert isinstance(marking(kind), Marking)
    assert (kind, marking(kind).label) in choices()


def test_a_kind_that_does_not_exist() -> None:
    for lookup in (marking, field):
        with pytest.raises(KeyError):
            lookup("essay")
        with pytest.raises(KeyError):
            lookup("../single")


def test_labels_differ() -> None:
    labels = [label for _, label in choices()]
    assert len(set(labels)) == len(labels) == len(KINDS)


def test_a_sound_question_has_no_fault(kind: str) -> None:
    assert marking(kind).check(SOUND[kind]) == []


def test_blocks_of_other_kinds_are_faults(kind: str) -> None:
    donors = [SOUND[other] for other in KINDS]
    for block in set(BLOCKS) - marking(kind).blocks:
        given = next(getattr(donor, block) for donor in donors if getattr(donor, block))
        question = r.question("Q", kind, **{**blocks_of(SOUND[kind]), block: given})
        assert [fault.place for fault in marking(kind).check(question)] == [block]


def test_a_missing_block_is_a_fault(kind: str) -> None:
    for block in marking(kind).blocks:
        own = {key: value for key, value in blocks_of(SOUND[kind]).items() if key != block}
        question = r.question("Q", kind, **own)
        faults = marking(kind).check(question)
        assert any(fault.place == block and "missing" in fault.message for fault in faults), block


def blocks_of(question: QuestionSpec) -> dict[str, object]:
    return {block: value for block in BLOCKS if (value := getattr(question, block))}


def test_check_survives_a_bare_question(kind: str) -> None:
    faults = marking(kind).check(r.question("Q", kind))
    assert all(isinstance(fault, Finding) for fault in faults)
    assert bool(faults) is bool(marking(kind).blocks)


def test_clean_gives_the_value(kind: str) -> None:
    for raw, value in ANSWERS[kind]:
        cleaned = marking(kind).clean(SOUND[kind], raw)
        assert (cleaned, type(cleaned)) == (value, type(value)), raw


def test_what_is_stored_cleans_back_to_the_same_value(kind: str) -> None:
    for raw, value in ANSWERS[kind]:
        stored = json.loads(json.dumps(marking(kind).to_json(value)))
        assert marking(kind).clean(SOUND[kind], stored) == value, raw


def test_anything_else_is_refused_in_a_sentence(kind: str) -> None:
    for raw in NOT_AN_ANSWER:
        with pytest.raises(AnswerRefused) as refusal:
            marking(kind).clean(SOUND[kind], raw)
        assert refusal.value.message[0].isupper(), raw
        assert not refusal.value.message.endswith("."), raw


def test_values_are_put_in_words(kind: str) -> None:
    for _, value in ANSWERS[kind]:
        assert marking(kind).text(SOUND[kind], value)


def test_marks_run_from_nothing_to_full(kind: str) -> None:
    question = SOUND[kind]
    for _, value in ANSWERS[kind]:
        if not marking(kind).scored:
            with pytest.raises(ValueError, match="not scored"):
                MARKER.mark(question, value)
            with pytest.raises(ValueError, match="not scored"):
                MARKER.next_mark(question, None)
            continue
        mark, up = MARKER.mark(question, value), MARKER.next_mark(question, value)
        assert 0 <= mark.points <= up.points <= mark.full == up.full
        assert question.level(mark.level) is not None
        assert 0 <= MARKER.next_mark(question, None).points <= mark.full


def test_a_value_of_another_kind_is_a_mistake_of_the_caller(kind: str) -> None:
    strange: Value = frozenset({"a"}) if kind != "checklist" else 3
    for use in (marking(kind).text, marking(kind).mark, marking(kind).next_mark):
        with pytest.raises(ValueError, match="."):
            use(SOUND[kind], strange)
    with pytest.raises(ValueError, match="."):
        marking(kind).to_json(strange)


def test_scoring_leaves_django_out() -> None:
    program = (
        "import sys; from assessments.question_types import KINDS, marking;"
        "[marking(kind) for kind in KINDS];"
        "import assessments.scoring.engine, assessments.reports.documents;"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
