"""A rubric goes out as a file and comes back by way of a dry run, which writes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, RequestFactory

from assessments.forms.rubric_upload import MOST_SHOWN
from assessments.models import (
    AuditEvent,
    DraftState,
    Question,
    Rubric,
    RubricUpload,
    RubricVersion,
)
from assessments.models.edition_reading import spec_from_rows
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash, dump, load
from assessments.rubric.workbook.codec import FORMATS, dump_ods, dump_xlsx, load_sheet
from assessments.services import drafts, rubric_uploads, rubrics
from assessments.services.rubric_uploads import Outdated
from tests.admin.conftest import Programme
from tests.admin.pages import address, text_of
from tests.cost import counted
from tests.rubric.workbook.material import Book
from tests.services.together import together
from tests.views.pages import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/assessments/rubricversion/upload/"
WRITE = {key: one.write for key, one in FORMATS.items()}


def page(version: RubricVersion, rest: str = "upload/") -> str:
    return f"/admin/assessments/rubricversion/{version.pk}/{rest}"


def fresh(version: RubricVersion) -> RubricVersion:
    return RubricVersion.objects.get(pk=version.pk)


def written() -> tuple[int, int, int, int]:
    """What there is of everything that an upload could write."""
    models = (RubricVersion, DraftState, AuditEvent, Question)
    return tuple(model.objects.count() for model in models)  # type: ignore[return-value]


def heavier(spec: RubricSpec, **other: Any) -> RubricSpec:
    """The rubric with another purpose and a little more weight on its first dimension."""
    first, *rest = spec.dimensions
    more = replace(first, weight=first.weight + 1)
    changes = {"purpose": "To know where to begin.", "drafted_on": "2026-11-20", **other}
    return replace(spec, dimensions=[more, *rest], **changes)


def uploaded(
    client: Client, content: bytes | RubricSpec, name: str = "new.yaml", where: str = UPLOAD
) -> Any:
    data = dump(content).encode() if isinstance(content, RubricSpec) else content
    return client.post(where, {"file": SimpleUploadedFile(name, data)})


def upload_in(response: Any) -> str:
    found = re.search(r'name="upload" value="([0-9]+)"', response.content.decode())
    assert found is not None, text_of(response)
    return found[1]


def confirmed(client: Client, dry_run: Any, where: str = UPLOAD, **more: Any) -> Any:
    return client.post(where, {"upload": upload_in(dry_run)}, **more)


# Downloading


@pytest.mark.parametrize("key", FORMATS)
def test_an_edition_and_a_draft_download_as_what_they_hold(
    as_editor: Client, draft: RubricVersion, world: World, key: str
) -> None:
    for version, name in (
        (draft, f"uk-readiness-2026-2027-draft.{key}"),
        (world.version, f"uk-readiness-2026-2026.2.{key}"),
    ):
        assert page(version, f"download/{key}/") in text_of(as_editor.get(address(version)))
        response = as_editor.get(page(version, f"download/{key}/"))
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in response["Cache-Control"]
        read = load(response.content) if key == "yaml" else load_sheet(response.content)
        assert content_hash(read) == content_hash(spec_of(version))


def test_a_draft_downloads_as_it_is_now_however_unfinished(
    as_editor: Client, draft: RubricVersion
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0, title="Half a")
    for key in FORMATS:
        assert as_editor.get(page(draft, f"download/{key}/")).status_code == 200
    assert b"Half a" in as_editor.get(page(draft, "download/yaml/")).content
    assert as_editor.get(page(draft, "download/pdf/")).status_code == 404


def test_a_draft_too_long_for_a_cell_points_to_the_file_that_holds_it(
    as_editor: Client, draft: RubricVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.rubric.workbook.codec.MOST_TEXT", 20)
    response = as_editor.get(page(draft, "download/ods/"), follow=True)
    assert "too long for a cell. Download the YAML file." in text_of(response)


# The dry run, and taking the file


@pytest.mark.parametrize("key", FORMATS)
def test_a_file_of_each_format_replaces_the_draft_with_its_very_content(
    as_editor: Client, draft: RubricVersion, programme: Programme, key: str
) -> None:
    wanted = heavier(spec_of(draft))
    before = written()
    RubricVersion.objects.filter(pk=draft.pk).update(edited_by=programme.publisher)
    shown = uploaded(as_editor, WRITE[key](wanted), f"next.{key}")
    text = text_of(shown)
    assert shown.status_code == 200 and written() == before
    assert "replace the content of the draft of edition 2027" in text
    assert "To know where to begin." in text and "15%, now 15.8%" in text
    assert "dimension weights sum to 101" in text
    response = confirmed(as_editor, shown, follow=True)
    assert response.redirect_chain[-1][0] == address(draft)
    assert f"now holds what next.{key} holds." in text_of(response)
    taken = fresh(draft)
    assert content_hash(spec_from_rows(taken)) == content_hash(wanted)
    assert taken.drafted_on == "2026-11-20"
    assert taken.edited_by == programme.editor
    state = DraftState.objects.filter(version=draft.pk).first()
    assert state is not None and state.summary == f"Replaced from the file next.{key}"
    event = AuditEvent.objects.get(event="rubric.replaced", target_ref=draft.pk)
    assert event.sentence == (
        "Ed Editor replaced the content of the draft Readiness, 2027 edition from a file: "
        f"next.{key}"
    )


@pytest.mark.parametrize("key", FORMATS)
def test_without_a_draft_the_file_begins_one_and_is_compared_with_the_newest_edition(
    as_editor: Client, programme: Programme, world: World, key: str
) -> None:
    wanted = heavier(world.spec, edition="2027", title="The next one")
    shown = uploaded(as_editor, WRITE[key](wanted), f"next.{key}")
    text = text_of(shown)
    assert "It would begin a draft of edition 2027." in text
    assert "From edition 2026.2 to the file" in text and "15%, now 15.8%" in text
    assert "Edition: from “2026.2” to “2027”" in text and "to “The next one”" in text
    assert RubricVersion.objects.count() == 1
    confirmed(as_editor, shown)
    made = RubricVersion.objects.get(edition="2027")
    assert not made.is_published and content_hash(spec_from_rows(made)) == content_hash(wanted)
    assert AuditEvent.objects.filter(event="rubric.imported", target_ref=made.pk).count() == 1
    assert content_hash(spec_of(world.version)) == world.version.content_hash


def test_a_rubric_that_is_new_is_compared_with_nothing(
    as_editor: Client, programme: Programme, world: World
) -> None:
    wanted = replace(world.spec, code="pace-check", title="Pace check")
    shown = uploaded(as_editor, wanted)
    text = text_of(shown)
    assert "It would begin a new rubric with the code <code>pace-check</code>" in text
    assert "Weights changed" not in text and not Rubric.objects.filter(slug="pace-check").exists()
    confirmed(as_editor, shown)
    assert content_hash(spec_from_rows(Rubric.objects.get(slug="pace-check").versions.get())) == (
        content_hash(wanted)
    )


def test_a_file_that_changes_nothing_has_nothing_to_confirm(
    as_editor: Client, draft: RubricVersion
) -> None:
    response = uploaded(as_editor, dump_xlsx(spec_of(draft)), "same.xlsx")
    assert "holds the same already, so there is nothing to replace" in text_of(response)
    assert 'name="upload"' not in text_of(response)


def test_the_title_alone_is_a_change_that_is_shown(as_editor: Client, draft: RubricVersion) -> None:
    response = uploaded(as_editor, replace(spec_of(draft), title="Readiness for 2027"))
    assert "from “Readiness, 2027 edition” to “Readiness for 2027”" in text_of(response)
    confirmed(as_editor, response)
    assert fresh(draft).title == "Readiness for 2027"


def test_a_code_that_came_to_mean_another_question_is_shown(
    as_editor: Client, programme: Programme, world: World
) -> None:
    first, *rest = world.spec.dimensions
    asked, *others = first.questions
    other = replace(
        asked,
        title="Parking permits",
        text="Where are bicycles stored overnight during winter holidays?",
    )
    dimensions = [replace(first, questions=[other, *others]), *rest]
    wanted = replace(world.spec, edition="2027", dimensions=dimensions)
    for key, place in (("yaml", "dimensions[0].questions[0].code"), ("ods", 'sheet "Questions"')):
        text = text_of(uploaded(as_editor, WRITE[key](wanted), f"next.{key}"))
        line = next(line for line in text.split("<li>") if "may have meant another" in line)
        assert place in line


@pytest.mark.usefixtures("whole")
def test_pages_ask_the_database_little_and_stay_small(
    as_editor: Client, draft: RubricVersion
) -> None:
    wanted = heavier(spec_of(draft))
    for asking in (
        lambda: as_editor.get(UPLOAD),
        lambda: as_editor.get(page(draft)),
        lambda: uploaded(as_editor, wanted),
        lambda: uploaded(as_editor, wanted, where=page(draft)),
    ):
        response, queries = counted(asking)
        assert queries <= 8 and len(response.content) < 60_000


# What is refused


def faults_in(response: Any) -> str:
    """The page of a refusal: an error in its title, in its summary and next to the field."""
    text = text_of(response)
    assert response.status_code == 200 and "<title>Error:" in text
    assert '<a href="#id_file">' in text and 'id="id_file_error"' in text
    assert 'name="upload"' not in text
    return text


def test_every_fault_of_a_yaml_file_is_shown_with_its_line_and_place(
    as_editor: Client, draft: RubricVersion
) -> None:
    text = dump(spec_of(draft)).replace("weight: 15\n", "weight: lots\n", 1)
    text = text.replace("  edition: '2027'", "  edition: '2027'\n  colour: red")
    before = written()
    shown = faults_in(uploaded(as_editor, text.encode()))
    lines = text.split("\n")
    for line, place in (("    weight: lots", "dimensions[0].weight"), ("  colour: red", "rubric")):
        number = next(i for i, one in enumerate(lines, 1) if one.strip() == line.strip())
        assert f"Line {number}, <strong>{place}" in shown
    assert "The file has 2 faults. Nothing was taken from it." in shown
    assert 'must be a number, got "lots"' in shown and written() == before


@pytest.mark.parametrize("key", ["ods", "xlsx"])
def test_every_fault_of_a_spreadsheet_is_shown_with_its_cell(
    as_editor: Client, programme: Programme, world: World, key: str
) -> None:
    book = Book().set("Questions", 3, "Weight", "1,5").rename("Sources", "Check", "Chekc")
    before = written()
    shown = faults_in(uploaded(as_editor, book.write(key), f"next.{key}"))
    assert "The file has 2 faults." in shown and written() == before
    assert '<strong>sheet "Questions", row 3, column "Weight"</strong>: must be a number' in shown
    assert '<strong>sheet "Sources", row 1, column "Chekc"</strong>: is not a column' in shown


def test_of_very_many_faults_the_first_are_shown_and_the_rest_counted(
    as_editor: Client, programme: Programme, world: World
) -> None:
    text = re.sub(r"(?m)^( +)weight: .*$", r"\1weight: lots", dump(world.spec))
    text = re.sub(r"(?m)^( +)points: .*$", r"\1points: many", text)
    shown = faults_in(uploaded(as_editor, text.encode()))
    assert shown.count("<li>Line") == MOST_SHOWN
    assert re.search(r"And \d+ more\.", shown)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.yaml", b"", "The file is empty."),
        ("blank.yaml", b" \n", "The file is empty."),
        ("words.yaml", b"Dear all,", "must be a mapping"),
        ("twice.yaml", b"a: [1\n", "(line"),
        ("sheet.yaml", b"PK\x03\x04", "is no YAML file, though its name says so"),
        ("image.yaml", b"\x89PNG\r\n\x00\x00", "is not"),
        ("torn.xlsx", b"PK\x03\x04 and no more", "is damaged or cut short"),
        ("rubric.xlsx", b"format: readiness-rubric", "is a YAML rubric file, not a workbook"),
        ("rubric.csv", b"Code,Title", "is plain text, such as CSV"),
        ("report.pdf", b"%PDF-1.7", "is a PDF, not a workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel file (.xls)"),
        ("big.yaml", b"# " + b"x" * 2_000_000, "The file is too big: it may hold 2 MB"),
        ("huge.ods", b"PK" + b"\0" * 9_000_000, "The file is too big: it may hold 2 MB"),
    ],
)
def test_a_file_that_is_no_rubric_is_refused_in_a_sentence(
    as_editor: Client,
    draft: RubricVersion,
    name: str,
    content: bytes,
    words: str,
) -> None:
    before = written()
    shown = faults_in(uploaded(as_editor, content, name))
    assert words in shown and written() == before


def test_macros_bombs_and_other_names_are_refused(
    as_editor: Client, programme: Programme, world: World
) -> None:
    from tests.rubric.workbook.hostile import BOMB, MACROS
    from tests.rubric.workbook.material import zipped

    book = dump_xlsx(replace(world.spec, edition="2027"))
    assert MACROS in faults_in(uploaded(as_editor, book, "next.xlsm"))
    named = faults_in(uploaded(as_editor, book, "next.bin"))
    assert "the name of a rubric file ends in .yaml, .ods or .xlsx" in named
    bomb = zipped({"[Content_Types].xml": b" " * 30_000_000})
    assert BOMB in faults_in(uploaded(as_editor, bomb, "next.xlsx"))


def test_no_file_at_all_is_asked_for(as_editor: Client, programme: Programme, world: World) -> None:
    assert "Choose a file to upload." in faults_in(as_editor.post(UPLOAD, {}))
    text_field = as_editor.post(UPLOAD, {"file": "rubric.yaml"})
    assert "Choose a file to upload." in faults_in(text_field)


def test_markup_in_a_file_stays_text(as_editor: Client, draft: RubricVersion) -> None:
    bad = "<script>alert(1)</script>"
    text = as_editor.post(UPLOAD, {"file": SimpleUploadedFile("x.yaml", f"{bad}: 1".encode())})
    assert b"<script>alert" not in text.content
    shown = uploaded(as_editor, heavier(spec_of(draft), title=f"T {bad}"))
    assert b"<script>alert" not in shown.content and b"&lt;script&gt;alert" in shown.content


def test_a_published_edition_is_never_replaced(
    as_editor: Client, programme: Programme, world: World
) -> None:
    shown = faults_in(uploaded(as_editor, heavier(world.spec)))
    assert "Edition 2026.2 of uk-readiness-2026 is published" in shown
    assert "Give the file the name of a new edition to begin a draft." in shown


def test_a_file_of_another_edition_than_the_draft_says_what_to_do(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    other = faults_in(uploaded(as_editor, heavier(world.spec, edition="2028")))
    assert "To replace the draft, put edition 2027 in the file." in other
    assert "To begin edition 2028, publish or delete the draft first." in other
    old = faults_in(uploaded(as_editor, world.spec))
    assert "a published edition never changes. To replace the draft, put edition 2027" in old


def test_the_page_of_a_draft_takes_no_file_of_another_rubric(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    other = replace(world.spec, code="pace-check")
    shown = faults_in(uploaded(as_editor, other, where=page(draft)))
    assert "The file is of the rubric pace-check, and this draft is of uk-readiness-2026." in shown
    late = faults_in(confirmed(as_editor, uploaded(as_editor, other), page(draft)))
    assert "this draft is of uk-readiness-2026" in late
    assert not Rubric.objects.filter(slug="pace-check").exists()


def test_the_page_of_a_published_edition_leads_to_the_one_that_begins_a_draft(
    as_editor: Client, programme: Programme, world: World
) -> None:
    response = as_editor.get(page(world.version), follow=True)
    assert response.redirect_chain[-1][0] == UPLOAD
    assert "is published and never changes. A file can begin the next draft." in text_of(response)
    shown = faults_in(uploaded(as_editor, world.spec, where=page(world.version)))
    assert "so it cannot be replaced" in shown


# Between the dry run and the confirmation


def test_a_draft_changed_meanwhile_is_not_overwritten_and_the_new_comparison_is_shown(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    wanted = heavier(spec_of(draft))
    shown = uploaded(as_editor, wanted)
    Question.objects.filter(version=draft, code="SEC-01").update(title="Another's new title")
    drafts.keep_state(draft=draft, by=programme.publisher, summary="Meanwhile")
    before = written()
    late = confirmed(as_editor, shown)
    text = text_of(late)
    assert late.status_code == 409 and written() == before
    assert "has changed since the file was compared with it. Nothing was written." in text
    assert "Pat Publisher changed it last." in text and "This is how the file compares now" in text
    assert "SEC-01" in text and "Another's" in text
    assert confirmed(as_editor, late).status_code == 302
    assert content_hash(spec_from_rows(fresh(draft))) == content_hash(wanted)


def test_a_draft_published_or_deleted_meanwhile_is_informed(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    wanted = heavier(spec_of(draft))
    shown = uploaded(as_editor, wanted, where=page(draft))
    rubrics.publish(version=draft, by=programme.publisher, change_note="Published meanwhile.")
    late = faults_in(confirmed(as_editor, shown, page(draft)))
    assert "has been published or deleted meanwhile" in late
    listed = faults_in(confirmed(as_editor, shown))
    assert "Edition 2027 of uk-readiness-2026 is published" in listed


def test_a_draft_deleted_meanwhile_is_informed(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    wanted = heavier(spec_of(draft))
    shown = uploaded(as_editor, wanted, where=page(draft))
    rubrics.delete_draft(version=draft, by=programme.publisher)
    late = confirmed(as_editor, shown, page(draft), follow=True)
    assert "This draft has been deleted. Nothing was written." in text_of(late)
    assert not RubricVersion.objects.filter(edition="2027").exists()
    # By the other way the file can begin a draft again, compared with what there is.
    again = confirmed(as_editor, shown)
    assert again.status_code == 409 and "begin a draft of edition 2027" in text_of(again)
    assert as_editor.get(page(draft)).status_code == 404


def test_a_draft_begun_meanwhile_is_not_overwritten(
    as_editor: Client, programme: Programme, world: World
) -> None:
    shown = uploaded(as_editor, heavier(world.spec, edition="2027"))
    drafts.copy_edition(version=world.version, edition="2027", title="A", by=programme.publisher)
    late = confirmed(as_editor, shown)
    assert late.status_code == 409
    assert "replace the content of the draft of edition 2027" in text_of(late)


def test_an_upload_is_of_use_to_the_person_who_made_it_alone(
    as_editor: Client, draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    mine = upload_in(uploaded(as_editor, heavier(spec_of(draft), title="Mine alone")))
    before = written()
    for client, key in (
        (signed_in(programme.superuser), mine),
        (signed_in(programme.publisher), mine),
        (as_editor, str(int(mine) + 1)),
        (as_editor, ""),
        (as_editor, "-1"),
        (as_editor, "9" * 40),
        (as_editor, "one"),
    ):
        for where in (UPLOAD, page(draft)):
            shown = client.post(where, {"upload": key})
            if shown.status_code == 403:
                assert client is not as_editor
                continue
            assert "was used already, or cannot be used. Upload the file again." in faults_in(shown)
            assert "Mine alone" not in text_of(shown)
    assert written() == before
    assert confirmed_key(as_editor, mine).status_code == 302


def confirmed_key(client: Client, key: str) -> Any:
    return client.post(UPLOAD, {"upload": key})


def test_an_upload_is_good_for_a_day_and_then_deleted(
    as_editor: Client, draft: RubricVersion
) -> None:
    shown = uploaded(as_editor, heavier(spec_of(draft)))
    waiting = RubricUpload.objects.get(pk=upload_in(shown))
    rubric_uploads.delete_old()
    assert RubricUpload.objects.filter(pk=waiting.pk).exists()
    waiting.uploaded_at -= timedelta(days=1, minutes=1)
    waiting.save(update_fields=["uploaded_at"])
    assert "more than a day old" in faults_in(confirmed(as_editor, shown))
    call_command("delete_old_sign_ins")
    assert not RubricUpload.objects.exists()


def test_confirming_twice_takes_the_file_once(as_editor: Client, draft: RubricVersion) -> None:
    shown = uploaded(as_editor, heavier(spec_of(draft)))
    assert confirmed(as_editor, shown).status_code == 302
    assert not RubricUpload.objects.exists()
    assert "was used already" in faults_in(confirmed(as_editor, shown))
    assert AuditEvent.objects.filter(event="rubric.replaced").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begins", [False, True], ids=["replaces", "begins"])
def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_informed(
    world: World, programme: Programme, begins: bool
) -> None:
    from assessments.queries.uploads import target_of

    wanted = heavier(world.spec, edition="2027")
    if not begins:
        rubrics.import_draft(spec=replace(world.spec, edition="2027"), by=programme.editor)
    uploads = [
        rubric_uploads.keep(
            content=dump_ods(wanted),
            file_name="next.ods",
            standing=target_of(wanted).standing,
            by=by,
        )
        for by in (programme.editor, programme.publisher)
    ]
    outcomes = together(
        *(lambda one=one: rubric_uploads.take(upload=one, by=one.uploaded_by) for one in uploads)
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Outdated", "RubricVersion"], outcomes
    assert any(isinstance(one, Outdated) for one in outcomes)
    draft = RubricVersion.objects.get(edition="2027")
    assert content_hash(spec_from_rows(draft)) == content_hash(wanted)
    assert DraftState.objects.filter(version=draft.pk).count() == (1 if begins else 2)


# Who may


def test_without_the_permission_there_is_no_way_to_upload(
    programme: Programme, draft: RubricVersion, world: World, signed_in: SignIn
) -> None:
    from django.contrib.auth.models import Permission

    reader = programme.plain_staff
    reader.user_permissions.add(Permission.objects.get(codename="view_rubricversion"))
    client = signed_in(reader)
    upload = upload_in(uploaded(signed_in(programme.editor), heavier(spec_of(draft))))
    before = written()
    for where in (UPLOAD, page(draft)):
        for response in (
            client.get(where),
            uploaded(client, heavier(spec_of(draft)), where=where),
            client.post(where, {"upload": upload}),
        ):
            assert response.status_code == 403
            assert "the permission to change rubrics" in text_of(response)
    assert written() == before
    assert "Upload a file" not in text_of(client.get(address(draft)))
    assert "Upload a file" not in text_of(client.get(address(RubricVersion)))
    assert client.get(page(draft, "download/yaml/")).status_code == 200


def test_a_member_and_a_visitor_reach_neither(
    client: Client, draft: RubricVersion, world: World, signed_in: SignIn
) -> None:
    for someone in (client, signed_in(world.administrator)):
        for where in (UPLOAD, page(draft), page(draft, "download/yaml/")):
            assert someone.get(where).status_code == 302
            assert someone.post(where).status_code == 302


def test_a_post_from_another_site_is_refused(programme: Programme, draft: RubricVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(programme.editor)
    assert uploaded(client, heavier(spec_of(draft))).status_code == 403


def test_editors_find_the_way_from_the_list_and_from_the_draft(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    assert f'href="{UPLOAD}"' in text_of(as_editor.get(address(RubricVersion)))
    assert f'href="{page(draft)}"' in text_of(as_editor.get(address(draft)))
    assert page(world.version) not in text_of(as_editor.get(address(world.version)))


# What reaches the server


def test_no_upload_reaches_a_disk_nor_stays_whole_past_the_limit(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_disk(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", no_disk)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile", no_disk)
    files = {name: SimpleUploadedFile(name, b"x" * 3_000_000) for name in ("one", "two")}
    request = rf.post("/", files)
    first, second = request.FILES["one"], request.FILES["two"]
    assert first.size == second.size == 3_000_000
    assert len(first.read()) == 2_000_001 and second.read() == b""
    small = rf.post("/", {"file": SimpleUploadedFile("small.yaml", b"a: 1")}).FILES["file"]
    assert (small.size, small.read(), small.name) == (4, b"a: 1", "small.yaml")
