"""Run in a copy of the project in which a question has one more field: what follows from it.

The field is `example`, an optional text, added to the definition, the model and one template.
"""

from __future__ import annotations

import dataclasses
import io

import django
from django.conf import settings

django.setup()
settings.MIGRATION_MODULES = {"assessments": None}

from django.core.management import call_command  # noqa: E402

from assessments.models.edition_reading import spec_from_rows  # noqa: E402
from assessments.rubric.comparison import compare  # noqa: E402
from assessments.rubric.definition import RubricSpec  # noqa: E402
from assessments.rubric.files import codec  # noqa: E402
from assessments.rubric.workbook.codec import dump_ods, dump_xlsx, load_sheet  # noqa: E402
from tests.docs.schemas import schemas  # noqa: E402
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


def files(before: RubricSpec, after: RubricSpec) -> None:
    """The file, the hash, both workbooks and the schema."""
    assert codec.content_hash(before) == HASHES[SMALL_PATH] != codec.content_hash(after)
    assert f"example: {EXAMPLE}" in codec.dump(after)
    for read_back in (codec.load(codec.dump(after)), *map(load_sheet, books(after))):
        assert codec.content_hash(read_back) == codec.content_hash(after)
    assert '"Example"' in repr(schemas()["rubric"]).replace("'", '"')


def books(spec: RubricSpec) -> tuple[bytes, bytes]:
    return dump_ods(spec), dump_xlsx(spec)


def comparison(before: RubricSpec, after: RubricSpec) -> None:
    found = str(compare(before, after))
    assert "Example" in found and EXAMPLE in found


def pages(before: RubricSpec, after: RubricSpec) -> None:
    """The rows, the history of a draft, the admin's form, and the page that people answer on."""
    from django.test import Client

    from assessments.models import DraftState, Question
    from assessments.services import drafts, rubrics
    from tests.worlds import person

    editor = person("Sue Super", is_staff=True, is_superuser=True)
    draft = rubrics.import_draft(spec=before, by=editor)
    drafts.replace_content(draft=draft, spec=after)
    drafts.keep_state(draft=draft, by=editor, summary="Added an example")
    assert codec.content_hash(spec_from_rows(draft)) == codec.content_hash(after)
    [change] = DraftState.objects.get(number=2).changes
    assert change["field"] == "Example" and change["after"] == EXAMPLE, change
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor, settings.AUTHENTICATION_BACKENDS[0])
    question = Question.objects.get(code=after.dimensions[0].questions[0].code)

    page = client.get(f"{ADMIN}question/{question.pk}/change/").content.decode()
    assert 'name="example"' in page and EXAMPLE in page, "the admin does not show the field"
    preview = client.get(f"{ADMIN}rubricversion/{draft.pk}/preview/").content.decode()
    assert f"For example: {EXAMPLE}" in preview, "the page for answering does not show the field"


def main() -> None:
    output = io.StringIO()
    call_command("migrate", run_syncdb=True, verbosity=0, stdout=output)
    before = codec.load(SMALL)
    after = with_example(before)
    files(before, after)
    comparison(before, after)
    pages(before, after)


if __name__ == "__main__":
    main()
