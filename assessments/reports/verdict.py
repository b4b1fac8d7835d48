"""The headline in words: the score, the band, and what brought it there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from assessments.reports.content import BalancePart, BandPart, GatePart, Headline
from assessments.reports.wording import counted, listed, long_date, months_later, plain
from assessments.scoring.result import Bands, FiredGate, Result
from assessments.scoring.sheet import State
from assessments.scoring.spec import BandSpec, RubricSpec

_TENTH = Decimal("0.1")
_TOP = Decimal("100.0")
NO_SCORE = "No question counts towards a score, so there is no overall score and no band."
INCOMPLETE = "The assessment is not complete, so it has no overall score and no band yet."


def band_parts(spec: RubricSpec) -> tuple[BandPart, ...]:
    """The rubric's bands from the lowest to the highest, each with the scores it covers."""
    tops = [band.from_inclusive - _TENTH for band in spec.bands[1:]] + [_TOP]
    return tuple(_band_part(band, top) for band, top in zip(spec.bands, tops, strict=True))


def _band_part(band: BandSpec, top: Decimal) -> BandPart:
    minimum = band.minimum_each_dimension
    return BandPart(
        code=band.code,
        name=band.name,
        lower=band.from_inclusive,
        lower_text=_tenths(band.from_inclusive),
        upper_text=_tenths(top),
        minimum=minimum,
        minimum_text="" if minimum is None else _tenths(minimum),
        summary=band.summary,
        meaning=band.ai_meaning,
        you_can_start=tuple(band.you_can_start),
        you_should_not_start=tuple(band.you_should_not_start),
    )


def _tenths(number: Decimal) -> str:
    text = plain(number)
    return text if "." in text else f"{text}.0"


def gate_parts(spec: RubricSpec, result: Result) -> tuple[GatePart, ...]:
    """Every gate that fired, with what it did to the final band."""
    order = [band.code for band in spec.bands]
    titles = {question.code: question.title for _, question in spec.questions()}
    return tuple(
        GatePart(
            code=gate.question,
            title=titles[gate.question],
            level=gate.level,
            cap_band=spec.band(gate.cap_band).name,
            message=gate.message,
            lowered=_lowers(gate, result.bands, order),
            effect=_effect(gate, spec, result.bands, order),
        )
        for gate in result.bands.gates
    )


def _lowers(gate: FiredGate, bands: Bands, order: Sequence[str]) -> bool:
    """Whether this gate's cap is what the final band came down to."""
    if bands.after_balance is None or gate.cap_band != bands.final:
        return False
    return order.index(gate.cap_band) < order.index(bands.after_balance)


def _effect(gate: FiredGate, spec: RubricSpec, bands: Bands, order: Sequence[str]) -> str:
    cap = spec.band(gate.cap_band).name
    if bands.after_balance is None or bands.final is None:
        return f"Caps the band at {cap}."
    if _lowers(gate, bands, order):
        return f"Lowers the band from {spec.band(bands.after_balance).name} to {cap}."
    if order.index(gate.cap_band) < order.index(bands.after_balance):
        return f"Caps the band at {cap}, but another gate caps it lower."
    return f"Caps the band at {cap}, which lowers nothing: the band is no higher without it."


def balance_parts(spec: RubricSpec, result: Result) -> tuple[BalancePart, ...]:
    """Every dimension that kept a band from being reached."""
    names = {dimension.code: dimension.name for dimension in spec.dimensions}
    parts = []
    for broken in result.bands.balance:
        name, band = names[broken.dimension], spec.band(broken.band).name
        least = _tenths(broken.minimum)
        parts.append(
            BalancePart(
                dimension=name,
                score=str(broken.score),
                minimum=least,
                band=band,
                text=f"{name} scores {broken.score}; {band} asks for at least {least}"
                " in every dimension.",
            )
        )
    return tuple(parts)


