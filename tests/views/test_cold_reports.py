"""What the pages of a report ask in a process that has read nothing yet, not even the editions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.queries import score_changes
from assessments.queries.rubrics import forget_cached
from assessments.views.drawn_reports import KEPT
from tests.cost import counted
from tests.publications import made_public
from tests.sharing import shared, shares, token_of
from tests.views.pages import MOST_QUERIES, SignIn
from tests.views.small import ANSWERS, submit_one
from tests.worlds import World, published

PARTS = ("report", "actions", "dimensions", "answers", "method")
DRAFTS = ("", "-actions", "-dimensions", "-answers", "-method", "-board", "-download")


@pytest.fixture
def world(small: World) -> World:
    """The number of questions makes no difference to how often the database is asked."""
    return small


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    """Every page of a report whose last one was on another edition, and of a draft after it."""
    first = submit_one(world)
    world.version = published(replace(world.spec, edition="2027"), by=world.publisher)
    second = submit_one(world)
    world.version = published(replace(world.spec, edition="2028"), by=world.publisher)
    under_way = world.answer(ANSWERS, assessment=world.start())
    public = made_public(world, second, listed=True)
    shares(world.organisation, by=world.administrator)
    inside = {"slug": world.organisation.slug, "reference": under_way.reference}
    where = {**inside, "reference": second.assessment.reference, "number": 1}
    other = {"other": first.assessment.reference, "other_number": 1}
    token = {"token": token_of(shared(second, by=world.approver))}
    version = {**where, "pk": public.version}
    asked: list[tuple[str, dict[str, Any]]] = [
        *((f"submission-{part}", where) for part in PARTS),
        *((f"shared-{part}", token) for part in PARTS),
        *((f"assessment-draft{part}", inside) for part in DRAFTS),
        *(("report-download", {**where, "export": key}) for key in ("board", "pdf", "csv")),
        ("shared-download", {**token, "export": "pdf"}),
        ("submission-compare", where),
        ("submission-compare-with", {**where, **other}),
        ("submission-plan", where),
        ("submission-what-if", where),
        ("submission-way", where),
        ("report-links", where),
        ("publication-list", where),
        ("publication-add", where),
        ("publication-report", version),
        ("publication-download", {**version, "export": "report"}),
        ("published", {"reference": public.reference}),
        ("published-download", {"reference": public.reference, "export": "report"}),
        ("verify", {}),
    ]
    return {
        "-".join([name, given.get("export", "")]): reverse(name, kwargs=given)
        for name, given in asked
    }


def test_no_page_of_a_report_asks_more_than_eight_times_even_where_nothing_is_kept(
    addresses: dict[str, str], world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting a paper in type takes time and asks nothing, so it is left out."""
    monkeypatch.setattr("assessments.exports.typesetting.compiled", lambda job: b"%PDF")
    client = signed_in(world.administrator)
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is asked for one table after another, without a round trip")
    found = {name: queries_with_nothing_kept(client, at) for name, at in addresses.items()}
    assert {name: count for name, count in found.items() if count > MOST_QUERIES} == {}


def queries_with_nothing_kept(client: Client, address: str) -> int:
    forget_cached()
    KEPT.clear()
    score_changes.forget_kept()
    return counted(partial(client.get, address))[1]
