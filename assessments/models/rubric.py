"""Rubrics and their editions.

A rubric's edition (`RubricVersion`) is a draft, whose parts an editor changes, until it is
published; then it and every part of it are frozen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.conf import settings
from django.db import connection, models

from assessments import clock
from assessments.models.base import (
    EVERY_FIELD,
    FrozenRecord,
    Guarded,
    GuardedQuerySet,
    LinesField,
    Record,
    paired,
)

if TYPE_CHECKING:
    from assessments.models.user import User

M = TypeVar("M", bound=models.Model)


class Rubric(Record):
    """A family of editions of one questionnaire."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)

    impersonal = EVERY_FIELD

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


def is_published(version_id: int | None) -> bool:
    """Whether that edition is published, asked of the database and not of an instance in hand."""
    if version_id is None:
        return False
    return RubricVersion._base_manager.filter(pk=version_id, published_at__isnull=False).exists()


class VersionQuerySet(GuardedQuerySet[M]):
    """Editions: published ones refuse bulk changes of anything but their retirement."""

    def published(self) -> VersionQuerySet[M]:
        return self.filter(published_at__isnull=False)

    def open_for_assessments(self, on: date | None = None) -> VersionQuerySet[M]:
        """Published, in effect (today, or on that day) and not retired: new assessments may use
        them.
        """
        today = on or clock.today()
        begun = models.Q(effective_from__isnull=True) | models.Q(effective_from__lte=today)
        return self.published().filter(begun, retired_at__isnull=True)

    def check_change(self, values: Mapping[str, object] | None) -> None:
        names = {name.removesuffix("_id") for name in values or ()}
        if names & {"published_at", "published_by"}:
            raise FrozenRecord("An edition is published by the service, one at a time.")
        retires = values is not None and names <= RubricVersion.STILL_MUTABLE
        if not retires and self.published().exists():
            raise FrozenRecord("A published edition cannot be changed or deleted.")

    def check_new(self, rows: Sequence[M]) -> None:
        if any(row.published_at for row in rows):  # type: ignore[attr-defined]
            raise FrozenRecord("An edition is published by the service, one at a time.")


class RubricVersionRows(Guarded):
    """Makes the guarded queryset Django's own: see `AppendOnlyRows`."""

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class RubricVersion(RubricVersionRows):
    """One edition. Once published, only its retirement can still be stamped.

    `content_hash` is that of what its rows said when it was published: reading them compares the
    two (`queries.rubrics`).
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
    shows_score = models.BooleanField(
        default=True,
        help_text="No: only what limits the band, and the highest band still open.",
    )
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

    def check_save(self, *, raw: bool, named: frozenset[str] | None) -> None:
        if (named is None or not named <= self.STILL_MUTABLE) and is_published(self.pk):
            raise FrozenRecord(f"{self} is published and cannot be changed.")

    def published_before(self) -> models.QuerySet[RubricVersion]:
        """The editions of the rubric that were published before this one, the last one first."""
        rows = RubricVersion.objects.filter(rubric_id=self.rubric_id, published_at__isnull=False)
        return rows.filter(number__lt=self.number).order_by("-number")

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        if self.pk and is_published(self.pk):
            raise FrozenRecord(f"{self} is published and cannot be deleted.")
        return super().delete(using, keep_parents)

    def stamp_retired(self, by: User) -> None:
        """Sets the retirement on the instance; the service saves it."""
        self.retired_at, self.retired_by = clock.now(), by


class PartQuerySet(GuardedQuerySet[M]):
    """Parts of editions: those of a published one refuse every bulk write."""

    def _refuse(self, versions: Iterable[int]) -> None:
        if any(is_published(version) for version in set(versions)):
            name = self.model._meta.verbose_name_plural
            raise FrozenRecord(f"The {name} of a published edition cannot be changed.")

    def check_change(self, values: Mapping[str, object] | None) -> None:
        if {"version", "version_id"} & set(values or ()):
            raise FrozenRecord("A part of an edition stays in it.")
        self._refuse(self.order_by().values_list("version_id", flat=True).distinct())

    def check_new(self, rows: Sequence[M]) -> None:
        self._refuse(row.version_id for row in rows)  # type: ignore[attr-defined]

    def insert(self, version: RubricVersion, rows: Iterable[Mapping[str, object]]) -> list[int]:
        """Adds rows to an edition, and returns their keys in the order of the rows.

        A column that a row does not name gets its default. Raises `FrozenRecord` when the edition
        is published, and `TypeError` for a column that the part does not have.
        """
        _, *fields = self.model._meta.concrete_fields
        empty = {one.attname: one.get_default() for one in fields}
        made = [{**empty, **row, "version_id": version.pk} for row in rows]
        if not made:
            return []
        if strange := set[str]().union(*made) - {one.column for one in fields}:
            # PostgreSQL would pass over them.
            raise TypeError(f"{self.model._meta.db_table} has no columns {sorted(strange)}.")
        if connection.vendor != "postgresql":
            return [one.pk for one in self.bulk_create([self.model(**row) for row in made])]
        self._refuse([version.pk])
        for lines in (one for one in fields if isinstance(one, LinesField)):
            for row in made:
                row[lines.name] = lines.get_prep_value(row[lines.name])
        names = ", ".join(f'"{one.column}"' for one in fields)
        # As one text, which PostgreSQL takes apart: an edition has tens of thousands of values.
        with connection.cursor() as cursor:
            sql = _INSERT.format(table=self.model._meta.db_table, columns=names)
            cursor.execute(sql, [json.dumps(made, default=_decimal)])
            return [key for (key,) in cursor.fetchall()]


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} is nothing that a column of an edition holds.")


# Names of a table and of columns, and no values.
_INSERT = """
INSERT INTO {table} ({columns})
SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) RETURNING id
"""


class RubricPartRows(Guarded):
    """Makes the guarded queryset Django's own: see `AppendOnlyRows`."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def of_version(*, indexed: bool) -> models.ForeignKey[RubricVersion, RubricVersion]:
    """The edition that a part is of.

    Not `indexed` where a unique index begins with it, which serves as well.
    """
    return models.ForeignKey(
        RubricVersion,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        editable=False,
        db_index=indexed,
    )


class RubricPart(RubricPartRows):
    """A row of an edition: frozen when the edition is published.

    `parent` names the foreign key that a part takes its version from, where it has one and it is
    set.
    """

    version = of_version(indexed=True)
    position = models.PositiveIntegerField(default=0, help_text="Order among its neighbours.")

    impersonal = EVERY_FIELD
    parent: ClassVar[str] = ""
    saved_code = ""
    """The code that a row of a form has in its edition, whichever was typed into its field."""

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "id"]

    def save(self, *args: object, **kwargs: Any) -> None:
        above = getattr(self, self.parent) if self.parent else None
        if above is not None:
            self.version_id = above.version_id
        super().save(*args, **kwargs)

    def check_save(self, *, raw: bool, named: frozenset[str] | None) -> None:
        """A fixture may bring rows that are not there: reading compares them with the hash."""
        stored = type(self)._base_manager.filter(pk=self.pk)
        if not (raw and self.pk and not stored.exists()):
            self._refuse_when_published()

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        self._refuse_when_published()
        return super().delete(using, keep_parents)

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

    version = of_version(indexed=False)
    code = models.CharField(max_length=60)

    class Meta(RubricPart.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.code
