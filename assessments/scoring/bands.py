"""From scores to bands: the band from the score, the balance, the gates (section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from assessments.rubric.definition import BandSpec, QuestionSpec, RubricSpec
from assessments.scoring.result import BalanceBreak, Bands, FiredGate, rounded


def band_of(spec: RubricSpec, shown: Decimal) -> str:
    """The code of the highest band whose lower bound is not above a published score."""
    return spec.bands[_place_of(spec.bands, shown)].code


def fired_gates(question: QuestionSpec, level: int) -> list[FiredGate]:
    """The gates of a question that fire at a level; none for a question that is not critical."""
    if not question.critical:
        return []
    return [
        FiredGate(question=question.code, level=level, cap_band=gate.cap_band, message=gate.message)
        for gate in question.gates
        if level <= gate.when_level_at_or_below
    ]


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
    final = min([place, *cap_places(spec, gates)])
    return Bands(
        from_score=spec.bands[from_score].code,
        after_balance=spec.bands[place].code,
        final=spec.bands[final].code,
        gates=tuple(gates),
        balance=tuple(breaks),
    )


def cap_places(spec: RubricSpec, gates: Iterable[FiredGate]) -> list[int]:
    """Where the caps of gates are among the bands, 0 for the lowest band."""
    places = {band.code: place for place, band in enumerate(spec.bands)}
    return [places[gate.cap_band] for gate in gates]


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
