"""An edition put into words for its page, as frozen values; `read` makes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assessments.names import within_a_sentence
from assessments.question_types import marking
from assessments.reports.preview import by_sector, says_who
from assessments.reports.replies import level_text
from assessments.rubric.definition import (
    ActionSpec,
    ConditionSpec,
    ContextFigureSpec,
    DimensionSpec,
    GateSpec,
    NumberSpec,
    QuestionSpec,
    RubricSpec,
    SourceSpec,
    Wording,
)
from assessments.rubric.frameworks import CountsTowards, counts_towards
from assessments.wording import partial_date, quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source to name; `url` is empty where there is no web address to go to."""

    title: str
    publisher: str
    date: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do from a level. An action need not say its owner or its effort."""

    text: str
    owner: str
    effort: str
    guidance: SourceLink | None

    @property
    def about(self) -> str:
        """ "Head of digital. Medium effort.", as far as it is said."""
        said = (self.owner, f"{self.effort} effort" if self.effort else "")
        return " ".join(f"{each}." for each in said if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLevel:
    """A level: what it looks like, how an answer comes to it, what it earns, what to do next."""

    number: int
    name: str
    text: str
    still_missing: str
    reached: Sequence[str]
    points: str
    is_top: bool
    action: NextStep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """A line of a list to tick."""

    text: str
    points: str
    if_missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question with everything that a respondent may want to know before answering.

    It is not `counted` where others are scored and it is not. Of a rubric that shows no score the
    shares are empty, and so are the points of its lines and levels.
    """

    code: str
    title: str
    kind: str
    wording: Wording
    counted: bool
    share_of_dimension: str
    share_of_overall: str
    only_for: Sequence[str]
    asked_if: str
    gates: Sequence[str]
    range: str
    levels: Sequence[ShownLevel]
    items: Sequence[ShownItem]
    none_option: str
    not_applicable: str
    dont_know_allowed: bool
    required: bool
    counts_towards: Sequence[CountsTowards]
    sources: Sequence[SourceLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A national figure; `value` is empty where `text` says it."""

    value: str
    text: str
    population: str
    date: str
    caution: str
    sources: Sequence[SourceLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDimension:
    """A dimension with its share of the whole."""

    code: str
    name: str
    summary: str
    weight_reason: str
    covers: Sequence[str]
    share: str
    questions: Sequence[ShownQuestion]
    figures: Sequence[ShownFigure]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBand:
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
    `by_sector` says how many of the questions each sector is asked, if not all of them.
    """

    sector: str
    sector_name: str
    dimensions: Sequence[ShownDimension]
    bands: Sequence[ShownBand]
    helpers: Sequence[str]
    says_who: bool
    efforts: Sequence[tuple[str, str]]
    sources: Sequence[SourceLink]
    asked: int
    by_sector: str
    critical: Sequence[str]


def read(spec: RubricSpec, sector: str = "") -> Questionnaire:
    """The edition as the sector reads it: its wording, and the questions that it is asked."""
    reader = _Reader(spec, sector)
    dimensions = tuple(reader.dimension(one) for one in spec.dimensions)
    named = next((one.name for one in spec.sectors if one.code == sector), "")
    shown = [question for dimension in dimensions for question in dimension.questions]
    return Questionnaire(
        sector=sector,
        sector_name=named,
        dimensions=dimensions,
        bands=tuple(reader.bands()),
        helpers=tuple(dict.fromkeys(role.title_for(sector) for role in spec.roles)),
        says_who=says_who(spec),
        efforts=tuple((one.name, one.meaning) for one in spec.efforts),
        sources=tuple(_link(one) for one in spec.sources),
        asked=len(shown),
        by_sector="" if named else by_sector(spec),
        critical=tuple(question.code for question in shown if question.gates),
    )


def percent(part: Fraction) -> str:
    """A share in words: 16%, 2.4%; at most one decimal place, halves up."""
    exact = Decimal(part.numerator) * 100 / Decimal(part.denominator)
    shown = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{shown:f}%".replace(".0%", "%")


def figure(number: Decimal) -> str:
    """A number in ordinary digits without idle zeros, with commas between thousands."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _link(source: SourceSpec) -> SourceLink:
    safe = source.url.startswith(("https://", "http://"))
    return SourceLink(
        title=source.title,
        publisher=source.publisher,
        date=partial_date(source.date),
        url=source.url if safe else "",
    )


class _Reader:
    """Reads one edition for one sector."""

    def __init__(self, spec: RubricSpec, sector: str) -> None:
        self.spec, self.sector = spec, sector
        self.sources = {one.code: _link(one) for one in spec.sources}
        self.questions = {question.code: question for _, question in spec.questions()}
        self.names = {one.code: one.name for one in spec.sectors}
        self.whole = sum((Fraction(one.weight) for one in spec.dimensions), Fraction(0))

    def is_for(self, sectors: Sequence[str]) -> bool:
        return not self.sector or not sectors or self.sector in sectors

    def linked(self, codes: Iterable[str]) -> tuple[SourceLink, ...]:
        return tuple(self.sources[code] for code in codes if code in self.sources)

    def dimension(self, dimension: DimensionSpec) -> ShownDimension:
        asked = [one for one in dimension.questions if self.is_for(one.applies_to)]
        weights = sum((Fraction(one.weight) for one in asked if one.weight is not None), Fraction())
        share = Fraction(dimension.weight) / self.whole
        scored = self.spec.shows_score
        return ShownDimension(
            code=dimension.code,
            name=dimension.name,
            summary=dimension.summary,
            weight_reason=dimension.weight_reason if scored else "",
            covers=dimension.covers,
            share=percent(share) if scored else "",
            questions=tuple(self.question(one, share, weights) for one in asked),
            figures=tuple(
                self.figure(one)
                for one in self.spec.context_figures
                if dimension.code in one.dimensions and self.is_for(one.show_to)
            ),
        )

    def figure(self, figure: ContextFigureSpec) -> ShownFigure:
        return ShownFigure(
            value=figure.value_apart,
            text=figure.text,
            population=figure.population,
            date=partial_date(figure.date),
            caution=figure.caution,
            sources=self.linked(figure.sources),
        )

    def question(self, question: QuestionSpec, share: Fraction, weights: Fraction) -> ShownQuestion:
        scored = self.spec.shows_score
        own = (
            Fraction(question.weight) / weights if scored and question.weight is not None else None
        )
        everywhere = not question.applies_to or set(question.applies_to) >= set(self.names)
        allowed = question.not_applicable_allowed
        return ShownQuestion(
            code=question.code,
            title=question.title,
            kind=marking(question.kind).label,
            wording=question.wording_for(self.sector),
            counted=own is not None or not scored,
            share_of_dimension=percent(own) if own is not None else "",
            share_of_overall=percent(own * share) if own is not None else "",
            only_for=()
            if everywhere
            else tuple(
                within_a_sentence(self.names.get(code, code)) for code in question.applies_to
            ),
            asked_if=self.asked_if(question.condition),
            gates=tuple(self.gate(one, question) for one in question.gates),
            range=_range(question.number),
            levels=tuple(self.levels(question)),
            items=tuple(
                ShownItem(
                    text=one.text,
                    points=figure(one.points) if scored else "",
                    if_missing=one.if_missing,
                )
                for one in question.items
            ),
            none_option=question.none_option.text if question.none_option else "",
            not_applicable=(question.not_applicable_when or "You must say why.") if allowed else "",
            dont_know_allowed=question.dont_know_allowed,
            required=question.required,
            counts_towards=counts_towards(self.spec, question),
            sources=self.linked(question.sources),
        )

    def levels(self, question: QuestionSpec) -> Iterable[ShownLevel]:
        scored = self.spec.shows_score
        top = max((one.number for one in question.levels), default=0)
        for level in question.levels:
            yield ShownLevel(
                number=level.number,
                name=self.spec.level_name(level.number),
                text=level_text(self.spec, question, level),
                still_missing=level.still_missing,
                reached=tuple(_ways(question, level.number, scored=scored)),
                points="" if level.points is None or not scored else figure(level.points),
                is_top=level.number == top,
                action=self.step(level.action) if level.action else None,
            )

    def step(self, action: ActionSpec) -> NextStep:
        guidance = action.guidance_for(self.sector)
        efforts = {one.code: one.name for one in self.spec.efforts}
        return NextStep(
            text=action.text,
            owner=self.spec.owner_title(action.owner, self.sector),
            effort=efforts.get(action.effort, action.effort),
            guidance=self.sources.get(guidance) if guidance else None,
        )

    def gate(self, gate: GateSpec, question: QuestionSpec) -> str:
        bound = gate.when_level_at_or_below
        if bound is not None:
            when = f"At {self.spec.at_or_below(question, bound)}"
        else:
            lines = question.texts_of(gate.when_any_missing)
            when = f"Unless {quoted(lines)} {'are' if len(lines) > 1 else 'is'} ticked"
        band = self.spec.band(gate.cap_band).name
        return f"{when}, the overall band can be no higher than {band}. {gate.message}"

    def asked_if(self, condition: ConditionSpec | None) -> str:
        if condition is None:
            return ""
        other = self.questions[condition.question]
        named = f"{other.code} ({other.title})"
        if condition.level_at_least is not None:
            return f"Asked only if {named} is at level {condition.level_at_least} or above."
        words = " or ".join(f"“{other.choices.get(code, code)}”" for code in condition.any_of)
        return f"Asked only if the answer to {named} includes {words}."

    def bands(self) -> Iterable[ShownBand]:
        bands, scored = self.spec.bands, self.spec.shows_score
        for place, band in enumerate(bands):
            after = bands[place + 1] if place + 1 < len(bands) else None
            # Scores have one decimal place, so a band ends a tenth below the next one.
            last = after.from_inclusive - Decimal("0.1") if after else Decimal(100)
            least = band.minimum_each_dimension
            yield ShownBand(
                name=band.name,
                step=place + 1,
                span=f"{figure(band.from_inclusive)} to {figure(last)}" if scored else "",
                minimum="" if least is None or not scored else figure(least),
                summary=band.summary,
                ai_meaning=band.ai_meaning,
                can=band.you_can_start,
                should_not=band.you_should_not_start,
            )


def _range(number: NumberSpec | None) -> str:
    if number is None:
        return ""
    places = number.decimals_allowed
    fineness = {0: "a whole number", 1: "a number with at most 1 decimal place"}.get(
        places, f"a number with at most {places} decimal places"
    )
    ends = f"{figure(number.minimum)} to {figure(number.maximum)}"
    unit = f" ({number.unit})" if number.unit else ""
    return f"Answer with {fineness} from {ends}{unit}."


def _ways(question: QuestionSpec, level: int, *, scored: bool) -> Iterable[str]:
    """How an answer comes to a level, where it is not chosen by its own description."""
    for option in question.options:
        if option.level == level:
            yield f"Answer: {option.text}"
    if question.number is not None:
        for band in question.number.bands:
            if band.level == level:
                end = "to" if band.to_is_inclusive else "to below"
                yield f"{figure(band.from_inclusive)} {end} {figure(band.to)}"
    for row in question.points_to_level if scored else ():
        if row.level == level:
            yield f"{figure(row.from_inclusive)} to {figure(row.to_inclusive)} points"


def dimension_of(spec: RubricSpec, key: str) -> DimensionSpec | None:
    """The dimension of that code; in other letters, small for capital, where there is no such."""
    exact = [one for one in spec.dimensions if one.code == key]
    alike = [one for one in spec.dimensions if one.code.lower() == key.lower()]
    return next(iter(exact or alike), None)
