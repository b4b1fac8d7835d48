"""What a rubric file must not say together is refused next to the field, and stays as typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from assessments.models import Contradiction, Effort, FrameworkMapping, Gate, Question
from assessments.models import RubricVersion as Edition
from assessments.rubric import definition as d
from assessments.services import rubrics
from tests.admin.conftest import Programme
from tests.admin.pages import address, posted
from tests.admin.test_drafts import refused
from tests.admin.test_rows_in_tables import with_row
from tests.factories import rubrics as r

pytestmark = pytest.mark.django_db

SPEC = replace(
    r.rubric(r.dimension("A", 100, r.single("A-1"), r.checklist("A-2"), r.text("A-3"))),
    roles=[d.OwnerRoleSpec(code="digital", default="Head of digital")],
    frameworks=[d.FrameworkSpec(code="caf", name="CAF")],
)


@pytest.fixture
def edition(programme: Programme) -> Edition:
    """A draft of a small rubric."""
    return rubrics.import_draft(spec=SPEC, by=programme.editor)


def asked(edition: Edition, code: str) -> Question:
    return Question.objects.get(dimension__version=edition, code=code)


def press(client: Client, page: str, data: dict[str, Any]) -> Any:
    return client.post(page, {**data, "_save": "Save"})


ONLY_WITHHELD = "This must be empty: only an answer that is withheld has an exemption."


def test_only_an_answer_that_is_withheld_has_an_exemption(
    as_editor: Client, edition: Edition
) -> None:
    page = address(asked(edition, "A-1"))
    data = posted(as_editor, page) | {"exemption": "Section 31"}
    for release in ("open", "summary", ""):
        response = press(as_editor, page, data | {"release": release})
        assert refused(response, ONLY_WITHHELD, 'value="Section 31"', row=release)
    assert press(as_editor, page, data | {"release": "withheld"}).status_code == 302
    assert asked(edition, "A-1").exemption == "Section 31"


COSTS = (
    ({"days_low": "-1"}, "This must be from 0 to 10,000, got -1."),
    ({"days_likely": "-0.5"}, "This must be from 0 to 10,000, got -0.5."),
    ({"days_low": "9", "days_likely": "3"}, "This must not be above the likely days, 3."),
    ({"pounds_likely": "-5"}, "This must be from 0 to 100,000,000, got -5."),
    ({"days_low": "lots"}, "Enter a number in digits, like 12 or 12.5."),
)


def test_costs_that_make_no_sense(as_editor: Client, edition: Edition) -> None:
    page = address(Effort.objects.get(version=edition, code="S"))
    data = posted(as_editor, page)
    for given, said in COSTS:
        values = (f'value="{one}"' for one in given.values())
        assert refused(press(as_editor, page, data | given), said, *values, row=given)
    right = {"days_low": "0.5", "days_likely": "3", "pounds_likely": "1000"}
    assert press(as_editor, page, data | right).status_code == 302


LEVEL = "when_level_at_or_below"


TRIGGERS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("A-2", {"when_any_missing": "zzz"}, "zzz is not one of the available choices."),
    ("A-2", {"when_any_missing": "none"}, "none is not one of the available choices."),
    (
        "A-2",
        {"when_any_missing": "a", LEVEL: "0"},
        "Give one of these only: this, or “When level at or below”.",
    ),
    ("A-2", {}, "Give this, or “When level at or below”."),
    ("A-1", {}, "Give this."),
    # A question without lines has no field for them.
    ("A-1", {"when_any_missing": "a"}, "Give this."),
)


def test_a_gate_has_one_trigger_that_is_there(as_editor: Client, edition: Edition) -> None:
    pages = {code: address(asked(edition, code)) for code, *_ in TRIGGERS}
    untouched = {code: posted(as_editor, page) for code, page in pages.items()}
    for code, given, said in TRIGGERS:
        page, gate = pages[code], {"cap_band": "emerging", "message": "Mend this.", **given}
        data = with_row(untouched[code], "gates", **gate) | {"critical": "on"}
        assert refused(press(as_editor, page, data), said, "Mend this.", row=(code, given))
    assert not Gate.objects.filter(question__dimension__version=edition).exists()


def test_a_condition_has_one_trigger(as_editor: Client, edition: Edition) -> None:
    row = asked(edition, "A-3")
    data = posted(as_editor, address(row)) | {"condition_question": "A-2"}
    both = {"condition_level_at_least": "1", "condition_any_of": ["a"]}
    response = press(as_editor, address(row), data | both)
    assert refused(response, "Give one of these only: this, or “Has level at least”.")
    form = response.context["adminform"].form
    assert list(form.errors) == ["condition_any_of"]
    assert {name: form[name].value() for name in both} == both, "both stay as given"
    one = {"condition_any_of": ["a"]}
    assert press(as_editor, address(row), data | one).status_code == 302
    row = asked(edition, "A-3")
    assert (row.condition_level_at_least, row.condition_any_of) == (None, ("a",))


def test_a_question_counts_towards_what_is_there_and_once(
    as_editor: Client, edition: Edition
) -> None:
    row = asked(edition, "A-1")
    untouched = posted(as_editor, address(row))
    for refs, said in (
        ([("iso", "A.5")], "iso is not one of the available choices."),
        ([("caf", "")], "This field is required."),
        ([("caf", "B2"), ("caf", "B2")], "This question names B2 of caf already."),
    ):
        data = untouched
        for framework, ref in refs:
            data = with_row(data, "frameworkmappings", framework=framework, ref=ref)
        assert refused(press(as_editor, address(row), data), said, row=refs)
    assert not FrameworkMapping.objects.filter(question=row).exists()


SOUND = {
    "code": "C-1",
    "question_code": "A-1",
    "when_level_at_least": "3",
    "other_code": "A-2",
    "other_level_at_most": "0",
    "message": "Which is true?",
}


PAIRS = (
    ({"other_code": "A-1"}, "This must be another question than A-1."),
    ({"other_code": "A-3"}, "A-3 is not scored, so no answer to it has a level."),
    ({"question_code": "Z"}, "Z is not one of the available choices."),
    ({"when_level_at_least": "9"}, "A-1 has no level 9."),
    ({"when_level_at_least": ""}, "Give this, or “Has level at most”."),
    ({"other_level_at_least": "1"}, "Give one of these only: this, or “"),
)


def test_a_contradiction_is_of_two_questions_and_levels_that_they_have(
    as_editor: Client, edition: Edition
) -> None:
    page = f"{address(Contradiction, 'add')}?version={edition.pk}"
    data = posted(as_editor, page) | SOUND
    for given, said in PAIRS:
        assert refused(press(as_editor, page, data | given), said, "Which is true?", row=given)
    assert press(as_editor, page, data).status_code == 302


def test_the_list_of_questions_shows_those_that_count_towards_a_framework(
    as_editor: Client, edition: Edition
) -> None:
    row = asked(edition, "A-1")
    data = posted(as_editor, address(row))
    for ref in ("B2.a", "B2.b"):
        data = with_row(data, "frameworkmappings", framework="caf", ref=ref)
    assert press(as_editor, address(row), data).status_code == 302
    listed = f"{address(Question)}?frameworkmappings__framework="
    here = f"{listed}caf&version__id__exact={edition.pk}"
    assert [one.code for one in as_editor.get(here).context["cl"].result_list] == ["A-1"]
    assert not as_editor.get(f"{listed}iso").context["cl"].result_list


def test_a_row_that_was_sound_is_saved_as_before(as_editor: Client, edition: Edition) -> None:
    rows: list[Model] = [asked(edition, code) for code in ("A-1", "A-2", "A-3")]
    for row in (*rows, *Effort.objects.filter(version=edition)):
        data = posted(as_editor, address(row))
        assert press(as_editor, address(row), data).status_code == 302, row
