"""What each weight of a rubric in the making amounts to, however unfinished it is.

Scoring itself weighs the questions that one organisation was asked (`weighing`). This is the
editor's view from above: a share of the parent, and what full marks are worth in each sector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWeight:
    """A question's weight and place. An empty `applies_to` means every sector.

    Without a weight above 0 the question counts for nothing.
    """

    code: str
    dimension: str
    weight: Decimal | None
    applies_to: Sequence[str] = ()

    @property
    def counts(self) -> bool:
        return self.weight is not None and self.weight > 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a weight amounts to: `weight`, as the rubric has it, and above 0.

    `of_parent` is 0 to 1: a dimension's share of all dimensions, a question's of its dimension,
    for every sector alike. `least` and `most` are the points of the overall score, 0 to 100, that
    full marks add over none, in the sector where that is least and where it is most: with every
    condition open and nothing "not applicable" (scoring specification, section 6).
    `sectors`, for a question: for each sector that is asked it, the points of the overall score
    that its dimension has there, and the sum of the other weights among which those are divided.
    """

    weight: Fraction
    of_parent: Fraction
    least: Fraction
    most: Fraction
    sectors: Sequence[tuple[Fraction, Fraction]] = ()


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares by code. What counts for nothing is in neither mapping."""

    dimensions: Mapping[str, Share]
    questions: Mapping[str, Share]


def shares(
    weights: Mapping[str, Decimal], questions: Iterable[QuestionWeight], sectors: Iterable[str]
) -> Shares:
    """The share of each dimension (`weights` by code) and of each question."""
    counted = [q for q in questions if q.counts and weights.get(q.dimension, 0) > 0]
    worths = [_worths(weights, counted, sector) for sector in [*sectors] or [""]]
    whole = sum((Fraction(weight) for weight in weights.values() if weight > 0), Fraction(0))
    totals = _totals(counted)
    return Shares(
        dimensions={
            code: _share(Fraction(weight), whole, [of[code] for of, _ in worths if code in of])
            for code, weight in weights.items()
            if weight > 0
        },
        questions={
            q.code: _question_share(q, totals, [of for _, of in worths if q.code in of])
            for q in counted
        },
    )


Worths = Mapping[str, Fraction]
Divided = Mapping[str, tuple[Fraction, Fraction]]


def _worths(
    weights: Mapping[str, Decimal], counted: Sequence[QuestionWeight], sector: str
) -> tuple[Worths, Divided]:
    """In one sector: points of the overall score of each dimension; and for each question those of
    its dimension, and the sum of the weights among which they are divided.
    """
    asked = [q for q in counted if not q.applies_to or sector in q.applies_to]
    totals = _totals(asked)
    whole = sum((Fraction(weights[code]) for code in totals), Fraction(0))
    dimensions = {code: 100 * Fraction(weights[code]) / whole for code in totals}
    return dimensions, {q.code: (dimensions[q.dimension], totals[q.dimension]) for q in asked}


def _totals(questions: Iterable[QuestionWeight]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for question in questions:
        found[question.dimension] = found.get(question.dimension, Fraction(0)) + _exact(question)
    return found


def _exact(question: QuestionWeight) -> Fraction:
    return Fraction(question.weight or 0)


def _share(
    weight: Fraction,
    whole: Fraction,
    worths: Sequence[Fraction],
    sectors: Sequence[tuple[Fraction, Fraction]] = (),
) -> Share:
    least, most = (end(worths, default=Fraction(0)) for end in (min, max))
    return Share(weight, weight / whole, least, most, sectors)


def _question_share(question: QuestionWeight, totals: Worths, divided: Iterable[Divided]) -> Share:
    weight = _exact(question)
    sectors = [one[question.code] for one in divided]
    worths = [points * weight / total for points, total in sectors]
    others = [(points, total - weight) for points, total in sectors]
    return _share(weight, totals[question.dimension], worths, others)
