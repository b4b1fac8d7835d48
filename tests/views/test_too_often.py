"""Whoever tries too often reads how long to wait: the time of the limit that they are over."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from assessments.models.base import new_code
from assessments.views.refused_posts import of_accounts
from tests.views.pages import text_of


@pytest.fixture(autouse=True)
def nothing_tried(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("limit", "seconds", "words"),
    [
        ("1/m/key,300/d/key", "60", "Wait a minute, then try again."),
        ("30/m/key,1/d/key", "86400", "Wait a day, then try again."),
        ("1/20s/key", "20", "Wait 20 seconds, then try again."),
    ],
)
def test_a_check_says_the_wait_of_its_limit_and_nothing_of_accounts(
    client: Client, settings: Any, limit: str, seconds: str, words: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "verify": limit}
    posted = {"code": new_code(), "hash": "0" * 64}
    assert client.post("/verify/", posted).status_code == 200
    stopped = client.post("/verify/", posted)
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, seconds)
    said = text_of(stopped)
    assert words in said and "sent you an email" not in said and "keep accounts" not in said


def test_a_shared_link_says_a_minute(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "shared": "1/m/key"}
    client.get("/shared/guess1/")
    stopped = client.get("/shared/guess2/")
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "60")
    assert "keep accounts" not in text_of(stopped)


def test_the_pages_of_an_account_speak_of_it_and_of_an_email_that_was_sent(
    client: Client, settings: Any
) -> None:
    limits = {"signup": "20/m/ip,1/900s/key"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **limits}
    posted = {"email": "lee@northmoor.example", "name": "Lee"}
    client.post("/accounts/signup/", posted)
    for stopped in (
        client.post("/accounts/signup/", posted),
        of_accounts(RequestFactory().get("/")),
    ):
        assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "900")
        said = stopped.content.decode()
        assert "Wait 15 minutes" in said and "If we sent you an email, its link still works" in said


def test_allauth_asks_for_the_same_page(client: Client, settings: Any) -> None:
    limits = {"reset_password": "1/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **limits}
    posted = {"email": "lee@northmoor.example"}
    client.post("/accounts/password/reset/", posted)
    stopped = client.post("/accounts/password/reset/", posted)
    assert (stopped.status_code, stopped.headers.get("Retry-After")) == (429, "900")
