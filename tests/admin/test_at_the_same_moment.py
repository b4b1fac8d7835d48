"""Two people change one draft at the same moment: the second waits, and then sees the first's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.models import Dimension, DraftState, Question, RubricVersion
from assessments.services import drafts, questions, rubric_parts, rubrics
from assessments.workflow import Refused
from tests.admin.conftest import Programme
from tests.admin.pages import address, posted, text_of
from tests.services import together

pytestmark = pytest.mark.django_db(transaction=True)


def behind(draft: RubricVersion, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What the second comes to, which begins while the first has changed the draft unseen."""

    def held() -> None:
        RubricVersion.objects.select_for_update().get(pk=draft.pk)
        first()

    return together.behind(held, second)


def bud_01(draft: RubricVersion) -> Question:
    return Question.objects.get(version=draft, code="BUD-01")


def reword(draft: RubricVersion, programme: Programme) -> None:
    row = bud_01(draft)
    row.text = "Reworded by the first?"
    row.save()
    drafts.keep_state(draft=draft, by=programme.publisher, summary="Reworded")


def late_save(client: Client, row: Any, **changes: str) -> Callable[[], Any]:
    data = {**posted(client, address(row)), **changes, "_save": "Save"}
    return lambda: client.post(address(row), data)


def test_a_save_that_waited_never_writes_over_the_one_before(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    save = late_save(as_editor, bud_01(draft), title="Retitled by the second")
    answer = behind(draft, lambda: reword(draft, programme), save)
    assert answer.status_code == 200
    assert "This was changed after you opened the page" in text_of(answer)
    assert "Retitled by the second" in text_of(answer)
    assert bud_01(draft).text == "Reworded by the first?"


def test_a_move_that_waited_keeps_what_the_question_now_says(
    draft: RubricVersion, programme: Programme
) -> None:
    row, there = bud_01(draft), Dimension.objects.get(version=draft, code="TRA")
    behind(
        draft,
        lambda: reword(draft, programme),
        lambda: questions.move(question=row, dimension=there, by=programme.editor),
    )
    moved = bud_01(draft)
    assert (moved.dimension, moved.text) == (there, "Reworded by the first?")


def test_of_two_questions_that_move_to_a_dimension_each_has_a_place_of_its_own(
    draft: RubricVersion, programme: Programme
) -> None:
    there = Dimension.objects.get(version=draft, code="TRA")
    second, first = (
        Question.objects.get(version=draft, code=code) for code in ("BUD-01", "SEC-01")
    )
    behind(
        draft,
        lambda: questions.move(question=first, dimension=there, by=programme.publisher),
        lambda: questions.move(question=second, dimension=there, by=programme.editor),
    )
    moved = Question.objects.filter(dimension=there).order_by("-position")[:2]
    assert [one.code for one in moved] == ["BUD-01", "SEC-01"]
    assert moved[0].position == moved[1].position + 1


def test_a_question_that_is_gone_is_neither_moved_nor_duplicated(
    draft: RubricVersion, programme: Programme
) -> None:
    row, there = bud_01(draft), Dimension.objects.get(version=draft, code="TRA")
    rubric_parts.delete(part=bud_01(draft), by=programme.publisher)
    with pytest.raises(Refused, match="taken out of the draft meanwhile"):
        questions.move(question=row, dimension=there, by=programme.editor)
    with pytest.raises(Refused, match="taken out of the draft meanwhile"):
        questions.duplicate(question=row, code="BUD-99", title="Copy", by=programme.editor)
    assert not Question.objects.filter(version=draft, code__in=["BUD-01", "BUD-99"]).exists()


@pytest.mark.parametrize("of_the_edition", [False, True], ids=["a question", "the edition"])
def test_what_was_typed_comes_back_when_the_draft_goes_meanwhile(
    as_editor: Client, draft: RubricVersion, programme: Programme, of_the_edition: bool
) -> None:
    row = draft if of_the_edition else bud_01(draft)
    save = late_save(as_editor, row, title="Typed and not lost")
    answer = behind(
        draft, lambda: rubrics.delete_draft(version=draft, by=programme.publisher), save
    )
    assert answer.status_code == 409
    assert "This is gone" in text_of(answer) and "Typed and not lost" in text_of(answer)


def test_what_was_typed_comes_back_when_the_draft_is_put_back_meanwhile(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    reword(draft, programme)
    state = DraftState.objects.get(version=draft.pk, number=1)
    save = late_save(as_editor, bud_01(draft), title="Typed and not lost")
    answer = behind(
        draft, lambda: drafts.put_back(draft=draft, state=state, by=programme.publisher), save
    )
    assert answer.status_code == 409
    assert "Typed and not lost" in text_of(answer)


def test_a_draft_is_deleted_once_however_often_it_is_pressed(
    as_superuser: Client, draft: RubricVersion, programme: Programme
) -> None:
    answer = behind(
        draft,
        lambda: rubrics.delete_draft(version=draft, by=programme.superuser),
        lambda: as_superuser.post(address(draft, "delete"), {"post": "yes"}),
    )
    assert answer.status_code in (302, 409)
    with pytest.raises(Refused, match="deleted already"):
        rubrics.delete_draft(version=draft, by=programme.superuser)
