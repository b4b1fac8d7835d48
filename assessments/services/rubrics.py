"""Verbs of rubrics: import a file as a draft, publish it, retire it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Rubric, RubricVersion, TrialOutcome, User
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST
from assessments.names import shown_length
from assessments.queries.drafts import spec_before
from assessments.queries.rubrics import spec_of, still_to_come
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash, faults
from assessments.services.drafts import check_seen, keep_state
from assessments.services.rubric_rows import version_fields, write_parts
from assessments.wording import long_date, months_later
from assessments.workflow import Refused

NOTE_LEAST, NOTE_MOST = 10, 5_000
"""How many characters a change note has, where one is needed."""

YEARS_AHEAD = 2
"""An edition takes effect within so many years of its publication, or a slip was made."""


@transaction.atomic
def import_draft(*, spec: RubricSpec, by: User, summary: str = "Read from a file") -> RubricVersion:
    """A new draft of the rubric, with the content of the spec; `summary` begins its history.

    Raises `Refused` while the rubric has another draft, or when an edition of that name has
    already been published: a published edition never changes.
    """
    rubric, _ = Rubric.objects.get_or_create(slug=spec.code, defaults={"title": spec.title})
    # As `copy_edition` does: the draft that another person begins is no row yet to wait for.
    Rubric.objects.select_for_update().get(pk=rubric.pk)
    versions = RubricVersion.objects.filter(rubric=rubric)
    if versions.filter(published_at__isnull=True).exists():
        raise Refused(f"The rubric {rubric.slug} already has a draft. Publish or delete it first.")
    if versions.filter(edition=spec.edition).exists():
        raise Refused(
            f"Edition {spec.edition} of {rubric.slug} is already published, and a published "
            "edition never changes. Give the file a new edition."
        )
    highest = versions.aggregate(highest=Max("number"))["highest"] or 0
    version = RubricVersion.objects.create(
        rubric=rubric, number=highest + 1, **version_fields(spec)
    )
    write_parts(version, spec)
    keep_state(draft=version, by=by, summary=summary, spec=spec)
    record(Event.RUBRIC_IMPORTED, version, by=by)
    return version


class NoteRefused(Refused):
    """What is wrong is the change note."""


@transaction.atomic
def publish(
    *,
    version: RubricVersion,
    by: User,
    change_note: str = "",
    effective_from: date | None = None,
    seen: int | None = None,
) -> RubricVersion:
    """The edition, frozen from now on, with its content hash.

    New assessments use it from `effective_from`, or at once without one. Of two people who publish
    it at the same moment exactly one succeeds. Raises `Refused` with every soundness fault when
    there is one; when it is published already or deleted; without a change note where an edition
    came before it; for a day in the past or too far ahead, or while an edition before it waits for
    a day that is not earlier; when the draft was changed after its state number `seen`, where a
    page had shown one; and, where the setting `RUBRIC_FOUR_EYES` is on, when `by` made the last
    change to the draft.
    """
    locked = RubricVersion.objects.select_for_update().filter(pk=version.pk).first()
    if locked is None:
        raise Refused("This draft has been deleted, so there is nothing to publish.")
    if locked.is_published:
        raise Refused(f"{locked.title} is already published.")
    if RubricVersion.objects.filter(rubric=locked.rubric, edition=locked.edition).count() > 1:
        raise Refused(
            f"Edition {locked.edition} of {locked.rubric.slug} is already published. "
            "Give the draft another edition."
        )
    check_seen(locked, seen)
    _check_four_eyes(locked, by)
    note = _change_note(locked, change_note)
    _check_day(effective_from)
    _check_turn(locked, effective_from)
    spec = _without_faults(locked)
    locked.content_hash = content_hash(spec)
    locked.published_at, locked.published_by = clock.now(), by
    locked.change_note, locked.effective_from = note, effective_from
    locked.save()
    if locked.rubric.title != spec.title:
        locked.rubric.title = spec.title
        locked.rubric.save(update_fields=["title"])
    record(Event.RUBRIC_PUBLISHED, locked, by=by)
    return locked


def has_earlier(version: RubricVersion) -> bool:
    """Whether an edition of the rubric was published before, so that a change note is needed."""
    return (
        RubricVersion.objects.filter(rubric_id=version.rubric_id, published_at__isnull=False)
        .exclude(pk=version.pk)
        .exists()
    )


def why_not_publish(version: RubricVersion, by: User) -> str:
    """Why this person may not publish the draft although they hold the permission, or nothing."""
    if settings.RUBRIC_FOUR_EYES and version.edited_by_id == by.pk:
        return (
            "You made the last change to this draft, so another person must publish it: a second "
            "pair of eyes is required here. Ask another publisher to check it and publish it."
        )
    return ""


def _without_faults(draft: RubricVersion) -> RubricSpec:
    spec = spec_of(draft)
    found = faults(spec, spec_before(draft))
    if found:
        listed = "\n".join(f"- {fault}" for fault in found)
        raise Refused(
            f"The draft has faults that must be put right before it is published:\n{listed}"
        )
    return spec


def _check_four_eyes(draft: RubricVersion, by: User) -> None:
    why = why_not_publish(draft, by)
    if why:
        raise Refused(why)


def _change_note(draft: RubricVersion, given: str) -> str:
    note = given.strip()
    if len(note) > NOTE_MOST:
        raise NoteRefused(f"The change note must be {NOTE_MOST:,} characters or fewer.")
    if shown_length(note) < NOTE_LEAST and has_earlier(draft):
        raise NoteRefused(
            f"Say what changed, in {NOTE_LEAST} characters or more. "
            "People who answered the last edition read it."
        )
    return note


def _check_day(chosen: date | None) -> None:
    if chosen is None:
        return
    today = clock.today()
    if chosen < today:
        raise Refused(
            f"The edition cannot take effect on {long_date(chosen)}, which has passed. "
            "Choose today or a later day."
        )
    if chosen > months_later(today, 12 * YEARS_AHEAD):
        raise Refused(
            f"The edition cannot take effect on {long_date(chosen)}, more than {YEARS_AHEAD} years "
            "from now. Check the year."
        )


def _check_turn(draft: RubricVersion, chosen: date | None) -> None:
    """An edition that waits for its day is used from it: none may overtake it unseen."""
    first = chosen or clock.today()
    waiting = still_to_come(draft).filter(effective_from__gte=first).last()
    if waiting is not None and waiting.effective_from is not None:
        raise Refused(
            f"{waiting.title} is published and waits for {long_date(waiting.effective_from)}. "
            "A newer edition would replace it before it was used. Give this one a later "
            "first day, or retire that one first."
        )


@transaction.atomic
def retire(*, version: RubricVersion, by: User) -> RubricVersion:
    """Stops new assessments from using a published edition; those in progress go on.

    Raises `Refused` for a draft, or when it is retired already.
    """
    locked = RubricVersion.objects.select_for_update().get(pk=version.pk)
    if not locked.is_published:
        raise Refused("A draft is not in use, so it cannot be retired. Delete it instead.")
    if locked.retired_at:
        raise Refused(f"{locked.title} is already retired.")
    locked.stamp_retired(by)
    locked.save(update_fields=["retired_at", "retired_by"])
    record(Event.RUBRIC_RETIRED, locked, by=by)
    return locked


@transaction.atomic
def delete_draft(*, version: RubricVersion, by: User) -> None:
    """Deletes a draft with all its parts. Raises `Refused` when it is gone or published."""
    locked = RubricVersion.objects.select_for_update().filter(pk=version.pk).first()
    if locked is None:
        raise Refused("This draft has been deleted already.")
    if locked.is_published:
        raise Refused(f"{locked.title} is published, so it stays. Retire it instead.")
    for model in PARTS_CHILDREN_FIRST:
        model.objects.filter(version=locked).delete()
    TrialOutcome.objects.filter(trial__version=locked).delete()
    locked.impact_trials.all().delete()
    record(Event.RUBRIC_DELETED, locked, by=by)
    locked.delete()
