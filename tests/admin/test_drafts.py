"""A draft is edited a level to a page; what no file may hold is refused next to the field."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.test import Client

from assessments.admin.part_forms import CHANGED_MEANWHILE
from assessments.models import (
    Band,
    ContextFigure,
    Dimension,
    DraftState,
    Gate,
    Level,
    OwnerRole,
    Question,
    RubricVersion,
    SectorVariant,
    Source,
)
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST, values_by_column
from assessments.models.rubric import RubricPart
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash
from assessments.services import rubrics
from tests.admin.conftest import Programme
from tests.admin.pages import address, posted, save, text_of
from tests.factories.shipped import shipped_rubric
from tests.page import Page
from tests.worlds import World

pytestmark = pytest.mark.django_db

WITH_PAGES = (Dimension, Question, Level, OwnerRole, Band, Source, ContextFigure)


def test_every_table_of_a_rubric_can_be_edited_on_some_page() -> None:
    pages = admin.site._registry
    edited = set(pages) | {inline.model for page in pages.values() for inline in page.inlines}
    assert set(PARTS_CHILDREN_FIRST) <= edited


def question(draft: RubricVersion, code: str) -> Question:
    return Question.objects.get(version=draft, code=code)


def read(draft: RubricVersion) -> RubricSpec:
    return spec_of(RubricVersion.objects.get(pk=draft.pk))


TO_CORRECT = re.compile(r'<ul class="errorlist" id="to-correct".*?</ul>', re.DOTALL)
A_LINK, FAULTY_FIELD = re.compile(r'<a href="#([^"]+)">'), '<ul class="errorlist" id="id_'


def refused(response: Any, *words: str, row: object = "") -> bool:
    """Whether the page came back with each of these words on it, and links to what is wrong; `row`:
    of a table of cases.
    """
    assert response.status_code == 200, f"the page was saved: {row}"
    page = text_of(response)
    missing = [word for word in words if word not in page]
    assert not missing, f"not on the page: {missing}: {row}"
    to_correct = TO_CORRECT.search(page)
    if to_correct or FAULTY_FIELD in page:
        assert to_correct, f"no list of what to correct: {row}"
        links = set(A_LINK.findall(to_correct[0]))
        assert links and links <= set(Page(response.content.decode()).ids), (
            f"a link to nothing: {row}"
        )
    return True


def test_the_excerpt_has_what_the_tests_of_drafts_are_about(draft: RubricVersion) -> None:
    spec = read(draft)
    questions, shipped = (
        [one for dimension in rubric.dimensions for one in dimension.questions]
        for rubric in (spec, shipped_rubric())
    )
    assert {one.kind for one in questions} == {one.kind for one in shipped}
    assert any(len(one.applies_to) == 1 for one in questions), "none is of one sector"
    assert any(one.gates for one in questions), "none has gates"
    assert any(one.condition for one in questions), "none has a condition"
    assert spec.contradictions, "none are in pairs that may not fit"


def test_saving_every_page_of_a_draft_untouched_changes_nothing(
    as_editor: Client, draft: RubricVersion
) -> None:
    """Line ends, empty texts, padded numbers and lists come back to the letter."""
    before = content_hash(read(draft))
    rows: list[Any] = [draft]
    for model in RubricPart.__subclasses__():
        for one in [model, *model.__subclasses__()]:
            if not one._meta.abstract and one in WITH_PAGES:
                rows += one._default_manager.filter(version=draft).order_by("pk")[:2]
    for code in ("BUD-03", "BUD-06", "TRA-08", "SEC-09"):
        rows += Question.objects.filter(version=draft, code=code)
    rows += ContextFigure.objects.filter(version=draft, code="CF-05")
    for row in rows:
        assert save(as_editor, address(row)).status_code == 302, row
    assert content_hash(read(draft)) == before
    assert DraftState.objects.filter(version=draft.pk).count() == 1


def test_a_change_is_kept_with_who_made_it(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    row = question(draft, "BUD-01")
    response = save(as_editor, address(row), weight="16.5", title="A plan with money")
    assert response["Location"] == address(row.dimension)
    row.refresh_from_db()
    assert (row.weight, row.title) == (Decimal("16.5"), "A plan with money")
    kept = DraftState.objects.filter(version=draft.pk).first()
    assert kept is not None and kept.saved_by == programme.editor and "BUD-01" in kept.summary
    assert LogEntry.objects.get(object_id=str(row.pk)).user == programme.editor
    draft.refresh_from_db()
    assert draft.edited_by == programme.editor


def test_the_way_up_and_the_way_down(as_editor: Client, draft: RubricVersion) -> None:
    level = Level.objects.filter(version=draft, question__code="SEC-01").first()
    assert level is not None
    page = as_editor.get(address(level)).content.decode()
    for above in (draft, level.question.dimension, level.question):
        assert f'<a href="{address(above)}">' in page
    assert f'href="{address(level)}"' in as_editor.get(address(level.question)).content.decode()
    dimension = level.question.dimension
    assert f'href="{address(level.question)}"' in as_editor.get(address(dimension)).content.decode()
    assert f'href="{address(dimension)}"' in as_editor.get(address(draft)).content.decode()


REFUSED_OF_A_QUESTION: tuple[tuple[str, Any, str], ...] = (
    ("weight", "-5", "This must be more than 0 and at most 1,000,000, got -5."),
    ("weight", "0", "This must be more than 0 and at most 1,000,000, got 0."),
    ("weight", "1,5", "a full stop as the decimal point"),
    ("weight", "NaN", "Enter a number in digits"),
    ("weight", "sNaN", "Enter a number in digits"),
    ("weight", "1_000", "Enter a number in digits"),
    ("weight", "1e400", "Enter a number in digits"),
    ("weight", "0.00001", "4 decimal places"),
    ("code", "BUD 01 <b>", "must be a code of at most 40 letters"),
    ("code", "", "This field is required."),
    ("text", "x" * 5_001, "This must be at most 5,000 characters"),
    ("text", "a\x07b", "holds a character that cannot be kept (U+0007)"),
    ("text", "   ", "This field is required."),
    ("title", "x" * 201, "at most 200 characters"),
    ("kind", "no-such-kind", "not one of the available choices"),
    ("applies_to", ["martians"], "martians is not one of the available choices"),
    ("condition_question", "BUD-02", "not one of the available choices"),
    ("position", "-1", "greater than or equal to 0"),
)


def test_what_cannot_be_in_a_rubric_is_refused_at_its_field(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    before, untouched = content_hash(read(draft)), posted(as_editor, address(row))
    for field, value, words in REFUSED_OF_A_QUESTION:
        response = as_editor.post(address(row), {**untouched, field: value, "_save": "Save"})
        assert refused(response, words, row=(field, value))
        assert f'id="id_{field}_error"' in response.content.decode(), field
    assert content_hash(read(draft)) == before


def test_a_code_that_another_question_has_is_refused(
    as_editor: Client, draft: RubricVersion
) -> None:
    response = save(as_editor, address(question(draft, "BUD-01")), code="BUD-02")
    assert refused(response, "Another question has BUD-02 already.")
    assert 'id="id_code_error"' in response.content.decode()


REFUSED_OF_OTHERS: tuple[tuple[Any, str, Any, str], ...] = (
    (Source, "url", "javascript:alert(1)", "must be a web address"),
    (Source, "code", "a b", "must be a code"),
    (Band, "reassess_after_months", "121", "from 1 to 120"),
    (Band, "from_inclusive", "1000", "digits"),
    (Band, "you_can_start", "x" * 5_001, "at most 5,000 characters"),
    (ContextFigure, "dimensions", ["XXX"], "not one of the available choices"),
    (Level, "action_effort", "XXL", "not one of the available choices"),
    (Level, "action_owner", "no-one", "not one of the available choices"),
    (Level, "action_guidance", "nowhere", "not one of the available choices"),
)
OTHERS = {model for model, *_ in REFUSED_OF_OTHERS}


def test_every_kind_of_row_has_its_limits(as_editor: Client, draft: RubricVersion) -> None:
    pages = {model: address(model.objects.filter(version=draft).first()) for model in OTHERS}
    untouched = {model: posted(as_editor, page) for model, page in pages.items()}
    for model, field, value, words in REFUSED_OF_OTHERS:
        given = {**untouched[model], field: value, "_save": "Save"}
        assert refused(as_editor.post(pages[model], given), words, row=(field, value))


def test_a_source_is_named_and_chosen_by_its_words_in_a_table(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    words = "Technology Code of Practice (tcop)"
    page = as_editor.get(address(row)).content.decode()
    assert re.search(rf'name="levels-0-action_guidance" value="{re.escape(words)}"', page)
    assert f'<option value="{words}"></option>' in page
    save(as_editor, address(row), **{"levels-1-action_guidance": words})
    save(as_editor, address(row), **{"levels-2-action_guidance": "tcop"})
    guidance = row.levels.order_by("number").values_list("action_guidance", flat=True)
    assert list(guidance[:3]) == ["tcop"] * 3


def test_ticking_a_box_more_keeps_the_order_of_those_ticked_before(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = ContextFigure.objects.filter(version=draft, dimensions="SEC\nDAT").first()
    assert row is not None
    save(as_editor, address(row), dimensions=["BUD", "DAT", "SEC"])
    row.refresh_from_db()
    assert row.dimensions == ("SEC", "DAT", "BUD")


def test_texts_with_markup_come_back_as_they_are(as_editor: Client, draft: RubricVersion) -> None:
    row = question(draft, "BUD-01")
    odd = '<b onclick="x">bold</b> & =1+1 é 🙂 ‏עברית'
    assert save(as_editor, address(row), text=odd).status_code == 302
    row.refresh_from_db()
    assert row.text == odd
    html = as_editor.get(address(row)).content.decode()
    assert "<b onclick" not in html and "&lt;b onclick=" in html


def test_an_edition_cannot_take_the_name_of_another(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    taken = save(as_editor, address(draft), edition=world.version.edition)
    assert refused(taken, "There already is an edition")
    assert refused(save(as_editor, address(draft), language="??"), "must be a language")

    held = world.version.edition.replace("2026", "20  26")
    spaced = RubricVersion.objects.filter(pk=world.version.pk)
    models.QuerySet.update(spaced, edition=held.replace("  ", " "))
    taken = save(as_editor, address(draft), edition=held)
    assert refused(taken, "There already is an edition 20 26")


def test_texts_are_kept_as_a_file_gives_them_back(as_editor: Client, draft: RubricVersion) -> None:
    """Spreadsheet programs lose tabs and blanks after blanks, and with them the content hash."""
    row = question(draft, "BUD-01")
    texts = ((draft, "purpose"), (draft, "how_to_answer"), (row, "help"), (row, "levels-0-text"))
    for about, name in texts:
        tab = save(as_editor, address(about), **{name: "One\ttwo"})
        assert refused(tab, "This holds a tab", row=name)
        saved = save(as_editor, address(about), **{name: "One   two"})
        assert saved.status_code == 302, name
    held, asked = read(draft), read(draft).question("BUD-01")
    found = (held.purpose, *held.how_to_answer, asked.help, asked.levels[0].text)
    assert found == ("One two",) * 4


def test_an_editions_page_has_every_field_of_a_rubric(
    as_editor: Client, draft: RubricVersion
) -> None:
    on_files_only = {"scoring_notes"}
    fields = values_by_column(RubricVersion).keys()
    assert fields - set(posted(as_editor, address(draft))) == on_files_only
    unticked = posted(as_editor, address(draft))
    del unticked["shows_score"]
    as_editor.post(address(draft), {"_save": "Save", **unticked})
    assert not read(draft).shows_score


@pytest.mark.parametrize(
    ("model", "given", "lists"),
    [
        (Band, {"code": "new", "name": "New", "from_inclusive": "5", "to_inclusive": "9"},
         ("you_can_start", "you_should_not_start")),
        (Dimension, {"code": "NEW", "name": "New", "weight": "5"}, ("covers",)),
    ],
)  # fmt: skip
def test_a_list_of_a_new_row_is_empty_unless_it_is_filled_in(
    model: type[RubricPart],
    given: dict[str, str],
    lists: tuple[str, ...],
    as_editor: Client,
    draft: RubricVersion,
) -> None:
    page = f"{address(model, 'add')}?version={draft.pk}"
    assert save(as_editor, page, **given).status_code == 302
    row = model._default_manager.get(version=draft, code=given["code"])
    assert [getattr(row, name) for name in lists] == [()] * len(lists)


def test_the_second_of_two_editors_is_informed_and_overwrites_nothing(
    as_editor: Client, as_publisher: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    first, second = posted(as_editor, address(row)), posted(as_publisher, address(row))
    as_editor.post(address(row), {**first, "title": "Ours", "_save": "Save"})
    response = as_publisher.post(address(row), {**second, "why": "Theirs", "_save": "Save"})
    assert refused(response, CHANGED_MEANWHILE, "Theirs")
    row.refresh_from_db()
    assert row.title == "Ours" and row.why != "Theirs"


def test_a_page_that_was_open_when_the_draft_was_published_changes_nothing(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    row = question(draft, "BUD-01")
    stale = posted(as_editor, address(row))
    rubrics.publish(version=draft, by=programme.publisher, change_note="Weights of 2027.")
    response = as_editor.post(address(row), {**stale, "title": "Late", "_save": "Save"})
    assert response.status_code == 409
    page = text_of(response)
    assert f"{programme.publisher} has published {draft.title}" in page
    assert "<dt>Title</dt><dd>Late</dd>" in page and "Levels 3, description" in page
    assert "csrfmiddlewaretoken</dt>" not in page
    row.refresh_from_db()
    assert row.title == "Funded digital plan"


def test_a_page_of_a_draft_deleted_meanwhile_says_so(
    as_editor: Client, as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    row = question(draft, "BUD-01")
    stale = posted(as_editor, address(row))
    rubrics.delete_draft(version=draft, by=programme.editor)
    response = as_editor.post(address(row), {**stale, "title": "Late", "_save": "Save"})
    assert response.status_code == 409
    assert "the draft was deleted" in text_of(response)
    assert "<dt>Title</dt><dd>Late</dd>" in text_of(response)
    opened = as_editor.get(address(row), follow=True)
    assert opened.status_code == 200 and "doesn’t exist" in text_of(opened)
    for page in ("publish", "impact", "put-back"):
        pressed = as_publisher.post(address(draft, page), follow=True)
        assert "This is gone: the draft was deleted" in text_of(pressed), page
    pressed = as_editor.post(address(row, "move"), follow=True)
    assert "This is gone: the draft was deleted" in text_of(pressed)


def test_a_band_is_added_to_the_draft_from_its_own_list(
    as_editor: Client, draft: RubricVersion
) -> None:
    listed = as_editor.get(address(Band), {"version__id__exact": draft.pk})
    add = address(Band, "add")
    assert f'href="{add}?_changelist_filters=version__id__exact%3D{draft.pk}"' in text_of(listed)
    url = f"{add}?_changelist_filters=version__id__exact%3D{draft.pk}"
    assert f"Add band to {draft}" in text_of(as_editor.get(url))
    response = save(as_editor, url, code="beyond", name="Beyond", from_inclusive="95")
    assert response["Location"] == f"{address(Band)}?version__id__exact={draft.pk}"
    band = Band.objects.get(code="beyond")
    assert band.version == draft
    assert band.position > max(Band.objects.exclude(pk=band.pk).values_list("position", flat=True))


def test_a_source_whose_code_the_draft_has_is_refused(
    as_editor: Client, draft: RubricVersion
) -> None:
    taken = Source.objects.filter(version=draft).values_list("code", flat=True).first()
    url = f"{address(Source, 'add')}?version={draft.pk}"
    assert refused(save(as_editor, url, code=taken, title="Again"), f"has {taken} already.")


def test_nothing_is_added_to_an_edition_that_is_no_draft(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    bands = Band.objects.count()
    for named in (str(world.version.pk), "999999", "abc", "-1", "9" * 40, "1e3"):
        url = f"{address(Band, 'add')}?version={named}"
        asked = as_editor.get(url, follow=True)
        pressed = as_editor.post(url, {"code": "x"}, follow=True)
        for response in (asked, pressed):
            assert response.status_code == 200, named
            assert "Choose the draft to add to" in text_of(response)
    assert Band.objects.count() == bands


def test_a_list_that_shows_a_published_edition_offers_no_adding(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    listed = text_of(as_editor.get(address(Band), {"version__id__exact": world.version.pk}))
    assert "addlink" not in listed
    nonsense = as_editor.get(address(Band), {"version__id__exact": "x'"}, follow=True)
    assert nonsense.status_code == 200


def test_the_tables_of_a_published_page_take_no_rows(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    for version, offered in ((draft, True), (world.version, False)):
        question = Question.objects.filter(version=version).first()
        assert question is not None
        page = text_of(as_editor.get(address(question)))
        most = [f'name="levels-MAX_NUM_FORMS" value="{most}"' in page for most in (0, 1000)]
        assert most == [not offered, offered]


def test_the_action_for_a_person_who_does_not_know_has_short_labels(
    as_editor: Client, draft: RubricVersion
) -> None:
    page = text_of(as_editor.get(address(draft)))
    for name, label in (("effort", "Effort"), ("owner", "Owner"), ("guidance", "Guidance")):
        assert re.search(rf'for="id_dont_know_{name}"[^>]*>\s*{label}:', page)


def test_a_dimension_is_added_and_then_takes_questions(
    as_editor: Client, draft: RubricVersion
) -> None:
    response = save(as_editor, address(Dimension, "add"), code="ETH", name="Ethics", weight="10")
    dimension = Dimension.objects.get(code="ETH")
    assert dimension.version == draft and response["Location"] == address(dimension)
    url = f"{address(dimension)}?rows=question"
    added = {
        "questions-0-code": "ETH-01",
        "questions-0-title": "Public register",
        "questions-0-kind": "single",
        "questions-0-weight": "100",
        "questions-0-text": "Do you publish a register?",
    }
    assert save(as_editor, url, **added).status_code == 302
    row = Question.objects.get(code="ETH-01")
    assert (row.version, row.dimension, row.position) == (draft, dimension, 1)
    assert f'<a href="{address(row)}">Go on with ETH-01' in text_of(as_editor.get(url))


def test_a_new_question_has_its_levels_and_their_actions_laid_out(
    as_editor: Client, draft: RubricVersion
) -> None:
    """Only those that are filled in are saved."""
    dimension = draft.dimensions.get(code="BUD")
    place = dimension.questions.count()
    values = {"code": "BUD-99", "title": "Register", "kind": "single", "weight": "1", "text": "A?"}
    added = {f"questions-{place}-{name}": value for name, value in values.items()}
    assert save(as_editor, f"{address(dimension)}?rows=question", **added).status_code == 302
    row = question(draft, "BUD-99")
    laid_out = posted(as_editor, address(row))
    numbers = [(laid_out[f"levels-{n}-number"], laid_out[f"levels-{n}-points"]) for n in range(5)]
    assert numbers == [([str(n)], [str(25 * n)]) for n in range(5)]
    owner = OwnerRole.objects.filter(version=draft).first()
    assert owner is not None
    filled = {"levels-0-text": "No.", "levels-0-action_text": "Begin.", "levels-3-text": "Yes."}
    saved = save(as_editor, address(row), **filled, **{"levels-0-action_owner": owner.code})
    assert saved.status_code == 302
    columns = ("number", "text", "action_text", "action_owner", "position")
    levels = list(row.levels.order_by("number").values_list(*columns))
    assert levels == [(0, "No.", "Begin.", owner.code, 1), (3, "Yes.", "", "", 2)]


def test_a_question_shows_only_what_its_kind_uses(as_editor: Client, draft: RubricVersion) -> None:
    def tables(code: str) -> set[str]:
        html = as_editor.get(address(question(draft, code))).content.decode()
        every = ("levels", "checklistitems", "pointstolevels", "numberbands", "questionoptions")
        return {name for name in every if f'id="{name}-group"' in html}

    assert tables("BUD-01") == {"levels"}
    assert tables("BUD-03") == {"levels", "numberbands"}
    assert tables("BUD-06") == {"levels", "checklistitems", "pointstolevels"}
    assert (
        'name="number_unit"'
        not in as_editor.get(address(question(draft, "BUD-01"))).content.decode()
    )
    assert 'name="none_code"' in as_editor.get(address(question(draft, "BUD-06"))).content.decode()


def test_changing_the_kind_brings_the_tables_it_uses(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    assert save(as_editor, address(row), kind="checklist").status_code == 302
    html = as_editor.get(address(row)).content.decode()
    assert 'id="checklistitems-group"' in html and 'id="levels-group"' in html


def test_rows_that_the_kind_does_not_use_are_still_shown_while_they_are_there(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-06")
    save(as_editor, address(row), kind="single")
    assert 'id="checklistitems-group"' in as_editor.get(address(row)).content.decode()


def test_codes_are_chosen_from_the_editions_own(as_editor: Client, draft: RubricVersion) -> None:
    gated = Gate.objects.filter(version=draft).first()
    assert gated is not None
    html = as_editor.get(address(gated.question)).content.decode()
    for band in Band.objects.filter(version=draft):
        assert f'<option value="{band.code}"' in html
    earlier = Question.objects.filter(version=draft).order_by("dimension__position", "position")
    codes = [one.code for one in earlier]
    before = codes[: codes.index(gated.question.code)]
    select = html.split('name="condition_question"')[1].split("</select>")[0]
    offered = [part.split('"')[0] for part in select.split('value="')[1:]]
    assert offered == ["", *before]


def test_a_code_that_the_edition_does_not_give_is_shown_and_not_lost(
    as_editor: Client, draft: RubricVersion
) -> None:
    level = Level.objects.filter(version=draft).exclude(action_text="").first()
    assert level is not None
    Level.objects.filter(pk=level.pk).update(action_owner="gone")
    assert "gone: not in this edition" in text_of(as_editor.get(address(level)))
    assert save(as_editor, address(level)).status_code == 302
    level.refresh_from_db()
    assert level.action_owner == "gone"


def test_sector_wording_left_empty_stays_not_given(as_editor: Client, draft: RubricVersion) -> None:
    """Null means "as the question has it"; an empty text would take the words away."""
    variant = SectorVariant.objects.filter(version=draft, help__isnull=True).first()
    assert variant is not None
    assert save(as_editor, address(variant.question), title="Reworded").status_code == 302
    variant.refresh_from_db()
    assert variant.help is None


def test_sector_wording_that_a_file_leaves_empty_stays_an_empty_text(
    as_editor: Client, draft: RubricVersion
) -> None:
    variant = SectorVariant.objects.filter(version=draft, help__isnull=True).first()
    assert variant is not None
    SectorVariant.objects.filter(pk=variant.pk).update(why="")
    changed = {"sectorvariants-0-text": "In these words?"}
    assert save(as_editor, address(variant.question), **changed).status_code == 302
    variant.refresh_from_db()
    assert (variant.text, variant.why, variant.help) == ("In these words?", "", None)


def test_deleting_a_question_names_and_takes_everything_below_it(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    row = question(draft, "BUD-06")
    dimension = row.dimension
    page = text_of(as_editor.get(address(row, "delete")))
    assert "Checklist item: register" in page and "Level: Level 0" in page
    response = as_editor.post(address(row, "delete"), {"post": "yes"})
    assert response["Location"] == address(dimension)
    assert not Question.objects.filter(pk=row.pk).exists()
    kept = DraftState.objects.filter(version=draft.pk).first()
    assert kept is not None and kept.summary.startswith("Retired question BUD-06")


def test_deleting_a_dimension_takes_its_questions_and_leaves_the_others(
    as_editor: Client, draft: RubricVersion
) -> None:
    dimension = draft.dimensions.get(code="TRA")
    before = Question.objects.filter(version=draft).exclude(dimension=dimension).count()
    assert as_editor.post(address(dimension, "delete"), {"post": "yes"}).status_code == 302
    assert Question.objects.filter(version=draft).count() == before
    assert not draft.dimensions.filter(code="TRA").exists()


def test_a_table_offers_no_deleting_of_what_has_a_page_of_its_own_below_it(
    as_editor: Client, draft: RubricVersion
) -> None:
    html = as_editor.get(address(draft)).content.decode()
    assert "dimensions-0-DELETE" not in html
    dimension = draft.dimensions.get(code="BUD")
    assert "questions-0-DELETE" not in as_editor.get(address(dimension)).content.decode()


def test_a_draft_is_deleted_whole(as_editor: Client, draft: RubricVersion) -> None:
    assert "with everything in it" in text_of(as_editor.get(address(draft, "delete")))
    assert as_editor.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert not RubricVersion.objects.filter(pk=draft.pk).exists()
    assert not Question.objects.filter(version=draft.pk).exists()


def test_a_missing_management_form_is_a_message_and_no_fault(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    data = {k: v for k, v in posted(as_editor, address(row)).items() if "_FORMS" not in k}
    assert as_editor.post(address(row), data).status_code == 200
    assert as_editor.post(address(row), {}).status_code == 200


def test_what_opens_a_question_is_chosen_from_what_the_earlier_one_has(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-09")
    page = text_of(as_editor.get(address(row)))
    assert "its levels and choices are then offered here" in page
    items = list(question(draft, "BUD-06").checklistitems.values_list("code", flat=True))
    saved = save(as_editor, address(row), condition_question="BUD-06", condition_any_of=items[:2])
    assert saved.status_code == 302
    row.refresh_from_db()
    assert row.condition_any_of == tuple(items[:2])
    page = as_editor.get(address(row)).content.decode()
    none = question(draft, "BUD-06").none_code
    assert all(f'name="condition_any_of" value="{code}"' in page for code in [*items, none])
    assert ">Level 2: " in page.split('name="condition_level_at_least"')[1].split("</select>")[0]


def test_what_another_question_had_does_not_open_this_one(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-09")
    item = question(draft, "BUD-06").checklistitems.values_list("code", flat=True)[0]
    save(as_editor, address(row), condition_question="BUD-06", condition_any_of=[item])
    assert save(as_editor, address(row), condition_question="BUD-01").status_code == 302
    page = text_of(as_editor.get(address(row)))
    assert f"{item}: not in BUD-01" in page and "BUD-01 has no choices, only levels." in page
    assert f"names nothing that can be chosen in BUD-01: {item}" in page
    moved = {"condition_any_of": [], "condition_level_at_least": "2"}
    assert save(as_editor, address(row), condition_question="BUD-01", **moved).status_code == 302
    row.refresh_from_db()
    assert (row.condition_question, row.condition_level_at_least) == ("BUD-01", 2)
    beyond = save(as_editor, address(row), condition_level_at_least="9")
    assert refused(beyond, "9 is not one of the available choices")


def test_a_source_that_the_edition_does_not_have_is_refused_at_its_field(
    as_editor: Client, draft: RubricVersion
) -> None:
    row = question(draft, "BUD-01")
    stored = row.sources
    assert stored
    response = save(as_editor, address(row), sources=[*stored, "no-such-source", "nor-this"])
    assert refused(response, "no-such-source, nor-this is not one of the available choices")
    assert "id_sources_error" in response.content.decode()
    other = Source.objects.filter(version=draft).exclude(code__in=stored).first()
    assert other is not None
    assert save(as_editor, address(row), sources=[*stored, other.code, ""]).status_code == 302
    row.refresh_from_db()
    assert row.sources == (*stored, other.code)
    assert save(as_editor, address(row), sources=[other.code]).status_code == 302
    row.refresh_from_db()
    assert row.sources == (other.code,)
