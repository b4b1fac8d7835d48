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

Where one of the two shows no score there is none to compare: then the band of either side is the
highest that its gates leave open, and what changes is bands and gates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rubric.carrying import Translate, fitted
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.bands import fired_gates, highest_open, settle
from assessments.scoring.gaps import gain
from assessments.scoring.keeping import kept
from assessments.scoring.result import Score
from assessments.scoring.sheet import AnswerSheet, Marker, Reply, asked
from assessments.scoring.weighing import MarkedQuestion, Share, Weighed, marked_question, weigh

LEAST_COVERAGE = Decimal("0.5")
"""The least part of the draft's weight that the common questions must carry."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one edition makes of the common questions. `place` counts its bands from 0.

    `held` are the questions with a gate that fired. Without a score there are no `dimensions`.
    """

    score: Score | None
    dimensions: Mapping[str, Fraction]
    caps: tuple[str, ...]
    held: frozenset[str]
    band: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One submission under both editions.

    `effects` has the part of each common question in the change of the score, in points: they sum
    to it exactly. A question counts for its weight as far as its mark differs from the overall
    score, and for its mark as far as that changed. Without scores there is neither.
    """

    coverage: Decimal
    before: Side
    after: Side
    effects: Mapping[str, Fraction]

    @property
    def change(self) -> Fraction | None:
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score.exact - self.before.score.exact


@kept(32)
def _questions_of(spec: RubricSpec) -> Mapping[str, QuestionSpec]:
    return {question.code: question for _, question in spec.questions()}


class Trier:
    """Tries one draft on submissions of earlier editions, one after the other."""

    def __init__(self, draft: RubricSpec, marker: Marker, translate: Translate) -> None:
        self.draft, self.marker, self.translate = draft, marker, translate
        self.questions = _questions_of(draft)
        self.sectors = {sector.code for sector in draft.sectors}
        self._replies: dict[tuple[object, ...], tuple[QuestionSpec, Reply | None]] = {}

    def attempt(self, before: RubricSpec, sheet: AnswerSheet) -> Tried | None:
        """The submission under both editions; `None` where too little of it can be compared."""
        if sheet.sector not in self.sectors:
            return None
        old = _questions_of(before)
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

    def _mapped(self, old: Mapping[str, QuestionSpec], sheet: AnswerSheet) -> dict[str, Reply]:
        """The replies that the draft can be read with; a question left open stays open in both."""
        mapped: dict[str, Reply] = {}
        for code, question in self.questions.items():
            if code in old and old[code].kind == question.kind:
                reply = self._fitted(old[code], question, sheet.reply(code))
                if reply is not None:
                    mapped[code] = reply
        return mapped

    def _fitted(self, old: QuestionSpec, new: QuestionSpec, reply: Reply) -> Reply | None:
        """The reply without its note and evidence, which no sum asks for; `None` if unfit."""
        key = (id(old), reply.state, reply.value, reply.reason)
        if key not in self._replies:
            bare = Reply(state=reply.state, value=reply.value, reason=reply.reason)
            fit, unfit = fitted(old, new, bare, self.translate)
            # With the question, so that no other can take its place in memory.
            self._replies[key] = old, None if unfit else fit
        return self._replies[key][1]

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
                elif not sheet.reply(question.code).reason:  # "Not applicable" is in no sum.
                    total += question.weight
            if total:
                whole += dimension.weight
                carried += dimension.weight * shared / total
        return carried / whole if whole else Decimal(0)


def _compared(
    before: RubricSpec,
    after: RubricSpec,
    then: Mapping[str, MarkedQuestion],
    now: Mapping[str, MarkedQuestion],
    coverage: Decimal,
) -> Tried:
    old, new = weigh(before, then), weigh(after, now)
    scored = before.shows_score and after.shows_score
    first, second = (
        _side(spec, parts, weighed, scored=scored)
        for spec, parts, weighed in ((before, then, old), (after, now, new))
    )
    effects = {}
    if first.score is not None:
        mean = first.score.exact / 100
        effects = {
            code: _effect(then[code], now[code], old.shares[code], new.shares[code], mean)
            for code in now
        }
    return Tried(coverage=coverage, before=first, after=second, effects=effects)


def _effect(
    then: MarkedQuestion, now: MarkedQuestion, was: Share, share: Share, mean: Fraction
) -> Fraction:
    """In points: for its weight as far as its mark is off the mean, and for its new mark."""
    added = _added(was, share)
    change = gain(added, mean, then.low) if added else ZERO
    same = now.low is then.low or now.low == then.low
    return change if same else change + gain(share.worth, then.low, now.low)


@kept(4_096)
def _added(was: Share, share: Share) -> Fraction:
    return share.worth - was.worth


def _side(
    spec: RubricSpec, parts: Mapping[str, MarkedQuestion], weighed: Weighed, *, scored: bool
) -> Side:
    overall = weighed.overall(weighed.low) or ZERO
    gates = [
        one
        for part in parts.values()
        if part.question.critical
        for one in fired_gates(part.question, part.low_level, part.ticked)
    ]
    band = highest_open(spec, gates)
    if scored:
        band = settle(spec, overall, weighed.low, gates).final or ""
    place = next(place for place, one in enumerate(spec.bands) if one.code == band)
    return Side(
        score=Score(exact=overall) if scored else None,
        dimensions=weighed.low if scored else {},
        caps=tuple(gate.cap_band for gate in gates),
        held=frozenset(gate.question for gate in gates),
        band=band,
        place=place,
    )
