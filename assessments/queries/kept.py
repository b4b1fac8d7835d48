"""A draft as its last kept state has it, for pages that only read."""

from __future__ import annotations

from assessments.models import DraftState, RubricVersion
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import from_document
from assessments.rubric.findings import FileRefused


def kept_spec(version: RubricVersion) -> RubricSpec:
    """The edition as a spec in one query: a draft from the state kept after its last change.

    Reading a draft from its rows takes a query for each table. What writes or decides does that;
    pages that show a draft next to other things can do with this.
    """
    if version.is_published:
        return spec_of(version)
    state = DraftState.objects.filter(version=version.pk).order_by("-number").first()
    try:
        return from_document(state.document) if state else spec_of(version)
    except FileRefused:
        # Something that every rubric must have is missing for now; rows can say so, a file cannot.
        return spec_of(version)
