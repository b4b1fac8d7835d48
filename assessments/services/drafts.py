"""Verbs of drafts: copy an edition, keep each state of a draft, put one back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import DraftState, Rubric, RubricVersion, User
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json, from_document
from assessments.rubric.files.differences import differences, text_differences
from assessments.rubric.findings import FileRefused
from assessments.services.rubric_rows import version_fields, write_parts
from assessments.wording import long_moment
from assessments.workflow import Refused

NOTES = ("change_note", "drafted_on")
"""Texts of a draft that its document does not carry, because nothing that is scored needs them."""


@transaction.atomic
def copy_edition(*, version: RubricVersion, edition: str, title: str, by: User) -> RubricVersion:
    """A new draft with everything that the edition holds, under a new edition name.

    Raises `Refused` while the rubric has a draft, or when the name is taken.
    """
    Rubric.objects.select_for_update().get(pk=version.rubric_id)
    siblings = RubricVersion.objects.filter(rubric_id=version.rubric_id)
    if siblings.filter(published_at__isnull=True).exists():
        raise Refused("This rubric already has a draft. Publish or delete it first.")
    if not edition.strip():
        raise Refused("Give the new edition a name, for example the year it is for.")
    if siblings.filter(edition=edition.strip()).exists():
        raise Refused(f"There already is an edition {edition.strip()}. Choose another name.")
    spec = replace(spec_of(version), edition=edition.strip(), title=title.strip())
    highest = siblings.aggregate(highest=Max("number"))["highest"] or 0
    draft = RubricVersion.objects.create(
        rubric_id=version.rubric_id, number=highest + 1, based_on=version, **version_fields(spec)
    )
    write_parts(draft, spec)
    keep_state(draft=draft, by=by, summary=f"Copied from {version.title}", spec=spec)
    record(Event.RUBRIC_DRAFTED, draft, by=by)
    return draft


@transaction.atomic
def keep_state(
    *, draft: RubricVersion, by: User, summary: str, spec: RubricSpec | None = None
) -> DraftState | None:
    """Keeps the draft as it is now with what changed since the last state.

    Called after every change of a draft's rows, inside its transaction; a caller that has just
    written a spec hands it on, so that the rows need not be read again. Returns `None`, and keeps
    nothing, when nothing changed. Raises `Refused` when the draft has been published meanwhile.
    """
    locked = RubricVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.is_published:
        raise Refused("This draft is gone or has been published. Nothing was saved.")
    canonical = canonical_json(spec or spec_of(locked))
    last = DraftState.objects.filter(version=draft.pk).order_by("-number").first()
    changed = differences(last.document, json.loads(canonical)) if last else []
    notes = {name: getattr(locked, name) for name in NOTES}
    changed += text_differences(last.notes, notes) if last and last.notes else []
    if last and not changed:
        return None
    locked.edited_at, locked.edited_by = clock.now(), by
    locked.save(update_fields=["edited_at", "edited_by"])
    return DraftState.objects.create(
        version=draft.pk,
        number=(last.number if last else 0) + 1,
        packed=DraftState.pack(canonical),
        notes=notes,
        summary=summary[:300],
        changes=[one.as_dict() for one in changed],
        saved_by=by,
    )


@transaction.atomic
def put_back(
    *, draft: RubricVersion, state: DraftState, by: User, seen: int | None = None
) -> DraftState | None:
    """The draft as it was in an earlier state; what came after stays in its history.

    `seen` is the number of the last state that the person knew of, where a page had shown one.
    Raises `Refused` when a later one was kept meanwhile, the draft is published, the state is
    another draft's, or the draft then lacked something that every rubric has, so that it cannot be
    read back exactly.
    """
    if state.version != draft.pk:
        raise Refused("That state belongs to another draft.")
    RubricVersion.objects.select_for_update().filter(pk=draft.pk).first()
    check_seen(draft, seen)
    try:
        spec = from_document(state.document)
    except FileRefused as refusal:
        raise Refused(
            f"The draft was unfinished then ({refusal.faults[0].message}), so it cannot be put "
            "back to that state. Choose the state before or after it."
        ) from refusal
    replace_content(draft=draft, spec=spec, notes=state.notes)
    when = long_moment(timezone.localtime(state.saved_at))
    return keep_state(draft=draft, by=by, summary=f"Put back to state {state.number} of {when}")


def check_seen(draft: RubricVersion, seen: int | None) -> None:
    """Raises `Refused` when the draft was changed after its state `seen`; `None` is not looked at.

    Call it with the draft locked.
    """
    if seen is None:
        return
    last = DraftState.objects.filter(version=draft.pk).defer("packed").first()
    if last is not None and last.number != seen:
        raise Refused(
            f"{last.saved_by} changed the draft after you opened this page ({last.summary}). "
            "Nothing was done. Look at the draft as it is now, and then do it again."
        )


def replace_content(
    *, draft: RubricVersion, spec: RubricSpec, notes: Mapping[str, str] | None = None
) -> None:
    """Writes the spec over everything that a draft holds, but for what identifies it.

    `notes` are texts that a spec does not carry: see `NOTES`. Call it inside a transaction, and
    `keep_state` after it. Raises `Refused` when the draft has been published or is gone.
    """
    locked = RubricVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.is_published:
        raise Refused("This draft is gone or has been published. Nothing was changed.")
    for model in PARTS_CHILDREN_FIRST:
        model.objects.filter(version=locked).delete()
    for name, value in {**version_fields(spec), **(notes or {})}.items():
        setattr(locked, name, value)
    locked.save()
    write_parts(locked, spec)
