"""What the page of a questionnaire shows, as frozen values; `questionnaire.read` makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.rubric.definition import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source to name; `url` is empty where there is no web address to go to."""

    title: str
    publisher: str
    date: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do from a level."""

    text: str
    owner: str
    effort: str
    guidance: SourceLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPart:
    """A level: what it looks like, how an answer comes to it, what it earns, what to do next."""

    number: int
    text: str
    reached: Sequence[str]
    points: str
    action: NextStep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart:
    """A line of a list to tick."""

    text: str
    points: str
    if_missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """A question with everything that a respondent may want to know before answering."""

    code: str
    title: str
    kind: str
    wording: Wording
    share_of_dimension: str
    share_of_overall: str
    only_for: Sequence[str]
    asked_if: str
    gates: Sequence[str]
    range: str
    levels: Sequence[LevelPart]
    items: Sequence[ItemPart]
    none_option: str
    not_applicable: str
    dont_know_allowed: bool
    required: bool
    sources: Sequence[SourceLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePart:
    """A national figure."""

    value: str
    text: str
    population: str
    date: str
    caution: str
    sources: Sequence[SourceLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionPart:
    """A dimension with its share of the whole."""

    code: str
    name: str
    summary: str
    weight_reason: str
    covers: Sequence[str]
    share: str
    questions: Sequence[QuestionPart]
    figures: Sequence[FigurePart]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPart:
    """A band and its place on the scale."""

    name: str
    step: int
    span: str
    minimum: str
    summary: str
    ai_meaning: str
    can: Sequence[str]
    should_not: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A whole edition in one sector's wording; an empty `sector` means the common wording, where
    `by_sector` says how many of the questions each sector is asked, if they differ.
    """

    sector: str
    sector_name: str
    dimensions: Sequence[DimensionPart]
    bands: Sequence[BandPart]
    helpers: Sequence[str]
    efforts: Sequence[tuple[str, str]]
    sources: Sequence[SourceLink]
    asked: int
    by_sector: str
    critical: Sequence[str]
