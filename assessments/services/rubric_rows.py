"""Writing a spec as the rows of a draft: one bulk insert a table, parents before children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments import models
from assessments.rubric import spec as s

PARTS_CHILDREN_FIRST: tuple[Any, ...] = (
    models.SectorGuidance,
    models.Level,
    models.ChecklistItem,
    models.PointsToLevel,
    models.NumberBand,
    models.QuestionOption,
    models.Gate,
    models.SectorVariant,
    models.Question,
    models.Dimension,
    models.OwnerRoleTitle,
    models.OwnerRole,
    models.Sector,
    models.Effort,
    models.Band,
    models.Source,
    models.ContextFigure,
    models.Comparator,
    models.Term,
)
"""Every table of an edition's parts, in an order in which they can be deleted."""


def version_fields(spec: s.RubricSpec) -> dict[str, Any]:
    """The edition's own columns."""
    action = spec.dont_know_action
    return {
        "edition": spec.edition,
        "title": spec.title,
        "language": spec.language,
        "drafted_on": spec.drafted_on,
        "purpose": spec.purpose,
        "limits": spec.limits,
        "how_to_answer": tuple(spec.how_to_answer),
        "time_needed": spec.time_needed,
        "licence_note": spec.licence_note,
        "sources_note": spec.sources_note,
        "scoring_notes": dict(spec.scoring_notes),
        "dont_know_text": action.text if action else "",
        "dont_know_effort": action.effort if action else "",
        "dont_know_owner": action.owner if action else "",
        "dont_know_guidance": (action.guidance or "") if action else "",
    }


def write_parts(version: models.RubricVersion, spec: s.RubricSpec) -> None:
    """Inserts every part of the spec under an empty draft."""
    _write_vocabulary(version, spec)
    _write_bands(version, spec)
    _write_references(version, spec)
    dimensions = _insert(
        models.Dimension,
        version,
        [
            {
                "code": part.code,
                "name": part.name,
                "weight": part.weight,
                "summary": part.summary,
                "weight_reason": part.weight_reason,
                "covers": tuple(part.covers),
            }
            for part in spec.dimensions
        ],
    )
    questions = [
        (row, question)
        for row, part in zip(dimensions, spec.dimensions, strict=True)
        for question in part.questions
    ]
    rows = _insert(models.Question, version, [_question(d, q) for d, q in questions])
    _write_under_questions(
        version, list(zip(rows, (question for _, question in questions), strict=True))
    )


