"""How sure a result is, in sentences: what is not known, not shown, rests on assertion only, is
past its date, and how far the band hangs on the weights. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from assessments.reports.replies import Asked, Sitting
from assessments.rubric.sensitivity import Case, Robustness, robustness
from assessments.scoring.result import Result
from assessments.scoring.sheet import State
from assessments.wording import counted, listed, one_decimal, percent
from assessments.workflow import Strength


def shares(sitting: Sitting) -> tuple[Fraction, Fraction] | None:
    """Two shares, 0 to 1, of the points that the answers earn: that of answers which rest on
    assertion only, and that of those whose evidence is past its date. `None` where no point is
    earned, and where the rubric shows no score.

    What an answer earns is its mark times its share of the whole, so all of it is the score. An
    answer rests on assertion only where nothing that it names is documented or tested, with no
    evidence at all too; on evidence past its date where something is, and all of that was good
    until an earlier day. So no answer is in both. A line that names no item is documented where it
    leads somewhere (`evidence.strength_typed`), and has no date.
    """
    if sitting.result.highest_open_band is not None:
        return None
    earned = asserted = past = Fraction(0)
    for each in sitting.asked.values():
        result = each.result
        if result.mark is None or result.weighted_share is None:
            continue
        points = result.mark * result.weighted_share
        earned += points
        shown = _shown(sitting, each)
        if not shown:
            asserted += points
        elif all(shown):
            past += points
    return (asserted / earned, past / earned) if earned else None


def _shown(sitting: Sitting, each: Asked) -> list[bool]:
    """Of every line of evidence that is documented or tested, whether it is past its date."""
    holding = sitting.holding
    return [
        holding.is_past(line)
        for line in each.reply.evidence
        if holding.strength(line) is not Strength.ASSERTED
    ]


def backing(sitting: Sitting) -> tuple[str, ...]:
    """A sentence for what rests on assertion, and one for what evidence is past its date, of those
    that there are. Where the rubric shows no score, nothing is said of shares.
    """
    asserted, past = shares(sitting) or (Fraction(0), Fraction(0))
    what = "score" if sitting.result.complete else "score so far"
    same = "that does not change the score."
    found = []
    if asserted:
        found.append(
            f"{percent(asserted)} of the {what} rests on assertion only, without evidence that is "
            f"documented or tested; {same}"
        )
    number = sum(_names_past(sitting, each) for each in sitting.asked.values())
    if number:
        named = counted(number, "answer names", "answers name")
        share = f", and {percent(past)} of the {what} rests on nothing better; {same}"
        found.append(f"{named} evidence that is past its date{share if past else '.'}")
    return tuple(found)


def _names_past(sitting: Sitting, each: Asked) -> bool:
    """Whether the answer names any evidence that is past its date, as the lists of answers say."""
    past = sitting.holding.is_past
    return each.result.state is not State.NOT_ASKED and any(map(past, each.reply.evidence))


def how_sure(sitting: Sitting) -> tuple[str, ...]:
    """A sentence for each doubt that there is, and how far the band hangs on the weights. None is
    about figures where the rubric shows no score, and none about weights before there is a band or
    where there is one dimension only.
    """
    return tuple(filter(None, _sentences(sitting)))


def _sentences(sitting: Sitting) -> Iterator[str]:
    result = sitting.result
    yield _unknown(result)
    yield _unconfirmed(result)
    yield from backing(sitting)
    if result.overall is not None:
        yield _weights(sitting)


def _unknown(result: Result) -> str:
    number = len(result.unknown)
    if not number:
        return ""
    said = f"{counted(number, 'answer')} {_is(number)} “don’t know” and {_count(number)} as the"
    said += f" lowest {'level' if number == 1 else 'levels'}"
    gaps = [result.question(code).gap for code in result.unknown]
    gap = sum((one for one in gaps if one is not None), Fraction(0))
    if not gap:
        return f"{said}."
    return f"{said}: full marks there would add {one_decimal(gap)} to the score."


def _unconfirmed(result: Result) -> str:
    number = len(result.unconfirmed)
    if not number:
        return ""
    earned = Fraction(0)
    for code in result.unconfirmed:
        one = result.question(code)
        earned += (one.mark or 0) * (one.weighted_share or 0) * 100
    said = f"{counted(number, 'answer')} at three quarters of full marks or above"
    said += f" {'has' if number == 1 else 'have'} no evidence"
    if result.overall is None:
        return f"{said}."
    return f"{said}: {one_decimal(earned)} of the score of {result.overall.shown} rests on that."


def _weights(sitting: Sitting) -> str:
    result = sitting.result
    scores = {one.code: one.score.exact for one in result.dimensions if one.score is not None}
    if len(scores) == 1:
        return ""
    case = Case(dimensions=scores, caps=[gate.cap_band for gate in result.bands.gates])
    found = robustness(sitting.spec, case)
    drawn = (
        f"in {found.tried} combinations drawn from {found.possible:,}, the same for every report"
    )
    how = "in every combination" if found.tried == found.possible else drawn
    return (
        f"With the weight of each dimension a quarter higher or lower, {how}, "
        f"{_outcome(sitting, found)}."
    )


def _outcome(sitting: Sitting, found: Robustness) -> str:
    names = {code: sitting.spec.band(code).name for code in found.bands}
    between = "with the same score"
    if found.lowest != found.highest:
        between = f"with scores from {found.lowest} to {found.highest}"
    final = sitting.result.bands.final or ""
    if list(names) == [final]:
        return f"the final band stays {names[final]}, {between}"
    said = [f"{names[code]} {_times(times)}" for code, times in found.bands.items()]
    return f"the final band is {listed(said)}, {between}"


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _count(number: int) -> str:
    return "counts" if number == 1 else "count"
