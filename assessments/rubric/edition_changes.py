"""What a comparison of two editions says, as frozen values. See `edition_comparison.compare`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.rubric.definition import DimensionSpec, QuestionSpec
from assessments.rubric.words import Segment


class Change(StrEnum):
    """What became of a part of the rubric."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A text that people read. `what` names it; an empty `before` or `after`: it was not there."""

    what: str
    before: str
    after: str
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A rule, in words. An empty `before` or `after`: there was none."""

    what: str
    before: str
    after: str


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
    """A dimension, or a scored question, whose share is not what it was.

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
    """A question of one edition only, whole, with the dimension that it stands in."""

    dimension: DimensionSpec
    question: QuestionSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChange:
    """A question that both editions ask, and what is not as it was.

    `moved_from` and `moved_to` are names of dimensions, empty when it stayed; `reordered` says
    that it stands elsewhere in its dimension. A question whose share alone changed, because others
    were given more or less weight, is no change: see `EditionComparison.weights`.
    """

    code: str
    title: str
    dimension: str
    moved_from: str = ""
    moved_to: str = ""
    reordered: bool = False
    wording: Sequence[Reworded] = ()
    rules: Sequence[Altered] = ()

    @property
    def empty(self) -> bool:
        return not (self.moved_to or self.reordered or self.wording or self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """A dimension, a band, a sector or another named part that came, went or changed."""

    group: str
    code: str
    name: str
    change: Change
    reordered: bool = False
    wording: Sequence[Reworded] = ()
    rules: Sequence[Altered] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionComparison:
    """Everything in which a later edition differs from an earlier one, in the later one's order.

    The names of the editions themselves are no difference, nor are notes for editors.
    """

    added: Sequence[QuestionPlace]
    retired: Sequence[QuestionPlace]
    questions: Sequence[QuestionChange]
    dimensions: Sequence[PartChange]
    weights: Sequence[WeightMove]
    bands: Sequence[PartChange]
    sectors: Sequence[PartChange]
    texts: Sequence[Reworded]
    others: Sequence[PartChange]
    names: Mapping[str, str]
    """Names of the dimensions of both editions, by code."""

    @property
    def empty(self) -> bool:
        """Whether respondents would notice no difference at all."""
        return not (
            self.added
            or self.retired
            or self.questions
            or self.dimensions
            or self.weights
            or self.bands
            or self.sectors
            or self.texts
            or self.others
        )

    @property
    def moved(self) -> Sequence[QuestionChange]:
        """The questions that stand in another dimension now."""
        return [one for one in self.questions if one.moved_to]

    @property
    def dimension_weights(self) -> Sequence[WeightMove]:
        return [one for one in self.weights if not one.dimension]

    def question_weights(self, dimension: str) -> Sequence[WeightMove]:
        """The questions of a dimension whose share changed."""
        return [one for one in self.weights if one.dimension == dimension]

    @property
    def question_weights_by_dimension(self) -> Sequence[tuple[str, Sequence[WeightMove]]]:
        """The same for every dimension, under its name."""
        names = dict.fromkeys(one.dimension for one in self.weights if one.dimension)
        return [(self.names[code], self.question_weights(code)) for code in names]
