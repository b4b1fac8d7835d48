"""What a chief executive has to know of a result: a sentence or two, the ladder of bands, the
most notable answers, and the actions that are recommended (`actions_of`). `link_to` is a source of
the rubric as a link. Pure.

The sums and their reasons are in `verdict`; here is only what follows from them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from assessments.reports.answered import Flagged, Link
from assessments.reports.content import Headline, ReportAction, ReportBand, ReportGap, Strength
from assessments.reports.glance import (
    NONE,
    UNKNOWN,
    Glance,
    Ladder,
    LastTime,
    Rung,
    Tile,
    TileRow,
    shade_of,
)
from assessments.reports.replies import Asked, Sitting, brief, missing_items, points_text
from assessments.reports.verdict import (
    NO_SCORE,
    NOTHING_HELD,
    gates_to_lift,
    holding_gates,
    tenths,
    wanted_band,
)
from assessments.rubric.definition import DECIDING, BandSpec, EffortSpec, RubricSpec
from assessments.scoring.result import RecommendedAction, Result
from assessments.scoring.sheet import State
from assessments.wording import counted, in_words, listed, one_decimal

STRONG = Fraction(3, 4)
"""The mark from which a question is a strength, and from which evidence is looked for."""

LARGEST_GAPS = 10
STRENGTHS = 5
OF_A_DIMENSION = 3


def _counted(sitting: Sitting) -> list[tuple[Asked, Fraction, Fraction]]:
    """Every question in the sums, with its mark and its share of the whole."""
    return [
        (each, each.result.mark, each.result.weighted_share)
        for each in sitting.asked.values()
        if each.result.mark is not None and each.result.weighted_share is not None
    ]


def weak(sitting: Sitting) -> bool:
    """Whether any question that counts is below three quarters of its points."""
    return any(mark < STRONG for _, mark, _ in _counted(sitting))


def strengths(
    sitting: Sitting, dimension: str = "", limit: int = STRENGTHS
) -> tuple[Strength, ...]:
    """The questions at three quarters of their points or more that add most to the score."""
    strong = [
        (mark * share * 100, each)
        for each, mark, share in _counted(sitting)
        if mark >= STRONG and dimension in ("", each.dimension.code)
    ]
    strong.sort(key=lambda pair: (-pair[0], pair[1].question.code))
    return tuple(
        Strength(
            code=each.question.code,
            title=each.question.title,
            dimension=each.dimension.name,
            answer=brief(sitting.spec, each),
            points=points_text(each.result),
            unconfirmed=each.unconfirmed,
        )
        for _, each in strong[:limit]
    )


def gaps(sitting: Sitting, dimension: str = "", limit: int = LARGEST_GAPS) -> tuple[ReportGap, ...]:
    """The questions whose full marks would add most to the overall score."""
    open_gaps = [
        (each.result.gap, each)
        for each in sitting.asked.values()
        if each.result.gap and dimension in ("", each.dimension.code)
    ]
    open_gaps.sort(key=lambda pair: (-pair[0], pair[1].question.code))
    return tuple(
        ReportGap(
            place=place,
            code=each.question.code,
            title=each.question.title,
            dimension=each.dimension.name,
            answer=brief(sitting.spec, each),
            points=points_text(each.result),
            gap=one_decimal(gap),
        )
        for place, (gap, each) in enumerate(open_gaps[:limit], start=1)
    )


def flagged(sitting: Sitting, codes: Collection[str]) -> tuple[Flagged, ...]:
    """The questions of those codes, in the order of asking."""
    return tuple(
        Flagged(
            code=code,
            title=each.question.title,
            dimension=each.dimension.name,
            answer=brief(sitting.spec, each),
        )
        for code, each in sitting.asked.items()
        if code in codes
    )


_TENTH = Decimal("0.1")
MOST_NAMED = 2
"""Of so many dimensions the verdict names each; of more it says how many."""
NOTHING_HOLDS_YOU = "Nothing that was asked holds you back."


def glance(
    sitting: Sitting, bands: Sequence[ReportBand], headline: Headline, last: LastTime | None
) -> Glance:
    """The first page of a report; `bands` are the rubric's."""
    return Glance(
        verdict=verdict(sitting.spec, sitting.result),
        ladder=ladder(bands, headline, last),
        heat=heat(sitting),
        last=last,
    )


