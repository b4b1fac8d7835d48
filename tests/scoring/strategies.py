"""Made-up rubrics and sheets: small, sound, and with everything that the format allows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assessments.question_types import MARKER, marking
from assessments.rubric.definition import (
    ConditionSpec,
    DimensionSpec,
    GateSpec,
    LevelSpec,
    NumberBandSpec,
    NumberSpec,
    OptionSpec,
    QuestionSpec,
    RubricSpec,
)
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State, Value, asked
from tests.factories import rubrics as r

SECTORS = (r.COUNCIL, r.TRUST)
BANDS = ("not_ready", "emerging", "developing", "ready", "leading")

weights = st.integers(1, 400).map(lambda tenths: Decimal(tenths) / 10)
efforts = st.sampled_from(["S", "M", "L"])


@st.composite
def scored_levels(draw: st.DrawFn) -> list[LevelSpec]:
    """Two to five levels. Points mostly rise with the level, as they should, but need not."""
    points = draw(st.lists(st.integers(0, 100), min_size=2, max_size=5).filter(any))
    if draw(st.integers(0, 4)):
        points.sort()
    numbers = sorted(draw(st.permutations(range(6)))[: len(points)])
    return [
        LevelSpec(
            number=number,
            text=f"Level {number}",
            points=Decimal(earned),
            action=draw(st.none() | efforts.map(lambda effort: r.action(effort=effort))),
        )
        for number, earned in zip(numbers, points, strict=True)
    ]


@st.composite
def number_blocks(draw: st.DrawFn, levels: Sequence[LevelSpec]) -> NumberSpec:
    cuts = sorted(draw(st.sets(st.integers(1, 999), min_size=0, max_size=4)))
    edges = [Decimal(edge) / 10 for edge in (0, *cuts, 1000)]
    numbers = [level.number for level in levels]
    bands = [
        NumberBandSpec(
            from_inclusive=start,
            to=end,
            to_is_inclusive=end == edges[-1],
            level=draw(st.sampled_from(numbers)),
        )
        for start, end in zip(edges, edges[1:], strict=False)
    ]
    return NumberSpec(
        unit="days", minimum=edges[0], maximum=edges[-1], decimals_allowed=1, bands=bands
    )


@st.composite
def checklists(draw: st.DrawFn, code: str, **more: Any) -> QuestionSpec:
    points = draw(st.lists(st.integers(-10, 40), min_size=1, max_size=5))
    if not any(each > 0 for each in points):
        points[0] = 10
    full = sum(each for each in points if each > 0)
    cuts = sorted(draw(st.sets(st.integers(1, full), max_size=3)))
    spans = list(zip((0, *cuts), (*(cut - 1 for cut in cuts), full), strict=True))
    return r.checklist(
        code,
        1,
        *points,
        points_to_level=r.rows(*spans),
        levels=r.checklist_levels(len(spans)),
    )


@st.composite
def bare_questions(draw: st.DrawFn, code: str) -> QuestionSpec:
    """A question of any kind, with no more than its kind's block."""
    kind = draw(st.sampled_from(["single", "yes_no", "percentage", "number", "checklist", "text"]))
    if kind == "text":
        return r.text(code)
    if kind == "checklist":
        return draw(checklists(code))
    found = draw(scored_levels())
    if kind == "single":
        return r.single(code, levels=found)
    if kind == "yes_no":
        numbers = st.sampled_from([level.number for level in found])
        options = [OptionSpec(value=v, text=v, level=draw(numbers)) for v in ("yes", "no")]
        return r.yes_no(code, levels=found, options=options)
    return r.question(code, kind, levels=found, number=draw(number_blocks(found)))


@st.composite
def conditions(draw: st.DrawFn, earlier: Sequence[QuestionSpec]) -> ConditionSpec | None:
    if not earlier or draw(st.integers(0, 2)):
        return None
    opener = draw(st.sampled_from(earlier))
    codes = [item.code for item in opener.items] + [option.value for option in opener.options]
    if codes and draw(st.booleans()):
        chosen = draw(st.sets(st.sampled_from(codes), min_size=1))
        return ConditionSpec(question=opener.code, any_of=sorted(chosen))
    if not opener.scored:
        return None
    least = draw(st.sampled_from([level.number for level in opener.levels]))
    return ConditionSpec(question=opener.code, level_at_least=least)


