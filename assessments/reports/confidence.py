"""How sure a result is, in sentences: what is not known, not shown, past its date, and how far the
band hangs on the weights. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from assessments.reports.backing import backing
from assessments.reports.replies import Sitting
from assessments.rubric.sensitivity import Case, Robustness, robustness
from assessments.scoring.result import Result
from assessments.wording import counted, listed, one_decimal


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
