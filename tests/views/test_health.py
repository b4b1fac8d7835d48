"""The health page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client


@pytest.mark.django_db
def test_it_says_that_all_is_well(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_it_says_when_the_database_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(self: CursorWrapper, *args: Any, **kwargs: Any) -> None:
        raise OperationalError("the server closed the connection: user=secret")

    monkeypatch.setattr(CursorWrapper, "execute", down)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "unavailable"}


@pytest.mark.django_db
def test_a_redirect_to_https_does_not_hide_it(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/").status_code == 301
