"""The most notable answers of a report: strengths, gaps, and what to look at again. Pure."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from assessments.reports.answered import Flagged
from assessments.reports.content import ReportGap, Strength
from assessments.reports.replies import Asked, Sitting, brief, points_text
from assessments.wording import one_decimal

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
            earned=one_decimal(earned),
            unconfirmed=each.unconfirmed,
        )
        for earned, each in strong[:limit]
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
