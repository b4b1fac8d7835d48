"""Tables of hundreds of rows are shown a page at a time, and every row of them can be changed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from assessments.models import Dimension, Level, Question, RubricVersion
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import ItemSpec, RubricSpec
from assessments.services import rubrics
from tests.admin.conftest import State, build
from tests.admin.pages import address, posted, save, text_of
from tests.admin.test_every_page import trouble_at
from tests.admin.test_rows_in_tables import with_row
from tests.factories import rubrics as made
from tests.plugins.cast import Prepare
from tests.prepared import Prepared

pytestmark = pytest.mark.django_db


def long_spec() -> RubricSpec:
    """200 questions in a dimension, 300 items, 40 parts of a number's range, 101 levels."""
    many = [made.yes_no(f"Q.{number}") for number in range(1, 201)]
    items = [
        ItemSpec(code=f"i{number}", text=f"Item {number} of the list", points=Decimal(1))
        for number in range(1, 301)
    ]
    to_level = made.rows((0, 74), (75, 149), (150, 224), (225, 300))
    forty = made.levels(*(Decimal(number * 2) for number in range(39)), 100)
    long = [
        made.checklist("CHK.1", items=items, points_to_level=to_level),
        made.percentage("NUM.1", number=made.number_block(*range(40)), levels=forty),
        made.single("LEV.1", levels=made.levels(*range(101))),
    ]
    dimensions = (made.dimension("D.1", 1, *many), made.dimension("D.2", 1, *long))
    return made.rubric(*dimensions, roles=[made.OwnerRoleSpec(code="digital", default="Head")])


def build_heavier() -> State:
    """A draft of `long_spec`, which a superuser took from a file."""
    world, programme, _ = build()
    draft = rubrics.import_draft(spec=replace(long_spec(), code="long"), by=programme.superuser)
    return world, programme, draft


@pytest.fixture(scope="session")
def prepared_heavier(prepare: Prepare) -> Prepared[State]:
    return prepare(build_heavier)


@pytest.fixture
def heavier(prepared_heavier: Prepared[State], draft: RubricVersion) -> RubricVersion:
    return draft


def dimension(draft: RubricVersion) -> Dimension:
    return draft.dimensions.get(code="D.1")


def question(draft: RubricVersion, code: str) -> Question:
    return draft.questions.get(code=code)


def test_every_page_of_every_long_table_is_small(
    as_superuser: Client, heavier: RubricVersion
) -> None:
    pages = [f"{address(dimension(heavier))}?questions-page={page}" for page in range(1, 11)]
    pages += [address(question(heavier, code)) for code in ("CHK.1", "NUM.1", "LEV.1")]
    pages.append(f"{address(question(heavier, 'CHK.1'))}?checklistitems-page=15")
    pages += [address(heavier, name) for name in ("publish", "soundness", "preview")]
    pages.append(f"{address(heavier, 'preview')}?dimension=D.2")
    most = {"most_fields": 520, "most_bytes": 120_000}
    assert [trouble for page in pages for trouble in trouble_at(as_superuser, page, **most)] == []


def test_a_question_on_the_last_page_of_a_dimension_of_200_is_changed_in_its_table(
    as_editor: Client, heavier: RubricVersion
) -> None:
    row = dimension(heavier)
    before = {one.code: one for _, one in spec_of(heavier).questions()}
    last = f"{address(row)}?questions-page=10"
    assert "Questions 181 to 200 of 200." in text_of(as_editor.get(last))
    done = save(
        as_editor, last, **{"questions-19-title": "The very last", "questions-0-code": "A.1"}
    )
    assert done.status_code == 302
    after = {one.code: one for _, one in spec_of(heavier).questions()}
    renamed = replace(before.pop("Q.181"), code="A.1")
    assert after == {
        **before,
        "A.1": renamed,
        "Q.200": replace(before["Q.200"], title="The very last"),
    }


