"""The pages for requests that fail."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db.backends.utils import CursorWrapper
from django.test import Client

from tests.views.pages import SignIn, headings_of, text_of, title_of
from tests.worlds import World

HOME = "/organisations/wexcombe-borough-council/"


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


def test_a_refusal_gives_its_reason(small: World, signed_in: SignIn) -> None:
    response = signed_in(small.viewer).get(f"{HOME}edit/")
    assert response.status_code == 403
    assert headings_of(response) == ["You cannot do this"]
    assert "Only an administrator of your organisation can change its details." in text_of(response)
    assert "Vic Viewer" in text_of(response)


def test_not_found_reads_the_same_for_hidden_and_missing(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    hidden, missing = client.get(HOME), client.get("/no/such/page/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert title_of(missing) == "Page not found - Readiness"
    assert text_of(hidden) == text_of(missing)


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_to_a_visitor(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert (response.status_code, headings_of(response)) == (404, ["Page not found"])


def test_the_way_on_is_called_what_it_is_for_who_belongs_to_no_organisation(
    small: World, signed_in: SignIn
) -> None:
    hidden = text_of(signed_in(small.moderator).get(HOME))
    assert "Go to the home page" in hidden and "my organisations" not in hidden.casefold()


@pytest.mark.django_db
def test_a_bad_host_gets_a_page(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.security")
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert title_of(response) == "We could not read that request - Readiness"
    assert "evil.example" not in response.content.decode()


LARGE = {"name": "x" * 11_000_000}


def test_too_much_at_once_is_refused_before_it_is_read(
    small: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(self: WSGIRequest, *args: Any) -> bytes:
        pytest.fail("the body was read")

    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", read)
    monkeypatch.setattr(WSGIRequest, "read", read)
    response = signed_in(small.stranger).post("/organisations/new/", LARGE)
    assert response.status_code == 413
    said = text_of(response)
    assert "Nothing was saved. Readiness takes at most 10 MB at once, files included." in said
    assert "Use your browser’s Back button" in said


def test_a_script_that_sends_too_much_gets_json(small: World, signed_in: SignIn) -> None:
    response = signed_in(small.stranger).post(
        "/organisations/new/", LARGE, headers={"accept": "application/json"}
    )
    assert response.status_code == 413
    assert response.json()["message"].startswith("Not saved. ")
    assert "still on this page" in response.json()["message"]


@pytest.mark.parametrize("length", ["10485761", "9" * 5_000])
def test_the_size_that_a_request_claims_is_enough(db: None, client: Client, length: str) -> None:
    assert client.post("/accounts/login/", CONTENT_LENGTH=length).status_code == 413


@pytest.mark.parametrize(("length", "status"), [("", 200), ("ten", 200), ("-1", 400)])
def test_a_size_that_is_none_lets_nothing_be_read(
    db: None, client: Client, length: str, status: int
) -> None:
    response = client.post("/accounts/login/", {"login": "x"}, CONTENT_LENGTH=length)
    assert response.status_code == status


def test_a_body_in_chunks_is_refused_because_it_says_no_size(db: None, client: Client) -> None:
    response = client.post(
        "/accounts/login/", CONTENT_LENGTH="", headers={"transfer-encoding": "chunked"}
    )
    assert response.status_code == 411
    assert "Nothing was saved." in text_of(response)


def test_more_fields_than_any_page_has_are_too_much(
    db: None, client: Client, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.security")
    many = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = client.post("/accounts/login/", many)
    assert response.status_code == 413


def test_a_fault_of_ours_needs_no_database(
    small: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(small.viewer)
    client.raise_request_exception = False

    def down(self: CursorWrapper, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret detail")

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", down)
        response = client.get(HOME)
    assert response.status_code == 500
    assert title_of(response) == "Sorry, something went wrong - Readiness"
    assert "secret detail" not in response.content.decode()


def test_a_stale_form_says_that_nothing_was_saved(small: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(small.stranger)
    response = client.post("/organisations/new/", {"action": "join"})
    assert response.status_code == 403
    assert headings_of(response) == ["Your page was too old to send"]
    assert "Nothing was saved" in text_of(response)
    assert "Sam Stranger" in text_of(response)
