"""Verbs of a draft's rows: delete one with everything below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import models, transaction

from assessments.models import (
    ContextFigure,
    Dimension,
    Question,
    RubricVersion,
    Sector,
    SectorGuidance,
    Source,
    User,
)
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST
from assessments.models.rubric import RubricPart
from assessments.queries.question_codes import waiting_for
from assessments.workflow import Refused

PARKED = 1_000_000_000
"""Above any number that an editor can give: what a row is called while rows exchange names."""


def below(part: RubricPart) -> list[RubricPart]:
    """Everything that hangs on a row, the deepest first: a question's levels and their guidance.

    On a sector or a source hangs the guidance for "don't know" that names it, which no page can
    change. One query for each table that can hang below it, for any number of rows.
    """
    found: dict[type[models.Model] | None, list[RubricPart]] = {type(part): [part]}
    for model in reversed(PARTS_CHILDREN_FIRST):
        if not model.parent:
            continue
        rows_above = found.get(model._meta.get_field(model.parent).related_model)
        if rows_above:
            found[model] = list(model.objects.filter(**{f"{model.parent}__in": rows_above}))
    if isinstance(part, Sector | Source):
        named = {"sector" if isinstance(part, Sector) else "source": part.code}
        rows = SectorGuidance.objects.filter(version=part.version_id, level=None, **named)
        found[SectorGuidance] = list(rows)
    return [row for model in PARTS_CHILDREN_FIRST for row in found.get(model, ()) if row != part]


@transaction.atomic
def delete(*, part: RubricPart, by: User) -> None:
    """Deletes a row of a draft with everything below it.

    Figures of a deleted question or dimension no longer name it. What else names a
    deleted row by its code then names nothing, which stops the draft from being published. Raises
    `Refused` when the edition has been published, and when another question is asked depending on
    one that would go. The draft's history records it: see `drafts.keep_state`.
    """
    version = RubricVersion.objects.select_for_update().get(pk=part.version_id)
    if version.is_published:
        raise Refused(f"{version.title} is published, so nothing of it can be deleted.")
    doomed = below(part)
    questions = [row.code for row in (*doomed, part) if isinstance(row, Question)]
    _refuse_when_waited_for(version, questions)
    _forget(version, "questions", questions)
    _forget(version, "dimensions", [part.code] if isinstance(part, Dimension) else [])
    for model in PARTS_CHILDREN_FIRST:
        keys = [row.pk for row in doomed if type(row) is model]
        if keys:
            model.objects.filter(pk__in=keys).delete()
    part.delete()


@transaction.atomic
def step_aside(*, parts: Sequence[RubricPart], column: str, by: User) -> None:
    """Gives each row a name in the column that no editor can give, until it is saved again.

    So rows that exchange what names them never meet. Raises `FrozenRecord` in a published edition.
    """
    for part in parts:
        is_text = isinstance(part._meta.get_field(column), models.CharField)
        parked: str | int = f"~{part.pk}" if is_text else PARKED + part.pk
        type(part).objects.filter(pk=part.pk).update(**{column: parked})


def _refuse_when_waited_for(version: RubricVersion, codes: Collection[str]) -> None:
    waiting = waiting_for(version.pk, codes) if codes else []
    if waiting:
        are = "is" if len(waiting) == 1 else "are"
        raise Refused(
            f"{' and '.join(waiting)} {are} asked depending on an answer that would go with this. "
            "Change what that is, or retire it first. Nothing was changed."
        )


def _forget(version: RubricVersion, column: str, codes: Collection[str]) -> None:
    """Removes the codes from the lists of the edition's figures."""
    if not codes:
        return
    for figure in ContextFigure.objects.filter(version=version):
        named = getattr(figure, column)
        kept = tuple(code for code in named if code not in codes)
        if kept != named:
            setattr(figure, column, kept)
            figure.save()