def _insert(model: Any, version: models.RubricVersion, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Positions count through the whole table of the edition, which keeps every order at once."""
    return model.objects.bulk_create(
        [model(version=version, position=place, **row) for place, row in enumerate(rows, start=1)]
    )


def _write_vocabulary(version: models.RubricVersion, spec: s.RubricSpec) -> None:
    _insert(
        models.Sector,
        version,
        [
            {"code": x.code, "name": x.name, "people": x.people, "note": x.note}
            for x in spec.sectors
        ],
    )
    roles = _insert(
        models.OwnerRole, version, [{"code": x.code, "default": x.default} for x in spec.roles]
    )
    _insert(
        models.OwnerRoleTitle,
        version,
        [
            {"role": row, "sector": sector, "title": title}
            for row, part in zip(roles, spec.roles, strict=True)
            for sector, title in part.by_sector.items()
        ],
    )
    _insert(
        models.Effort,
        version,
        [{"code": x.code, "name": x.name, "meaning": x.meaning} for x in spec.efforts],
    )


def _write_bands(version: models.RubricVersion, spec: s.RubricSpec) -> None:
    _insert(
        models.Band,
        version,
        [
            {
                "code": x.code,
                "name": x.name,
                "from_inclusive": x.from_inclusive,
                "to_inclusive": x.to_inclusive,
                "minimum_each_dimension": x.minimum_each_dimension,
                "colour_hint": x.colour_hint,
                "summary": x.summary,
                "ai_meaning": x.ai_meaning,
                "you_can_start": tuple(x.you_can_start),
                "you_should_not_start": tuple(x.you_should_not_start),
                "reassess_after_months": x.reassess_after_months,
            }
            for x in spec.bands
        ],
    )


def _write_references(version: models.RubricVersion, spec: s.RubricSpec) -> None:
    _insert(
        models.Source,
        version,
        [
            {
                "code": x.code,
                "title": x.title,
                "publisher": x.publisher,
                "date": x.date,
                "url": x.url,
                "check_note": x.check,
            }
            for x in spec.sources
        ],
    )
    texts = ("code", "value", "text", "population", "date", "caution")
    lists = ("dimensions", "questions", "sources", "show_to")
    _insert(
        models.ContextFigure, version, [_columns(x, texts, lists) for x in spec.context_figures]
    )
    wording = ("topic", "what", "how_used")
    _insert(
        models.Comparator, version, [_columns(x, wording, ("sources",)) for x in spec.comparators]
    )
    _insert(models.Term, version, [_columns(x, ("term", "meaning")) for x in spec.glossary])


def _columns(part: Any, plain: Sequence[str], lists: Sequence[str] = ()) -> dict[str, Any]:
    """The part's fields of these names, as columns of the same names."""
    return {
        **{name: getattr(part, name) for name in plain},
        **{name: tuple(getattr(part, name)) for name in lists},
    }


def _question(dimension: models.Dimension, q: s.QuestionSpec) -> dict[str, Any]:
    condition, number, none = q.condition, q.number, q.none_option
    return {
        "dimension": dimension,
        "code": q.code,
        "title": q.title,
        "kind": q.kind,
        "weight": q.weight,
        "text": q.text,
        "why": q.why,
        "help": q.help,
        "evidence": q.evidence,
        "applies_to": tuple(q.applies_to),
        "not_applicable_allowed": q.not_applicable_allowed,
        "not_applicable_when": q.not_applicable_when,
        "dont_know_allowed": q.dont_know_allowed,
        "required": q.required,
        "critical": q.critical,
        "condition_question": condition.question if condition else "",
        "condition_level_at_least": condition.level_at_least if condition else None,
        "condition_any_of": tuple(condition.any_of) if condition else (),
        "sources": tuple(q.sources),
        "number_unit": number.unit if number else "",
        "number_minimum": number.minimum if number else None,
        "number_maximum": number.maximum if number else None,
        "number_decimals": number.decimals_allowed if number else None,
        "number_direction": number.direction if number else "",
        "none_code": none.code if none else "",
        "none_text": none.text if none else "",
    }


Pairs = Sequence[tuple[models.Question, s.QuestionSpec]]


def _write_under_questions(version: models.RubricVersion, pairs: Pairs) -> None:
    _write_levels(version, pairs)

    def each(model: Any, attribute: str, fields: Sequence[str]) -> None:
        _insert(
            model,
            version,
            [
                {"question": row, **{name: getattr(part, name) for name in fields}}
                for row, question in pairs
                for part in getattr(question, attribute)
            ],
        )

    each(models.ChecklistItem, "items", ["code", "text", "points", "if_missing"])
    each(models.PointsToLevel, "points_to_level", ["from_inclusive", "to_inclusive", "level"])
    each(models.QuestionOption, "options", ["value", "text", "level"])
    each(models.Gate, "gates", ["when_level_at_or_below", "cap_band", "message"])
    each(models.SectorVariant, "variants", ["sector", "text", "why", "help", "evidence"])
    _insert(
        models.NumberBand,
        version,
        [
            {
                "question": row,
                "from_inclusive": band.from_inclusive,
                "to": band.to,
                "to_is_inclusive": band.to_is_inclusive,
                "level": band.level,
            }
            for row, question in pairs
            if question.number
            for band in question.number.bands
        ],
    )


def _write_levels(version: models.RubricVersion, pairs: Pairs) -> None:
    levels = [(row, level) for row, question in pairs for level in question.levels]
    rows = _insert(
        models.Level,
        version,
        [
            {
                "question": row,
                "number": level.number,
                "text": level.text,
                "points": level.points,
                "action_text": level.action.text if level.action else "",
                "action_effort": level.action.effort if level.action else "",
                "action_owner": level.action.owner if level.action else "",
                "action_guidance": (level.action.guidance or "") if level.action else "",
            }
            for row, level in levels
        ],
    )
    _insert(
        models.SectorGuidance,
        version,
        [
            {"level": row, "sector": sector, "source": source}
            for row, (_, level) in zip(rows, levels, strict=True)
            if level.action
            for sector, source in level.action.guidance_by_sector.items()
        ],
    )
