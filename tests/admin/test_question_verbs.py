"""An editor duplicates, moves and retires the questions of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from assessments.models import ContextFigure, DraftState, Question, RubricVersion
from assessments.queries.question_codes import next_code
from assessments.queries.rubrics import spec_of
from assessments.rubric.files.codec import content_hash
from assessments.services import questions
from assessments.workflow import Refused
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db


def question(draft: RubricVersion, code: str) -> Question:
    return Question.objects.select_related("dimension", "version").get(version=draft, code=code)


def last_summary(draft: RubricVersion) -> str:
    kept = DraftState.objects.filter(version=draft.pk).first()
    assert kept is not None
    return kept.summary


@pytest.mark.parametrize("code", ["SEC-01", "BUD-06", "BUD-03", "TRA-08"])
def test_a_copy_holds_all_that_its_original_does(
    code: str, as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    """A gate, a checklist, a number and a choice: all that hangs on a question is copied."""
    original = question(draft, code)
    free = next_code(original)
    offered = text_of(as_editor.get(address(original, "duplicate")))
    assert f'value="{free}"' in offered
    response = as_editor.post(address(original, "duplicate"), {"code": free, "title": "Copied"})
    copy = question(draft, free)
    assert response["Location"] == address(copy)
    spec = spec_of(draft)
    expected = replace(spec.question(code), code=free, title="Copied")
    assert spec.question(free) == expected
    assert spec.dimension(original.dimension.code).questions[-1].code == free
    assert last_summary(draft) == f"Duplicated question {code} as {free}"
    draft.refresh_from_db()
    assert draft.edited_by == programme.editor


def test_a_copy_needs_a_code_that_no_edition_has_used(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    Question.objects.filter(version=draft, code="BUD-09").update(code="BUD-90")
    page = address(question(draft, "BUD-01"), "duplicate")
    before = Question.objects.count()
    for code, words in (
        ("BUD-02", "has a question BUD-02"),
        ("BUD-09", f"{world.version.title} has a question BUD-09"),
        ("BUD 1", "must be a code"),
        ("", "This field is required."),
        ("x" * 41, "at most 40 characters"),
    ):
        response = as_editor.post(page, {"code": code, "title": "Typed and kept"})
        shown = text_of(response)
        assert response.status_code == 200 and words in shown, code
        assert "Typed and kept" in shown and "<title>Error:" in shown
    assert Question.objects.count() == before


def test_the_title_of_a_copy_is_what_its_file_will_hold(
    as_editor: Client, draft: RubricVersion
) -> None:
    page = address(question(draft, "BUD-01"), "duplicate")
    tab = as_editor.post(page, {"code": "BUD-77", "title": "One\ttwo"})
    assert "The title holds a tab" in text_of(tab)
    as_editor.post(page, {"code": "BUD-77", "title": "One   two"})
    assert question(draft, "BUD-77").title == "One two"


def test_the_next_code_counts_on_from_every_edition(draft: RubricVersion) -> None:
    assert next_code(question(draft, "BUD-01")) == "BUD-10"
    Question.objects.filter(version=draft, code="BUD-06").update(code="BUD-120")
    assert next_code(question(draft, "BUD-01")) == "BUD-121"
    Question.objects.filter(version=draft, code="BUD-02").update(code="money")
    assert next_code(question(draft, "money")) == "money-2"


def test_a_question_moves_with_its_code_and_all_that_hangs_on_it(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "TRA-03")
    target = draft.dimensions.get(code="SEC")
    before = spec_of(draft).question("TRA-03")
    page = text_of(as_editor.get(address(row, "move")))
    assert f'<option value="{target.pk}">' in page
    assert f'<option value="{row.dimension_id}">' not in page
    response = as_editor.post(address(row, "move"), {"dimension": target.pk})
    assert response["Location"] == address(row)
    spec = spec_of(draft)
    assert spec.dimension("SEC").questions[-1] == before
    assert "TRA-03" not in [one.code for one in spec.dimension("TRA").questions]
    assert last_summary(draft) == f"Moved question TRA-03 to {target.name}"


def test_a_question_moves_to_no_dimension_but_another_of_its_draft(
    as_editor: Client, draft: RubricVersion, world: World, programme: Programme
) -> None:
    row = question(draft, "TRA-03")
    elsewhere = world.version.dimensions.get(code="SEC")
    for dimension in (row.dimension_id, elsewhere.pk, "", "x"):
        response = as_editor.post(address(row, "move"), {"dimension": dimension})
        assert response.status_code == 200 and "<title>Error:" in text_of(response)
    for dimension in (row.dimension, elsewhere):
        with pytest.raises(Refused):
            questions.move(question=row, dimension=dimension, by=programme.editor)
    row.refresh_from_db()
    assert row.dimension.code == "TRA"


def test_a_move_that_puts_a_question_after_one_that_waits_for_it_is_a_fault_on_the_page(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-09").update(
        condition_question="BUD-01", condition_level_at_least=2
    )
    keep(draft, programme)
    target = draft.dimensions.get(code="SEC")
    page = address(question(draft, "BUD-01"), "move")
    shown = text_of(as_editor.post(page, {"dimension": target.pk}, follow=True))
    assert "must be an earlier question, and BUD-01 comes later" in shown


def test_a_question_is_not_moved_without_a_dimension(
    as_editor: Client, draft: RubricVersion
) -> None:
    page = address(question(draft, "BUD-01"), "move")
    assert ">Choose a dimension.</a>" in text_of(as_editor.post(page, {"dimension": ""}))


def test_a_retired_question_leaves_the_draft_and_no_published_edition(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    row = question(draft, "BUD-06")
    figures = ContextFigure.objects.filter(version=draft, questions__contains="BUD-06")
    assert f'href="{address(row, "delete")}">Retire</a>' in text_of(as_editor.get(address(row)))
    page = text_of(as_editor.get(address(row, "delete")))
    assert "Its code stays taken: never give BUD-06 to another question" in page
    response = as_editor.post(address(row, "delete"), {"post": "yes"}, follow=True)
    assert "is retired: this draft no longer asks it." in text_of(response)
    assert not figures.exists()
    assert "BUD-06" not in [one.code for _, one in spec_of(draft).questions()]
    assert content_hash(spec_of(world.version)) == world.version.content_hash
    panel = text_of(as_editor.get(address(draft)))
    assert "names no question of this rubric: BUD-06" not in panel


def test_what_names_a_question_is_listed_before_it_is_retired(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "TRA-08")
    page = text_of(as_editor.get(address(row, "delete")))
    before_the_button = page.partition('name="post"')[0]
    contradiction = draft.contradictions.get(code="CON-09")
    figure = draft.contextfigures.get(code="CF-18")
    assert f'<a href="{address(contradiction)}">Contradiction CON-09</a>' in before_the_button
    assert f'<a href="{address(figure)}">National figure CF-18</a>' in before_the_button
    assert "no longer names TRA-08, the only question that it names." in before_the_button


def test_figures_next_to_a_retired_question_no_longer_name_it(
    as_editor: Client, draft: RubricVersion
) -> None:
    figure = ContextFigure.objects.filter(version=draft).first()
    assert figure is not None
    figure.questions = ("BUD-01", "BUD-06")
    figure.save()
    as_editor.post(address(question(draft, "BUD-06"), "delete"), {"post": "yes"})
    figure.refresh_from_db()
    assert figure.questions == ("BUD-01",)


def test_a_question_that_another_waits_for_is_not_retired(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-09").update(
        condition_question="BUD-06", condition_level_at_least=2
    )
    keep(draft, programme)
    row = question(draft, "BUD-06")
    page = text_of(as_editor.get(address(row, "delete")))
    assert "BUD-09 is asked depending on an answer to BUD-06" in page
    assert 'name="post"' not in page
    pressed = as_editor.post(address(row, "delete"), {"post": "yes"}, follow=True)
    assert "BUD-09 is asked depending on an answer that would go with this" in text_of(pressed)
    assert Question.objects.filter(pk=row.pk).exists()
    # Both go together with their dimension, which takes away nothing that stays.
    assert as_editor.post(address(row.dimension, "delete"), {"post": "yes"}).status_code == 302
    assert not Question.objects.filter(pk=row.pk).exists()


def test_a_question_that_was_never_published_leaves_no_code_behind(
    as_editor: Client, draft: RubricVersion
) -> None:
    Question.objects.filter(version=draft, code="BUD-09").update(code="BUD-99")
    page = text_of(as_editor.get(address(question(draft, "BUD-99"), "delete")))
    assert "No published edition asks BUD-99" in page


def test_nothing_is_done_to_a_published_question_or_by_others(
    as_editor: Client,
    signed_in: object,
    draft: RubricVersion,
    world: World,
    programme: Programme,
) -> None:
    published = question(world.version, "BUD-01")
    target = world.version.dimensions.get(code="SEC")
    shown = text_of(as_editor.get(address(published)))
    for verb in ("duplicate", "move"):
        assert address(published, verb) not in shown
        for client in (as_editor, signed_in(programme.plain_staff)):  # type: ignore[operator]
            row = published if client is as_editor else question(draft, "BUD-01")
            assert client.get(address(row, verb)).status_code == 403
            assert client.post(address(row, verb), {"dimension": target.pk}).status_code == 403
    with pytest.raises(Refused, match="is published"):
        questions.move(question=published, dimension=target, by=programme.editor)
    with pytest.raises(Refused, match="is published"):
        questions.duplicate(question=published, code="BUD-99", title="T", by=programme.editor)
    assert as_editor.get("/admin/assessments/question/999999/move/").status_code == 404
