"""The pages for load balancers: whether this process lives, and whether it is ready for people."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from tests.cost import counted
from tests.views.pages import SignIn
from tests.worlds import World


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(self: CursorWrapper, *args: Any, **kwargs: Any) -> None:
        raise OperationalError("the server closed the connection: user=secret")

    monkeypatch.setattr(CursorWrapper, "execute", down)


def test_a_process_that_lives_says_so_and_asks_nothing(signed_in: SignIn, small: World) -> None:
    # The cookie of a signed-in person makes no difference.
    client = signed_in(small.viewer)
    response, queries = counted(lambda: client.get("/health/"))
    assert queries == 0
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


def test_a_process_is_ready_when_the_database_answers(signed_in: SignIn, small: World) -> None:
    client = signed_in(small.viewer)
    response, queries = counted(lambda: client.get("/ready/"))
    assert queries == 1
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_without_the_database_it_lives_and_is_not_ready(client: Client, away: None) -> None:
    assert client.get("/health/").status_code == 200
    response = client.get("/ready/")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "unavailable"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/", "/ready/"])
def test_a_redirect_to_https_does_not_hide_them(client: Client, settings: Any, path: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code == 200
    assert client.get("/").status_code == 301
