"""An evidence item as a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

from assessments.evidence import Held, HeldFile
from assessments.models import Attachment, Evidence
from assessments.scoring.sheet import EvidenceItem
from assessments.workflow import Strength


class _JSONList(Aggregate):
    """The JSON of all rows as one list."""

    function = "JSON_GROUP_ARRAY"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Sequence[object]]:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


_FILE = JSONObject(reference="reference", name="name", size="size", sha256="sha256")


def with_files(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """The items with their files, for `held_of`, in the same query: pages that read all items may
    not ask again for each.
    """
    files = Attachment.objects.filter(evidence=OuterRef("pk"), removed_at__isnull=True)
    listed = files.order_by().values("evidence").annotate(listed=_JSONList(_FILE)).values("listed")
    found = rows.annotate(listed_files=Subquery(listed, output_field=JSONField()))
    return cast("QuerySet[Evidence]", found)


def _files(row: Evidence) -> tuple[HeldFile, ...]:
    listed = getattr(row, "listed_files", None) or ()
    return tuple(sorted((HeldFile(**one) for one in listed), key=lambda one: one.reference))


def held_of(row: Evidence) -> Held:
    """An item as a value; without its files unless it was read `with_files`."""
    return Held(
        reference=row.reference,
        title=row.title,
        framework=row.framework,
        parts=row.parts or (),
        achieved_on=row.achieved_on,
        good_until=row.good_until,
        link=row.link,
        cited=row.cited,
        strength=Strength(row.strength),
        formerly=tuple(EvidenceItem(**one) for one in row.formerly),
        files=_files(row),
    )
