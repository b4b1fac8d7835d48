"""Two editions side by side: everything in which the later one differs. Pure.

Parts are matched by code, so a question that moved, or was reworded, is still the same question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from assessments.rubric.comparison_words import (
    ELSEWHERE,
    LISTS,
    NOTHING,
    Called,
    Words,
    key_of,
    name_of,
    to_respondents,
)
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec, fields_of
from assessments.rubric.word_marks import Segment, in_order, segments

NO_LABELS: Mapping[str, str] = {}


class Change(StrEnum):
    """What became of a part of the rubric."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A text or a rule, with its name. An empty `before` or `after`: it was not there, or is not.

    `segments` mark the words of a text that changed; a rule has none.
    """

    what: str
    before: str
    after: str
    segments: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A weight and the shares that it amounts to, over the questions of every sector together.

    `of_dimension` is `None` for a dimension itself.
    """

    weight: Decimal
    of_dimension: Fraction | None
    of_whole: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightMove:
    """A dimension, or a scored question, whose share is not what it was: see `EditionComparison`.

    `dimension` is the code of the dimension that a question is in now, or was last.
    """

    code: str
    name: str
    dimension: str
    before: Weight | None
    after: Weight | None

    @property
    def difference(self) -> Fraction:
        """How much more of the whole it is, from -1 to 1."""
        before = self.before.of_whole if self.before else Fraction(0)
        after = self.after.of_whole if self.after else Fraction(0)
        return after - before


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlace:
    """A question of one edition only, whole, with the dimension that it is in."""

    dimension: DimensionSpec
    question: QuestionSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """A part that came, went or changed: a question of both editions, a band, a sector...

    `reordered`: it is in another place among its neighbours. `moved_from` and `moved_to` are names
    of dimensions, empty for a question that stayed. A question whose share alone changed, because
    others were given more or less weight, is no change: see `EditionComparison.weights`.
    """

    group: str
    code: str
    name: str
    change: Change = Change.CHANGED
    reordered: bool = False
    moved_from: str = ""
    moved_to: str = ""
    wording: Sequence[Altered] = ()
    rules: Sequence[Altered] = ()

    @property
    def empty(self) -> bool:
        said = self.reordered or self.moved_to or self.wording or self.rules
        return self.change is Change.CHANGED and not said


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionComparison:
    """Everything in which a later edition differs from an earlier one, in the later one's order.

    The names of the editions themselves are no difference, nor are notes for editors. `others`
    begins with the texts of the edition itself. A page shows them in this order.

    `shares` says whether weights amount to shares of a score. Where one of the two shows none they
    do not, and `weights` are those that were set to another number.
    """

    added: Sequence[QuestionPlace]
    retired: Sequence[QuestionPlace]
    weights: Sequence[WeightMove]
    questions: Sequence[PartChange]
    bands: Sequence[PartChange]
    dimensions: Sequence[PartChange]
    sectors: Sequence[PartChange]
    others: Sequence[PartChange]
    names: Mapping[str, str]
    """Names of the dimensions of both editions, by code."""
    shares: bool

    @property
    def empty(self) -> bool:
        """Whether respondents would notice no difference at all."""
        return not any(getattr(self, part) for part in ORDER)

    @property
    def moved(self) -> Sequence[PartChange]:
        """The questions that are in another dimension now."""
        return [one for one in self.questions if one.moved_to]

    @property
    def dimension_weights(self) -> Sequence[WeightMove]:
        return self.question_weights("")

    def question_weights(self, dimension: str) -> Sequence[WeightMove]:
        """The questions of a dimension whose share changed."""
        return [one for one in self.weights if one.dimension == dimension]

    @property
    def question_weights_by_dimension(self) -> Sequence[tuple[str, Sequence[WeightMove]]]:
        """The same for every dimension, under its name."""
        names = dict.fromkeys(one.dimension for one in self.weights if one.dimension)
        return [(self.names[code], self.question_weights(code)) for code in names]


ORDER = tuple(one.name for one in fields(EditionComparison) if one.name not in ("names", "shares"))


def compare(
    before: RubricSpec,
    after: RubricSpec,
    labels: Mapping[str, str] = NO_LABELS,
    called: Called = to_respondents,
) -> EditionComparison:
    """What became of every part between the two. `labels` names the kinds of question by key, and
    `called` the fields.

    Comparing an edition with itself finds nothing, and exchanging the two exchanges added with
    removed and before with after, and nothing else.
    """
    both = _Both(before, after, labels, called)
    edition = both.changed("Questionnaire", before, after)
    shares = before.shows_score and after.shows_score
    parts = {name: _not_empty(both.parts(name, value.one)) for name, value in LISTS.items()}
    return EditionComparison(
        added=_only_in(both.homes[1], both.homes[0]),
        retired=_only_in(both.homes[0], both.homes[1]),
        questions=_not_empty(both.questions()),
        dimensions=parts.pop("dimensions"),
        weights=tuple(_weights(before, after, shares)),
        bands=parts.pop("bands"),
        sectors=parts.pop("sectors"),
        others=_not_empty((edition, *chain(*parts.values()))),
        names={one.code: one.name for one in (*before.dimensions, *after.dimensions)},
        shares=shares,
    )


