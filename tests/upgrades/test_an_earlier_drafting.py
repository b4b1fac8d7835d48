"""A database made by `0003_drafting` as it first landed becomes the same as any other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddField

from tests.upgrades.databases import Row, empty_database, load, migrate, models_at, shape
from tests.upgrades.test_from_0_1_0 import KEPT

AFTER = "0017_editions_stored_once"
# As the file had them until it was rewritten.
WITH_EDITS = (
    "Band ChecklistItem Comparator ContextFigure Dimension Effort Gate Level NumberBand OwnerRole"
    " OwnerRoleTitle PointsToLevel Question QuestionOption Sector SectorGuidance SectorVariant"
    " Source Term"
).split()

pytestmark = pytest.mark.engine


def make_as_it_first_landed() -> None:
    """The tables after the earlier 0003, which gave nineteen of them a column more."""
    migrate("assessments", "0003_drafting")
    state = MigrationExecutor(connection).loader.project_state(("assessments", "0003_drafting"))
    for name in WITH_EDITS:
        field = models.PositiveIntegerField(default=0, editable=False)
        operation, before = AddField(name, "edits", field), state.clone()
        operation.state_forwards("assessments", state)
        with connection.schema_editor() as editor:
            operation.database_forwards("assessments", editor, before, state)


def a_rubric_with_bands() -> list[Row]:
    """Rows that 0.1.0 kept: an edition, and one kind of part of it."""
    needed = ("auth.group", "assessments.user", "assessments.rubric", "assessments.rubricversion")
    rows = [row for row in KEPT["rows"] if row["model"] in (*needed, "assessments.band")]
    now = [{k: v for k, v in row["fields"].items() if k != "document"} for row in rows]
    return [{**row, "fields": fields} for row, fields in zip(rows, now, strict=True)]


def test_it_becomes_the_same_as_any_other(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with empty_database():
            migrate()
            as_any_other = shape()
        assert "assessments_question" in as_any_other
        with empty_database():
            make_as_it_first_landed()
            with pytest.raises(IntegrityError):
                load(models_at("0003_drafting"), a_rubric_with_bands())
            migrate()
            assert shape() == as_any_other
            load(models_at(AFTER), a_rubric_with_bands())
