"""The headline in words: the score, the band, and what brought it there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from assessments.reports.content import MOST_NAMED, Headline, ReportBalance, ReportBand, ReportGate
from assessments.rubric.definition import BandSpec, RubricSpec
from assessments.scoring.result import Bands, FiredGate, Result
from assessments.scoring.sheet import State
from assessments.wording import counted, listed, long_date, months_later, plain, quoted

_TENTH = Decimal("0.1")
_TOP = Decimal("100.0")
NOTHING_HELD = "No question that could hold you back counts, so nothing can be said of the bands."
NO_SCORE = "No question counts towards a score, so there is no overall score and no band."
INCOMPLETE = "The assessment is not complete, so it has no overall score and no band yet."


def band_parts(spec: RubricSpec) -> tuple[ReportBand, ...]:
    """The rubric's bands from the lowest to the highest, each with the scores it covers."""
    tops = [band.from_inclusive - _TENTH for band in spec.bands[1:]] + [_TOP]
    return tuple(_band_part(band, top) for band, top in zip(spec.bands, tops, strict=True))


def _band_part(band: BandSpec, top: Decimal) -> ReportBand:
    minimum = band.minimum_each_dimension
    return ReportBand(
        code=band.code,
        name=band.name,
        lower=band.from_inclusive,
        lower_text=tenths(band.from_inclusive),
        upper_text=tenths(top),
        minimum=minimum,
        minimum_text="" if minimum is None else tenths(minimum),
        summary=band.summary,
        meaning=band.ai_meaning,
        you_can_start=tuple(band.you_can_start),
        you_should_not_start=tuple(band.you_should_not_start),
    )


def tenths(number: Decimal) -> str:
    """A bound of a band as every score is written: "50.0", "62.5"."""
    text = plain(number)
    return text if "." in text else f"{text}.0"


def gate_parts(spec: RubricSpec, result: Result) -> tuple[ReportGate, ...]:
    """Every answer that caps the band, the lowest cap first, with what it did to the final band."""
    order = [band.code for band in spec.bands]
    titles = {question.code: question.title for _, question in spec.questions()}
    by_cap = sorted(caps(result.bands, order), key=lambda gate: order.index(gate.cap_band))
    holding, first = holding_gates(spec, result), gates_to_lift(spec, result)
    return tuple(
        ReportGate(
            code=gate.question,
            title=titles[gate.question],
            answer=_answer(gate, spec, result),
            cap_band=spec.band(gate.cap_band).name,
            message=_message(gate, spec, result),
            lowered=gate in holding if holding else _lowers(gate, result.bands, order),
            to_lift=gate in first,
            effect=_effect(gate, spec, result.bands, order, result.highest_open_band),
        )
        for gate in by_cap
    )


def caps(bands: Bands, order: Sequence[str]) -> list[FiredGate]:
    """One gate for each question: of several that fired, the one that caps lowest."""
    lowest: dict[str, FiredGate] = {}
    for gate in bands.gates:
        known = lowest.get(gate.question)
        if known is None or order.index(gate.cap_band) < order.index(known.cap_band):
            lowest[gate.question] = gate
    return list(lowest.values())


def wanted_band(spec: RubricSpec, result: Result) -> BandSpec | None:
    """What the verdict looks to: the band of the score where the final one is lower, else the next
    one up. `None` at the top, and where there is no final band.
    """
    if result.bands.final is None or result.bands.from_score is None:
        return None
    order = [band.code for band in spec.bands]
    final, by_score = order.index(result.bands.final), order.index(result.bands.from_score)
    place = by_score if by_score > final else final + 1
    return spec.bands[place] if place < len(order) else None


def gates_to_lift(spec: RubricSpec, result: Result) -> list[FiredGate]:
    """The gates, one for each question, that have to be lifted before the wanted band, or one
    above the highest still open, can be reached. While there is no band: all that fired.
    """
    if result.highest_open_band is not None:
        return holding_gates(spec, result)
    order = [band.code for band in spec.bands]
    fired, wanted = caps(result.bands, order), wanted_band(spec, result)
    if result.bands.final is None:
        return fired
    place = 0 if wanted is None else order.index(wanted.code)
    return [gate for gate in fired if order.index(gate.cap_band) < place]


_WITHOUT_LEVEL = {State.DONT_KNOW: "don’t know", State.UNANSWERED: "not answered"}
"""Answers that count as the lowest level although no level was chosen."""