@st.composite
def questions(draw: st.DrawFn, code: str, earlier: Sequence[QuestionSpec]) -> QuestionSpec:
    bare = draw(bare_questions(code))
    critical = bare.scored and draw(st.booleans())
    numbers = [level.number for level in bare.levels]
    gates = [
        GateSpec(
            when_level_at_or_below=draw(st.sampled_from(numbers)),
            cap_band=draw(st.sampled_from(BANDS)),
            message="Fix this.",
        )
        for _ in range(draw(st.integers(1, 2)) if critical else 0)
    ]
    changes: dict[str, Any] = {
        "weight": draw(weights) if bare.scored else None,
        "critical": critical,
        "gates": gates,
        "required": draw(st.integers(0, 3)) > 0,
        "dont_know_allowed": draw(st.integers(0, 3)) > 0,
        "not_applicable_allowed": not critical and draw(st.booleans()),
        "applies_to": draw(st.sampled_from([(), (), (), (r.COUNCIL,), (r.TRUST,)])),
        "condition": draw(conditions(earlier)),
    }
    kept = {name: getattr(bare, name) for name in bare.__slots__ if name not in changes}
    return QuestionSpec(**kept, **changes)


@st.composite
def rubrics(draw: st.DrawFn, *, conditional: bool = True) -> RubricSpec:
    """One to three dimensions of one to four questions, each of them sound; unless `conditional`,
    none waits for another.
    """
    earlier: list[QuestionSpec] = []
    dimensions: list[DimensionSpec] = []
    for place in range(draw(st.integers(1, 3))):
        own: list[QuestionSpec] = []
        for _ in range(draw(st.integers(1, 4))):
            question = draw(questions(f"Q{len(earlier):02}", earlier if conditional else ()))
            assert marking(question.kind).check(question) == []
            own.append(question)
            earlier.append(question)
        dimensions.append(r.dimension(f"D{place}", draw(weights), *own))
    return r.rubric(*dimensions, dont_know_action=draw(st.sampled_from([None, r.FOUND_OUT])))


def values(question: QuestionSpec) -> st.SearchStrategy[Value]:
    """Every clean value of a question."""
    if question.number is not None:
        return st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
    if question.options:
        return st.sampled_from([option.value for option in question.options])
    if question.items:
        ticked = st.sets(st.sampled_from([item.code for item in question.items]))
        return ticked.map(lambda codes: frozenset(codes or {"none"}))
    if question.levels:
        return st.sampled_from([level.number for level in question.levels])
    return st.just("Some words")


@st.composite
def replies(draw: st.DrawFn, question: QuestionSpec) -> Reply:
    """A reply that the question allows and that leaves it done."""
    states = [State.ANSWERED] * 4
    states += [State.DONT_KNOW] if question.dont_know_allowed else []
    states += [State.NOT_APPLICABLE] if question.not_applicable_allowed else []
    state = draw(st.sampled_from(states))
    if state is State.NOT_APPLICABLE:
        return r.NOT_APPLICABLE
    value = draw(values(question)) if state is State.ANSWERED else None
    evidence = draw(st.sampled_from([(), (EvidenceItem(title="Minutes"),)]))
    return Reply(state=state, value=value, evidence=evidence)


@st.composite
def sheets(draw: st.DrawFn, spec: RubricSpec, *, unanswered: bool) -> AnswerSheet:
    """A sheet for the rubric: with every required question done, or with some left unanswered."""
    found: dict[str, Reply] = {}
    for _, question in spec.questions():
        skippable = unanswered or not question.required
        if not (skippable and draw(st.integers(0, 2)) == 0):
            found[question.code] = draw(replies(question))
    return AnswerSheet(sector=draw(st.sampled_from(SECTORS)), replies=found)


@st.composite
def scored_cases(
    draw: st.DrawFn, *, unanswered: bool = False, conditional: bool = True
) -> tuple[RubricSpec, AnswerSheet]:
    spec = draw(rubrics(conditional=conditional))
    return spec, draw(sheets(spec, unanswered=unanswered))


def openers(spec: RubricSpec) -> set[str]:
    """The questions that some condition depends on."""
    return {one.condition.question for _, one in spec.questions() if one.condition}


def asked_codes(spec: RubricSpec, sheet: AnswerSheet) -> frozenset[str]:
    return asked(spec, sheet, MARKER)
