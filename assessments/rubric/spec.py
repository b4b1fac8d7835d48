"""A rubric as frozen values: everything that scoring and wording depend on.

Numbers are `Decimal`s made from the text of the number, never from a float. Every sequence is in
the order in which the rubric gives it, and that order is what people see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.rubric.background import (
    ComparatorSpec,
    ContextFigureSpec,
    EffortSpec,
    OwnerRoleSpec,
    SectorSpec,
    SourceSpec,
    TermSpec,
)
from assessments.rubric.blocks import (
    ActionSpec,
    ItemSpec,
    LevelSpec,
    NoneOptionSpec,
    NumberBandSpec,
    NumberSpec,
    OptionSpec,
    PointsToLevelSpec,
)

__all__ = [
    "ActionSpec",
    "BandSpec",
    "ComparatorSpec",
    "ConditionSpec",
    "ContextFigureSpec",
    "DimensionSpec",
    "EffortSpec",
    "GateSpec",
    "ItemSpec",
    "LevelSpec",
    "NoneOptionSpec",
    "NumberBandSpec",
    "NumberSpec",
    "OptionSpec",
    "OwnerRoleSpec",
    "PointsToLevelSpec",
    "QuestionSpec",
    "RubricSpec",
    "SectorSpec",
    "SourceSpec",
    "TermSpec",
    "VariantSpec",
    "Wording",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSpec:
    """Caps the final band when the question's level is at or below the bound."""

    when_level_at_or_below: int
    cap_band: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSpec:
    """`applies_when`: names an earlier question and what opens this one.

    Exactly one of `level_at_least` and `any_of` is given; `any_of` names item or option codes.
    """

    question: str
    level_at_least: int | None = None
    any_of: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSpec:
    """A sector's own wording. `None` leaves the question's wording as it is."""

    sector: str
    text: str | None = None
    why: str | None = None
    help: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a respondent of one sector reads."""

    text: str
    why: str
    help: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSpec:
    """A question. `kind` is a key of the question kinds; `weight` is `None` for an unscored one.

    An empty `applies_to` means every sector.
    """

    code: str
    title: str
    kind: str
    text: str
    weight: Decimal | None = None
    why: str = ""
    help: str = ""
    evidence: str = ""
    applies_to: Sequence[str] = ()
    not_applicable_allowed: bool = False
    not_applicable_when: str = ""
    dont_know_allowed: bool = True
    required: bool = True
    critical: bool = False
    gates: Sequence[GateSpec] = ()
    condition: ConditionSpec | None = None
    variants: Sequence[VariantSpec] = ()
    levels: Sequence[LevelSpec] = ()
    number: NumberSpec | None = None
    items: Sequence[ItemSpec] = ()
    none_option: NoneOptionSpec | None = None
    points_to_level: Sequence[PointsToLevelSpec] = ()
    options: Sequence[OptionSpec] = ()
    sources: Sequence[str] = ()

    @property
    def scored(self) -> bool:
        """Whether the question enters the sums: it has a weight."""
        return self.weight is not None

    @property
    def choices(self) -> Mapping[str, str]:
        """What an answer can name by code, each with its text: lines, options, "none of these"."""
        texts = {item.code: item.text for item in self.items}
        texts |= {option.value: option.text for option in self.options}
        if self.none_option is not None:
            texts[self.none_option.code] = self.none_option.text
        return texts

    def level(self, number: int) -> LevelSpec | None:
        """The level of that number; `None` when the question has no such level."""
        return next((level for level in self.levels if level.number == number), None)

    def wording_for(self, sector: str) -> Wording:
        """The wording that a respondent of the sector reads."""
        variant = next((v for v in self.variants if v.sector == sector), None)

        def pick(own: str, theirs: str | None) -> str:
            return own if theirs is None else theirs

        if variant is None:
            return Wording(text=self.text, why=self.why, help=self.help, evidence=self.evidence)
        return Wording(
            text=pick(self.text, variant.text),
            why=pick(self.why, variant.why),
            help=pick(self.help, variant.help),
            evidence=pick(self.evidence, variant.evidence),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionSpec:
    """A part of readiness with a weight and questions."""

    code: str
    name: str
    weight: Decimal
    questions: Sequence[QuestionSpec]
    summary: str = ""
    weight_reason: str = ""
    covers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSpec:
    """A named part of the scale from 0 to 100, and what it means for starting AI work."""

    code: str
    name: str
    from_inclusive: Decimal
    to_inclusive: Decimal | None = None
    minimum_each_dimension: Decimal | None = None
    colour_hint: str = ""
    summary: str = ""
    ai_meaning: str = ""
    you_can_start: Sequence[str] = ()
    you_should_not_start: Sequence[str] = ()
    reassess_after_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSpec:
    """One edition of a rubric, whole. Bands run from the lowest to the highest.

    `scoring_notes` is the file's own prose about its sums (its `scoring` block less
    `dont_know.action`): carried for readers, never consulted by the engine.
    """

    code: str
    title: str
    edition: str
    language: str
    sectors: Sequence[SectorSpec]
    bands: Sequence[BandSpec]
    dimensions: Sequence[DimensionSpec]
    dont_know_action: ActionSpec | None = None
    status: str = ""
    drafted_on: str = ""
    purpose: str = ""
    limits: str = ""
    how_to_answer: Sequence[str] = ()
    time_needed: str = ""
    licence_note: str = ""
    roles: Sequence[OwnerRoleSpec] = ()
    efforts: Sequence[EffortSpec] = ()
    scoring_notes: Mapping[str, Any] = field(default_factory=dict)
    comparators: Sequence[ComparatorSpec] = ()
    context_figures: Sequence[ContextFigureSpec] = ()
    glossary: Sequence[TermSpec] = ()
    sources: Sequence[SourceSpec] = ()
    sources_note: str = ""

    def questions(self) -> Iterator[tuple[DimensionSpec, QuestionSpec]]:
        """Every question with its dimension, in the order in which they are asked."""
        for dimension in self.dimensions:
            for question in dimension.questions:
                yield dimension, question

    def question(self, code: str) -> QuestionSpec:
        """The question of that code; raises `KeyError` when the rubric has none."""
        for _, question in self.questions():
            if question.code == code:
                return question
        raise KeyError(code)

    def dimension(self, code: str) -> DimensionSpec:
        """The dimension of that code; raises `KeyError` when the rubric has none."""
        for dimension in self.dimensions:
            if dimension.code == code:
                return dimension
        raise KeyError(code)

    def band(self, code: str) -> BandSpec:
        """The band of that code; raises `KeyError` when the rubric has none."""
        for band in self.bands:
            if band.code == code:
                return band
        raise KeyError(code)

    def source(self, code: str) -> SourceSpec | None:
        """The source of that code, or `None`."""
        return next((source for source in self.sources if source.code == code), None)

    def owner_title(self, code: str, sector: str) -> str:
        """The title of the job that owns an action, as the sector knows it."""
        role = next((role for role in self.roles if role.code == code), None)
        return role.title_for(sector) if role else code

    def effort(self, code: str) -> EffortSpec:
        """The effort of that code; raises `KeyError` when the rubric has none."""
        for effort in self.efforts:
            if effort.code == code:
                return effort
        raise KeyError(code)
