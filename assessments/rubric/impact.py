"""A draft tried on submissions: what score and band each would have had, added up. Pure.

A fair comparison needs the same questions on both sides. So both editions are scored on the
questions that both ask of the organisation, and that its frozen answers can be read for in both:

- Questions are matched by code. An answer is carried as it is when the draft's question is answered
  in the same way and allows it, also where the wording changed.
- A question that the draft adds, drops, or answers in another way is left out of both sums, and so
  is one that was not applicable. The answer to a new question cannot be known.
- Weights share out among the questions that are left, as always. Gates and the balance work as
  each edition has them, on those questions.

So `before` is not the score that was frozen, which is next to it on screen: it is what the older
edition makes of the common questions. `coverage` says how much of the draft's weight they carry; a
submission of which they carry less than half is not compared.

What many submissions came to is kept as JSON, and its sums in whole millionths of a point, so that
they come to the same in batches of any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.rubric.carrying import Translate, fitted
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.bands import fired_gates, settle
from assessments.scoring.result import Score
from assessments.scoring.sheet import AnswerSheet, Marker, Reply, asked
from assessments.scoring.weighing import MarkedQuestion, Weighed, marked_question, weigh

LEAST_COVERAGE = Decimal("0.5")
"""The least part of the draft's weight that the common questions must carry."""