def headline(
    spec: RubricSpec, result: Result, parts: Sequence[BandPart], submitted_at: datetime
) -> Headline:
    """The score, the three bands and the working; `parts` are the rubric's bands."""
    bands, by_code = result.bands, {part.code: part for part in parts}

    def part(code: str | None) -> BandPart | None:
        return None if code is None else by_code[code]

    score = result.overall
    return Headline(
        score=None if score is None else str(score.shown),
        exact=None if score is None else f"{score.exact.numerator}/{score.exact.denominator}",
        final=part(bands.final),
        from_score=part(bands.from_score),
        after_balance=part(bands.after_balance),
        lowered=bands.final != bands.from_score,
        working=_working(spec, result),
        reassess=_reassess(spec, bands.final, submitted_at),
    )


def _reassess(spec: RubricSpec, final: str | None, submitted_at: datetime) -> str:
    months = None if final is None else spec.band(final).reassess_after_months
    if months is None:
        return ""
    day = long_date(months_later(submitted_at.date(), months))
    return f"Assess again by {day}, {counted(months, 'month')} after this submission."


def _working(spec: RubricSpec, result: Result) -> tuple[str, ...]:
    bands = result.bands
    if not result.complete:
        return (INCOMPLETE,)
    if result.overall is None or bands.from_score is None or bands.final is None:
        return (NO_SCORE,)
    opening = f"{result.overall.shown} is in the {spec.band(bands.from_score).name} band"
    balance = _balance_sentences(spec, bands)
    capped = _cap_clause(spec, result)
    if balance:
        sentences = [f"{opening}.", *balance]
        if capped:
            sentences.append(f"{capped}.")
    else:
        sentences = [f"{opening}; {capped}." if capped else f"{opening}."]
    if bands.final == bands.from_score:
        sentences.append(_nothing_lowers(spec, bands))
    return tuple(sentences)


def _balance_sentences(spec: RubricSpec, bands: Bands) -> list[str]:
    if bands.after_balance is None or not bands.balance:
        return []
    names = {dimension.code: dimension.name for dimension in spec.dimensions}
    sentences = []
    for code in dict.fromkeys(broken.band for broken in bands.balance):
        broken = [each for each in bands.balance if each.band == code]
        short = listed([f"{names[each.dimension]} has {each.score}" for each in broken])
        least = _tenths(broken[0].minimum)
        sentences.append(
            f"{spec.band(code).name} asks for at least {least} in every dimension, and {short}."
        )
    sentences.append(f"Balance makes it {spec.band(bands.after_balance).name}.")
    return sentences


def _cap_clause(spec: RubricSpec, result: Result) -> str:
    order = [band.code for band in spec.bands]
    deciding = [gate for gate in result.bands.gates if _lowers(gate, result.bands, order)]
    if not deciding:
        return ""
    unknown = set(result.unknown)
    named = list(dict.fromkeys(_at_level(gate, unknown) for gate in deciding))
    verb = "caps" if len(named) == 1 else "cap"
    return f"{listed(named)} {verb} it at {spec.band(deciding[0].cap_band).name}"


def _at_level(gate: FiredGate, unknown: set[str]) -> str:
    if gate.question in unknown:
        return f"{gate.question} at don't know, which counts as level {gate.level},"
    return f"{gate.question} at level {gate.level}"


def _nothing_lowers(spec: RubricSpec, bands: Bands) -> str:
    if bands.gates:
        codes = list(dict.fromkeys(gate.question for gate in bands.gates))
        named, one = listed(codes), len(bands.gates) == 1
        return (
            f"The {'gate' if one else 'gates'} of {named} {'lowers' if one else 'lower'} nothing."
        )
    if bands.final is not None and spec.band(bands.final).minimum_each_dimension is not None:
        least = _tenths(spec.band(bands.final).minimum_each_dimension or Decimal(0))
        return f"Every dimension reaches the {least} that it asks for, and no gate applies."
    return "No gate applies."


STATE_TEXTS = {
    State.ANSWERED: "Answered",
    State.DONT_KNOW: "Don't know",
    State.NOT_APPLICABLE: "Not applicable",
    State.UNANSWERED: "Not answered",
    State.NOT_ASKED: "Not asked",
}
