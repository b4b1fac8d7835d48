"""What weights and points amount to is shown next to the fields where they are set."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from assessments.models import Dimension, Level, Question, RubricVersion
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, save, text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db


def words_of(response: Any) -> str:
    """The page's text, without its markup."""
    return re.sub(r"<[^>]*>", "", text_of(response))


def cells(page: str, row: str, *names: str) -> list[str]:
    """What the cells of a table's row say: `cells(page, "questions-0", "share", "worth")`."""
    found = page[page.index(f'id="{row}"') :]
    found = found[: found.index("</tr>")]
    texts = [re.search(rf'<td class="field-{name}">(.*?)</td>', found, re.DOTALL) for name in names]
    assert all(texts), (row, names)
    return [re.sub(r"<[^>]*>", "", text[1]).strip() for text in texts if text]


def test_the_editions_page_says_what_each_dimension_amounts_to(
    as_editor: Client, draft: RubricVersion
) -> None:
    page = text_of(as_editor.get(address(draft)))
    assert cells(page, "dimensions-0", "share", "worth") == ["15%", "15.0"]


def test_a_dimensions_page_says_what_each_question_amounts_to(
    as_editor: Client, draft: RubricVersion
) -> None:
    """BUD-01 weighs 14 of 100 in a dimension of 15 of 100: 0.14 x 15 = 2.1 points."""
    dimension = draft.dimensions.get(code="BUD")
    page = text_of(as_editor.get(address(dimension)))
    assert cells(page, "questions-0", "share", "worth") == ["14%", "2.1"]
    words = words_of(as_editor.get(address(dimension)))
    assert "15% of the score: 15.0 of its 100 points." in words


def test_a_refused_page_says_what_was_saved_and_what_a_script_needs_to_go_on_from_there(
    as_editor: Client, draft: RubricVersion
) -> None:
    """TRA-01 is asked next to other questions in some sectors than in others."""
    question = address(Question.objects.get(version=draft, code="TRA-01"))
    figures = re.compile(r'data-(?:weight|whole|sectors)="[^"]+"')
    whole, refused = as_editor.get(question), save(as_editor, question, weight="40", title="")
    assert refused.status_code == 200 and "This field is required" in text_of(refused)
    assert len(figures.findall(text_of(whole))) == 3
    assert figures.findall(text_of(refused)) == figures.findall(text_of(whole))


def test_a_questions_page_says_how_far_it_and_each_level_move_the_score(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = Question.objects.get(version=draft, code="BUD-01")
    page = text_of(as_editor.get(address(row)))
    said = f"14% of {row.dimension.name}. It can move the overall score by 2.1 points."
    assert said in words_of(as_editor.get(address(row)))
    earned = [cells(page, f"levels-{place}", "worth") for place in range(5)]
    assert earned == [["0.0"], ["0.5"], ["1.1"], ["1.6"], ["2.1"]]
    level = row.levels.get(number=2)
    words = "50 of the question's 100 points, which adds 1.1 points to the overall score."
    assert words in text_of(as_editor.get(address(level)))


def test_each_line_of_a_checklist_says_what_it_adds(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = Question.objects.get(version=draft, code="BUD-06")
    page = text_of(as_editor.get(address(row)))
    items = list(row.checklistitems.all())
    full = sum(max(item.points, 0) for item in items)
    spoken = re.search(r"move the overall score by ([\d.]+) points", page)
    assert spoken is not None
    for place, item in enumerate(items):
        share = float(cells(page, f"checklistitems-{place}", "worth")[0])
        assert abs(share - float(item.points / full) * float(spoken[1])) < 0.11
    level = Level.objects.filter(question=row).first()
    assert level is not None
    assert "The points of the ticked items decide" in text_of(as_editor.get(address(level)))


def test_a_share_that_differs_by_sector_is_a_span(as_editor: Client, draft: RubricVersion) -> None:
    """A question for one sector only makes the others of its dimension weigh less there."""
    sectors = draft.sectors.count()
    asked = Question.objects.filter(version=draft)
    only = next(one for one in asked if 0 < len(one.applies_to) < sectors)
    other = only.dimension.questions.exclude(pk=only.pk).first()
    assert other is not None
    page = text_of(as_editor.get(address(other)))
    assert re.search(r"score by \d+\.\d to \d+\.\d points, depending on the sector\.", page)


def test_shares_follow_a_weight_that_is_saved(as_editor: Client, draft: RubricVersion) -> None:
    row = Question.objects.get(version=draft, code="BUD-01")
    save(as_editor, address(row), weight="114")
    words = words_of(as_editor.get(address(row)))
    assert f"57% of {row.dimension.name}" in words
    assert "question weights sum to 200, not 100" in words


def test_a_row_that_is_refused_for_its_code_says_its_own_share(
    as_editor: Client, draft: RubricVersion
) -> None:
    dimension, other = draft.dimensions.get(code="BUD"), draft.dimensions.get(code="TRA")
    names = ("share", "worth")
    rows = ("questions-0", "questions-2")
    page = text_of(as_editor.get(address(dimension)))
    saved = [cells(page, row, *names) for row in rows]
    assert saved[0] != saved[1]
    codes = list(dimension.questions.values_list("code", flat=True))
    page = text_of(save(as_editor, address(dimension), **{"questions-2-code": codes[0]}))
    assert "has BUD-01 already" in page
    assert [cells(page, row, *names) for row in rows] == saved
    refused = save(as_editor, address(dimension), code=other.code)
    assert f"has {other.code} already" in text_of(refused)
    assert "15% of the score: 15.0 of its 100 points." in words_of(refused)


def test_what_counts_for_nothing_says_so(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    unscored = Question.objects.filter(version=draft, weight__isnull=True).first()
    if unscored is None:
        unscored = Question.objects.filter(version=draft).first()
        assert unscored is not None
        Question.objects.filter(pk=unscored.pk).update(kind="text", weight=None)
        keep(draft, programme)
    assert "Nothing: it has no weight above 0." in text_of(as_editor.get(address(unscored)))
    page = text_of(as_editor.get(address(unscored.dimension)))
    place = [*unscored.dimension.questions.values_list("pk", flat=True)].index(unscored.pk)
    assert cells(page, f"questions-{place}", "share", "worth") == ["Nothing", ""]
    response = save(as_editor, address(Dimension, "add"), code="ETH", name="Ethics", weight="10")
    assert response.status_code == 302
    page = text_of(as_editor.get(address(Dimension.objects.get(code="ETH"))))
    assert "Nothing yet: it has no scored question" in page
    page = text_of(as_editor.get(address(draft)))
    place = draft.dimensions.count() - 1
    said = ["Nothing yet: no scored question", ""]
    assert cells(page, f"dimensions-{place}", "share", "worth") == said


def test_lists_and_published_editions_say_it_too(
    as_editor: Client, world: World, draft: RubricVersion
) -> None:
    listed = text_of(as_editor.get(address(Question), {"version__id__exact": draft.pk}))
    first = listed[listed.index(">BUD-01<") :]
    assert re.search(r'field-share[^>]*">14%</td><td class="field-worth[^>]*">2.1<', first)
    published = world.version.questions.get(code="BUD-01")
    assert "move the overall score by 2.1 points" in text_of(as_editor.get(address(published)))
