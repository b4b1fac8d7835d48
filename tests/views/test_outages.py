"""When the database is away, full or busy: what people read, and what they get back."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, OperationalError, ProgrammingError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse

from assessments.queries.answers import stored_answers
from assessments.queries.health import Trouble, trouble_behind
from tests.views.answering import address
from tests.views.pages import headings_of, text_of, title_of
from tests.worlds import World, person


class Coded(sqlite3.OperationalError):
    """An error of SQLite with its number, which only the library itself can set on its own."""

    def __init__(self, number: int) -> None:
        super().__init__("secret detail")
        self.sqlite_errorcode = number


AWAY = psycopg.OperationalError("the server closed the connection: user=secret")
FULL = psycopg.errors.DiskFull("secret detail")
BUSY = psycopg.errors.QueryCanceled("secret detail")


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


@contextmanager
def failing(cause: BaseException) -> Iterator[None]:
    """Every question to the database ends in an error."""

    def down(self: CursorWrapper, *args: Any, **kwargs: Any) -> None:
        raise OperationalError("secret detail") from cause

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", down)
        yield


def browser(user: Any = None, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    if user is not None:
        client.force_login(user)
    return client


ANSWER = {
    "BUD-01-value": "2",
    "BUD-01-note": "<b>Agreed</b> by the board",
    "BUD-01-revision": "0",
    "BUD-01-evidence-0-title": "Minutes",
    "then": "continue",
}


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (AWAY, Trouble.AWAY),
        (psycopg.InterfaceError("the connection is closed"), Trouble.AWAY),
        (psycopg.errors.AdminShutdown(), Trouble.AWAY),
        (psycopg.errors.CannotConnectNow(), Trouble.AWAY),
        (psycopg.errors.TooManyConnections(), Trouble.AWAY),
        (FULL, Trouble.FULL),
        (BUSY, Trouble.BUSY),
        (psycopg.errors.LockNotAvailable(), Trouble.BUSY),
        (psycopg.errors.DeadlockDetected(), Trouble.BUSY),
        (Coded(sqlite3.SQLITE_FULL), Trouble.FULL),
        (Coded(sqlite3.SQLITE_IOERR | 3 << 8), Trouble.FULL),
        (Coded(sqlite3.SQLITE_READONLY), Trouble.FULL),
        (Coded(sqlite3.SQLITE_CANTOPEN), Trouble.AWAY),
        (Coded(sqlite3.SQLITE_BUSY), Trouble.BUSY),
        (Coded(sqlite3.SQLITE_ERROR), None),
        (None, None),
    ],
    ids=repr,
)
def test_an_error_of_the_database_is_known_for_what_it_is(
    cause: BaseException | None, expected: Trouble | None
) -> None:
    error = OperationalError("x")
    error.__cause__ = cause
    assert trouble_behind(error) is expected
    later = RuntimeError("raised while that was handled")
    later.__context__ = error
    assert trouble_behind(later) is expected


def test_a_copy_that_may_only_be_read_is_no_fault_of_ours_and_a_missing_table_is() -> None:
    error = InternalError("x")
    error.__cause__ = psycopg.errors.ReadOnlySqlTransaction()
    assert trouble_behind(error) is Trouble.AWAY
    missing = ProgrammingError("x")
    missing.__cause__ = psycopg.errors.UndefinedTable()
    assert trouble_behind(missing) is None
    assert trouble_behind(ValueError("x")) is None
    assert trouble_behind(None) is None


def test_a_page_that_cannot_be_asked_for_says_when_to_try_again(world: World) -> None:
    client = browser(world.viewer)
    for path in ("/", "/accounts/login/", "/no/such/page/", "/rubrics/"):
        with failing(AWAY):
            response = client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "5"), path
        assert title_of(response) == "Sorry, this page cannot be shown now - Readiness", path
        said = text_of(response)
        assert "cannot reach its database at the moment. Nothing was saved or changed." in said, (
            path
        )
        assert f'href="{path}"' in response.content.decode(), path
        assert response["Cache-Control"] == "no-store", path
        assert "secret" not in response.content.decode(), path
        # Who is signed in is not known, so nothing is offered that depends on it.
        assert "Sign in" not in said and "Sign out" not in said, path


def test_a_form_is_given_back_to_be_sent_again(world: World) -> None:
    client = browser(world.contributor)
    path = address(world)
    with failing(AWAY):
        response = client.post(path, ANSWER)
    assert (response.status_code, headings_of(response)[0]) == (503, "Not saved")
    said = text_of(response)
    assert "Nothing that you sent just now was saved." in said
    assert "BUD-01 note <b>Agreed</b> by the board" in said
    page = response.content.decode()
    assert "<b>Agreed" not in page
    assert 'name="BUD-01-note" value="&lt;b&gt;Agreed&lt;/b&gt; by the board"' in page
    assert f'action="{path}"' in page and 'name="csrfmiddlewaretoken"' in page
    # Sent again once the database is back, it is saved and goes on as it would have.
    again = client.post(path, ANSWER)
    assert again.status_code == 302
    assert stored_answers(world.assessment)["BUD-01"].reply.note == "<b>Agreed</b> by the board"


def test_a_script_learns_that_nothing_was_saved(world: World) -> None:
    client, path = browser(world.contributor), address(world)
    for cause, said, seconds in (
        (AWAY, "cannot reach", "5"),
        (FULL, "run out of room", "60"),
        (BUSY, "is busy", "5"),
    ):
        with failing(cause):
            response = client.post(path, {**ANSWER, "autosave": "1"})
        assert (response.status_code, response["Retry-After"]) == (503, seconds)
        message = response.json()["message"]
        assert message.startswith("Not saved. ") and said in message
        assert message.endswith("Your words are still on this page; trying again.")


def test_a_page_from_before_a_new_sign_in_gets_its_words_back_too(world: World) -> None:
    client, path = browser(world.contributor, enforce_csrf_checks=True), address(world)
    client.cookies["csrftoken"] = "b" * 32
    with failing(AWAY):
        response = client.post(path, {**ANSWER, "csrfmiddlewaretoken": "a" * 32})
    assert response.status_code == 503
    assert "BUD-01 note <b>Agreed</b> by the board" in text_of(response)


def test_what_came_from_another_site_is_not_shown(world: World) -> None:
    client, path = browser(world.contributor, enforce_csrf_checks=True), address(world)
    with failing(AWAY):
        response = client.post(path, ANSWER, headers={"origin": "https://evil.example"})
    assert response.status_code == 503
    assert "Agreed" not in response.content.decode()


def test_a_password_is_never_given_back(db: None) -> None:
    given = {"login": "someone@example.org", "password": "a secret of mine"}
    with failing(AWAY):
        response = browser().post("/accounts/login/", given)
    assert response.status_code == 503
    assert headings_of(response) == ["You have not been signed in"]
    assert "a secret of mine" not in response.content.decode()


def test_another_form_is_given_back_by_the_names_of_its_fields(world: World) -> None:
    client = browser(world.stranger)
    with failing(FULL):
        response = client.post(
            "/organisations/new/", {"name": "Harbour Council", "official_code": ""}
        )
    assert response.status_code == 503
    said = text_of(response)
    assert "Name Harbour Council" in said, said
    assert "and can still be read" in said
    assert "Official code" not in said


def test_a_file_has_to_be_chosen_again(world: World) -> None:
    client = browser(person("Root", is_staff=True, is_superuser=True))
    path = reverse("admin:assessments_rubricversion_upload")
    with failing(AWAY):
        response = client.post(path, {"file": SimpleUploadedFile("a.yaml", b"x"), "note": "Spring"})
    assert response.status_code == 503
    said = text_of(response)
    assert "choose the file again" in said and "Note Spring" in said
    assert "Send it again" not in said
