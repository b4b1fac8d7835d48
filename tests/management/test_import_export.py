"""Rubric files into the database and out of it, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import QuerySet

from assessments.models import AuditEvent, Question, Rubric, RubricVersion, User
from assessments.rubric.files import SHIPPED
from assessments.rubric.files.codec import content_hash, dump, load
from assessments.services import people, rubrics
from tests.factories.shipped import shipped_rubric
from tests.management.running import run
from tests.views.small import small_spec
from tests.worlds import PASSWORD

CODE = small_spec().code

Written = Callable[..., Path]

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a rubric of three questions to a file, with what is given changed in it."""

    def write(**changed: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(dump(replace(small_spec(), **changed)), encoding="utf-8")
        return path

    return write


def test_a_file_becomes_a_draft_once_and_publishing_it_takes_the_flag() -> None:
    code, out, err = run("import_rubric", SHIPPED)

    version = RubricVersion.objects.get()
    assert (code, err) == (0, "")
    assert "imported as a draft, number 1" in out
    assert not version.is_published
    assert Question.objects.filter(version=version).count() == 48
    events = AuditEvent.objects.count()

    code, out, _ = run("import_rubric", SHIPPED)

    assert code == 0
    assert "a draft already with the same content" in out
    assert RubricVersion.objects.count() == 1
    assert AuditEvent.objects.count() == events

    code, out, _ = run("import_rubric", SHIPPED, "--publish")

    version = RubricVersion.objects.get()
    assert code == 0
    assert version.is_published
    assert version.content_hash == content_hash(shipped_rubric())
    assert version.content_hash in out


def test_what_was_published_or_retired_is_not_published_again(written: Written) -> None:
    file = written()
    run("import_rubric", file, "--publish")

    code, out, _ = run("import_rubric", file, "--publish")

    assert code == 0
    assert "published already with the same content" in out
    assert RubricVersion.objects.count() == 1

    rubrics.retire(version=RubricVersion.objects.get(), by=User.objects.get())
    code, out, _ = run("import_rubric", file, "--publish")

    assert code == 0
    assert "retired already with the same content" in out


def test_a_changed_file_needs_a_new_edition_which_gets_the_next_number(written: Written) -> None:
    run("import_rubric", written(), "--publish")

    code, out, err = run("import_rubric", written(title="Another title"), "--publish")

    assert (code, out) == (1, "")
    assert "a published edition never changes" in " ".join(err.split())
    assert RubricVersion.objects.count() == 1

    code, out, _ = run("import_rubric", written(edition="next"), "--publish")

    assert code == 0
    assert "published as number 2" in out
    assert Rubric.objects.count() == 1


def test_every_fault_is_printed_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    text = text.replace("weight: 14", "weight: lots", 1).replace("type: single", "type: singel", 1)
    bad.write_text(text, encoding="utf-8")

    code, out, err = run("import_rubric", bad, "--publish")

    assert (code, out) == (1, "")
    assert "dimensions[0].questions[0].weight" in err
    assert "dimensions[0].questions[0].type" in err
    assert err.count("(line ") == len(err.splitlines())
    assert not Rubric.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["no-such-file.yaml", "."])
def test_what_is_no_file_is_one_plain_sentence(tmp_path: Path, missing: str) -> None:
    code, out, err = run("import_rubric", tmp_path / missing)

    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1


def test_the_importer_can_be_named(written: Written) -> None:
    people.open_account(email="robin@wexcombe.example", name="Robin Publisher", password=PASSWORD)

    run("import_rubric", written(), "--publish", "--by", "Robin@Wexcombe.example")

    assert RubricVersion.objects.get().published_by.name == "Robin Publisher"
    assert set(AuditEvent.objects.values_list("actor", flat=True)) == {"Robin Publisher"}


def test_an_unknown_or_unconfirmed_importer_is_refused_and_nothing_is_written(
    written: Written,
) -> None:
    User.objects.create_user("robin@wexcombe.example", name="Robin Publisher")
    for address, said in (
        ("robin@wexcombe.example", "follow the link"),
        ("no-one@wexcombe.example", "no-one@wexcombe.example"),
    ):
        code, _, err = run("import_rubric", written(), "--by", address)

        assert code == 1
        assert said in err
        assert not Rubric.objects.exists()


@pytest.mark.parametrize("flags", [["--publish"], []], ids=["published", "draft"])
def test_import_then_export_then_import_gives_the_same_content(
    flags: list[str], tmp_path: Path
) -> None:
    run("import_rubric", SHIPPED, *flags)
    exported = tmp_path / "exported.yaml"

    code, text, _ = run("export_rubric", SHIPPED.stem)

    assert code == 0
    spec = shipped_rubric()
    assert replace(load(text), status=spec.status) == spec
    assert run("export_rubric", SHIPPED.stem, "--output", exported)[0] == 0
    assert exported.read_text(encoding="utf-8") == text
    code, out, _ = run("import_rubric", exported, "--publish")
    assert (code, "published already with the same content" in out) == (0, bool(flags))
    assert RubricVersion.objects.get().content_hash == content_hash(shipped_rubric())


def test_the_newest_published_edition_is_exported_by_default(written: Written) -> None:
    run("import_rubric", written(edition="first"), "--publish")
    run("import_rubric", written(edition="next"))

    assert "edition: first" in run("export_rubric", CODE)[1]
    assert "edition: next" in run("export_rubric", CODE, "--edition", "next")[1]


def test_what_does_not_exist_is_not_exported(written: Written) -> None:
    assert run("export_rubric", "nothing")[0] == 1
    run("import_rubric", written(edition="first"))

    code, _, err = run("export_rubric", CODE, "--edition", "1999")

    assert code == 1
    assert "It has: first" in err


def test_a_place_that_cannot_be_written_is_a_plain_refusal(
    tmp_path: Path, written: Written
) -> None:
    run("import_rubric", written())

    code, _, err = run("export_rubric", CODE, "--output", tmp_path / "no" / "such" / "folder")

    assert code == 1
    assert "cannot be written" in err


def test_rows_changed_in_the_database_are_not_exported(written: Written) -> None:
    run("import_rubric", written(), "--publish")
    unguarded = QuerySet(model=Question)
    assert unguarded.filter(code="A-1").update(title="Forged") == 1

    code, out, err = run("export_rubric", CODE)

    assert (code, out) == (1, "")
    assert "has been changed in the database" in err and "Nothing was exported" in err