def _answer(gate: FiredGate, spec: RubricSpec, result: Result) -> str:
    state = result.question(gate.question).state
    return _WITHOUT_LEVEL.get(state, _not_ticked(gate) or spec.level_within(gate.level).strip("“”"))


def _not_ticked(gate: FiredGate) -> str:
    """ "2 lines not ticked" of a gate that asks for lines; empty of any other."""
    return f"{counted(len(gate.missing), 'line')} not ticked" if gate.missing else ""


def _message(gate: FiredGate, spec: RubricSpec, result: Result) -> str:
    """The rubric's message, with the lines that it asks for.

    It speaks of a level that was chosen, so where none was that is said first.
    """
    if gate.missing:
        lines = spec.question(gate.question).texts_of(gate.missing)
        return f"{gate.message} Not ticked: {quoted(lines)}."
    said = _WITHOUT_LEVEL.get(result.question(gate.question).state)
    if said is None:
        return gate.message
    level = spec.level_within(gate.level)
    return f"{said.capitalize()} counts as {level}. At that level: {gate.message}"


def why_no_higher(spec: RubricSpec, result: Result) -> str:
    """Why the best that the answers can still reach stays below the band of its score, as a clause
    such as "your answer to A-1 caps the final band at Low until it is changed"; empty where it
    does not.
    """
    bands = result.high.bands or result.bands
    if bands.final is None or bands.final == bands.from_score:
        return ""
    order = [band.code for band in spec.bands]
    deciding = [gate for gate in caps(bands, order) if _lowers(gate, bands, order)]
    if deciding:
        return _cap_until_changed(deciding, spec.band(bands.final).name, result)
    above = order[order.index(bands.final) + 1]
    names = {dimension.code: dimension.name for dimension in spec.dimensions}
    broken = [each for each in bands.balance if each.band == above]
    reach = "has" if result.complete else "can reach"
    short = listed([f"{names[each.dimension]} {reach} {each.score}" for each in broken])
    least = tenths(broken[0].minimum)
    return f"{spec.band(above).name} asks for at least {least} in every dimension, and {short}"


def _cap_until_changed(deciding: Sequence[FiredGate], cap: str, result: Result) -> str:
    if len(deciding) > MOST_NAMED:
        return (
            f"your answers to {len(deciding)} critical questions cap the final band at {cap} "
            "until they are changed"
        )
    states = [(gate.question, result.question(gate.question).state) for gate in deciding]
    named = listed(
        [f"{code} ({_WITHOUT_LEVEL[at]})" if at in _WITHOUT_LEVEL else code for code, at in states]
    )
    if len(deciding) == 1:
        return f"your answer to {named} caps the final band at {cap} until it is changed"
    return f"your answers to {named} cap the final band at {cap} until they are changed"


def _lowers(gate: FiredGate, bands: Bands, order: Sequence[str]) -> bool:
    """Whether this gate's cap is what the final band came down to."""
    if bands.after_balance is None or gate.cap_band != bands.final:
        return False
    return order.index(gate.cap_band) < order.index(bands.after_balance)


def holding_gates(spec: RubricSpec, result: Result) -> list[FiredGate]:
    """The gates that hold the highest band still open where it is, below the top."""
    order = [band.code for band in spec.bands]
    if result.highest_open_band in (None, order[-1]):
        return []
    return [gate for gate in caps(result.bands, order) if gate.cap_band == result.highest_open_band]


def open_sentences(spec: RubricSpec, result: Result) -> tuple[str, ...]:
    """The highest band still open of a rubric that shows no score, and why it is no higher."""
    if result.highest_open_band is None or (result.complete and not result.judges):
        return (NOTHING_HELD,)
    opening = f"Highest band still open: {spec.band(result.highest_open_band).name}."
    return (opening, _held(spec, result, "it there"))


def _held(spec: RubricSpec, result: Result, what: str) -> str:
    """Which answers hold the highest band still open: `what` names it, and where it is."""
    holding = holding_gates(spec, result)
    if not holding:
        whose = "No answer" if result.complete else "No answer so far"
        return f"{whose} holds you back."
    if len(holding) > MOST_NAMED:
        return f"{len(holding)} critical answers hold {what} until they change."
    named = listed([_at_level(gate, spec, result) for gate in holding])
    if len(holding) == 1:
        return f"{named} holds {what} until it changes."
    return f"{named} hold {what} until they change."


