"""Rows in a table of a draft's page: saved together, exchanged, removed, by two at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from assessments.admin.part_forms import CHANGED_MEANWHILE
from assessments.admin.part_formsets import ROW_IS_GONE
from assessments.models import Dimension, Level, Question, RubricVersion
from assessments.queries.rubrics import spec_of
from tests.admin.pages import address, fields_of, posted, save, text_of
from tests.admin.test_drafts import question, refused

pytestmark = pytest.mark.django_db


def numbers(row: Question) -> list[tuple[int, str]]:
    return list(row.levels.order_by("number").values_list("number", "text"))


def with_row(data: dict[str, Any], table: str, **values: Any) -> dict[str, Any]:
    """The post with a new row at the end of the table."""
    count = int(data[f"{table}-TOTAL_FORMS"][0])
    added = {f"{table}-{count}-{name}": value for name, value in values.items()}
    return {**data, f"{table}-TOTAL_FORMS": [str(count + 1)], **added}


def test_a_level_is_put_in_the_middle_by_counting_the_later_ones_on(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    before = dict(numbers(row))
    data = posted(as_editor, address(row))
    data |= {f"levels-{place}-number": str(place + 1) for place in (2, 3, 4)}
    data = with_row(data, "levels", number="2", points="40", text="In between.")
    response = as_editor.post(address(row), {**data, "_save": "Save"})
    assert response.status_code == 302
    after = dict(numbers(row))
    assert after == {
        0: before[0], 1: before[1], 2: "In between.", 3: before[2], 4: before[3], 5: before[4]
    }  # fmt: skip


def test_levels_exchange_their_numbers_and_one_that_goes_leaves_its_own_at_once(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    before = dict(numbers(row))
    exchanged = {"levels-1-number": "2", "levels-2-number": "1"}
    assert save(as_editor, address(row), **exchanged).status_code == 302
    assert dict(numbers(row)) == {**before, 1: before[2], 2: before[1]}
    given = {"levels-4-DELETE": "on", "levels-3-number": "4"}
    assert save(as_editor, address(row), **given).status_code == 302
    assert dict(numbers(row)) == {0: before[0], 1: before[2], 2: before[1], 4: before[3]}


def test_codes_of_items_dimensions_and_questions_are_exchanged_too(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-06")
    first, second = row.checklistitems.values_list("code", flat=True)[:2]
    exchanged = {"checklistitems-0-code": second, "checklistitems-1-code": first}
    assert save(as_editor, address(row), **exchanged).status_code == 302
    assert list(row.checklistitems.values_list("code", flat=True)[:2]) == [second, first]
    swapped = {"dimensions-0-code": "TRA", "dimensions-1-code": "BUD"}
    assert save(as_editor, address(draft), **swapped).status_code == 302
    codes = [one.code for one in spec_of(RubricVersion.objects.get(pk=draft.pk)).dimensions]
    assert codes[:2] == ["TRA", "BUD"]
    questions = {"questions-0-code": "BUD-02", "questions-1-code": "BUD-01"}
    assert save(as_editor, address(row.dimension), **questions).status_code == 302


def test_a_name_that_another_row_has_is_refused_at_it(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    before = numbers(row)
    response = save(as_editor, address(row), **{"levels-1-number": "2"})
    assert refused(response, "Another level has 2 already.")
    level = row.levels.get(number=3)
    assert refused(save(as_editor, address(level), number="4"), "Another level has 4 already.")
    elsewhere = {"questions-0-code": "SEC-01"}
    assert refused(
        save(as_editor, address(row.dimension), **elsewhere), "Another question has SEC-01 already."
    )
    assert numbers(row) == before


def test_two_new_rows_with_one_code_are_refused(as_editor: Client, draft: RubricVersion) -> None:
    row = question(draft, "BUD-06")
    data = posted(as_editor, address(row))
    for _ in range(2):
        data = with_row(data, "checklistitems", code="twice", text="A line", points="1")
    response = as_editor.post(address(row), {**data, "_save": "Save"})
    assert refused(response, "Another checklist item has twice already.")
    assert not row.checklistitems.filter(code="twice").exists()


def test_added_rows_take_the_next_positions_in_their_order(
    as_editor: Client, draft: RubricVersion
) -> None:
    """Also where a row that is there has lost its position, and in a table that was empty."""
    row = question(draft, "BUD-02")
    first = row.levels.order_by("position")[0].position
    data = posted(as_editor, address(row)) | {"levels-1-position": ""}
    for number in (7, 6):
        data = with_row(data, "levels", number=str(number), points="1", text="T", position="")
    for sector in draft.sectors.all()[:2]:
        data = with_row(data, "sectorvariants", sector=sector.code, text="T", position="")
    assert as_editor.post(address(row), {**data, "_save": "Save"}).status_code == 302
    placed = row.levels.order_by("position").values_list("number", "position")
    assert [(number, position - first) for number, position in placed] == [
        *((0, 0), (2, 2), (3, 3), (4, 4)),
        *((1, 5), (7, 6), (6, 7)),
    ]
    assert list(row.sectorvariants.values_list("position", flat=True)) == [1, 2]


def test_two_editors_who_add_the_same_level_are_informed(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    both = [posted(client, address(row)) for client in (as_editor, as_publisher)]
    first, second = (with_row(data, "levels", number="5", points="1", text="T") for data in both)
    assert as_editor.post(address(row), {**first, "_save": "Save"}).status_code == 302
    response = as_publisher.post(address(row), {**second, "_save": "Save"})
    assert refused(response, "Another level has 5 already.")


def test_a_row_that_someone_removed_meanwhile_is_informed(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    for number in (4, 1):
        row = question(draft, "BUD-01")
        stale = posted(as_publisher, address(row))
        as_editor.post(address(row.levels.get(number=number), "delete"), {"post": "yes"})
        data = {**stale, "levels-2-text": "Typed and kept", "_save": "Save"}
        response = as_publisher.post(address(row), data)
        assert refused(response, ROW_IS_GONE, "Typed and kept", row=number)


def test_a_row_that_someone_changed_meanwhile_is_neither_changed_nor_deleted_unseen(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    level = row.levels.get(number=0)
    stale = posted(as_publisher, address(row))
    save(as_editor, address(level), text="Changed on its own page")
    for given, words in (
        ({"levels-0-text": "Changed in the table"}, CHANGED_MEANWHILE),
        ({"levels-0-DELETE": "on"}, "so it was not deleted"),
    ):
        data = {**stale, **given, "title": "Typed and kept", "_save": "Save"}
        assert refused(as_publisher.post(address(row), data), words, "Typed and kept", row=given)
        row.refresh_from_db()
        level.refresh_from_db()
        assert (level.text, row.title) == ("Changed on its own page", "Funded digital plan")


def test_rows_that_only_one_of_two_editors_changed_are_no_conflict(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    stale = posted(as_publisher, address(draft))
    save(as_editor, address(draft), **{"dimensions-0-weight": "17", "time_needed": "A day."})
    data = {**stale, "dimensions-1-weight": "18", "_save": "Save"}
    assert as_publisher.post(address(draft), data).status_code == 302
    weights = dict(Dimension.objects.filter(version=draft).values_list("code", "weight"))
    assert (weights["BUD"], weights["TRA"]) == (17, 18)
    draft.refresh_from_db()
    assert draft.time_needed == "A day."


def test_a_level_goes_from_a_table_with_the_guidance_that_hangs_on_it(
    as_editor: Client, draft: RubricVersion
) -> None:
    level = Level.objects.filter(version=draft, guidance_by_sector__isnull=False).first()
    if level is None:
        level = Level.objects.filter(version=draft).exclude(action_text="").first()
        assert level is not None
        level.guidance_by_sector.create(sector="nhs_trust", source="x")
    url = address(level.question)
    place = list(level.question.levels.values_list("pk", flat=True)).index(level.pk)
    response = save(as_editor, url, **{f"levels-{place}-DELETE": "on"})
    assert response.status_code == 302
    assert not Level.objects.filter(pk=level.pk).exists()


def test_a_level_has_its_bounds_in_the_table_and_on_its_page(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    level = row.levels.get(number=2)
    table, alone = posted(as_editor, address(row)), posted(as_editor, address(level))
    for field, value, words in (
        ("points", "-3", "must be from 0 to 1,000"),
        ("points", "1001", "must be from 0 to 1,000"),
        ("points", "sNaN", "Enter a number in digits"),
        ("points", "1,5", "a full stop as the decimal point"),
        ("number", "101", "from 0 to 100"),
    ):
        in_table = as_editor.post(address(row), {**table, f"levels-2-{field}": value})
        on_its_page = as_editor.post(address(level), {**alone, field: value})
        assert refused(in_table, words, row=("in the table", field, value))
        assert refused(on_its_page, words, row=("on its page", field, value))


def test_an_item_may_cost_points(as_editor: Client, draft: RubricVersion) -> None:
    row = question(draft, "BUD-06")
    assert save(as_editor, address(row), **{"checklistitems-0-points": "-5"}).status_code == 302
    assert "-5" in text_of(as_editor.get(address(row)))
    assert row.checklistitems.filter(points=-5).exists()


def test_without_scripts_an_empty_row_is_at_its_table_and_what_the_address_says_stays(
    as_editor: Client, draft: RubricVersion
) -> None:
    """The links name tables as their headings do, and say that what is typed is lost by them."""
    filters = "_changelist_filters=q%3DBUD"
    for row, table, words in (
        (question(draft, "BUD-01"), "levels", "Levels"),
        (question(draft, "BUD-01"), "frameworkmappings", "Also counts towards"),
        (draft, "dimensions", "Dimensions"),
    ):
        page = text_of(as_editor.get(f"{address(row)}?{filters}"))
        assert "Save first: what you did not save is lost" in page
        asked, said = re.findall(rf'href="(\?[^"]+)#{table}-group">([^<]+)</a>', page)[0]
        assert said == words and filters in asked
        again = text_of(as_editor.get(f"{address(row)}{asked}"))
        assert fields_of(again) > fields_of(page) and f'id="{table}-group"' in again
        assert re.findall(r'href="(\?[^"]+-group)"', again)
