"""Where the overall score and each dimension's are on the scale of the bands. Pure.

The charts, the table next to them and the papers show these figures; none works out its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from assessments.reports.content import MOST_NAMED, Report, ReportBand, ReportDimension
from assessments.wording import listed

OVERALL, DIMENSION, SHORT = "overall", "dimension", "short"
"""The kinds of a standing: a short one is a dimension that keeps a band from being reached."""
GATE, BELOW_MINIMUM = "Gate", "Below minimum"
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`value` and `last` are shown scores from 0 to 100, now and last time; `None` without one.

    `gates` are the codes of the dimension's answers that cap the band, and `next` the first band
    that begins above the score; the overall score has no gates of its own.
    """

    name: str
    kind: str
    value: Decimal | None
    band: str
    share: str = ""
    last: Decimal | None = None
    gates: Sequence[str] = ()
    next: ReportBand | None = None

    @property
    def score(self) -> str:
        """ "36.6", or empty."""
        return "" if self.value is None else f"{self.value:.1f}"

    @property
    def last_text(self) -> str:
        """ "36.6", or empty."""
        return "" if self.last is None else f"{self.last:.1f}"

    @property
    def below(self) -> str:
        """What is printed below the score."""
        return BELOW_MINIMUM if self.kind == SHORT else self.band

    @property
    def next_text(self) -> str:
        """ "Ready at 68.0, 2.3 more"; empty in the highest band and without a score."""
        if self.next is None or self.value is None:
            return ""
        missing = self.next.lower.quantize(_TENTH, rounding=ROUND_CEILING) - self.value
        return f"{self.next.name} at {self.next.lower_text}, {missing} more"

    @property
    def gates_text(self) -> str:
        """ "BUD-01 and BUD-03 cap the band", or empty."""
        if not self.gates:
            return ""
        many = len(self.gates) > MOST_NAMED
        named = f"{len(self.gates)} answers" if many else listed(self.gates)
        return f"{named} {'caps' if len(self.gates) == 1 else 'cap'} the band"

    @property
    def now(self) -> str:
        """ "Budget: 41.2, Developing" """
        said = f"{self.score}, {self.band}".removesuffix(", ") if self.score else "no score"
        return f"{self.name}: {said}"

    @property
    def words(self) -> str:
        """The whole of it: "Budget: 41.2, Developing; last time 36.6; BUD-01 caps the band"."""
        more = (
            BELOW_MINIMUM.lower() if self.kind == SHORT else "",
            f"last time {self.last_text}" if self.last_text else "",
            self.gates_text,
            f"next {self.next_text}" if self.next_text else "",
        )
        return "; ".join((self.now, *filter(None, more)))


def standings(report: Report) -> list[Standing]:
    """The overall score, where there is one, and each dimension's, in order; none where the rubric
    shows no score.
    """
    head, last = report.headline, report.glance.last
    if head.open_band is not None:
        return []
    found = []
    if head.score is not None:
        value = Decimal(head.score)
        found.append(
            Standing(
                name="Overall",
                kind=OVERALL,
                value=value,
                band="" if head.final is None else head.final.name,
                last=None if last is None else last.score,
                next=_next(report.bands, value),
            )
        )
    return found + [_dimension(report, part) for part in report.dimensions]


def _dimension(report: Report, part: ReportDimension) -> Standing:
    last = report.glance.last
    own = {question.code for question in report.questions_of(part.code)}
    short = part.code in {each.code for each in report.balance}
    return Standing(
        name=part.name,
        kind=SHORT if short else DIMENSION,
        value=part.value,
        band=part.band,
        share=part.share,
        last=None if last is None else last.scores.get(part.code),
        gates=tuple(gate.code for gate in report.gates if gate.to_lift and gate.code in own),
        next=_next(report.bands, part.value),
    )


def _next(bands: Sequence[ReportBand], value: Decimal | None) -> ReportBand | None:
    if value is None:
        return None
    return next((band for band in bands if band.lower > value), None)
