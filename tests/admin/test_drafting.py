"""An editor makes the next edition from a published one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from assessments import clock
from assessments.admin.new_draft import next_year
from assessments.models import DraftState, Question, RubricVersion
from assessments.queries.rubrics import spec_of
from assessments.rubric.files.codec import content_hash
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, posted, save, text_of
from tests.cost import counted
from tests.worlds import World

pytestmark = pytest.mark.django_db


def copying(version: RubricVersion) -> str:
    return f"/admin/assessments/rubricversion/{version.pk}/copy/"


def drafts_of(world: World) -> Any:
    return RubricVersion.objects.filter(rubric=world.version.rubric, published_at__isnull=True)


def test_an_editor_makes_a_draft_of_next_year_from_the_edition(
    as_editor: Client, world: World, programme: Programme
) -> None:
    assert f'href="{copying(world.version)}"' in text_of(as_editor.get(address(world.version)))
    page, queries = counted(lambda: as_editor.get(copying(world.version)))
    assert queries < 20
    assert f'value="{next_year(world.version.edition)}"' in text_of(page)
    answer = as_editor.post(copying(world.version), {"edition": "2027", "title": "Readiness 2027"})
    draft = drafts_of(world).get()
    assert answer["Location"] == address(draft)
    assert (draft.edition, draft.title) == ("2027", "Readiness 2027")
    assert (draft.based_on, draft.edited_by) == (world.version, programme.editor)
    source = spec_of(world.version)
    named = replace(spec_of(draft), edition=source.edition, title=source.title)
    assert content_hash(named) == content_hash(source)


def test_a_name_that_is_taken_or_missing_is_refused_at_its_field(
    as_editor: Client, world: World
) -> None:
    for given, words in (
        ({"edition": world.version.edition, "title": "T"}, "already is an edition"),
        ({"edition": "2027", "title": ""}, "This field is required."),
        ({"edition": "x" * 41, "title": "T"}, "at most 40 characters"),
        ({"edition": "20\x0027", "title": "T"}, "Null characters are not allowed."),
    ):
        response = as_editor.post(copying(world.version), given)
        assert response.status_code == 200 and words in text_of(response), given
        assert "<title>Error:" in text_of(response)
    assert not drafts_of(world).exists()


def test_a_draft_is_named_with_what_its_file_will_hold(as_editor: Client, world: World) -> None:
    """Spreadsheet programs lose tabs and blanks after blanks, and with them the content hash."""
    page = copying(world.version)
    for given in ({"edition": "2027\tb", "title": "T"}, {"edition": "2027", "title": "A\tT"}):
        assert "holds a tab" in text_of(as_editor.post(page, given))
    as_editor.post(page, {"edition": "Spring  2027", "title": "Readiness   2027"})
    draft = drafts_of(world).get()
    assert (draft.edition, draft.title) == ("Spring 2027", "Readiness 2027")


def test_where_there_is_a_draft_already_it_is_shown_instead(
    as_editor: Client, world: World, draft: RubricVersion
) -> None:
    assert copying(world.version) not in text_of(as_editor.get(address(world.version)))
    for method in ("get", "post"):
        response = getattr(as_editor, method)(copying(world.version), follow=True)
        assert response.redirect_chain[-1][0] == address(draft)
        assert "already has a draft" in text_of(response)
    assert drafts_of(world).count() == 1


def test_whoever_may_not_change_rubrics_makes_no_draft(
    signed_in: Any, programme: Programme, world: World
) -> None:
    client = signed_in(programme.plain_staff)
    assert client.get(copying(world.version)).status_code == 403
    assert client.post(copying(world.version), {"edition": "1", "title": "T"}).status_code == 403
    assert not drafts_of(world).exists()


def test_the_next_year_is_the_last_year_named_and_one() -> None:
    assert next_year("2026") == next_year("2026.2") == "2027"
    assert next_year("For 2026.") == "For 2027."
    assert next_year("2025 to 2026, revised") == "2025 to 2027, revised"
    assert next_year("Spring") == "Spring"


@pytest.mark.usefixtures("whole")
def test_the_history_says_who_changed_which_field_and_narrows_to_one_part(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    row, other = (Question.objects.get(version=draft, code=code) for code in ("BUD-01", "SEC-01"))
    save(as_editor, address(row), title="A plan <b>with</b> money")
    save(as_editor, address(other), weight="17")
    link = f"{address(draft, 'history-of-draft')}?code=BUD-01"
    assert f'href="{link}"' in text_of(as_editor.get(address(row)))
    whole, queries = counted(lambda: as_editor.get(address(draft, "history-of-draft")))
    assert queries < 20 and len(whole.content) < 60_000
    assert programme.editor.name in text_of(whole)
    assert "Weight, from “16” to “17”" in text_of(whole)
    assert b"<b>with</b>" not in whole.content
    one = text_of(as_editor.get(link))
    assert "Title, from “Funded digital plan” to “A plan" in one
    assert "Changed question BUD-01" in one
    assert "to “17”" not in one


def test_a_draft_is_put_back_after_being_asked(as_editor: Client, draft: RubricVersion) -> None:
    row = Question.objects.get(version=draft, code="BUD-01")
    before = content_hash(spec_of(draft))
    save(as_editor, address(row), title="Reworded")
    page = f"{address(draft, 'put-back')}?state=1"
    assert "becomes what it was in state 1" in text_of(as_editor.get(page))
    assert content_hash(spec_of(draft)) != before
    response = as_editor.post(page, follow=True)
    assert "The draft is as it was in state 1." in text_of(response)
    assert content_hash(spec_of(draft)) == before
    assert DraftState.objects.filter(version=draft.pk).count() == 3
    for nonsense in ("", "99", "x", "9" * 30):
        for name in ("put-back", "history-of-draft"):
            assert as_editor.get(f"{address(draft, name)}?state={nonsense}").status_code == 404


def test_a_draft_changed_meanwhile_is_not_put_back_unseen(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    row = Question.objects.get(version=draft, code="BUD-01")
    save(as_editor, address(row), title="Reworded")
    page = f"{address(draft, 'put-back')}?state=1"
    stale = posted(as_editor, page)
    save(as_publisher, address(row), title="Reworded again")
    said = text_of(as_editor.post(page, stale, follow=True))
    assert "Pat Publisher changed the draft after you opened this page" in said
    row.refresh_from_db()
    assert row.title == "Reworded again"


def test_the_history_names_moments_in_our_own_time(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(title="Reworded")
    with clock.at(datetime(2026, 7, 1, 12, 30, tzinfo=UTC)):
        keep(draft, programme)
    Question.objects.filter(version=draft, code="BUD-01").update(title="And again")
    keep(draft, programme)
    as_editor.post(f"{address(draft, 'put-back')}?state=2")
    shown = text_of(as_editor.get(address(draft, "history-of-draft")))
    assert "Put back to state 2 of 1 July 2026 at 1:30pm" in shown


def test_a_change_far_into_a_long_text_can_be_seen(as_editor: Client, draft: RubricVersion) -> None:
    row = Question.objects.get(version=draft, code="BUD-01")
    for last in ("apples", "pears"):
        save(as_editor, address(row), help=f"{'Count every one of them. ' * 30}Then {last}.")
    shown = text_of(as_editor.get(address(draft, "history-of-draft")))
    newest = shown.split("<h2>")[1]
    assert "Then apples.”" in newest and "Then pears.”" in newest and "from “…" in newest


@pytest.mark.usefixtures("whole")
def test_every_change_of_a_large_state_can_be_read(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    for question in Question.objects.filter(version=draft):
        question.help = f"{question.code}: {'& ' * 400}"
        question.save()
    keep(draft, programme)
    whole = text_of(as_editor.get(address(draft, "history-of-draft")))
    assert "43 more changes" in whole and "BUD-06" not in whole
    pages = [
        as_editor.get(f"{address(draft, 'history-of-draft')}?state=2&page={number}")
        for number in (1, 2)
    ]
    assert all(len(page.content) < 60_000 for page in pages)
    shown = "".join(map(text_of, pages))
    codes = Question.objects.filter(version=draft).values_list("code", flat=True)
    assert [code for code in codes if code not in shown] == []
