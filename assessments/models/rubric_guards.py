"""The guards that keep a published edition as it was, against every bulk write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils import timezone

from assessments import clock
from assessments.models.base import FrozenRecord

M = TypeVar("M", bound=models.Model)


def is_published(version_id: int | None) -> bool:
    """Whether that edition is published, asked of the database and not of an instance in hand."""
    if version_id is None:
        return False
    version = apps.get_model("assessments", "RubricVersion")
    return version._base_manager.filter(pk=version_id, published_at__isnull=False).exists()


class VersionQuerySet(models.QuerySet[M]):
    """Editions: published ones refuse bulk changes of anything but their retirement."""

    def published(self) -> VersionQuerySet[M]:
        return self.filter(published_at__isnull=False)

    def open_for_assessments(self) -> VersionQuerySet[M]:
        """Published, in effect and not retired: new assessments may use them."""
        today = timezone.localdate(clock.now())
        begun = models.Q(effective_from__isnull=True) | models.Q(effective_from__lte=today)
        return self.published().filter(begun, retired_at__isnull=True)

    def _refuse_when_published(self, what: str) -> None:
        if self.filter(published_at__isnull=False).exists():
            raise FrozenRecord(f"A published edition cannot be {what}.")

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) & {"published_at", "published_by", "published_by_id"}:
            raise FrozenRecord("An edition is published by the service, one at a time.")
        if not set(kwargs) <= {"retired_at", "retired_by", "retired_by_id"}:
            self._refuse_when_published("changed")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_when_published("deleted")
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._refuse_when_published("deleted")
        return super()._raw_delete(using)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *a: Any, **k: Any) -> int:
        raise FrozenRecord("Editions are changed one at a time.")

    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        *args: Any,
        **kwargs: Any,
    ) -> list[M]:
        rows = list(objs)
        if update_conflicts or any(row.published_at for row in rows):  # type: ignore[attr-defined]
            raise FrozenRecord("Editions are changed and published one at a time.")
        return super().bulk_create(rows, batch_size, ignore_conflicts, False, *args, **kwargs)


class PartQuerySet(models.QuerySet[M]):
    """Parts of editions: those of a published one refuse every bulk write."""

    def _refuse(self, versions: Iterable[int]) -> None:
        if any(is_published(version) for version in set(versions)):
            name = self.model._meta.verbose_name_plural
            raise FrozenRecord(f"The {name} of a published edition cannot be changed.")

    def _refuse_when_published(self) -> None:
        self._refuse(self.order_by().values_list("version_id", flat=True).distinct())

    def update(self, **kwargs: Any) -> int:
        target = kwargs.get("version_id", getattr(kwargs.get("version"), "pk", None))
        self._refuse_when_published()
        self._refuse([target] if target else [])
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_when_published()
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._refuse_when_published()
        return super()._raw_delete(using)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *a: Any, **k: Any) -> int:
        rows = list(objs)
        stored = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        versions = set(stored.values_list("version_id", flat=True))
        self._refuse(versions | {row.version_id for row in rows})  # type: ignore[attr-defined]
        return super().bulk_update(rows, fields, *a, **k)

    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        *args: Any,
        **kwargs: Any,
    ) -> list[M]:
        rows = list(objs)
        self._refuse({row.version_id for row in rows})  # type: ignore[attr-defined]
        if update_conflicts:
            raise FrozenRecord("Parts of an edition are never overwritten in bulk.")
        return super().bulk_create(rows, batch_size, ignore_conflicts, False, *args, **kwargs)
