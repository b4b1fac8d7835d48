"""Contradictions, costs and mappings that do not fit, each with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessments.rubric import definition as d
from assessments.rubric.files.codec import findings
from assessments.rubric.findings import Findings
from assessments.rubric.soundness import examine
from tests.factories import rubrics as r

LINES = r.checklist("A-2")
SPEC = replace(
    r.rubric(r.dimension("A", 100, r.single("A-1"), LINES, r.text("A-3"))),
    roles=[d.OwnerRoleSpec(code="digital", default="Head of digital")],
    frameworks=[d.FrameworkSpec(code="caf", name="CAF")],
)


def faults(spec: d.RubricSpec) -> list[str]:
    return [f"{one.place}: {one.message}" for one in findings(spec) if one.is_fault]


def warnings(spec: d.RubricSpec) -> list[str]:
    found = [one for one in findings(spec) if not one.is_fault]
    places = ("contradictions", "scoring.scale")
    return [f"{one.place}: {one.message}" for one in found if one.place.startswith(places)]


def contradiction(**changes: Any) -> d.RubricSpec:
    contradiction = d.ContradictionSpec(
        code="C-1",
        question="A-1",
        when_level_at_least=3,
        other="A-2",
        other_level_at_most=0,
        message="Which is true?",
    )
    return replace(SPEC, contradictions=[replace(contradiction, **changes)])


def question(code: str, **changes: Any) -> d.RubricSpec:
    return r.with_question(SPEC, replace(SPEC.question(code), **changes))


def line_gate(*lines: str, code: str = "A-2", **more: Any) -> d.RubricSpec:
    gate = d.GateSpec(when_any_missing=lines, cap_band="emerging", message="Do it.", **more)
    return question(code, critical=True, gates=[gate])


WHOLE = "dimensions[0].questions[1]"
NO_TRUE = LINES.none_option
assert NO_TRUE is not None
FIRST = LINES.items[0].code


def test_what_fits_has_no_fault() -> None:
    assert faults(contradiction()) == []
    assert faults(line_gate(FIRST)) == []
    assert faults(question("A-1", release="withheld", exemption="Section 31")) == []


def test_a_contradiction_is_not_blamed_for_a_weight_that_could_not_be_read() -> None:
    spec = replace(question("A-1", weight=None), contradictions=contradiction().contradictions)
    assert any(one.startswith("contradictions[0].question: names A-1") for one in faults(spec))
    found = Findings({"dimensions[0].questions[0].weight"})
    examine(spec, found)
    assert not [one for one in found.found if one.place.startswith("contradictions")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"other": "A-1"},
            "contradictions[0].other: must be another question than A-1 itself",
        ),
        (
            {"other": "A-3"},
            "contradictions[0].other: names A-3, which is not scored, so no answer to it has a "
            "level",
        ),
        ({"question": "Z"}, "contradictions[0].question: names no question of this rubric: Z"),
        (
            {"when_level_at_least": 9},
            "contradictions[0].when.level_at_least: names level 9, which A-1 does not have",
        ),
        (
            {"when_level_at_least": None},
            "contradictions[0].when: must have one of level_at_least and level_at_most",
        ),
        (
            {"other_level_at_least": 1},
            "contradictions[0].other_when: must have one of level_at_least and level_at_most",
        ),
        (
            {
                "when_level_at_least": 0,
                "other_level_at_most": None,
                "other_level_at_least": 0,
            },
            "contradictions[0]: is met by every assessment: the two never fit together",
        ),
    ],
)
def test_a_contradiction_that_makes_no_sense(changes: Any, fault: str) -> None:
    assert faults(contradiction(**changes)) == [fault]


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        (
            line_gate("elsewhere"),
            f"{WHOLE}.gates[0].when_any_missing[0]: names no line of A-2: elsewhere",
        ),
        (
            line_gate(NO_TRUE.code),
            f"{WHOLE}.gates[0].when_any_missing[0]: names {NO_TRUE.code}, which is no line, so "
            "the gate could never be lifted",
        ),
        (
            line_gate(FIRST, FIRST),
            f"{WHOLE}.gates[0].when_any_missing[1]: names {FIRST} twice",
        ),
        (
            line_gate(FIRST, when_level_at_or_below=0),
            f"{WHOLE}.gates[0]: must have one of when_level_at_or_below and when_any_missing",
        ),
        (
            line_gate(FIRST, code="A-1"),
            "dimensions[0].questions[0].gates[0].when_any_missing[0]: names no line of A-1, "
            f"which has no lines: {FIRST}",
        ),
        (
            question("A-2", release="open", exemption="Section 31"),
            f"{WHOLE}.freedom_of_information.exemption: must be absent: only an answer that is "
            "withheld has an exemption",
        ),
        (
            question("A-2", maps_to=[d.MappingSpec(framework="iso", ref="A.5")]),
            f"{WHOLE}.maps_to[0].framework: names no framework of this rubric: iso",
        ),
        (
            question("A-2", maps_to=[d.MappingSpec(framework="caf", ref="B2")] * 2),
            f"{WHOLE}.maps_to[1].ref: names caf B2 twice",
        ),
        (
            replace(SPEC, efforts=[replace(one, days_low=Decimal(9), days_likely=Decimal(5))
                                   for one in SPEC.efforts[:1]] + list(SPEC.efforts[1:])),
            "efforts[0].days.low: must not be above likely, 5",
        ),
        (
            replace(SPEC, efforts=[replace(SPEC.efforts[0], days_low=Decimal(-1)),
                                   *SPEC.efforts[1:]]),
            "efforts[0].days.low: must be from 0 to 10,000, got -1",
        ),
        (
            replace(SPEC, scale=[d.ScaleSpec(level=1, name="Started")] * 2),
            "scoring.scale[1].level: names level 1 twice",
        ),
    ],
)  # fmt: skip
def test_each_bad_input_is_one_fault_at_its_place(spec: d.RubricSpec, fault: str) -> None:
    assert faults(spec) == [fault]


def conditional(*questions: d.QuestionSpec, **changes: Any) -> d.RubricSpec:
    """C-1 says that B at level 3 or above does not fit A at level 1 or below."""
    contradiction = d.ContradictionSpec(
        code="C-1",
        question="A",
        when_level_at_most=1,
        other="B",
        other_level_at_least=3,
        message="Which is true?",
    )
    spec = r.rubric(r.dimension("D", 100, *questions), roles=SPEC.roles)
    return replace(spec, contradictions=[replace(contradiction, **changes)])


def when(code: str, least: int | None = None, *any_of: str) -> d.ConditionSpec:
    return d.ConditionSpec(question=code, level_at_least=least, any_of=any_of)


NONE = r.checklist("A").none_option
assert NONE is not None
LINES = r.checklist("A").items
COSTLY = r.checklist("A", items=[*LINES[:-1], replace(LINES[-1], points=Decimal(-1))])


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        (
            [r.single("A"), r.single("B", condition=when("A", 2))],
            "no answer to A at such a level opens B",
        ),
        (
            [
                r.single("A"),
                r.single("M", condition=when("A", 2)),
                r.single("B", condition=when("M", 1)),
            ],
            "no answer to A at such a level opens B",
        ),
        (
            [
                r.yes_no("Z"),
                r.single("A", condition=when("Z", None, "no")),
                r.single("B", condition=when("Z", None, "yes")),
            ],
            "no answer to Z opens both A and B",
        ),
        (
            [
                r.checklist("Z"),
                r.single("A", condition=when("Z", None, NONE.code)),
                r.single("B", condition=when("Z", 2)),
            ],
            "no answer to Z opens both A and B",
        ),
        (
            [r.yes_no("A"), r.single("B", condition=when("A", None, "yes"))],
            "no answer to A at such a level opens B",
        ),
    ],
)
def test_a_contradiction_that_a_condition_keeps_from_being_met_is_a_warning(
    questions: list[d.QuestionSpec], why: str
) -> None:
    levels = {"when_level_at_most": 0} if questions[0].kind == "yes_no" else {}
    assert warnings(conditional(*questions, **levels)) == [
        f"contradictions[0]: can never be met: {why}"
    ]


@pytest.mark.parametrize(
    "questions",
    [
        [r.single("A"), r.single("B", condition=when("A", 1))],
        [r.checklist("A"), r.single("B", condition=when("A", None, "a", NONE.code))],
        [
            r.yes_no("Z"),
            r.single("A", condition=when("Z", None, "no", "yes")),
            r.single("B", condition=when("Z", None, "yes")),
        ],
        [r.single("B"), r.single("A", condition=when("B", 2))],
        # A line that costs points brings the answer that opens B back to a low level.
        [COSTLY, r.single("B", condition=when("A", None, "a"))],
    ],
)
def test_one_that_some_answers_meet_is_none(questions: list[d.QuestionSpec]) -> None:
    assert warnings(conditional(*questions)) == []


def test_the_same_contradiction_under_two_codes_is_a_fault_whichever_comes_first() -> None:
    (one,) = contradiction().contradictions
    turned = replace(
        one,
        code="C-2",
        question="A-2",
        when_level_at_least=None,
        when_level_at_most=0,
        other="A-1",
        other_level_at_least=3,
        other_level_at_most=None,
    )
    stricter = replace(one, code="C-3", when_level_at_least=4)
    spec = replace(SPEC, contradictions=[one, replace(one, code="C-4"), turned, stricter])
    assert faults(spec) == [
        "contradictions[1]: says the same as C-1",
        "contradictions[2]: says the same as C-1",
    ]


def test_a_name_of_a_level_that_no_question_has_is_a_warning() -> None:
    scale = [d.ScaleSpec(level=level, name=f"Name {level}") for level in (4, 9)]
    assert warnings(replace(SPEC, scale=scale)) == [
        "scoring.scale[1].level: names level 9, which no question has"
    ]
