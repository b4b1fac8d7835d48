"""Gaps, gains and the order of recommended actions (scoring specification, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.rubric.definition import ActionSpec, RubricSpec
from assessments.scoring.bands import cap_places
from assessments.scoring.result import FiredGate, RecommendedAction
from assessments.scoring.sheet import State
from assessments.scoring.weighing import ZERO, MarkedQuestion

GOOD = Fraction(3, 4)
"""The mark from which an answer is good: it needs evidence, and has no shortfall."""

_EFFORTS = {"S": 0, "M": 1, "L": 2}


def gap(worth: Fraction, mark: Fraction) -> Fraction:
    """What the full mark would add to the overall score, of which the question is worth so much."""
    return worth * (1 - mark)


def gain(worth: Fraction, mark: Fraction, next_mark: Fraction) -> Fraction:
    """What the next step up would add to the overall score."""
    return worth * (next_mark - mark)


def shortfall(worth: Fraction, mark: Fraction) -> Fraction:
    """How far, in points of the overall score, the answer is below three quarters."""
    return worth * (GOOD - mark) if mark < GOOD else ZERO


@dataclass(frozen=True, slots=True)
class _Ranked:
    order: tuple[int, int, Fraction, Fraction, tuple[int, int], str]
    action: RecommendedAction


def recommended(
    spec: RubricSpec,
    sector: str,
    parts: Iterable[MarkedQuestion],
    worths: Mapping[str, Fraction],
    gates: Sequence[FiredGate],
) -> tuple[RecommendedAction, ...]:
    """The rubric's advice for every part whose mark is known, in order of use.

    First questions with a fired gate, lowest cap first; then answers below three quarters, by
    shortfall; then the others, by gain. Equal: smaller effort, then question code. There is none
    for the top level, nor where the rubric gives the level no action.
    """
    caps: dict[str, int] = {}
    for gate, place in zip(gates, cap_places(spec, gates), strict=True):
        caps[gate.question] = min(place, caps.get(gate.question, place))
    efforts = {effort.code: place for place, effort in enumerate(spec.efforts)}
    ranked = []
    for part in parts:
        advice = _advice(spec, part)
        if advice is not None and part.mark is not None and part.next_mark is not None:
            worth = worths[part.question.code]
            action = RecommendedAction(
                question=part.question.code,
                gate=part.question.code in caps,
                effort=advice.effort,
                owner=advice.owner,
                text=advice.text,
                guidance=advice.guidance_for(sector),
                shortfall=(short := shortfall(worth, part.mark)),
                gain=(gained := gain(worth, part.mark, part.next_mark)),
            )
            by = -short, -gained if part.mark >= GOOD else ZERO
            ranked.append(_rank(action, by, part.mark >= GOOD, caps, efforts))
    return tuple(entry.action for entry in sorted(ranked, key=lambda entry: entry.order))


def _advice(spec: RubricSpec, part: MarkedQuestion) -> ActionSpec | None:
    if part.state is State.DONT_KNOW:
        return spec.dont_know_action
    if part.level is None or part.level == max(one.number for one in part.question.levels):
        return None
    level = part.question.level(part.level)
    return level.action if level else None


def _rank(
    action: RecommendedAction,
    by: tuple[Fraction, Fraction],
    good: bool,
    caps: Mapping[str, int],
    efforts: Mapping[str, int],
) -> _Ranked:
    group = 0 if action.gate else 2 if good else 1
    # S, M and L have their known order; other codes follow in the order of the rubric.
    effort = (_EFFORTS.get(action.effort, len(_EFFORTS)), efforts.get(action.effort, len(efforts)))
    order = (
        group,
        caps.get(action.question, 0),
        *by,
        effort,
        action.question,
    )
    return _Ranked(order, action)
