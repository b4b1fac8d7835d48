"""Rubric files into the database and out of it, from the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from assessments.models import AuditEvent, Question, Rubric, RubricVersion, User
from assessments.rubric.files import SHIPPED
from assessments.rubric.files.codec import content_hash, load
from assessments.services import people, rubrics
from tests.factories.shipped import shipped_rubric
from tests.worlds import PASSWORD

CODE = "uk-readiness-2026"

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: str, **options: object) -> tuple[int, str, str]:
    """The exit code and what was written to standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=err, **options)
    except SystemExit as exit:
        return int(str(exit.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def another_edition(folder: Path, edition: str = "2027") -> Path:
    text = SHIPPED.read_text(encoding="utf-8").replace("edition: '2026.2'", f"edition: '{edition}'")
    path = folder / "next.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_draft_and_publishing_it_takes_the_flag() -> None:
    code, out, err = run("import_rubric", str(SHIPPED))

    version = RubricVersion.objects.get()
    assert (code, err) == (0, "")
    assert "imported as a draft, number 1" in out
    assert not version.is_published
    assert Question.objects.filter(version=version).count() == 48


def test_importing_twice_does_nothing_the_second_time() -> None:
    run("import_rubric", str(SHIPPED))
    events = AuditEvent.objects.count()

    code, out, _ = run("import_rubric", str(SHIPPED))

    assert code == 0
    assert "a draft already with the same content" in out
    assert RubricVersion.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_the_same_draft_is_published_when_asked() -> None:
    run("import_rubric", str(SHIPPED))

    code, out, _ = run("import_rubric", str(SHIPPED), "--publish")

    version = RubricVersion.objects.get()
    assert code == 0
    assert version.is_published
    assert version.content_hash == content_hash(shipped_rubric())
    assert version.content_hash in out


def test_publishing_twice_does_nothing_the_second_time() -> None:
    run("import_rubric", str(SHIPPED), "--publish")

    code, out, _ = run("import_rubric", str(SHIPPED), "--publish")

    assert code == 0
    assert "published already with the same content" in out
    assert RubricVersion.objects.count() == 1


def test_a_retired_edition_is_not_published_again() -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    rubrics.retire(version=RubricVersion.objects.get(), by=User.objects.get())

    code, out, _ = run("import_rubric", str(SHIPPED), "--publish")

    assert code == 0
    assert "retired already with the same content" in out


def test_a_changed_file_needs_a_new_edition(tmp_path: Path) -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    changed = tmp_path / "changed.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace("title: Funded digital plan", "title: Plan")
    changed.write_text(text, encoding="utf-8")

    code, out, err = run("import_rubric", str(changed), "--publish")

    assert (code, out) == (1, "")
    assert "a published edition never changes" in " ".join(err.split())
    assert RubricVersion.objects.count() == 1


def test_the_next_edition_gets_the_next_number(tmp_path: Path) -> None:
    run("import_rubric", str(SHIPPED), "--publish")

    code, out, _ = run("import_rubric", str(another_edition(tmp_path)), "--publish")

    assert code == 0
    assert "published as number 2" in out
    assert Rubric.objects.count() == 1


def test_every_fault_is_printed_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    text = text.replace("weight: 14", "weight: lots", 1).replace("type: single", "type: singel", 1)
    bad.write_text(text, encoding="utf-8")

    code, out, err = run("import_rubric", str(bad), "--publish")

    assert (code, out) == (1, "")
    assert "dimensions[0].questions[0].weight" in err
    assert "dimensions[0].questions[0].type" in err
    assert err.count("(line ") == len(err.splitlines())
    assert not Rubric.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["no-such-file.yaml", "."])
def test_what_is_no_file_is_one_plain_sentence(tmp_path: Path, missing: str) -> None:
    code, out, err = run("import_rubric", str(tmp_path / missing))

    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1


def test_the_importer_can_be_named() -> None:
    people.open_account(email="robin@wexcombe.example", name="Robin Publisher", password=PASSWORD)

    run("import_rubric", str(SHIPPED), "--publish", "--by", "Robin@Wexcombe.example")

    assert RubricVersion.objects.get().published_by.name == "Robin Publisher"
    assert set(AuditEvent.objects.values_list("actor", flat=True)) == {"Robin Publisher"}


def test_an_unconfirmed_address_cannot_act() -> None:
    User.objects.create_user("robin@wexcombe.example", name="Robin Publisher")

    code, _, err = run("import_rubric", str(SHIPPED), "--by", "robin@wexcombe.example")

    assert code == 1
    assert "follow the link" in err
    assert not RubricVersion.objects.exists()


def test_an_unknown_importer_is_refused_and_nothing_is_written() -> None:
    code, _, err = run("import_rubric", str(SHIPPED), "--by", "no-one@wexcombe.example")

    assert code == 1
    assert "no-one@wexcombe.example" in err
    assert not Rubric.objects.exists()


def test_import_then_export_then_import_gives_the_same_content(tmp_path: Path) -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    exported = tmp_path / "exported.yaml"

    code, _, _ = run("export_rubric", CODE, "--output", str(exported))

    assert code == 0
    assert content_hash(load(exported.read_bytes())) == content_hash(shipped_rubric())
    again, out, _ = run("import_rubric", str(exported), "--publish")
    assert again == 0
    assert "already with the same content" in out


def test_an_exported_draft_is_the_same_draft(tmp_path: Path) -> None:
    original = another_edition(tmp_path)
    run("import_rubric", str(original))

    _, text, _ = run("export_rubric", CODE)

    exported = tmp_path / "exported.yaml"
    exported.write_text(text, encoding="utf-8")
    assert load(text) == load(original.read_bytes())
    assert run("import_rubric", str(exported), "--publish")[0] == 0
    version = RubricVersion.objects.get()
    assert version.content_hash == content_hash(load(original.read_bytes()))


def test_the_newest_published_edition_is_exported_by_default(tmp_path: Path) -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    run("import_rubric", str(another_edition(tmp_path)))

    assert "edition: '2026.2'" in run("export_rubric", CODE)[1]
    assert "edition: '2027'" in run("export_rubric", CODE, "--edition", "2027")[1]


def test_what_does_not_exist_is_not_exported() -> None:
    assert run("export_rubric", "nothing")[0] == 1
    run("import_rubric", str(SHIPPED))

    code, _, err = run("export_rubric", CODE, "--edition", "1999")

    assert code == 1
    assert "It has: 2026" in err


def test_a_place_that_cannot_be_written_is_a_plain_refusal(tmp_path: Path) -> None:
    run("import_rubric", str(SHIPPED))

    code, _, err = run("export_rubric", CODE, "--output", str(tmp_path / "no" / "such" / "folder"))

    assert code == 1
    assert "cannot be written" in err


def test_rows_changed_in_the_database_are_not_exported() -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    unguarded = QuerySet(model=Question)
    assert unguarded.filter(code="BUD-01").update(title="Forged") == 1

    code, out, err = run("export_rubric", CODE)

    assert (code, out) == (1, "")
    assert "has been changed in the database" in err and "Nothing was exported" in err
