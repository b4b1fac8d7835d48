"""A report at a glance, as frozen values: its ladder of bands, its tiles, and what it was before.

Pure. Every fact is there in words; a shade only repeats one. Titles come from the rubric, and have
to be escaped wherever they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.wording import long_date

MOST_POINTS = 8
"""How many submissions a chart over time shows: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A submission: its day, its score from 0 to 100, its final band, and the edition it is on."""

    day: date
    score: Decimal
    band: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The organisation's previous submission on the same questionnaire, of whichever edition.

    `score` is from 0 to 100, and `None` where that edition showed none or nothing counted; `band`
    is the code of its final band, or of the highest still open, and `scores` are the shown scores
    of its dimensions, by code. `assessment` and `number` are those of its address, and `trend` has
    the scores up to then, oldest first.
    """

    reference: str
    assessment: str = ""
    number: int = 0
    day: date
    edition: str
    score: Decimal | None
    band: str
    band_name: str
    scores: Mapping[str, Decimal]
    trend: Sequence[Point] = ()

    @property
    def day_text(self) -> str:
        """ "23 November 2026"."""
        return long_date(self.day)

    @property
    def open_band(self) -> bool:
        """Whether the band is the highest still open: that edition showed no score."""
        return self.score is None and bool(self.band)

    @property
    def text(self) -> str:
        """ "Last time, 24 November 2025: 36.6, Emerging"; without a score what the band is."""
        band = f"highest band still open {self.band_name}" if self.open_band else self.band_name
        result = band if self.score is None else f"{self.score:.1f}, {band}"
        return f"Last time, {self.day_text}: {result.removesuffix(', ') or 'no score'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A band on the ladder. `marks` say in words what is there: the result, what the score
    alone would reach, last time's result. `shade` is that of its place, "0" to "4".
    """

    code: str
    name: str
    lower_text: str
    upper_text: str
    here: bool
    last: bool
    shade: str
    marks: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The bands from the lowest to the highest. `note` says last time's result where its band is
    not one of these, or was a final band and this is the highest still open, or the other way.
    """

    rungs: Sequence[Rung]
    note: str


UNKNOWN, NONE = "unknown", "none"
"""The shades of a tile without a level: not known, and nothing to judge."""
SHADES = 4
"""The highest of the others: they are "0" to "4", for the lowest level or band to the highest."""


def shade_of(place: int, top: int) -> str:
    """The shade of a place from 0 to `top`, the highest there is."""
    return str(SHADES * place // top) if top else str(SHADES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A question that was asked. `words` say the level reached or the state, `flags` the rest
    ("Critical", "Caps the band", "Evidence"), and `shade` is one of those above.
    """

    code: str
    title: str
    level: str
    words: str
    shade: str
    critical: bool
    dont_know: bool
    evidence: bool
    caps: bool
    flags: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileRow:
    """A dimension and its questions, in order; there are none where none was asked."""

    code: str
    name: str
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """All that the first page needs. `verdict` is what a chief executive has to know, in one or two
    sentences, and `heat` has every dimension of the rubric.
    """

    verdict: Sequence[str]
    ladder: Ladder
    heat: Sequence[TileRow]
    last: LastTime | None
