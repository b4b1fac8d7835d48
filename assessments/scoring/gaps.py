"""Gaps, gains and the order of recommended actions (scoring specification, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from assessments.rubric.definition import ActionSpec, RubricSpec
from assessments.scoring.bands import cap_places
from assessments.scoring.result import FiredGate, RecommendedAction
from assessments.scoring.sheet import State
from assessments.scoring.weighing import ONE, ZERO, MarkedQuestion

GOOD = Fraction(3, 4)
"""The mark from which an answer is good: it needs evidence, and has no shortfall."""

_EFFORTS = {"S": 0, "M": 1, "L": 2}


def is_good(mark: Fraction) -> bool:
    """Whether an answer of that mark is good."""
    above, below = mark.as_integer_ratio()
    return above * GOOD.denominator >= below * GOOD.numerator


def gap(worth: Fraction, mark: Fraction) -> Fraction:
    """What the full mark would add to the overall score, of which the question is worth so much."""
    return gain(worth, mark, ONE)


def gain(worth: Fraction, mark: Fraction, next_mark: Fraction) -> Fraction:
    """What the next step up would add to the overall score."""
    # Reduced once, at the end.
    (points, of), (above, below) = worth.as_integer_ratio(), mark.as_integer_ratio()
    up, least = next_mark.as_integer_ratio()
    return Fraction(points * (up * below - above * least), of * below * least)


def shortfall(worth: Fraction, mark: Fraction) -> Fraction:
    """How far, in points of the overall score, the answer is below three quarters."""
    return ZERO if is_good(mark) else gain(worth, mark, GOOD)


def recommended(
    spec: RubricSpec,
    sector: str,
    parts: Iterable[MarkedQuestion],
    worths: Mapping[str, Fraction],
    gains: Mapping[str, Fraction | None],
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
    found = []
    for part in parts:
        code, advice = part.question.code, _advice(spec, part)
        gained = gains[code]
        if advice is not None and part.mark is not None and gained is not None:
            good = is_good(part.mark)
            action = RecommendedAction(
                question=code,
                gate=code in caps,
                effort=advice.effort,
                owner=advice.owner,
                text=advice.text,
                guidance=advice.guidance_for(sector),
                shortfall=ZERO if good else shortfall(worths[code], part.mark),
                gain=gained,
            )
            found.append((action, good))
    return _in_order(spec, found, caps)


def _advice(spec: RubricSpec, part: MarkedQuestion) -> ActionSpec | None:
    if part.state is State.DONT_KNOW:
        return spec.dont_know_action
    if part.level is None or part.level == max(one.number for one in part.question.levels):
        return None
    level = part.question.level(part.level)
    return level.action if level else None


def _in_order(
    spec: RubricSpec, found: Sequence[tuple[RecommendedAction, bool]], caps: Mapping[str, int]
) -> tuple[RecommendedAction, ...]:
    """The actions, each with whether its answer is good, in order of use."""
    efforts = {effort.code: place for place, effort in enumerate(spec.efforts)}
    # Whole numbers over one denominator are compared faster than fractions.
    whole = lcm(*(_weighty(action, good).denominator for action, good in found))

    def order(one: tuple[RecommendedAction, bool]) -> tuple[int, int, int, int, int, int, str]:
        action, good = one
        points = _weighty(action, good)
        size = -points.numerator * (whole // points.denominator)
        return (
            0 if action.gate else 2 if good else 1,
            caps.get(action.question, 0),
            *((0, size) if good else (size, 0)),
            # S, M and L have their known order; other codes follow in the order of the rubric.
            _EFFORTS.get(action.effort, len(_EFFORTS)),
            efforts.get(action.effort, len(efforts)),
            action.question,
        )

    return tuple(action for action, _ in sorted(found, key=order))


def _weighty(action: RecommendedAction, good: bool) -> Fraction:
    """What an action is ordered by: its gain where the answer is good, or else its shortfall."""
    return (action.gain if good else action.shortfall) or ZERO
