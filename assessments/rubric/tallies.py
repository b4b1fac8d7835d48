"""What a trial of a draft found on many submissions, added up. Pure.

It is kept as JSON, and its sums in whole millionths of a point, so that they come to the same in
batches of any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.rubric.definition import Document
from assessments.rubric.impact import Tried

MILLION = 1_000_000
DRIVERS = 10
SINGLE_MOST = 21
"""With more whole points than this between the ends, five are taken together."""


def _millionths(points: Fraction) -> int:
    return round(points * MILLION)


@dataclass(slots=True, kw_only=True)
class SectorTally:
    """The submissions of one sector. `moves` counts bands, "before>after"; only those that differ.

    `steps` counts changes of the score, rounded to whole points: the key 0 holds those from half a
    point down to half a point up. `scored` are those compared that have a score on both sides.
    """

    compared: int = 0
    scored: int = 0
    left_out: int = 0
    up: int = 0
    down: int = 0
    total: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """How many would be in another band."""
        return sum(self.moves.values())

    @property
    def mean(self) -> Fraction:
        """The mean change of the score, in points."""
        return Fraction(self.total, MILLION * self.scored) if self.scored else Fraction(0)

    def add(self, tried: Tried | None) -> None:
        if tried is None:
            self.left_out += 1
            return
        self.compared += 1
        if tried.change is not None:
            self.scored += 1
            self.total += _millionths(tried.change)
            self.steps[str(_whole(tried.change))] += 1
        if tried.before.band != tried.after.band:
            self.moves[f"{tried.before.band}>{tried.after.band}"] += 1
            self.up += tried.after.place > tried.before.place
            self.down += tried.after.place < tried.before.place

    def __add__(self, other: SectorTally) -> SectorTally:
        """Both together."""
        names = self.__slots__
        return SectorTally(**{one: getattr(self, one) + getattr(other, one) for one in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A question's part in the change: mean over all submissions, and mean without its sign."""

    code: str
    mean: Fraction
    size: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One submission's outcome, by its key. Scores are in tenths, bands by place from 0."""

    key: int
    before: int | None
    after: int | None
    before_place: int
    after_place: int

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def fall(self) -> int:
        """What rows are ordered by: the change of the score, or of the band where there is none."""
        change = self.change
        return self.after_place - self.before_place if change is None else change


def row_of(key: int, tried: Tried) -> Row:
    """The outcome of the submission of that key."""
    before, after = tried.before, tried.after
    was, now = (int(one.score.shown * 10) if one.score else None for one in (before, after))
    return Row(key=key, before=was, after=now, before_place=before.place, after_place=after.place)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Everything that a trial has found so far, but for the submissions themselves.

    `gates` has for each question whose gate changes how many submissions it newly holds, and how
    many it holds no more.
    """

    gates: dict[str, list[int]] = field(default_factory=dict)
    sectors: dict[str, SectorTally] = field(default_factory=dict)
    questions: dict[str, list[int]] = field(default_factory=dict)

    def add(self, sector: str, tried: Tried | None) -> None:
        """One submission more; `None` is one that could not be compared."""
        self.sectors.setdefault(sector, SectorTally()).add(tried)
        if tried is None:
            return
        for code, effect in tried.effects.items():
            millionths = _millionths(effect)
            sums = self.questions.setdefault(code, [0, 0])
            sums[0] += millionths
            sums[1] += abs(millionths)
        before, after = tried.before, tried.after
        for code in before.held ^ after.held:
            self.gates.setdefault(code, [0, 0])[code in before.held] += 1

    @property
    def whole(self) -> SectorTally:
        """Every sector together."""
        return sum(self.sectors.values(), SectorTally())

    def drivers(self, most: int = DRIVERS) -> Sequence[Driver]:
        """The questions with the largest parts in the change, whichever way, the largest first."""
        compared = MILLION * self.whole.scored
        ordered = sorted(self.questions.items(), key=lambda item: (-item[1][1], item[0]))
        return [
            Driver(code=code, mean=Fraction(signed, compared), size=Fraction(size, compared))
            for code, (signed, size) in ordered[:most]
            if size
        ]

    def to_document(self) -> dict[str, object]:
        """For keeping as JSON; `tally_from_document` undoes it."""
        sectors = {
            sector: {name: getattr(tally, name) for name in SectorTally.__slots__}
            for sector, tally in self.sectors.items()
        }
        return {
            "sectors": sectors,
            "questions": self.questions,
            "gates": self.gates,
        }


def tally_from_document(document: Document) -> Tally:
    """The tally that was kept; an empty one of an empty document."""
    sectors = {}
    for sector, kept in document.get("sectors", {}).items():
        counted = {name: Counter(kept[name]) for name in ("moves", "steps") if name in kept}
        # A trial of before there were rubrics without a score counted scores only.
        sectors[sector] = SectorTally(**{"scored": kept["compared"], **kept, **counted})
    return Tally(
        sectors=sectors,
        questions={code: list(sums) for code, sums in document.get("questions", {}).items()},
        gates={code: list(counts) for code, counts in document.get("gates", {}).items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Changes from `low` to `high` whole points, both included, and how many there are."""

    low: int
    high: int
    count: int


def histogram(steps: Mapping[str, int]) -> Sequence[Bucket]:
    """The changes in order, without gaps: a bucket for each whole point, or for every five.

    In fives, one bucket is from -2 to 2, so that what hardly changes stays together.
    """
    counts = {int(step): count for step, count in steps.items()}
    if not counts:
        return []
    width = 1 if max(counts) - min(counts) < SINGLE_MOST else 5
    half = width // 2
    wide: Counter[int] = Counter()
    for step, count in counts.items():
        wide[(step + half) // width] += count
    return [
        Bucket(low=one * width - half, high=one * width + half, count=wide[one])
        for one in range(min(wide), max(wide) + 1)
    ]


def _whole(change: Fraction) -> int:
    """Rounded to whole points, a half away from 0, so that ups and downs are treated alike."""
    size = int(abs(change) + Fraction(1, 2))
    return size if change >= 0 else -size
