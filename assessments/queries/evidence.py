"""Reading what an organisation has recorded that backs its answers."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F, QuerySet

from assessments import clock
from assessments.evidence import Holding, to_documents
from assessments.models import Evidence, Organisation
from assessments.queries.held import held_of, with_files
from assessments.queries.members import with_owned
from assessments.queries.prepared import Asked, Prepared, added
from assessments.queries.rubrics import current_editions, spec_of
from assessments.rubric.files.canonical import hash_of
from assessments.rubric.frameworks import Framework, frameworks_of


def _items(organisation: str) -> QuerySet[Evidence]:
    rows = with_owned(Evidence.objects.filter(organisation__slug=organisation))
    return with_files(rows).annotate(owner_name=F("owner__name"), owner_email=F("owner__email"))


_recorded = Prepared(_items, "a slug")


def holding_asked(organisation: str) -> Asked[Evidence]:
    """What `holding_of` asks, by the slug of the organisation: it can be asked with its door."""
    return _recorded.asked(organisation)


def holding_of(organisation: Organisation) -> Holding:
    """Everything that the organisation has recorded, the longest good first, as it is today, and
    whose owner left. One query.
    """
    found = holding_asked(organisation.slug).rows()
    left = {
        row.reference: added(row, "owner_name") or added(row, "owner_email")
        for row in found
        if row.owner_id and not added(row, "owned")
    }
    day = clock.today()
    return Holding(items=[held_of(row) for row in found], day=day, left=left)


def seen_of(row: Evidence) -> str:
    """Names exactly what a page shows of an item: changing it compares this with what it is. Files
    are added and removed apart from it.
    """
    shown = replace(held_of(row), formerly=(), files=())
    return hash_of([*to_documents([shown]), row.owner_id])


def frameworks_for(organisation: Organisation) -> list[Framework]:
    """What the organisation can record: the frameworks of the rubrics that it can start. One
    query, and the editions that this process has not read yet.
    """
    return frameworks_of(map(spec_of, current_editions()), organisation.sector)
