"""Lists of the programme and the admin over many rows: small, and read by an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.admin.long_lists import LongListAdmin
from assessments.admin.read_only import OfAnAssessmentAdmin
from assessments.audit.events import Event
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    AuditEvent,
    Organisation,
    PlannedAction,
    Submission,
    User,
)
from assessments.queries.history import savers_of
from assessments.queries.organisations import NEWEST_FIRST
from assessments.queries.windows import PAGES
from tests.admin.pages import address, text_of
from tests.plugins.database import plan_for_these_rows
from tests.scale import PEOPLE, ROWS, copies, fill
from tests.worlds import World

MOST_BYTES = 100_000
MANY = ROWS // 2
MOST_DROPPED = 1_000

pytestmark = pytest.mark.django_db


def big_tables() -> set[str]:
    """Counted: what PostgreSQL takes a table to hold grows with rows that were rolled back."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            if cursor.fetchone()[0] > MANY:
                found.add(table)
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def read_whole(asked: CaptureQueriesContext, big: set[str], seen: set[str]) -> Iterator[str]:
    """The big tables that a query of these reads row by row, or of which it drops much that it has
    read, with the query. PostgreSQL may well read all of a small one. What was `seen` before is
    left out: every page asks who is signed in.
    """
    queries = {one["sql"] for one in asked if one["sql"].startswith("SELECT")} - seen
    seen |= queries
    for query in sorted(queries):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}")
            plan = cursor.fetchone()[0][0]["Plan"]
        for node in nodes(plan):
            dropped = node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
            table = node.get("Relation Name")
            whole = node["Node Type"] == "Seq Scan" or dropped > MOST_DROPPED
            if whole and table in big:
                yield f"{table}: {query[:300]}"


