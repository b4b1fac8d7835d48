"""Verbs of uploaded rubric files: keep one, and take it into what it was compared with."""

from __future__ import annotations

from django.db import transaction

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Rubric, RubricUpload, RubricVersion, User
from assessments.queries.uploads import GONE, KEPT, Standing, spec_in, target_of
from assessments.services.drafts import keep_state, replace_content
from assessments.services.rubrics import import_draft
from assessments.workflow import Refused

NAME_SHOWN = 120
"""Characters of a file's name that are kept."""


class Outdated(Refused):
    """The rubric is not as it was when the file was compared with it."""


def keep(*, content: bytes, file_name: str, standing: Standing, by: User) -> RubricUpload:
    """The file, to be taken by the same person within a day."""
    return RubricUpload.objects.create(
        content=content,
        file_name=file_name,
        draft=standing.draft,
        state=standing.state,
        newest=standing.newest,
        uploaded_by=by,
    )


def compare_again(*, upload: RubricUpload, standing: Standing) -> None:
    """Writes down that the person was shown the file compared with the rubric as it is now."""
    RubricUpload.objects.filter(pk=upload.pk).update(
        draft=standing.draft, state=standing.state, newest=standing.newest
    )


def delete_old() -> int:
    """Deletes the files that waited for longer than `KEPT`, and says how many."""
    deleted, _ = RubricUpload.objects.filter(uploaded_at__lt=clock.now() - KEPT).delete()
    return deleted


@transaction.atomic
def take(*, upload: RubricUpload, by: User) -> RubricVersion:
    """The draft with what the file holds: a new one, or the present one replaced.

    The file is then no longer kept. Raises `Outdated` when the rubric is not as it was when the
    file was compared with it, which is what the second of two people sees, and `Refused` when the
    file was taken already, the rubric can take no such file, or nothing would change. Then nothing
    is written.
    """
    locked = RubricUpload.objects.select_for_update().filter(pk=upload.pk, uploaded_by=by).first()
    if locked is None:
        raise Refused(GONE)
    spec = spec_in(locked)
    # Whoever begins, edits or publishes a draft of this rubric takes one of these locks.
    Rubric.objects.select_for_update().filter(slug=spec.code).first()
    drafts = RubricVersion.objects.filter(rubric__slug=spec.code, published_at__isnull=True)
    drafts.select_for_update(of=("self",)).first()
    target = target_of(spec)
    if target.standing != Standing(locked.draft, locked.state, locked.newest):
        raise Outdated(
            "This rubric has changed since the file was compared with it. Nothing was written."
        )
    name = locked.file_name[:NAME_SHOWN]
    locked.delete()
    if target.draft is None:
        return import_draft(spec=spec, by=by, summary=f"Read from the file {name}")
    draft = target.draft
    replace_content(draft=draft, spec=spec)
    if keep_state(draft=draft, by=by, summary=f"Replaced from the file {name}", spec=spec) is None:
        raise Refused("The file holds what the draft holds already. Nothing was changed.")
    record(Event.RUBRIC_REPLACED, draft, by=by, file=name)
    return draft
