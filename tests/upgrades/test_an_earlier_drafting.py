"""A database made by `0003_drafting` as it first landed becomes the same as any other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations.operations import AddField

from tests.upgrades.databases import (
    KEPT,
    WITH_DOCUMENTS,
    Row,
    begin,
    connected,
    copied,
    database,
    load,
    migrate,
    models_at,
    shape,
    state_at,
)

MENDED = WITH_DOCUMENTS
"""A migration after the one that takes those columns away."""
# As the file had them until it was rewritten.
WITH_EDITS = (
    "Band ChecklistItem Comparator ContextFigure Dimension Effort Gate Level NumberBand OwnerRole"
    " OwnerRoleTitle PointsToLevel Question QuestionOption Sector SectorGuidance SectorVariant"
    " Source Term"
).split()

pytestmark = pytest.mark.engine


def make_as_it_first_landed() -> None:
    """The tables after the earlier 0003, which gave nineteen of them a column more."""
    begin("0003_drafting")
    before = state_at("0003_drafting")
    after = before.clone()
    edits = models.PositiveIntegerField(default=0, editable=False)
    added = [AddField(name, "edits", edits) for name in WITH_EDITS]
    for operation in added:
        operation.state_forwards("assessments", after)
    for operation in added:
        with connection.schema_editor() as editor:
            operation.database_forwards("assessments", editor, before, after)


def a_rubric_with_bands() -> list[Row]:
    """Rows that 0.1.0 kept: an edition, and one kind of part of it."""
    needed = ("auth.group", "assessments.user", "assessments.rubric", "assessments.rubricversion")
    rows = [row for row in KEPT["rows"] if row["model"] in (*needed, "assessments.band")]
    now = [{k: v for k, v in row["fields"].items() if k != "document"} for row in rows]
    return [{**row, "fields": fields} for row, fields in zip(rows, now, strict=True)]


def test_it_becomes_the_same_as_any_other(filled: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with copied(filled):
            as_any_other = shape()
        assert any("assessments_question" in each for each in as_any_other)
        with database("drafting") as name, connected(name):
            make_as_it_first_landed()
            with pytest.raises(IntegrityError):
                load(models_at("0003_drafting"), a_rubric_with_bands())
            assert shape() != as_any_other
            migrate("assessments", MENDED)
            assert shape() == as_any_other
            load(models_at(MENDED), a_rubric_with_bands())
