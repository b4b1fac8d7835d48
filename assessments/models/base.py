"""What rows promise: public references, stamps in pairs, and records that cannot change.

Two guards keep records as they were, on the instance (by Django's signal before every save) and on
the querysets that could go round it:

- `AppendOnly`: a row is written once and never changed or deleted. `may_be_thinned` says of which
  models rows may go all the same, and `thin` is the only way there.
- `RubricPart` (in `rubric.py`): a row is frozen once its rubric version is published.

Every model also says which of its fields are about a person: see `Record.personal_data`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models.signals import pre_save
from django.dispatch import receiver

M = TypeVar("M", bound=models.Model)

REFERENCE_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""No vowels, so that no words appear; no 0, 1 or l, which people misread."""


class FrozenRecord(Exception):  # noqa: N818 - says what the record is
    """A record that can never change was about to be changed or deleted."""


CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L or O, which people misread, and no U."""


def new_code() -> str:
    """A random code of a submission, 60 bits; `verifying` says how it is read and typed."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))


def new_reference() -> str:
    """A public reference such as `k7m2-p9x4`: about 38 bits, read aloud without mistakes."""
    letters = [secrets.choice(REFERENCE_ALPHABET) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def paired(name: str) -> models.CheckConstraint:
    """The constraint that `<name>_at` and `<name>_by` are both set or both empty."""
    both_empty = models.Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    both_set = models.Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    return models.CheckConstraint(
        condition=both_empty | both_set, name=f"%(app_label)s_%(class)s_{name}_paired"
    )


class Record(models.Model):
    """The base of every row."""

    personal_data: ClassVar[frozenset[str]] = frozenset()
    """Names of the fields that are, or may hold, data about a person."""

    impersonal: ClassVar[frozenset[str] | None] = None
    """Names of all the other fields. A model must list both; a test holds it to that.

    `EVERY_FIELD` in its place says that no field of the model is about a person.
    """

    class Meta:
        abstract = True


EVERY_FIELD: frozenset[str] = frozenset({"*"})


class PrefixIndex(models.Index):
    """Finds rows on PostgreSQL by how a field of text begins, as `istartswith` asks; elsewhere an
    index of the field.
    """

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: object,
    ) -> Statement:
        statement = super().create_sql(model, schema_editor, using, **kwargs)
        if schema_editor.connection.vendor == "postgresql":
            # Django writes operator classes of expressions with all of contrib.postgres only.
            column = schema_editor.quote_name(self.fields[0])
            statement.parts["columns"] = f"upper({column}) text_pattern_ops"  # type: ignore
        return statement


class LinesField(models.TextField):
    """A list of short texts, kept one to a line in a text column, read as a tuple of strings."""

    def from_db_value(self, value: str | None, *_: object) -> tuple[str, ...] | None:
        return None if value is None else self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...] | None:
        if value is None or isinstance(value, tuple):
            return value
        if isinstance(value, str):
            return tuple(line.strip() for line in value.splitlines() if line.strip())
        return tuple(str(line) for line in value)

    def get_prep_value(self, value: object) -> str | None:
        lines = self.to_python(value)
        return None if lines is None else "\n".join(lines)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        """Empty at first: what the column holds by default is no text."""
        return super().formfield(**{"initial": "", "show_hidden_initial": False, **kwargs})

    def value_from_object(self, obj: models.Model) -> Any:
        """As a text, so that forms show one to a line."""
        return self.get_prep_value(super().value_from_object(obj))


class GuardedQuerySet(models.QuerySet[M]):
    """Asks before every way of changing, deleting or adding rows in bulk.

    `bulk_update` ends in `update`; rows that are there are never overwritten by `bulk_create`.
    """

    def check_change(self, values: Mapping[str, object] | None) -> None:
        """Raises `FrozenRecord` unless these rows may be given the values, or deleted (`None`)."""
        raise NotImplementedError

    def check_new(self, rows: Sequence[M]) -> None:
        """Raises `FrozenRecord` unless the rows may be added."""

    def update(self, **kwargs: object) -> int:
        self.check_change(kwargs)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self.check_change(None)
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self.check_change(None)
        return super()._raw_delete(using)  # type: ignore[misc]

    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[M]:
        if update_conflicts:
            name = self.model._meta.verbose_name
            raise FrozenRecord(f"{name} records are never overwritten in bulk.")
        rows = list(objs)
        self.check_new(rows)
        return super().bulk_create(rows, batch_size, ignore_conflicts)


class Guarded(Record):
    """A row that is asked before it is saved, in any way (`save_base` and `loaddata` too)."""

    class Meta:
        abstract = True

    def check_save(self, *, raw: bool, named: frozenset[str] | None) -> None:
        """Raises `FrozenRecord` unless the row may be written.

        `raw`: it comes from a fixture, as it is; `named`: the fields to be written, all if `None`.
        """
        raise NotImplementedError


@receiver(pre_save)
def ask_before_saving(
    instance: models.Model, raw: bool, update_fields: frozenset[str] | None, **_: object
) -> None:
    """Every write of an instance comes past here, whoever calls it."""
    if isinstance(instance, Guarded):
        instance.check_save(raw=raw, named=update_fields)


class AppendOnlyQuerySet(GuardedQuerySet[M]):
    """Refuses every way of changing or deleting rows in bulk."""

    def check_change(self, values: Mapping[str, object] | None) -> None:
        raise FrozenRecord(f"{self.model._meta.verbose_name} records are never changed or deleted.")

    def thin(self) -> int:
        """Deletes these rows of a model that may be thinned, and says how many they were.

        Raises `FrozenRecord` for any other. What names a row of them would be left without it.
        """
        if not (issubclass(self.model, AppendOnlyRows) and self.model.may_be_thinned):
            raise FrozenRecord(f"{self.model._meta.verbose_name} records are never thinned.")
        deleted: int = super(GuardedQuerySet, self)._raw_delete(self.db)  # type: ignore[misc]
        return deleted


class AppendOnlyRows(Guarded):
    """Makes the guarded queryset the one that Django itself goes through, as related managers do.

    A class of its own, so that its `Meta` is inherited by no model and enters no migration.
    """

    may_be_thinned: ClassVar[bool] = False
    """Whether rows may go that say nothing which later ones of the model do not."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AppendOnly(AppendOnlyRows):
    """A row that is written once. Saving it again or deleting it raises `FrozenRecord`."""

    class Meta:
        abstract = True

    def check_save(self, *, raw: bool, named: frozenset[str] | None) -> None:
        there = self.pk is not None and type(self)._base_manager.filter(pk=self.pk).exists()
        if there or not self._state.adding:
            raise FrozenRecord(f"{self._meta.verbose_name} {self.pk} is never changed.")

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise FrozenRecord(f"{self._meta.verbose_name} {self.pk} is never deleted.")
