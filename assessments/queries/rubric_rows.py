"""A draft's rows, read into a spec: one query a table, whatever the size of the rubric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import DecimalField

from assessments import models
from assessments.rubric import spec as s

Row = TypeVar("Row")
Part = TypeVar("Part")


def _grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _of(model: Any, version: models.RubricVersion) -> list[Any]:
    """The rows of an edition, in order. A column pads its numbers; here they lose the padding."""
    rows = list(model.objects.filter(version=version).order_by("position", "pk"))
    numbers = [f.attname for f in model._meta.fields if isinstance(f, DecimalField)]
    for row in rows:
        for name in numbers:
            number = getattr(row, name)
            if number is not None:
                setattr(row, name, _unpadded(number))
    return rows


def _unpadded(number: Decimal) -> Decimal:
    """19 for 19.0000: how finely a rubric's numbers are given says how finely it measures."""
    short = number.normalize()
    return short if short != short.to_integral_value() else short.quantize(Decimal(1))


def _copied(part: Callable[..., Part], row: Any, *names: str) -> Part:
    """A part whose fields have the names of the row's columns."""
    return part(**{name: getattr(row, name) for name in names})


@dataclass(frozen=True)
class _UnderQuestions:
    """The rows under every question of an edition, by the question's key."""

    levels: dict[int, list[models.Level]]
    guidance: dict[int, list[models.SectorGuidance]]
    items: dict[int, list[models.ChecklistItem]]
    to_level: dict[int, list[models.PointsToLevel]]
    bands: dict[int, list[models.NumberBand]]
    options: dict[int, list[models.QuestionOption]]
    gates: dict[int, list[models.Gate]]
    variants: dict[int, list[models.SectorVariant]]

    @classmethod
    def read(cls, version: models.RubricVersion) -> _UnderQuestions:
        def under(model: Any) -> dict[int, list[Any]]:
            return _grouped(_of(model, version), lambda row: row.question_id)

        return cls(
            levels=under(models.Level),
            guidance=_grouped(_of(models.SectorGuidance, version), lambda row: row.level_id),
            items=under(models.ChecklistItem),
            to_level=under(models.PointsToLevel),
            bands=under(models.NumberBand),
            options=under(models.QuestionOption),
            gates=under(models.Gate),
            variants=under(models.SectorVariant),
        )


def spec_from_rows(version: models.RubricVersion) -> s.RubricSpec:
    """The edition's spec, built from its rows in their order."""
    return s.RubricSpec(
        code=version.rubric.slug,
        title=version.title,
        edition=version.edition,
        language=version.language,
        status=version.state,
        drafted_on=version.drafted_on,
        purpose=version.purpose,
        limits=version.limits,
        how_to_answer=version.how_to_answer,
        time_needed=version.time_needed,
        licence_note=version.licence_note,
        sources_note=version.sources_note,
        scoring_notes=version.scoring_notes,
        dont_know_action=_dont_know_action(version),
        sectors=[
            s.SectorSpec(code=row.code, name=row.name, people=row.people, note=row.note)
            for row in _of(models.Sector, version)
        ],
        roles=_roles(version),
        efforts=[
            s.EffortSpec(code=row.code, name=row.name, meaning=row.meaning)
            for row in _of(models.Effort, version)
        ],
        bands=[_band(row) for row in _of(models.Band, version)],
        dimensions=_dimensions(version),
        **_references(version),
    )


def _dont_know_action(version: models.RubricVersion) -> s.ActionSpec | None:
    if not version.dont_know_text:
        return None
    return s.ActionSpec(
        text=version.dont_know_text,
        effort=version.dont_know_effort,
        owner=version.dont_know_owner,
        guidance=version.dont_know_guidance or None,
    )


def _roles(version: models.RubricVersion) -> list[s.OwnerRoleSpec]:
    titles = _grouped(_of(models.OwnerRoleTitle, version), lambda row: row.role_id)
    return [
        s.OwnerRoleSpec(
            code=row.code,
            default=row.default,
            by_sector={title.sector: title.title for title in titles.get(row.pk, [])},
        )
        for row in _of(models.OwnerRole, version)
    ]


def _band(row: models.Band) -> s.BandSpec:
    return s.BandSpec(
        code=row.code,
        name=row.name,
        from_inclusive=row.from_inclusive,
        to_inclusive=row.to_inclusive,
        minimum_each_dimension=row.minimum_each_dimension,
        colour_hint=row.colour_hint,
        summary=row.summary,
        ai_meaning=row.ai_meaning,
        you_can_start=row.you_can_start,
        you_should_not_start=row.you_should_not_start,
        reassess_after_months=row.reassess_after_months,
    )