def _not_empty(changes: Iterable[PartChange]) -> tuple[PartChange, ...]:
    return tuple(one for one in changes if not one.empty)


_Homes = Mapping[str, tuple[DimensionSpec, QuestionSpec]]


def _only_in(here: _Homes, there: _Homes) -> tuple[QuestionPlace, ...]:
    new = (place for code, place in here.items() if code not in there)
    return tuple(QuestionPlace(dimension=home, question=question) for home, question in new)


class _Both:
    """The two editions, and what parts of them say."""

    def __init__(
        self, before: RubricSpec, after: RubricSpec, labels: Mapping[str, str], called: Called
    ) -> None:
        sectors = {one.code: one.name for one in (*before.sectors, *after.sectors)}
        self._specs = before, after
        self._words = (
            Words(before, labels, sectors, called),
            Words(after, labels, sectors, called),
        )
        self.homes: Sequence[_Homes] = [
            {question.code: (home, question) for home, question in spec.questions()}
            for spec in self._specs
        ]

    def questions(self) -> Iterator[PartChange]:
        """What became of the questions that both editions ask."""
        was, now = self.homes
        kept: set[str] = set()
        for dimension in dict.fromkeys(home.code for home, _ in now.values()):
            there = (
                [c for c, (home, _) in h.items() if home.code == dimension] for h in (was, now)
            )
            kept |= in_order(*there)
        for code in (code for code in now if code in was):
            (old_home, old), (home, question) = was[code], now[code]
            if old_home.code != home.code:
                yield self.changed(
                    "Question", old, question, moved_from=old_home.name, moved_to=home.name
                )
            else:
                yield self.changed("Question", old, question, reordered=code not in kept)

    def parts(self, name: str, group: str) -> Iterator[PartChange]:
        """What became of the parts of a list of the edition; one of them is called a `group`."""
        was, now = ({key_of(one): one for one in getattr(spec, name)} for spec in self._specs)
        kept = in_order(list(was), list(now))
        for code in dict.fromkeys([*now, *was]):
            if code not in was or code not in now:
                change = Change.REMOVED if code in was else Change.ADDED
                called = name_of(now.get(code) or was[code])
                yield PartChange(group=group, code=code, name=called, change=change)
            else:
                yield self.changed(group, was[code], now[code], reordered=code not in kept)

    def changed(
        self,
        group: str,
        before: object,
        after: object,
        *,
        reordered: bool = False,
        moved_from: str = "",
        moved_to: str = "",
    ) -> PartChange:
        """In what two parts of the same code differ."""
        elsewhere = ELSEWHERE.get(type(after), ())
        differ = [
            one
            for one in fields_of(type(after))[1:]
            if one.name not in elsewhere and getattr(before, one.name) != getattr(after, one.name)
        ]
        texts: list[Altered] = []
        rules: list[Altered] = []
        old, new = self._words[0].of(before, differ), self._words[1].of(after, differ)
        for what in dict.fromkeys([*new, *old]):
            then, now = old.get(what, NOTHING), new.get(what, NOTHING)
            if then.key != now.key:
                is_text = then.is_text or now.is_text
                marks = segments(then.words, now.words) if is_text else ()
                one = Altered(what=what, before=then.words, after=now.words, segments=marks)
                (texts if is_text else rules).append(one)
        return PartChange(
            group=group,
            code=key_of(after),
            name=name_of(after),
            wording=tuple(texts),
            rules=tuple(rules),
            reordered=reordered,
            moved_from=moved_from,
            moved_to=moved_to,
        )


_Weights = dict[tuple[str, str], tuple[str, str, Weight]]
"""By sort of part and code: its name, its dimension's code (empty for one), and its weight."""


def _weights(before: RubricSpec, after: RubricSpec, shares: bool) -> Iterator[WeightMove]:
    then, now = weights_of(before), weights_of(after)
    for key in dict.fromkeys([*now, *then]):
        name, dimension, _ = now.get(key) or then[key]
        old = then[key][2] if key in then else None
        new = now[key][2] if key in now else None
        same_number = old is not None and new is not None and old.weight == new.weight
        if old != new and (shares or not same_number):
            yield WeightMove(code=key[1], name=name, dimension=dimension, before=old, after=new)


def weights_of(spec: RubricSpec) -> _Weights:
    """Every dimension and every scored question with its weight and what that amounts to."""
    found: _Weights = {}
    whole = sum((Fraction(one.weight) for one in spec.dimensions), Fraction(0))
    for dimension in spec.dimensions:
        share = _share(dimension.weight, whole)
        own = Weight(weight=dimension.weight, of_dimension=None, of_whole=share)
        found["dimension", dimension.code] = (dimension.name, "", own)
        scored = [(one, one.weight) for one in dimension.questions if one.weight is not None]
        total = sum((Fraction(weight) for _, weight in scored), Fraction(0))
        for question, weight in scored:
            part = _share(weight, total)
            amount = Weight(weight=weight, of_dimension=part, of_whole=part * share)
            found["question", question.code] = (question.title, dimension.code, amount)
    return found


def _share(weight: Decimal, total: Fraction) -> Fraction:
    """An unsound draft may have weights that sum to nothing."""
    return Fraction(weight) / total if total else Fraction(0)
