"""Downloads, notes and refusals are kept by no browser or proxy; every address: test_every_url."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.exports import FORMATS
from assessments.models import User
from tests.views.small import submit_one
from tests.worlds import World

SignIn = Callable[[User | None], Client]


@pytest.mark.parametrize("export", FORMATS)
def test_no_report_that_is_downloaded_is_kept(export: str, small: World, signed_in: SignIn) -> None:
    sent = submit_one(small)
    where = {"slug": small.organisation.slug, "reference": sent.assessment.reference, "number": 1}
    page = signed_in(small.viewer).get(
        reverse("report-download", kwargs={**where, "export": export})
    )
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_page_with_a_note_for_one_visitor_is_not_kept(client: Client, settings: Any) -> None:
    """Signing out leaves a note in a cookie, and the next page shows it."""
    assert "no-store" not in client.get("/").headers["Cache-Control"]
    client.cookies[settings.MESSAGES_COOKIE_NAME] = "anything"
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_refusal_is_not_kept(client: Client) -> None:
    for address in ("/no-such-page/", "/rubrics/no-such/1/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
