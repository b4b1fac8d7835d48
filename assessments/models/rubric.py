"""Rubrics and their editions.

A rubric's edition (`RubricVersion`) is a draft, whose parts an editor changes, until it is
published; then it and every part of it are frozen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from assessments import clock
from assessments.models.base import EVERY_FIELD, FrozenRecord, LinesField, Record, paired
from assessments.models.rubric_guards import PartQuerySet, VersionQuerySet, is_published
from assessments.models.rubric_soundness import is_sound
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash


class Rubric(Record):
    """A family of editions of one questionnaire."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)

    impersonal = EVERY_FIELD

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class RubricVersionRows(Record):
    """Makes the guarded queryset Django's own: see `AppendOnlyRows`."""

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class RubricVersion(RubricVersionRows):
    """One edition. Once published, only its retirement can still be stamped.

    `document` is the canonical JSON of what was published and `content_hash` its SHA-256: readers
    of a published edition read that one column.
    """

    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField(help_text="Counts the editions of a rubric from 1.")
    edition = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=20, default="en-GB")
    drafted_on = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    how_to_answer = LinesField(blank=True, default=tuple, help_text="One instruction to a line.")
    time_needed = models.TextField(blank=True)
    licence_note = models.TextField(blank=True)
    sources_note = models.TextField(blank=True)
    dont_know_text = models.TextField("action for don't know", blank=True)
    dont_know_effort = models.CharField(max_length=40, blank=True)
    dont_know_owner = models.CharField(max_length=40, blank=True)
    dont_know_guidance = models.CharField(max_length=60, blank=True)
    scoring_notes = models.JSONField(default=dict, blank=True, editable=False)
    change_note = models.TextField(blank=True, help_text="What changed, for respondents to read.")
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        editable=False,
        help_text="The edition that the draft was copied from.",
    )
    effective_from = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="From this day new assessments use it; empty: from its publication.",
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    document = models.TextField(blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    impersonal = EVERY_FIELD
    STILL_MUTABLE: ClassVar[frozenset[str]] = frozenset({"retired_at", "retired_by"})
    read_rows: ClassVar[Callable[[Any], RubricSpec] | None] = None
    """How a draft's rows read as a rubric: the app says when it starts, for queries know how."""
    rows_read: RubricSpec | None = None
    """What the service read of the rows under its lock, so that they need not be read again."""

    kept: Any = None
    vocabulary: Any = None
    """What a page of the admin has read of the draft, and of its codes: once for an instance."""

    class Meta:
        constraints: ClassVar = [
            paired("edited"),
            paired("published"),
            paired("retired"),
            models.UniqueConstraint(
                fields=["rubric", "number"], name="assessments_rubricversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["rubric"],
                condition=models.Q(published_at__isnull=True),
                name="assessments_rubricversion_one_draft",
                violation_error_message="This rubric already has a draft.",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | ~models.Q(content_hash=""),
                name="assessments_rubricversion_published_has_hash",
            ),
        ]
        ordering: ClassVar = ["rubric", "-number"]
        permissions: ClassVar = [
            ("publish_rubricversion", "Can publish and retire editions of rubrics")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def state(self) -> str:
        """`draft`, `published` or `retired`."""
        if self.retired_at:
            return "retired"
        return "published" if self.is_published else "draft"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and is_published(self.pk):
            named = set(kwargs.get("update_fields") or ["everything"])
            if not named <= self.STILL_MUTABLE:
                raise FrozenRecord(f"{self} is published and cannot be changed.")
        super().save(*args, **kwargs)

    def _do_update(self, *args: Any, **kwargs: Any) -> Any:
        """Where every write of a row that exists ends, `loaddata` and `save_base` included."""
        written = {field.name: value for field, _, value in args[3]}
        if not set(written) <= self.STILL_MUTABLE and is_published(self.pk):
            raise FrozenRecord(f"{self} is published and cannot be changed.")
        if written.get("published_at"):
            # What was looked at is what is written: never a stamp without its document.
            if not {"document", "content_hash"} <= set(written):
                raise FrozenRecord(f"{self} is published whole, with its document.")
            self._refuse_unless_sound()
            self._refuse_unless_the_rows_say_so()
        return super()._do_update(*args, **kwargs)

    def _do_insert(self, *args: Any, **kwargs: Any) -> Any:
        """Where every write of a single new row ends."""
        if self.is_published:
            self._refuse_unless_sound()
        return super()._do_insert(*args, **kwargs)  # type: ignore[misc]

    def published_before(self) -> models.QuerySet[RubricVersion]:
        """The editions of the rubric that were published before this one, the last one first."""
        rows = RubricVersion.objects.filter(rubric_id=self.rubric_id, published_at__isnull=False)
        return rows.filter(number__lt=self.number).order_by("-number")

    def _refuse_unless_sound(self) -> None:
        """Nothing unsound is ever published, whichever door it comes through."""
        last = self.published_before().first()
        before = last.document if last else ""
        if not self.document or not is_sound(self.document, self.content_hash, before):
            raise FrozenRecord(f"{self} is published by the service, which looks for its faults.")

    def _refuse_unless_the_rows_say_so(self) -> None:
        """The document that is frozen is what the draft's own rows come to.

        A fixture brings an edition before its rows, so an edition that is not there is let in.
        """
        if not RubricVersion.objects.filter(pk=self.pk).exists():
            return
        read = type(self).read_rows
        rows = self.rows_read or (read(self) if read else None)
        if rows is None or content_hash(rows) != self.content_hash:
            raise FrozenRecord(f"{self} is published by the service, which reads its rows.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.pk and is_published(self.pk):
            raise FrozenRecord(f"{self} is published and cannot be deleted.")
        return super().delete(*args, **kwargs)

    def stamp_retired(self, by: Any) -> None:
        """Sets the retirement on the instance; the service saves it."""
        self.retired_at, self.retired_by = clock.now(), by


class RubricPartRows(Record):
    """Makes the guarded queryset Django's own: see `AppendOnlyRows`."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class RubricPart(RubricPartRows):
    """A row of an edition: frozen when the edition is published.

    `parent` names the foreign key that a part takes its version from, where it has one.
    """

    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="%(class)ss", editable=False
    )
    position = models.PositiveIntegerField(default=0, help_text="Order among its neighbours.")

    impersonal = EVERY_FIELD
    parent: ClassVar[str] = ""

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "id"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.parent:
            self.version_id = getattr(self, self.parent).version_id
        if self._state.adding:
            self._refuse_when_published()
        super().save(*args, **kwargs)

    def _do_update(self, *args: Any, **kwargs: Any) -> Any:
        """Where every write of a row that exists ends, `loaddata` and `save_base` included."""
        self._refuse_when_published()
        return super()._do_update(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self) -> None:
        versions = {self.version_id}
        if self.pk:
            versions |= set(
                type(self)._base_manager.filter(pk=self.pk).values_list("version_id", flat=True)
            )
        if any(is_published(version) for version in versions):
            raise FrozenRecord(
                f"{self._meta.verbose_name} “{self}” belongs to a published edition."
            )


def code_once(model: str) -> models.UniqueConstraint:
    """Codes are unique in an edition."""
    return models.UniqueConstraint(
        fields=["version", "code"], name=f"assessments_{model}_code_once"
    )


class CodedPart(RubricPart):
    """A part that other parts name by its code, which stays the same across editions."""

    code = models.CharField(max_length=60)

    class Meta(RubricPart.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.code