def verdict(spec: RubricSpec, result: Result) -> tuple[str, ...]:
    """The result in one or two sentences: how far it is to the next band, and what has to be put
    right first. Never empty.
    """
    if result.highest_open_band is not None:
        return _verdict_of_open(spec, result)
    if not result.complete:
        return (f"There is no result yet: {_left(spec, result)}.",)
    final = result.bands.final
    if result.overall is None or final is None or result.bands.from_score is None:
        return (NO_SCORE,)
    wanted, name = wanted_band(spec, result), spec.band(final).name
    if wanted is None:
        return (f"{name}: {'the highest' if len(spec.bands) > 1 else 'the only'} band.",)
    if wanted.code == result.bands.from_score:
        opening = f"The score reaches {wanted.name}, but the result is {name}."
    else:
        missing = _missing(wanted, result.overall.shown)
        opening = f"{_points(missing)} from {wanted.name}."
    return (opening, *_first(spec, result, wanted))


def _missing(wanted: BandSpec, shown: Decimal) -> Decimal:
    """By how many tenths the shown score has to rise to be called that."""
    least = wanted.from_inclusive.quantize(_TENTH, rounding=ROUND_CEILING)
    return least - shown


def _points(number: Decimal) -> str:
    return f"{number:.1f} points"


def _first(spec: RubricSpec, result: Result, wanted: BandSpec) -> tuple[str, ...]:
    """What has to be put right before that band can be reached, at any score."""
    gates = len(gates_to_lift(spec, result))
    needed = [f"{_answers(gates)} must be fixed"] if gates else []
    least = wanted.minimum_each_dimension
    if least is not None:
        short = [
            each.name
            for each in result.dimensions
            if each.score is not None and each.score.shown < least
        ]
        if short:
            named = (
                f"{listed(short)} must {'each ' if len(short) > 1 else ''}reach"
                if len(short) <= MOST_NAMED
                else f"{in_words(len(short))} dimensions must each reach"
            )
            needed.append(f"{named} {tenths(least)}")
    if not needed:
        return ()
    said = " and ".join(needed)
    return (f"{said[0].upper()}{said[1:]} first.",)


def _answers(number: int) -> str:
    return f"{in_words(number)} safety-critical {'answer' if number == 1 else 'answers'}"


def _left(spec: RubricSpec, result: Result) -> str:
    required = {question.code for _, question in spec.questions() if question.required}
    number = sum(
        each.state is State.UNANSWERED and each.code in required for each in result.questions
    )
    return f"{counted(number, 'question is', 'questions are')} still to be answered"


def _verdict_of_open(spec: RubricSpec, result: Result) -> tuple[str, ...]:
    """Of a rubric that shows no score: what keeps bands shut."""
    if result.complete and not result.judges:
        return (NOTHING_HELD,)
    holding = holding_gates(spec, result)
    if holding:
        name = spec.band(result.highest_open_band or "").name
        are = "is" if len(holding) == 1 else "are"
        said = f"No band above {name} is open until {_answers(len(holding))} {are} fixed."
    else:
        said = NOTHING_HOLDS_YOU
    return (said,) if result.complete else (said, f"{_left(spec, result).capitalize()}.")


def ladder(bands: Sequence[ReportBand], headline: Headline, last: LastTime | None) -> Ladder:
    """The bands with this result's place and last time's."""
    top = len(bands) - 1
    rungs = tuple(
        _rung(band, headline, last, shade_of(place, top)) for place, band in enumerate(bands)
    )
    placed = last is None or any(rung.last for rung in rungs)
    return Ladder(rungs=rungs, note="" if placed or last is None else f"{last.text}.")


