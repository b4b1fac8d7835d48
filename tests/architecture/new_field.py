"""Run in a copy of the project in which a question has one more field: what follows from it.

The field is `example`, an optional text, added to the definition, the model and one template, and
with it `in_public`, which is ticked where nothing is said. The commands that CONTRIBUTING names
write what is made from those: migration, schemas, table of fields.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from runpy import run_path

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402

import tests.plugins.migrating  # noqa: E402,F401 - its migrations take less
from assessments.models.edition_reading import spec_from_rows  # noqa: E402
from assessments.rubric.comparison import compare  # noqa: E402
from assessments.rubric.definition import RubricSpec  # noqa: E402
from assessments.rubric.files import codec  # noqa: E402
from assessments.rubric.workbook.codec import dump_ods, dump_xlsx, load_sheet  # noqa: E402
from tests.architecture import test_field_names, test_migrations  # noqa: E402
from tests.rubric.files.material import SMALL  # noqa: E402
from tests.rubric.files.test_hashes import HASHES  # noqa: E402
from tests.rubric.files.test_hashes import SMALL as SMALL_PATH  # noqa: E402

ADMIN = "/admin/assessments/"
EXAMPLE = "A plan for two years counts."


def with_example(spec: RubricSpec) -> RubricSpec:
    first, *others = spec.dimensions
    question, *more = first.questions
    said = dataclasses.replace(question, example=EXAMPLE)  # type: ignore[call-arg]
    changed = dataclasses.replace(first, questions=(said, *more))
    return dataclasses.replace(spec, dimensions=(changed, *others))


def migrated() -> None:
    """The database, made by the migrations: the one for the field is like any other."""
    call_command("makemigrations", "assessments", name="examples_of_questions", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def written() -> None:
    """The schemas and the table of fields, and the line of the new migration."""
    docs = Path("docs/schemas")
    sys.path.append(str(docs))
    run_path(str(docs / "refresh.py"), run_name="__main__")
    question = (docs / "fields.md").read_text(encoding="utf-8").partition("\n## Question\n")[2]
    row = "| `example` | Example | text of 0 to 5,000 characters. |\n"
    assert row in question.partition("\n## ")[0], "the table of fields has no row for the field"
    assert '"Example"' in (docs / "rubric.schema.json").read_text(encoding="utf-8")
    [fault] = test_migrations.faults(test_migrations.MIGRATIONS, test_migrations.LIST.read_text())
    asked, line = fault.splitlines()
    assert asked == "Add this line to migrations.sha256:" and "examples_of_questions.py" in line
    with test_migrations.LIST.open("a", encoding="utf-8") as landed:
        landed.write(f"{line}\n")


def guarded() -> None:
    """What looks at the names of fields and at migrations finds nothing left to do."""
    test_field_names.test_a_field_is_named_in_four_files_at_most()
    test_field_names.test_every_exception_is_a_field_and_needed()
    test_migrations.test_no_migration_that_has_landed_was_rewritten()


def files(before: RubricSpec, after: RubricSpec) -> None:
    """The file, the hash and both workbooks."""
    assert codec.content_hash(before) == HASHES[SMALL_PATH] != codec.content_hash(after)
    assert f"example: {EXAMPLE}" in codec.dump(after)
    for spec in (before, after):
        for read_back in (codec.load(codec.dump(spec)), *map(load_sheet, books(spec))):
            assert codec.content_hash(read_back) == codec.content_hash(spec)


def books(spec: RubricSpec) -> tuple[bytes, bytes]:
    return dump_ods(spec), dump_xlsx(spec)


def comparison(before: RubricSpec, after: RubricSpec) -> None:
    found = str(compare(before, after))
    assert "Example" in found and EXAMPLE in found


def pages(before: RubricSpec, after: RubricSpec) -> None:
    """The admin's form, the rows, the history of a draft, the page that people answer on, and the
    edition once it is published.
    """
    from django.test import Client

    from assessments.models import DraftState, Question
    from assessments.queries.rubrics import spec_of
    from assessments.services import rubrics
    from tests.admin.pages import save
    from tests.worlds import person

    editor = person("Sue Super", is_staff=True, is_superuser=True)
    draft = rubrics.import_draft(spec=before, by=editor)
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor, settings.AUTHENTICATION_BACKENDS[0])
    question = Question.objects.get(code=after.dimensions[0].questions[0].code)
    page = f"{ADMIN}question/{question.pk}/change/"

    assert save(client, page, example=EXAMPLE).status_code == 302, "the admin refuses the field"
    assert EXAMPLE in client.get(page).content.decode(), "the admin does not show what it saved"
    assert codec.content_hash(spec_from_rows(draft)) == codec.content_hash(after)
    [change] = DraftState.objects.latest("number").changes
    assert (change["field"], change["after"]) == ("Example", EXAMPLE), change
    preview = client.get(f"{ADMIN}rubricversion/{draft.pk}/preview/").content.decode()
    assert f"For example: {EXAMPLE}" in preview, "the page for answering does not show the field"

    edition = rubrics.publish(version=draft, by=editor, change_note="Questions have examples.")
    assert edition.content_hash == codec.content_hash(after)
    asked = spec_of(edition).dimensions[0].questions[0]
    assert asked.example == EXAMPLE  # type: ignore[attr-defined]


def main() -> None:
    migrated()
    written()
    guarded()
    before = codec.load(SMALL)
    after = with_example(before)
    files(before, after)
    comparison(before, after)
    pages(before, after)


if __name__ == "__main__":
    main()
