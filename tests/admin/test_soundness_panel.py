"""What is wrong with a draft is shown on its page and on every page of its parts, with a link."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Dimension, Gate, Level, Question, RubricVersion, Source
from assessments.models.rubric import RubricPart
from assessments.queries.drafts import findings_of, forget_findings
from assessments.queries.rubrics import spec_of
from assessments.rubric.files.codec import findings
from assessments.rubric.findings import Severity
from assessments.services import drafts, rubrics
from assessments.workflow import Refused
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, save, text_of
from tests.cost import counted
from tests.rubric.test_soundness_reading import FLOOD
from tests.worlds import CHANGE_NOTE, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_findings()


def question_of(draft: RubricVersion, code: str = "BUD-01") -> Question:
    return Question.objects.get(version=draft, code=code)


def panel(response: Any) -> str:
    """The panel of a page, without the rest of the page."""
    text = text_of(response)
    return text[text.index('class="rd-soundness') : text.index("</section>")]


def test_a_sound_draft_says_so(as_editor: Client, draft: RubricVersion) -> None:
    shown = panel(as_editor.get(address(draft)))
    assert "No faults" in shown and "warning" not in shown


def test_with_what_could_not_be_saved_the_panel_is_of_what_was_saved_before(
    as_editor: Client, draft: RubricVersion
) -> None:
    shown = text_of(save(as_editor, address(question_of(draft)), title=""))
    assert "Please correct the error" in shown
    assert "As last saved, the draft has no faults" in shown


def test_what_the_last_edition_warns_of_too_is_apart_from_what_is_new(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    for code in ("BUD-01", "BUD-02"):
        save(as_editor, address(question_of(draft, code)), critical="on")
    before = rubrics.publish(version=draft, by=programme.publisher, change_note=CHANGE_NOTE)
    draft = drafts.copy_edition(version=before, edition="2028", title="", by=programme.editor)
    shown = panel(as_editor.get(address(draft)))
    assert "2 warnings that the edition before has too" in shown and "no obstacle" not in shown
    question = question_of(draft, "BUD-09")
    save(as_editor, address(question), critical="on")
    shown = panel(as_editor.get(address(draft)))
    assert "1 warning: worth a look" in shown and "2 warnings that the edition" in shown
    assert "edition before" not in panel(as_editor.get(address(question))).split("elsewhere")[0]
    inherited = question_of(draft)
    before_too = "On this page, and in the edition before too"
    assert panel(as_editor.get(address(inherited))).count("On this page") == 1
    assert before_too in panel(as_editor.get(address(inherited)))
    # What is found in this draft alone comes first, under a heading of its own.
    save(as_editor, address(inherited), not_applicable_allowed="on")
    mixed = panel(as_editor.get(address(inherited)))
    assert mixed.index("On this page<") < mixed.index("Fault: ") < mixed.index(before_too)
    page = text_of(as_editor.get(address(draft, "soundness")))
    assert page.index("1 warning") < page.index("2 warnings that the edition before has too")


def test_a_fault_shows_at_once_on_the_page_that_made_it_and_on_the_drafts_own(
    as_editor: Client, draft: RubricVersion
) -> None:
    gate = Gate.objects.filter(version=draft).order_by("pk").first()
    assert gate is not None
    question = address(gate.question)
    save(as_editor, question, not_applicable_allowed="on")
    here = panel(as_editor.get(question))
    assert "1 fault to put right before publishing" in here and "On this page" in here
    assert "must be false: a critical question always applies" in here
    assert f'href="{question}"' not in here, "a page leads to itself"
    above = panel(as_editor.get(address(draft)))
    assert f'<a href="{question}">' in above and "not applicable allowed:" in above
    data = {"not_applicable_allowed": []}
    save(as_editor, question, **data)
    assert "No faults" in panel(as_editor.get(question))


def test_every_page_of_a_part_shows_what_is_found_elsewhere(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0)
    keep(draft, programme)
    for model in (Dimension, Question, Level, Source):
        row = model.objects.filter(version=draft).order_by("-position", "-pk").first()
        assert isinstance(row, RubricPart)
        shown = panel(as_editor.get(address(row)))
        assert "1 fault to put right" in shown
        assert f'<a href="{address(question_of(draft))}">BUD, BUD-01' in shown
        assert "On this page" not in shown or model is not Question


def test_a_finding_below_a_row_is_shown_on_the_rows_page_too(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    level = Level.objects.filter(question=question_of(draft), number=0).get()
    Level.objects.filter(pk=level.pk).update(action_owner="no-one")
    keep(draft, programme)
    for row in (level, level.question, level.question.dimension):
        shown = panel(as_editor.get(address(row)))
        assert "On this page" in shown, row
        assert (f'<a href="{address(level)}">' in shown) is (row != level)
        assert "names no role of this rubric: no-one" in shown


def test_a_code_that_the_last_edition_used_for_something_else_is_found_and_stops_publishing(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="TRA-08").update(code="TRA-80")
    Question.objects.filter(version=draft, code="BUD-01").update(code="TRA-08", **FLOOD)
    keep(draft, programme)
    shown = panel(as_editor.get(address(draft)))
    assert "TRA-08 meant another question in edition 2026" in shown
    with pytest.raises(Refused, match="meant another question in edition 2026"):
        rubrics.publish(version=draft, by=programme.publisher, change_note="Many things changed.")


def test_a_draft_that_no_file_could_hold_still_has_its_panel(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    empty = Dimension.objects.create(version=draft, code="EMP", name="Empty", weight=1, position=99)
    Dimension.objects.filter(version=draft, code="TRA").update(weight=Decimal("-3"))
    keep(draft, programme)
    shown = panel(as_editor.get(address(draft)))
    assert f'<a href="{address(empty)}">EMP</a>' in shown
    assert "must be more than 0 and at most 1,000,000" in shown


def test_the_panel_finds_what_publishing_finds(draft: RubricVersion, programme: Programme) -> None:
    Dimension.objects.create(version=draft, code="EMP", name="Empty", weight=1, position=99)
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0)
    keep(draft, programme)
    assert findings_of(draft) == findings(spec_of(draft), None)
    assert sum(one.severity is Severity.FAULT for one in findings_of(draft)) == 2
    assert {one.subject for one in findings_of(draft)} >= {"EMP", "BUD-01"}


def test_a_draft_of_which_no_state_is_kept_is_read_from_its_rows(
    draft: RubricVersion, world: World
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessments_draftstate WHERE version = %s", [draft.pk])
    assert findings_of(draft) == findings(spec_of(draft), world.spec)


def test_the_panel_costs_two_queries_and_the_next_one_one(
    draft: RubricVersion, world: World
) -> None:
    with CaptureQueriesContext(connection) as first:
        found = findings_of(draft)
    with CaptureQueriesContext(connection) as second:
        assert findings_of(draft) is found
    assert len(first) <= 2
    assert len(second) == 1


@pytest.mark.usefixtures("whole")
def test_a_draft_full_of_faults_keeps_its_pages_small_and_tells_all_on_others(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Level.objects.filter(version=draft).update(action_owner="no-one")
    keep(draft, programme)
    forget_findings()
    question = question_of(draft)
    for page in (address(draft), address(question)):
        response, queries = counted(partial(as_editor.get, page))
        assert queries < 20
        assert len(panel(response)) < 10_000
        assert "See every fault and warning" in panel(response)
    pages = [
        text_of(as_editor.get(f"{address(draft, 'soundness')}?page={page}")) for page in (1, 2)
    ]
    written = Level.objects.filter(version=draft).exclude(action_text="").count()
    said = [page.count("names no role of this rubric: no-one") for page in pages]
    assert said[0] == 100
    assert sum(said) == written


def test_a_published_edition_has_no_panel_and_no_page_of_faults(
    as_editor: Client, world: World
) -> None:
    assert "rd-soundness" not in text_of(as_editor.get(address(world.version)))
    assert as_editor.get(address(world.version, "soundness"))["Location"] == address(world.version)


def test_what_people_wrote_is_never_markup_on_the_panel(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(
        title="<script>alert(1)</script>", weight=0
    )
    keep(draft, programme)
    html = as_editor.get(address(draft)).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_pages_that_read_a_draft_open_no_matter_what_is_wrong_with_it(
    as_superuser: Client, draft: RubricVersion, programme: Programme
) -> None:
    Dimension.objects.create(version=draft, code="EMP", name="Empty", weight=0, position=99)
    keep(draft, programme)
    for name in ("compare", "publish", "soundness", "impact", "sensitivity"):
        assert as_superuser.get(address(draft, name)).status_code == 200, name