def trouble_at(client: Client, page: str, big: set[str], seen: set[str]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
    found = [f"{page} reads all of {one}" for one in read_whole(asked, big, seen)]
    if response.status_code != 200:
        found.append(f"{page}: {response.status_code}")
    if len(response.content) > MOST_BYTES:
        found.append(f"{page}: {len(response.content):,} bytes")
    return found


def far_on(model: type[Model], order: Iterable[str]) -> int:
    """The key of the row where a quarter of a list is left, 0 of an empty one. Which keys there are
    depends on the tests before, because a sequence goes on after what was rolled back.
    """
    rows = model._base_manager.order_by(*order or model._meta.ordering)
    keys = rows.values_list("pk", flat=True)
    return next(iter(keys[keys.count() * 3 // 4 :]), 0)


def lists(world: World) -> Iterator[str]:
    """Every long list of the admin, as it opens, far on, and searched in each way."""
    one = world.assessment
    terms = (one.reference, world.contributor.email[:6], world.organisation.name, "p77@")
    terms = (*terms, "p", "Council 123", "of no one")
    for model, page in admin.site._registry.items():
        if isinstance(page, OfAnAssessmentAdmin):
            yield f"{address(model)}?{page.asks_for}={one.pk}"
        elif isinstance(page, LongListAdmin):
            yield address(model)
            yield f"{address(model)}?p={PAGES}&before={far_on(model, page.ordering or ())}"
            yield from (f"{address(model)}?q={term}" for term in terms)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="plans are those of PostgreSQL")
def test_ten_thousand_rows_are_read_by_an_index_and_shown_on_small_pages(
    world: World, as_superuser: Client, signed_in: Any
) -> None:
    fill(world, organisations=PEOPLE, rounds=3)
    big = big_tables()
    assert {model._meta.db_table for model in (Assessment, Submission, AuditEvent)} < big
    beyond = f"/moderation/?before={far_on(Submission, NEWEST_FIRST)}&page={PAGES}"
    pages = [(as_superuser, page) for page in lists(world)]
    pages += [(signed_in(world.moderator), page) for page in ("/moderation/", beyond)]
    pages.append((signed_in(world.contributor), "/my-work/"))
    seen: set[str] = set()
    troubles = [one for client, page in pages for one in trouble_at(client, page, big, seen)]
    assert not troubles, "\n".join(troubles)
    # Planted: what sorts by a column without an index, looks inside texts, or walks the table from
    # its end until it has met enough, is found.
    few = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[: PEOPLE // 4])
    for rows in (
        Submission.objects.order_by("organisation_name")[:50],
        AuditEvent.objects.filter(target__icontains="readiness"),
        PlannedAction.objects.filter(organisation__in=few).order_by("-pk")[:501],
    ):
        with CaptureQueriesContext(connection) as asked:
            list(rows)
        assert list(read_whole(asked, big, set()))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="plans are those of PostgreSQL")
def test_who_saved_an_answer_is_not_looked_for_among_all_accounts(world: World) -> None:
    world.answer({"BUD-01": 2})
    copies(world.contributor, PEOPLE, email="'p' || n || '@people.example'")
    plan_for_these_rows()
    with connection.cursor() as cursor:
        # So few are read whole soon: is there another way?
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as asked:
        assert savers_of(world.assessment) == [world.contributor]
    assert not list(read_whole(asked, {User._meta.db_table}, set()))


def test_a_list_goes_on_past_its_window(as_superuser: Client, world: World) -> None:
    made = [
        AuditEvent(event=Event.MEMBER_ADDED, actor_id="1", actor=f"Actor {n:03}", target_ref="x")
        for n in range(PAGES * 50 + 3)
    ]
    AuditEvent.objects.bulk_create(made)

    def followed(page: str, words: str) -> str:
        found = re.search(rf'<a href="([^"]+)">{words}</a>', page)
        assert found is not None, words
        return text_of(as_superuser.get(address(AuditEvent) + unescape(found[1])))

    first = text_of(as_superuser.get(address(AuditEvent), {"o": "3"}))
    assert "Actor 502" in first and "and there are more" in first
    assert ">Older</a>" not in first and ">Newest</a>" not in first
    last = text_of(as_superuser.get(address(AuditEvent), {"p": PAGES}))
    assert "Actor 003" in last and "Actor 002" not in last
    older = followed(last, "Older")
    assert "Actor 002" in older and "Actor 003" not in older and "there are more" not in older
    assert "Actor 502" in followed(older, "Newest")


def test_answers_are_read_from_their_assessment_only(as_superuser: Client, world: World) -> None:
    world.answer({"BUD-01": 1})
    page = text_of(as_superuser.get(address(world.assessment)))
    for model in (Answer, AnswerRevision):
        assert as_superuser.get(address(model)).url == address(Assessment)  # type: ignore[attr-defined]
        way = re.search(rf'href="({address(model)}\?[^"]+)"', page)
        assert way is not None
        assert "BUD-01" in text_of(as_superuser.get(unescape(way[1])))
    assert address(Answer) not in text_of(as_superuser.get("/admin/"))


def test_every_value_of_an_assessment_is_on_a_page_however_many_there_are(
    as_superuser: Client, world: World
) -> None:
    world.answer({"BUD-01": 1})
    (first,) = AnswerRevision.objects.all()
    kept = {field.attname: getattr(first, field.attname) for field in first._meta.fields}
    AnswerRevision.objects.bulk_create(
        AnswerRevision(**kept | {"id": None, "revision": number})
        for number in range(2, PAGES * 50 + 3)
    )
    asked = {"answer__assessment__id__exact": world.assessment.pk, "p": PAGES + 1, "q": "BUD"}
    page = text_of(as_superuser.get(address(AnswerRevision), asked))
    assert f"{PAGES * 50 + 2} answer revisions" in page
    assert f'href="?answer__assessment__id__exact={world.assessment.pk}&">Show all' in page


def test_rows_are_found_by_a_whole_reference_and_by_the_beginning_of_an_address(
    as_superuser: Client, world: World
) -> None:
    sent = world.submit()

    def finds(model: Any, term: str) -> bool:
        return f"/{model._meta.model_name}/{sent.pk}/change/" in text_of(
            as_superuser.get(address(model), {"q": term})
        )

    for term in (sent.reference, sent.code, sent.assessment.reference, "wexcombe"):
        assert finds(Submission, term), term
    assert not finds(Submission, sent.reference[:-1]) and not finds(Submission, "council")
    trail = text_of(as_superuser.get(address(AuditEvent), {"q": "Connie."}))
    assert "Connie Contributor started" in trail and "Ash Approver submitted" not in trail
