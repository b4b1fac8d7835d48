"""docs/privacy.md and the page about privacy say what the settings do."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from assessments.retention import PERIODS
from tests.docs.documents import document

PRIVACY = document("docs/privacy.md")


def test_the_table_says_what_is_deleted_when_and_by_which_setting() -> None:
    rows = PRIVACY.section("What is deleted, and when").rows()
    assert [tuple(row) for row in rows] == [
        (one.what, str(settings.KEEP_DAYS[key]), one.since, f"`KEEP_{key.upper()}_DAYS`")
        for key, one in PERIODS.items()
    ]


@pytest.mark.django_db
def test_the_page_follows_the_settings(settings: object) -> None:
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "sign_ins": 17}  # type: ignore[attr-defined]
    page = Client().get("/privacy/").content.decode()
    assert "17 days after they happened" in page
    assert all(one.what in page for one in PERIODS.values())
