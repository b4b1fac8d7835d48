"""Verb of uploaded rubric files: take one into the draft that it was compared with."""

from __future__ import annotations

from django.db import transaction

from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Rubric, RubricVersion, User
from assessments.queries.uploads import Standing, target_of
from assessments.rubric.definition import RubricSpec
from assessments.services.drafts import keep_state, replace_content
from assessments.services.rubrics import import_draft
from assessments.workflow import Refused

NAME_SHOWN = 120
"""Characters of a file's name that are kept."""


class Outdated(Refused):
    """The rubric is not as it was when the file was compared with it."""


@transaction.atomic
def take(*, spec: RubricSpec, standing: Standing, file_name: str, by: User) -> RubricVersion:
    """The draft with the content of the spec: a new one, or the present one replaced.

    `standing` is what the person saw the file compared with. Raises `Outdated` when that is no
    longer so, which is what the second of two people hears, and `Refused` when the rubric can take
    no such file or nothing would change. Then nothing is written.
    """
    # Whoever begins, edits or publishes a draft of this rubric takes one of these locks.
    Rubric.objects.select_for_update().filter(slug=spec.code).first()
    drafts = RubricVersion.objects.filter(rubric__slug=spec.code, published_at__isnull=True)
    drafts.select_for_update(of=("self",)).first()
    target = target_of(spec)
    if target.standing != standing:
        raise Outdated(
            "This rubric has changed since the file was compared with it. Nothing was written."
        )
    name = file_name[:NAME_SHOWN]
    if target.draft is None:
        return import_draft(spec=spec, by=by, summary=f"Read from the file {name}")
    draft = target.draft
    replace_content(draft=draft, spec=spec)
    if keep_state(draft=draft, by=by, summary=f"Replaced from the file {name}", spec=spec) is None:
        raise Refused("The file holds what the draft holds already. Nothing was changed.")
    record(
        Event.RUBRIC_REPLACED, by=by, kind="rubric", ref=str(draft.pk), target=spec.title, file=name
    )
    return draft