def _references(version: models.RubricVersion) -> dict[str, Any]:
    figure = (
        *("code", "value", "text", "dimensions", "questions", "population"),
        *("date", "sources", "show_to", "caution"),
    )
    return {
        "comparators": [
            _copied(s.ComparatorSpec, row, "topic", "what", "how_used", "sources")
            for row in _of(models.Comparator, version)
        ],
        "context_figures": [
            _copied(s.ContextFigureSpec, row, *figure) for row in _of(models.ContextFigure, version)
        ],
        "glossary": [
            _copied(s.TermSpec, row, "term", "meaning") for row in _of(models.Term, version)
        ],
        "sources": [
            s.SourceSpec(
                code=row.code,
                title=row.title,
                publisher=row.publisher,
                date=row.date,
                url=row.url,
                check=row.check_note,
            )
            for row in _of(models.Source, version)
        ],
    }


def _dimensions(version: models.RubricVersion) -> list[s.DimensionSpec]:
    under = _UnderQuestions.read(version)
    questions = _grouped(_of(models.Question, version), lambda row: row.dimension_id)
    return [
        s.DimensionSpec(
            code=row.code,
            name=row.name,
            weight=row.weight,
            summary=row.summary,
            weight_reason=row.weight_reason,
            covers=row.covers,
            questions=[_question(question, under) for question in questions.get(row.pk, [])],
        )
        for row in _of(models.Dimension, version)
    ]


def _question(row: models.Question, under: _UnderQuestions) -> s.QuestionSpec:
    return s.QuestionSpec(
        code=row.code,
        title=row.title,
        kind=row.kind,
        text=row.text,
        weight=row.weight,
        why=row.why,
        help=row.help,
        evidence=row.evidence,
        applies_to=row.applies_to,
        not_applicable_allowed=row.not_applicable_allowed,
        not_applicable_when=row.not_applicable_when,
        dont_know_allowed=row.dont_know_allowed,
        required=row.required,
        critical=row.critical,
        condition=_condition(row),
        sources=row.sources,
        number=_number(row, under.bands.get(row.pk, [])),
        none_option=(
            s.NoneOptionSpec(code=row.none_code, text=row.none_text) if row.none_code else None
        ),
        **_parts(row, under),
    )


def _parts(row: models.Question, under: _UnderQuestions) -> dict[str, Any]:
    """What hangs on a question."""
    pk = row.pk
    return {
        "levels": [_level(level, under.guidance) for level in under.levels.get(pk, [])],
        "items": [
            _copied(s.ItemSpec, item, "code", "text", "points", "if_missing")
            for item in under.items.get(pk, [])
        ],
        "points_to_level": [
            _copied(s.PointsToLevelSpec, line, "from_inclusive", "to_inclusive", "level")
            for line in under.to_level.get(pk, [])
        ],
        "options": [
            _copied(s.OptionSpec, option, "value", "text", "level")
            for option in under.options.get(pk, [])
        ],
        "gates": [
            _copied(s.GateSpec, gate, "when_level_at_or_below", "cap_band", "message")
            for gate in under.gates.get(pk, [])
        ],
        "variants": [
            _copied(s.VariantSpec, variant, "sector", "text", "why", "help", "evidence")
            for variant in under.variants.get(pk, [])
        ],
    }


def _condition(row: models.Question) -> s.ConditionSpec | None:
    if not row.condition_question:
        return None
    return s.ConditionSpec(
        question=row.condition_question,
        level_at_least=row.condition_level_at_least,
        any_of=row.condition_any_of,
    )


def _number(row: models.Question, bands: list[models.NumberBand]) -> s.NumberSpec | None:
    if row.number_minimum is None or row.number_maximum is None:
        return None
    return s.NumberSpec(
        unit=row.number_unit,
        minimum=row.number_minimum,
        maximum=row.number_maximum,
        decimals_allowed=row.number_decimals or 0,
        direction=row.number_direction,
        bands=[
            s.NumberBandSpec(
                from_inclusive=band.from_inclusive,
                to=band.to,
                to_is_inclusive=band.to_is_inclusive,
                level=band.level,
            )
            for band in bands
        ],
    )


def _level(row: models.Level, guidance: dict[int, list[models.SectorGuidance]]) -> s.LevelSpec:
    action = None
    if row.action_text:
        action = s.ActionSpec(
            text=row.action_text,
            effort=row.action_effort,
            owner=row.action_owner,
            guidance=row.action_guidance or None,
            guidance_by_sector={line.sector: line.source for line in guidance.get(row.pk, [])},
        )
    return s.LevelSpec(number=row.number, text=row.text, points=row.points, action=action)
