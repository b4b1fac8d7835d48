"""Verbs of a draft's rows: delete one with everything below it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from assessments.models import RubricVersion, User
from assessments.models.rubric import RubricPart
from assessments.services.rubric_rows import PARTS_CHILDREN_FIRST
from assessments.workflow import Refused


def below(part: RubricPart) -> list[RubricPart]:
    """Everything that hangs on a row, the deepest first: a question's levels and their guidance.

    One query for each table that can hang below it, whatever the number of rows.
    """
    found: dict[Any, list[RubricPart]] = {type(part): [part]}
    for model in reversed(PARTS_CHILDREN_FIRST):
        if not model.parent:
            continue
        rows_above = found.get(model._meta.get_field(model.parent).related_model)
        if rows_above:
            found[model] = list(model.objects.filter(**{f"{model.parent}__in": rows_above}))
    return [row for model in PARTS_CHILDREN_FIRST for row in found.get(model, ()) if row != part]


@transaction.atomic
def delete(*, part: RubricPart, by: User) -> None:
    """Deletes a row of a draft with everything below it.

    What other rows name by its code then names nothing, which stops the draft from being published.
    Raises `Refused` when the edition has been published. The draft's history records it: see
    `drafts.keep_state`.
    """
    version = RubricVersion.objects.select_for_update().get(pk=part.version_id)
    if version.is_published:
        raise Refused(f"{version.title} is published, so nothing of it can be deleted.")
    doomed = below(part)
    for model in PARTS_CHILDREN_FIRST:
        keys = [row.pk for row in doomed if type(row) is model]
        if keys:
            model.objects.filter(pk__in=keys).delete()
    part.delete()