def _rung(band: ReportBand, headline: Headline, last: LastTime | None, shade: str) -> Rung:
    final = headline.final or headline.open_band
    here = final is not None and final.code == band.code
    before = (
        last is not None
        and last.band == band.code
        and last.open_band == (headline.open_band is not None)
    )
    marks = []
    if here:
        marks.append("Highest band still open" if headline.open_band else "You are here")
    by_score = headline.from_score
    if not here and by_score is not None and by_score.code == band.code:
        marks.append("What the score alone would reach")
    if last is not None and before:
        score = "" if last.score is None else f": {last.score:.1f}"
        marks.append(f"Last time, {last.day_text}{score}")
    return Rung(
        code=band.code,
        name=band.name,
        lower_text=band.lower_text,
        upper_text=band.upper_text,
        here=here,
        last=before,
        shade=shade,
        marks=tuple(marks),
    )


def heat(sitting: Sitting) -> tuple[TileRow, ...]:
    """Every question that was asked as a tile, by dimension; "asked" counts for all of them."""
    capping = {gate.question for gate in gates_to_lift(sitting.spec, sitting.result)}
    return tuple(
        TileRow(
            code=dimension.code,
            name=dimension.name,
            tiles=tuple(
                _tile(sitting, sitting.asked[question.code], question.code in capping)
                for question in dimension.questions
                if sitting.asked[question.code].result.state is not State.NOT_ASKED
            ),
        )
        for dimension in sitting.spec.dimensions
    )


def _tile(sitting: Sitting, each: Asked, caps_band: bool) -> Tile:
    result, question = each.result, each.question
    answered = result.state is State.ANSWERED and result.level is not None
    unknown, evidence = result.state is State.DONT_KNOW, bool(each.reply.evidence)
    flags = {
        "Caps the band": caps_band,
        "Critical": question.critical and not caps_band,
        "Evidence": evidence,
        "Unconfirmed": each.unconfirmed,
    }
    level = result.level if answered else None
    return Tile(
        code=question.code,
        title=question.title,
        level="" if level is None else str(level),
        words=brief(sitting.spec, each) if level is None else sitting.spec.level_name(level),
        shade=UNKNOWN if unknown else _shade(each, level),
        critical=question.critical,
        dont_know=unknown,
        evidence=evidence,
        caps=caps_band,
        flags=tuple(words for words, holds in flags.items() if holds),
    )


def _shade(each: Asked, level: int | None) -> str:
    """How high the level is among the question's own, from "0" to "4"."""
    top = max((one.number for one in each.question.levels), default=0)
    if level is None or not top:
        return NONE
    return shade_of(level, top)


def link_to(spec: RubricSpec, code: str) -> Link:
    source = spec.source(code)
    return Link(title=code) if source is None else Link(title=source.title, url=source.url)


def actions_of(sitting: Sitting) -> tuple[ReportAction, ...]:
    """What the result recommends, in order and in words."""
    efforts = {effort.code: effort for effort in sitting.spec.efforts}
    to_lift = {gate.question for gate in gates_to_lift(sitting.spec, sitting.result)}
    return tuple(
        _action(sitting, efforts, place, action, action.question in to_lift)
        for place, action in enumerate(sitting.result.actions, start=1)
    )


LIFTS, LATER = "Lifts a gate", "Needed for a higher band"
"""The reasons of an action behind a gate that fired: that the verdict counts, or not."""


def _action(
    sitting: Sitting,
    efforts: Mapping[str, EffortSpec],
    place: int,
    action: RecommendedAction,
    lifts: bool,
) -> ReportAction:
    each, effort = sitting.asked[action.question], efforts.get(action.effort)
    return ReportAction(
        place=place,
        code=action.question,
        title=each.question.title,
        dimension=each.dimension.name,
        text=action.text,
        items=missing_items(each),
        effort=action.effort if effort is None else effort.name,
        effort_meaning="" if effort is None else effort.meaning,
        owner=sitting.spec.owner_title(action.owner, sitting.sector),
        guidance=None if action.guidance is None else link_to(sitting.spec, action.guidance),
        gate=action.gate,
        lifts=lifts,
        urgent=action.gate or bool(action.shortfall),
        reason=(LIFTS if lifts else LATER) if action.gate else _today(sitting.spec, each),
        gain=one_decimal(action.gain),
        decision=action.owner in DECIDING,
    )


def _today(spec: RubricSpec, each: Asked) -> str:
    if each.result.state is State.DONT_KNOW:
        return "Don’t know today"
    return "" if each.result.level is None else f"{spec.level_name(each.result.level)} today"