def test_a_code_that_a_question_on_another_page_has_is_refused(
    as_editor: Client, heavier: RubricVersion
) -> None:
    last = f"{address(dimension(heavier))}?questions-page=10"
    saved = save(as_editor, last, **{"questions-3-code": "Q.7", "questions-4-title": "Kept"})
    assert "Another question has Q.7 already." in text_of(saved)
    assert 'value="Kept"' in text_of(saved)
    assert "Questions 181 to 200 of 200." in text_of(saved)


def test_a_question_that_is_added_on_any_page_becomes_the_last(
    as_editor: Client, heavier: RubricVersion
) -> None:
    row = dimension(heavier)
    data = with_row(
        posted(as_editor, f"{address(row)}?questions-page=2"),
        "questions",
        code="NEW.1",
        title="One more",
        kind="text",
        text="What else?",
    )
    done = as_editor.post(f"{address(row)}?questions-page=2", {**data, "_save": "Save"})
    assert done.status_code == 302
    assert [one.code for one in row.questions.order_by("position")][-2:] == ["Q.200", "NEW.1"]


def test_a_level_far_down_goes_and_the_next_takes_its_number(
    as_editor: Client, heavier: RubricVersion
) -> None:
    row = question(heavier, "LEV.1")
    given = {"levels-19-DELETE": "on", "levels-18-number": "99"}
    assert save(as_editor, f"{address(row)}?levels-page=5", **given).status_code == 302
    numbers = set(Level.objects.filter(question=row).values_list("number", flat=True))
    assert numbers == set(range(101)) - {98}


def test_the_way_back_leads_to_the_page_of_the_table_where_the_row_is(
    as_editor: Client, heavier: RubricVersion
) -> None:
    row = question(heavier, "Q.150")
    there = f"{address(dimension(heavier))}?questions-page=8"
    assert f'href="{there}"' in text_of(as_editor.get(address(row)))
    assert save(as_editor, address(row)).url == there
    assert "Q.150" in text_of(as_editor.get(there))


def test_who_goes_on_editing_stays_on_the_pages_that_were_shown(
    as_editor: Client, heavier: RubricVersion
) -> None:
    here = f"{address(question(heavier, 'CHK.1'))}?checklistitems-page=4"
    done = as_editor.post(here, {**posted(as_editor, here), "_continue": "Save"})
    assert done["Location"].endswith("checklistitems-page=4")
    assert "Checklist items 61 to 80 of 300." in text_of(as_editor.get(done["Location"]))


def test_the_pages_of_one_table_leave_the_other_tables_where_they_are(
    as_editor: Client, heavier: RubricVersion
) -> None:
    row = address(question(heavier, "NUM.1"))
    html = text_of(as_editor.get(f"{row}?levels-page=2"))
    links = re.findall(r'href="\?([^"#]+)#numberbands-heading"', html)
    assert links == ["levels-page=2&numberbands-page=2"]


def test_a_long_part_is_previewed_page_by_page_and_keeps_what_was_tried(
    as_editor: Client, heavier: RubricVersion
) -> None:
    where = address(heavier, "preview")
    data = posted(as_editor, where) | {"Q.1-value": "yes", "go": "D.1 2"}
    second = as_editor.post(where, data)
    assert "<strong>Questions 26 to 50 of 200</strong>" in text_of(second)
    assert "1 of 200 answered" in text_of(second)
    assert 'name="Q.26-value"' in text_of(second)
    last = as_editor.get(f"{where}?dimension=D.1&page=8")
    assert "Go on to Dimension D.2" in text_of(last)


def test_hundreds_of_findings_are_read_page_by_page(
    as_editor: Client, heavier: RubricVersion
) -> None:
    where = address(heavier, "soundness")
    first = text_of(as_editor.get(where))
    assert 'href="?page=2"' in first
    assert first.count("<li>") > text_of(as_editor.get(f"{where}?page=99")).count("<li>") > 0
