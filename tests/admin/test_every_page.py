"""Every page of the admin opens, asks the database little, and stays far below the field limit."""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection, models
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.admin.read_only import OfAnAssessmentAdmin
from assessments.models import (
    Assessment,
    ContextFigure,
    Dimension,
    Level,
    OwnerRole,
    Question,
    RubricVersion,
)
from assessments.models.rubric import RubricPart
from assessments.services import plans, reminders, suggestions
from assessments.workflow import ActionState
from tests.admin.conftest import Programme
from tests.admin.pages import address, fields_of
from tests.assigning import given_to
from tests.attaching import attached
from tests.cost import counted
from tests.evidence import recorded
from tests.plans import planned, supposed
from tests.worlds import World

MOST_QUERIES = 10
MOST_TO_DELETE = 15
"""A page that names all that is below a row, or names it, asks each table for it."""
MOST_FIELDS = 400
MOST_BYTES = 120_000

# How much is on a page is the point.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole")]


@pytest.fixture
def everything(world: World, draft: RubricVersion) -> None:
    """At least one row of every model that people make."""
    item = recorded(world)
    attached(item, by=world.contributor)
    submission = world.submit()
    made = planned(world)
    plans.report_progress(
        action=made, state=ActionState.DONE, said="Agreed.", seen=1, by=world.contributor
    )
    plans.back(action=made, added=[item.reference], by=world.contributor)
    supposed(world, submission)
    again = world.start()
    suggestions.bring(assessment=again, source=world.assessment, by=world.contributor)
    given_to(world, assessment=again)
    reminders.send()


def registered() -> list[type[models.Model]]:
    return list(admin.site._registry)


def rows_of(model: Any, draft: RubricVersion) -> list[models.Model]:
    """A row of the draft and one of the published edition; the first row of anything else."""
    rows = model._base_manager.order_by("pk")
    if issubclass(model, RubricPart):
        found = [rows.filter(version=draft).first(), rows.exclude(version=draft).first()]
    elif model is RubricVersion:
        found = [draft, rows.exclude(pk=draft.pk).first()]
    else:
        found = [rows.first()]
    return [row for row in found if row is not None]


def list_address(model: type[models.Model]) -> str:
    """Its list, or of what is read by assessment only, that of the first one."""
    page = admin.site._registry[model]
    if isinstance(page, OfAnAssessmentAdmin):
        return f"{address(model)}?{page.asks_for}={Assessment.objects.earliest('pk').pk}"
    return address(model)


