"""Gaps, gains and the order of recommended actions (scoring specification, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from assessments.rubric.definition import ActionSpec, RubricSpec
from assessments.scoring.bands import question_caps
from assessments.scoring.keeping import kept
from assessments.scoring.result import FiredGate, RecommendedAction
from assessments.scoring.sheet import State
from assessments.scoring.weighing import ONE, ZERO, MarkedQuestion, Share

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


class _Advised(NamedTuple):
    """An action, whether its answer is good, and the places that order equal ones: see below."""

    action: RecommendedAction
    good: bool
    points: tuple[int, int]
    """What it is ordered by, as a ratio: its gain where the answer is good, or its shortfall."""


def recommended(
    spec: RubricSpec,
    sector: str,
    parts: Iterable[MarkedQuestion],
    shares: Mapping[str, Share],
    gates: Sequence[FiredGate],
) -> tuple[RecommendedAction, ...]:
    """The rubric's advice for every part whose mark is known, in order of use.

    First questions with a fired gate, lowest cap first; then answers below three quarters, by
    shortfall; then the others, by gain. Equal: smaller effort, then question code. There is none
    for the top level, nor where the rubric gives the level no action.
    """
    caps = question_caps(spec, gates)
    found = []
    for part in parts:
        advice = spec.dont_know_action if part.state is State.DONT_KNOW else part.advice
        if advice is not None and part.mark is not None:
            code = part.question.code
            guidance = advice.guidance_for(sector)
            found.append(_advised(part, shares[code], advice, guidance, code in caps))
    return _in_order(spec, found, caps)


@kept(4_096)
def _advised(
    part: MarkedQuestion, share: Share, advice: ActionSpec, guidance: str | None, gate: bool
) -> _Advised:
    mark, next_mark = part.mark or ZERO, part.next_mark or ZERO
    good, gained = is_good(mark), gain(share.worth, mark, next_mark)
    action = RecommendedAction(
        question=part.question.code,
        gate=gate,
        effort=advice.effort,
        owner=advice.owner,
        text=advice.text,
        guidance=guidance,
        shortfall=shortfall(share.worth, mark),
        gain=gained,
    )
    return _Advised(action, good, (gained if good else action.shortfall or ZERO).as_integer_ratio())


def _in_order(
    spec: RubricSpec, found: Sequence[_Advised], caps: Mapping[str, int]
) -> tuple[RecommendedAction, ...]:
    """The actions in order of use."""
    efforts = {effort.code: place for place, effort in enumerate(spec.efforts)}
    # Whole numbers over one denominator are compared faster than fractions.
    whole = lcm(*[one.points[1] for one in found])

    def order(one: _Advised) -> tuple[int, int, int, int, int, int, str]:
        action, good, (above, below) = one
        size = -above * (whole // below)
        return (
            0 if action.gate else 2 if good else 1,
            caps.get(action.question, 0),
            *((0, size) if good else (size, 0)),
            # S, M and L have their known order; other codes follow in the order of the rubric.
            _EFFORTS.get(action.effort, len(_EFFORTS)),
            efforts.get(action.effort, len(efforts)),
            action.question,
        )

    return tuple([one.action for one in sorted(found, key=order)])
