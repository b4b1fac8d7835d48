"""The cache that every process shares: what it could not keep, it says."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from tests.views.pages import headings_of
from tests.worlds import PASSWORD, person


@pytest.fixture
def shared(db: None, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "readiness.cache.DatabaseCache", "LOCATION": "shared_cache"}
    }
    call_command("createcachetable", verbosity=0)


@contextmanager
def refusing(error: Exception) -> Iterator[None]:
    """A database that can be read and takes no row."""
    execute = CursorWrapper._execute

    def refuse(self: CursorWrapper, sql: str, *args: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            raise error
        return execute(self, sql, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CursorWrapper, "_execute", refuse)
        yield


def full() -> OperationalError:
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
    error = OperationalError("database or disk is full")
    error.__cause__ = cause
    return error


def test_what_is_put_in_comes_out(shared: None) -> None:
    cache.set("a", 1)
    assert not cache.add("a", 2) and cache.get("a") == 1
    assert cache.add("b", 3) and cache.get("b") == 3
    assert cache.touch("a") and not cache.touch("none")


@pytest.mark.parametrize("write", ["set", "add"])
def test_what_could_not_be_kept_is_an_error(shared: None, write: str) -> None:
    with (
        refusing(full()),
        pytest.raises(OperationalError, match="full"),
    ):
        getattr(cache, write)("a", 1)
    assert cache.get("a") is None


def test_two_writers_who_meet_at_a_key_are_no_error(shared: None) -> None:
    with refusing(IntegrityError("a key that is there")):
        assert cache.add("a", 1) is False


@pytest.mark.parametrize("password", [PASSWORD, "not the password"])
def test_a_sign_in_on_a_full_disk_is_not_called_one_try_too_many(
    shared: None, caplog: pytest.LogCaptureFixture, password: str
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")
    email = person("Connie Contributor").email
    client = Client(raise_request_exception=False)
    with refusing(full()):
        response = client.post("/accounts/login/", {"login": email, "password": password})
    assert response.status_code == 503
    assert headings_of(response) == ["You have not been signed in"]