def looked_at(
    client: Client, url: str, *, most_fields: int = MOST_FIELDS, most_bytes: int = MOST_BYTES
) -> tuple[str, list[str]]:
    """A page, and what is wrong with it, if anything."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    html = response.content.decode()
    found = []
    if response.status_code != 200:
        found.append(f"{url}: {response.status_code}")
    if len(asked) > (MOST_TO_DELETE if url.endswith("/delete/") else MOST_QUERIES):
        found.append(f"{url}: {len(asked)} queries")
    if fields_of(html) >= most_fields:
        found.append(f"{url}: {fields_of(html)} fields")
    if len(html) > most_bytes:
        found.append(f"{url}: {len(html):,} bytes")
    return html, found


def trouble_at(client: Client, url: str, **limits: int) -> list[str]:
    """What is wrong with a page, if anything."""
    return looked_at(client, url, **limits)[1]


@pytest.mark.usefixtures("everything")
def test_every_list_and_every_row_opens(as_superuser: Client, draft: RubricVersion) -> None:
    troubles = trouble_at(as_superuser, "/admin/")
    for model in registered():
        troubles += trouble_at(as_superuser, list_address(model))
        for row in rows_of(model, draft):
            troubles += trouble_at(as_superuser, address(row))
            troubles += trouble_at(as_superuser, address(row, "history"))
    assert troubles == []


@pytest.mark.usefixtures("everything")
def test_every_page_that_adds_or_deletes_opens_where_there_is_one(
    as_superuser: Client, draft: RubricVersion, programme: Programme, rf: Any
) -> None:
    request = rf.get("/admin/")
    request.user = programme.superuser
    opened, troubles = 0, []
    for model, page in admin.site._registry.items():
        may_add = page.has_add_permission(request)
        adding = as_superuser.get(address(model, "add"))
        assert adding.status_code == (200 if may_add else 403), address(model, "add")
        opened += may_add
        for row in rows_of(model, draft):
            if page.has_delete_permission(request, row) and row.pk != programme.superuser.pk:
                troubles += [
                    trouble
                    for trouble in trouble_at(as_superuser, address(row, "delete"))
                    # The last administrator of a council is sent back instead.
                    if not trouble.endswith(": 302")
                ]
    assert troubles == []
    assert opened > 10


def largest_of(rows: Any) -> list[Any]:
    """Of each kind, the row with the most words and the one with the most rows below it."""
    found: dict[tuple[str, str], tuple[int, Any]] = {}
    below: Counter[int] = Counter()
    for table in rows.model._meta.related_objects:
        if not table.hidden:
            hanging = table.related_model.objects.filter(**{f"{table.field.name}__in": rows})
            below.update(hanging.values_list(table.field.attname, flat=True))
    for row in rows:
        words = sum(len(str(value)) for value in vars(row).values())
        for what, size in (("words", words), ("rows", below[row.pk])):
            place = (getattr(row, "kind", ""), what)
            found[place] = max(found.get(place, (-1, row)), (size, row), key=itemgetter(0))
    return list({row.pk: row for _, row in found.values()}.values())


@pytest.mark.parametrize("model", [Question, Dimension, OwnerRole, ContextFigure])
def test_every_page_of_a_draft_is_as_small(
    model: Any, as_editor: Client, draft: RubricVersion
) -> None:
    troubles = []
    for row in largest_of(model.objects.filter(version=draft)):
        page, found = looked_at(as_editor, address(row))
        troubles += found
        # Without scripts an empty row is asked for, in one table at a time.
        for table in re.findall(r'href="\?rows=(\w+)#', page):
            asked, found = looked_at(as_editor, f"{address(row)}?rows={table}")
            assert fields_of(asked) > fields_of(page), table
            troubles += found
    assert troubles == []


def test_every_level_of_a_draft_has_a_small_page(as_editor: Client, draft: RubricVersion) -> None:
    """The levels with the most guidance by sector have the most rows."""
    levels = Level.objects.filter(version=draft).annotate(rows=Count("guidance_by_sector"))
    troubles = []
    for level in levels.order_by("-rows", "pk")[:8]:
        troubles += trouble_at(as_editor, address(level))
    assert troubles == []


PAGES_OF_AN_EDITION = (
    "copy publish retire soundness preview compare impact sensitivity history-of-draft replace"
).split()


@pytest.mark.usefixtures("everything")
def test_every_page_about_an_edition_is_as_small(
    as_superuser: Client, draft: RubricVersion
) -> None:
    published = RubricVersion.objects.exclude(pk=draft.pk).get()
    troubles = []
    for name in PAGES_OF_AN_EDITION:
        edition = published if name in ("copy", "retire") else draft
        found = trouble_at(as_superuser, address(edition, name))
        # The draft that there is already is shown instead of making another one.
        troubles += [one for one in found if not (name == "copy" and one.endswith(": 302"))]
    for verb in ("duplicate", "move"):
        troubles += trouble_at(as_superuser, address(draft.questions.first(), verb))
    assert troubles == []


@pytest.mark.usefixtures("everything")
def test_every_page_that_lets_people_back_in_is_as_small(
    as_superuser: Client, world: World
) -> None:
    Authenticator.objects.create(user=world.viewer, type=Authenticator.Type.TOTP, data={})
    troubles = trouble_at(as_superuser, address(world.viewer, "reset-second-step"))
    troubles += trouble_at(as_superuser, address(world.organisation, "name-administrator"))
    assert troubles == []


def test_a_list_asks_as_little_for_many_rows_as_for_few(
    as_superuser: Client, world: World, draft: RubricVersion
) -> None:
    def asked(model: type[models.Model], search: str) -> int:
        return counted(lambda: as_superuser.get(address(model), {"q": search}))[1]

    few, many = asked(Question, "BUD-01"), asked(Question, "")
    assert many <= few


def test_the_index_is_grouped_by_noun_and_leaves_nothing_over(as_superuser: Client) -> None:
    html = as_superuser.get("/admin/").content.decode()
    for heading in ("Rubrics", "Vocabulary of a rubric", "Organisations and people", "Trail"):
        assert f"<caption>{heading}</caption>" in html
    assert "<caption>Other</caption>" not in html


def test_the_page_of_an_app_is_the_index(as_superuser: Client) -> None:
    assert as_superuser.get("/admin/assessments/")["Location"] == "/admin/"
