"""From scores to bands: the band from the score, the balance, the gates (section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assessments.rubric.definition import BandSpec, QuestionSpec, RubricSpec
from assessments.scoring.result import (
    BalanceBreak,
    Bands,
    FiredGate,
    QuestionResult,
    RangeEnd,
    Result,
)
from assessments.scoring.sheet import rounded


def band_of(spec: RubricSpec, shown: Decimal) -> str:
    """The code of the highest band whose lower bound is not above a published score."""
    return spec.bands[_place_of(spec.bands, shown)].code


def fired_gates(
    question: QuestionSpec, level: int, ticked: Collection[str] = ()
) -> list[FiredGate]:
    """The gates of a question that fire at a level, or while a line that they name is not ticked.

    None for a question that is not critical.
    """
    if not question.critical:
        return []
    fired = []
    for gate in question.gates:
        bound = gate.when_level_at_or_below
        missing = tuple(line for line in gate.when_any_missing if line not in ticked)
        if missing or (bound is not None and level <= bound):
            fired.append(
                FiredGate(
                    question=question.code,
                    level=level,
                    cap_band=gate.cap_band,
                    message=gate.message,
                    missing=missing,
                )
            )
    return fired


def highest_open(spec: RubricSpec, gates: Iterable[FiredGate]) -> str:
    """The top band lowered by the caps that fired, without regard to score and balance."""
    return spec.bands[min(len(spec.bands) - 1, cap_of(spec, gates))].code


def settle(
    spec: RubricSpec,
    overall: Fraction,
    dimensions: Mapping[str, Fraction],
    gates: Sequence[FiredGate],
) -> Bands:
    """The three bands for an exact overall score and the exact scores of the scored dimensions.

    `gates` are those that fired. Every dimension that broke the balance is listed for every band
    that it broke, from the band of the score downwards. The lowest band is always reached.
    """
    shown = {code: rounded(exact) for code, exact in dimensions.items()}
    from_score = place = _place_of(spec.bands, rounded(overall))
    breaks: list[BalanceBreak] = []
    while place and (broken := _breaks(spec.bands[place], shown)):
        breaks.extend(broken)
        place -= 1
    final = min(place, cap_of(spec, gates))
    return Bands(
        from_score=spec.bands[from_score].code,
        after_balance=spec.bands[place].code,
        final=spec.bands[final].code,
        gates=tuple(gates),
        balance=tuple(breaks),
    )


def cap_of(spec: RubricSpec, gates: Iterable[FiredGate]) -> int:
    """Where the lowest cap of gates that fired is among the bands, 0 for the lowest band; how many
    bands there are, where none fired.
    """
    return min(question_caps(spec, gates).values(), default=len(spec.bands))


def question_caps(spec: RubricSpec, gates: Iterable[FiredGate]) -> dict[str, int]:
    """Where the lowest cap of each question whose gate fired is among the bands."""
    places = {band.code: place for place, band in enumerate(spec.bands)}
    caps: dict[str, int] = {}
    for gate in gates:
        place = places[gate.cap_band]
        caps[gate.question] = min(place, caps.get(gate.question, place))
    return caps


def _place_of(bands: Sequence[BandSpec], shown: Decimal) -> int:
    place = 0
    for candidate, band in enumerate(bands):
        if band.from_inclusive <= shown:
            place = candidate
    return place


def _breaks(band: BandSpec, shown: Mapping[str, Decimal]) -> list[BalanceBreak]:
    minimum = band.minimum_each_dimension
    if minimum is None:
        return []
    return [
        BalanceBreak(dimension=code, score=score, minimum=minimum, band=band.code)
        for code, score in shown.items()
        if score < minimum
    ]


def without_figures(spec: RubricSpec, result: Result) -> Result:
    """The result less every score, share, point, mark, gap and gain, and every band from a score.

    What is left are the levels, the gates that fired for certain, and the highest band they leave.
    Nothing is unconfirmed: that a mark is high is a figure too.
    """
    gates = result.bands.gates
    return replace(
        result,
        overall=None,
        low=RangeEnd(score=None, final_band=None),
        high=RangeEnd(score=None, final_band=None),
        bands=Bands(from_score=None, after_balance=None, final=None, gates=gates),
        highest_open_band=highest_open(spec, gates),
        dimensions=tuple(
            replace(one, share=None, score=None, band=None) for one in result.dimensions
        ),
        questions=tuple(
            QuestionResult(code=one.code, dimension=one.dimension, state=one.state, level=one.level)
            for one in result.questions
        ),
        unconfirmed=(),
        actions=tuple(replace(one, shortfall=None, gain=None) for one in result.actions),
    )
