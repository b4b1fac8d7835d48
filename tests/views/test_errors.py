"""The pages for requests that fail."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper
from django.test import Client

from tests.views.pages import SignIn, headings_of, text_of, title_of
from tests.views.small import small_world
from tests.worlds import World

HOME = "/organisations/wexcombe-borough-council/"


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture
def small(db: None) -> World:
    return small_world()


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


@pytest.mark.django_db
def test_a_bad_host_gets_a_page(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.security")
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert title_of(response) == "We could not read that request - Readiness"
    assert "evil.example" not in response.content.decode()


def test_too_much_at_once_says_so(
    small: World, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.security")
    response = signed_in(small.stranger).post("/organisations/new/", {"name": "x" * 11_000_000})
    assert response.status_code == 400
    assert "larger than this service accepts. Nothing was saved." in text_of(response)


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
    response = client.post("/organisations/new/", {"name": "x"})
    assert response.status_code == 403
    assert headings_of(response) == ["Your page was too old to send"]
    assert "Nothing was saved" in text_of(response)
    assert "Sam Stranger" in text_of(response)