def _effect(
    gate: FiredGate, spec: RubricSpec, bands: Bands, order: Sequence[str], open_band: str | None
) -> str:
    cap = spec.band(gate.cap_band).name
    if open_band is not None:
        lower = order.index(open_band) < order.index(gate.cap_band)
        also = " Another answer holds lower." if lower else ""
        return f"No band above {cap} until this changes.{also}"
    if bands.after_balance is None or bands.final is None:
        return f"Caps the band at {cap}."
    if _lowers(gate, bands, order):
        return f"Lowers the band from {spec.band(bands.after_balance).name} to {cap}."
    if order.index(gate.cap_band) < order.index(bands.after_balance):
        return f"Caps the band at {cap}, but another gate caps it lower."
    return f"Lowers nothing today; its cap is {cap}."


def balance_parts(spec: RubricSpec, result: Result) -> tuple[ReportBalance, ...]:
    """Every dimension that kept a band from being reached."""
    names = {dimension.code: dimension.name for dimension in spec.dimensions}
    parts = []
    for broken in result.bands.balance:
        name, band = names[broken.dimension], spec.band(broken.band).name
        least = tenths(broken.minimum)
        parts.append(
            ReportBalance(
                code=broken.dimension,
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
    spec: RubricSpec, result: Result, parts: Sequence[ReportBand], submitted_at: datetime
) -> Headline:
    """The score, the three bands and the working; `parts` are the rubric's bands."""
    bands, by_code = result.bands, {part.code: part for part in parts}

    def part(code: str | None) -> ReportBand | None:
        return None if code is None else by_code[code]

    score, open_band = result.overall, part(result.highest_open_band)
    return Headline(
        score=None if score is None else str(score.shown),
        exact=None if score is None else f"{score.exact.numerator}/{score.exact.denominator}",
        final=part(bands.final),
        from_score=part(bands.from_score),
        after_balance=part(bands.after_balance),
        open_band=open_band,
        lowered=bands.final != bands.from_score or bool(holding_gates(spec, result)),
        working=_working(spec, result),
        reassess=_reassess(spec, bands.final or result.highest_open_band, submitted_at),
    )


def _reassess(spec: RubricSpec, band: str | None, submitted_at: datetime) -> str:
    """When to answer again, by the final band or, without a score, the highest still open."""
    months = None if band is None else spec.band(band).reassess_after_months
    if months is None:
        return ""
    day = long_date(months_later(submitted_at.date(), months))
    return f"Assess again by {day}, {counted(months, 'month')} after this submission."


def _working(spec: RubricSpec, result: Result) -> tuple[str, ...]:
    bands = result.bands
    if not result.complete:
        return (INCOMPLETE,)
    if result.highest_open_band is not None:
        if not result.judges:
            return (NOTHING_HELD,)
        return (_held(spec, result, f"the band at {spec.band(result.highest_open_band).name}"),)
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
    return tuple(sentences)


def _balance_sentences(spec: RubricSpec, bands: Bands) -> list[str]:
    if bands.after_balance is None or not bands.balance:
        return []
    names = {dimension.code: dimension.name for dimension in spec.dimensions}
    sentences = []
    for code in dict.fromkeys(broken.band for broken in bands.balance):
        broken = [each for each in bands.balance if each.band == code]
        short = listed([f"{names[each.dimension]} has {each.score}" for each in broken])
        least = tenths(broken[0].minimum)
        sentences.append(
            f"{spec.band(code).name} asks for at least {least} in every dimension, and {short}."
        )
    sentences.append(f"Balance makes it {spec.band(bands.after_balance).name}.")
    return sentences


def _cap_clause(spec: RubricSpec, result: Result) -> str:
    order = [band.code for band in spec.bands]
    deciding = [gate for gate in caps(result.bands, order) if _lowers(gate, result.bands, order)]
    if not deciding:
        return ""
    named = [_at_level(gate, spec, result) for gate in deciding]
    verb = "caps" if len(named) == 1 else "cap"
    return f"{listed(named)} {verb} it at {spec.band(deciding[0].cap_band).name}"


def _at_level(gate: FiredGate, spec: RubricSpec, result: Result) -> str:
    said = _WITHOUT_LEVEL.get(result.question(gate.question).state)
    if gate.missing:
        return f"{gate.question} ({said or _not_ticked(gate)})"
    if said is None:
        return f"{gate.question} at {spec.level_within(gate.level)}"
    return f"{gate.question} ({said}, which counts as {spec.level_within(gate.level)})"
