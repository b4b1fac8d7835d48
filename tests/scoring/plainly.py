"""The sums of the engine as the specification writes them: in fractions, a step at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessments.rubric.definition import RubricSpec
from assessments.scoring.result import RecommendedAction, Result
from assessments.scoring.weighing import MarkedQuestion, Share, Weighed

GOOD = Fraction(3, 4)


def weigh(spec: RubricSpec, parts: Mapping[str, MarkedQuestion]) -> Weighed:
    counted = {
        dimension.code: [parts[one.code] for one in dimension.questions if one.code in parts]
        for dimension in spec.dimensions
    }
    weights = {one.code: Fraction(one.weight) for one in spec.dimensions if counted[one.code]}
    shares = {code: weight / sum(weights.values()) for code, weight in weights.items()}
    of_questions = {}
    for code, share in shares.items():
        for part in counted[code]:
            mine = part.weight / sum(one.weight for one in counted[code])
            of_questions[part.question.code] = Share(mine, share * mine, 100 * share * mine)
    return Weighed(
        low={code: mean([(one.weight, one.low) for one in counted[code]]) for code in shares},
        high={code: mean([(one.weight, one.high) for one in counted[code]]) for code in shares},
        dimension_shares=shares,
        shares=of_questions,
    )


def mean(weighted: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    return 100 * sum((w * m for w, m in weighted), Fraction(0)) / sum(w for w, _ in weighted)


def gain(worth: Fraction, mark: Fraction, next_mark: Fraction) -> Fraction:
    return worth * (next_mark - mark)


def overall(weighed: Weighed, scores: Mapping[str, Fraction]) -> Fraction | None:
    means = [weighed.dimension_shares[code] * scores[code] for code in scores]
    return sum(means, Fraction(0)) if means else None


def in_order(spec: RubricSpec, result: Result, caps: Mapping[str, int]) -> list[str]:
    """The questions of the actions, in the order of section 6."""
    marks = {one.code: one.mark for one in result.questions}
    efforts = [effort.code for effort in spec.efforts]

    def order(action: RecommendedAction) -> tuple[object, ...]:
        good = (marks[action.question] or 0) >= GOOD
        assert action.shortfall is not None and action.gain is not None
        known = {"S": 0, "M": 1, "L": 2}.get(action.effort, 3)
        place = efforts.index(action.effort) if action.effort in efforts else len(efforts)
        return (
            0 if action.gate else 2 if good else 1,
            caps.get(action.question, 0),
            -action.shortfall,
            -action.gain if good else 0,
            (known, place),
            action.question,
        )

    return [one.question for one in sorted(result.actions, key=order)]