ZERO = Fraction(0)
MILLION = 1_000_000
DRIVERS = 10
SINGLE_MOST = 21
"""With more whole points than this between the ends, five are taken together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one edition makes of the common questions. `place` counts its bands from 0."""

    score: Score
    dimensions: Mapping[str, Fraction]
    caps: tuple[str, ...]
    band: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One submission under both editions.

    `effects` has the part of each common question in the change of the score, in points: they sum
    to it exactly. A question counts for its weight as far as its mark differs from the overall
    score, and for its mark as far as that changed.
    """

    coverage: Decimal
    before: Side
    after: Side
    effects: Mapping[str, Fraction]

    @property
    def change(self) -> Fraction:
        return self.after.score.exact - self.before.score.exact


class Trier:
    """Tries one draft on submissions of earlier editions, one after the other."""

    def __init__(self, draft: RubricSpec, marker: Marker, translate: Translate) -> None:
        self.draft, self.marker, self.translate = draft, marker, translate
        self.questions = {question.code: question for _, question in draft.questions()}
        self.sectors = {sector.code for sector in draft.sectors}
        self._earlier: dict[int, tuple[RubricSpec, dict[str, QuestionSpec]]] = {}

    def attempt(self, before: RubricSpec, sheet: AnswerSheet) -> Tried | None:
        """The submission under both editions; `None` where too little of it can be compared."""
        if sheet.sector not in self.sectors:
            return None
        old = self._questions_of(before)
        mapped = self._mapped(old, sheet)
        new_sheet = AnswerSheet(sector=sheet.sector, replies=mapped)
        asked_now = asked(self.draft, new_sheet, self.marker)
        both = asked(before, sheet, self.marker) & asked_now
        then: dict[str, MarkedQuestion] = {}
        now: dict[str, MarkedQuestion] = {}
        for code in mapped:
            if code not in both:
                continue
            first = marked_question(old[code], sheet.reply(code), self.marker, settled=True)
            second = marked_question(self.questions[code], mapped[code], self.marker, settled=True)
            if first is not None and second is not None:
                then[code], now[code] = first, second
        coverage = self._coverage(asked_now, now, new_sheet)
        if not now or coverage < LEAST_COVERAGE:
            return None
        return _compared(before, self.draft, then, now, coverage)

    def _questions_of(self, spec: RubricSpec) -> dict[str, QuestionSpec]:
        """The questions of an earlier edition by code, read once for as long as it is in use."""
        key = id(spec)
        if key not in self._earlier:
            # The spec is kept with them, so that no other can take its place in memory.
            self._earlier[key] = (spec, {q.code: q for _, q in spec.questions()})
        return self._earlier[key][1]

    def _mapped(self, old: Mapping[str, QuestionSpec], sheet: AnswerSheet) -> dict[str, Reply]:
        """The replies that the draft can be read with; a question left open stays open in both."""
        mapped: dict[str, Reply] = {}
        for code, question in self.questions.items():
            if code in old and old[code].kind == question.kind:
                reply, unfit = fitted(old[code], question, sheet.reply(code), self.translate)
                if not unfit:
                    mapped[code] = reply
        return mapped

    def _coverage(
        self, asked_now: frozenset[str], common: Mapping[str, MarkedQuestion], sheet: AnswerSheet
    ) -> Decimal:
        """How much of the weight of what the draft asks the common questions carry, 0 to 1."""
        carried = whole = Decimal(0)
        for dimension in self.draft.dimensions:
            total = shared = Decimal(0)
            for question in dimension.questions:
                if question.weight is None or question.code not in asked_now:
                    continue
                if question.code in common:
                    shared += question.weight
                    total += question.weight
                elif not _put_aside(sheet.reply(question.code)):
                    total += question.weight
            if total:
                whole += dimension.weight
                carried += dimension.weight * shared / total
        return carried / whole if whole else Decimal(0)


def _put_aside(reply: Reply) -> bool:
    """Whether the reply takes its question out of every sum: "not applicable"."""
    return bool(reply.reason)


def _compared(
    before: RubricSpec,
    after: RubricSpec,
    then: Mapping[str, MarkedQuestion],
    now: Mapping[str, MarkedQuestion],
    coverage: Decimal,
) -> Tried:
    old, new = weigh(before, then), weigh(after, now)
    first, second = _side(before, then, old), _side(after, now, new)
    mean = first.score.exact / 100
    effects = {code: 100 * _effect(then[code], now[code], old, new, mean) for code in now}
    return Tried(coverage=coverage, before=first, after=second, effects=effects)


def _effect(
    then: MarkedQuestion, now: MarkedQuestion, old: Weighed, new: Weighed, mean: Fraction
) -> Fraction:
    code = now.question.code
    share, was = new.weighted_shares[code], old.weighted_shares[code]
    change = ZERO if share == was else (share - was) * (then.low - mean)
    return change if now.low == then.low else change + share * (now.low - then.low)


def _side(spec: RubricSpec, parts: Mapping[str, MarkedQuestion], weighed: Weighed) -> Side:
    overall = weighed.overall(weighed.low) or ZERO
    gates = [
        one
        for part in parts.values()
        for one in fired_gates(part.question, part.low_level, part.ticked)
    ]
    band = settle(spec, overall, weighed.low, gates).final or ""
    place = next(place for place, one in enumerate(spec.bands) if one.code == band)
    return Side(
        score=Score(exact=overall),
        dimensions=weighed.low,
        caps=tuple(gate.cap_band for gate in gates),
        band=band,
        place=place,
    )


def _millionths(points: Fraction) -> int:
    return round(points * MILLION)


@dataclass(slots=True, kw_only=True)
class SectorTally:
    """The submissions of one sector. `moves` counts bands, "before>after"; only those that differ.

    `steps` counts changes of the score, rounded to whole points: the key 0 holds those from half a
    point down to half a point up.
    """

    compared: int = 0
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
        return Fraction(self.total, MILLION * self.compared) if self.compared else Fraction(0)

    def add(self, tried: Tried | None) -> None:
        if tried is None:
            self.left_out += 1
            return
        self.compared += 1
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
    before: int
    after: int
    before_place: int
    after_place: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(slots=True, kw_only=True)
class Tally:
    """Everything that a trial has found so far."""

    sectors: dict[str, SectorTally] = field(default_factory=dict)
    questions: dict[str, list[int]] = field(default_factory=dict)
    rows: list[list[int]] = field(default_factory=list)

    def add(self, key: int, sector: str, tried: Tried | None) -> None:
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
        tenths = [int(side.score.shown * 10) for side in (before, after)]
        self.rows.append([key, *tenths, before.place, after.place])

    @property
    def whole(self) -> SectorTally:
        """Every sector together."""
        return sum(self.sectors.values(), SectorTally())

    def drivers(self, most: int = DRIVERS) -> Sequence[Driver]:
        """The questions with the largest parts in the change, whichever way, the largest first."""
        compared = MILLION * self.whole.compared
        ordered = sorted(self.questions.items(), key=lambda item: (-item[1][1], item[0]))
        return [
            Driver(code=code, mean=Fraction(signed, compared), size=Fraction(size, compared))
            for code, (signed, size) in ordered[:most]
            if size
        ]

    def outcomes(self) -> Sequence[Row]:
        """Every compared submission: the largest fall first, the largest rise last."""
        rows = [
            Row(key=key, before=was, after=now, before_place=place, after_place=later)
            for key, was, now, place, later in self.rows
        ]
        return sorted(rows, key=lambda row: (row.change, row.key))

    def to_document(self) -> dict[str, object]:
        """For keeping as JSON; `tally_from_document` undoes it."""
        sectors = {
            sector: {name: getattr(tally, name) for name in SectorTally.__slots__}
            for sector, tally in self.sectors.items()
        }
        return {"sectors": sectors, "questions": self.questions, "rows": self.rows}


def tally_from_document(document: Mapping[str, Any]) -> Tally:
    """The tally that was kept; an empty one of an empty document."""
    sectors = {}
    for sector, kept in document.get("sectors", {}).items():
        counted = {name: Counter(kept[name]) for name in ("moves", "steps") if name in kept}
        sectors[sector] = SectorTally(**{**kept, **counted})
    return Tally(
        sectors=sectors,
        questions={code: list(sums) for code, sums in document.get("questions", {}).items()},
        rows=[list(row) for row in document.get("rows", [])],
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
