"""Django's cache in the database, which says so when it could not keep something."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import OperationalError, connections, router, transaction


class DatabaseCache(db.DatabaseCache):
    """A write that the database cannot take is an error, and not silently none.

    Django's own answers that nothing was written, for any reason. Sign-in limits are counted
    here, so on a full disk every sign-in would be refused as one too many. Two writers who
    meet at one key still end in one of the two being kept.
    """

    def _base_set(
        self, mode: str, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT
    ) -> bool:
        database = router.db_for_write(self.cache_model_class)
        failed: list[OperationalError] = []

        def watched(
            execute: Callable[..., object], sql: str, params: object, many: bool, context: object
        ) -> object:
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                failed.append(error)
                raise

        # The outer transaction is committed here, where an error of that is not swallowed.
        with transaction.atomic(using=database):
            with connections[database].execute_wrapper(watched):
                done: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
            if failed:
                raise failed[0]
        return done
