"""Codes as CAF and CMMC write them, "A1.a" and "AC.L1-3.1.1", through every file and page."""

from __future__ import annotations

import json

import pytest

from assessments.exports import export
from assessments.queries.reports import build
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec
from assessments.rubric.workbook.codec import filled_sheets, load_sheet
from assessments.rubric.workbook.writing import write_ods, write_xlsx
from assessments.services import assessments
from tests.exports.reading import copied, rows
from tests.factories import rubrics as r
from tests.views.pages import SignIn
from tests.views.test_assessments import address
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db

DIMENSIONS = ["A1", "A1.b"]
QUESTIONS = ["A1.a", "AC.L1-3.1.1", "AC.L1-3.1.10"]


def dotted() -> RubricSpec:
    parts = (
        r.dimension("A1", 1, r.checklist("A1.a")),
        r.dimension("A1.b", 1, r.single("AC.L1-3.1.1"), r.single("AC.L1-3.1.10")),
    )
    return r.rubric(*parts, roles=[r.OwnerRoleSpec(code="digital", default="Head of digital")])


@pytest.fixture
def world() -> World:
    made = build_world(dotted())
    replies = {"A1.a": r.answered({"a"})} | {code: r.answered(1) for code in QUESTIONS[1:]}
    made.answer(replies)
    return made


def codes_of(spec: RubricSpec) -> list[str]:
    return [question.code for _, question in spec.questions()]


def test_a_rubric_comes_back_from_every_file_with_its_codes() -> None:
    spec = dotted()
    sheets = filled_sheets(codec.to_document(spec))
    back = [
        codec.load(codec.dump(spec)),
        load_sheet(write_ods(sheets)),
        load_sheet(write_xlsx(sheets)),
    ]
    for found in back:
        assert codes_of(found) == QUESTIONS
        assert [one.code for one in found.dimensions] == DIMENSIONS


def test_a_report_and_its_downloads_name_them_as_they_are(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.viewer)
    sent = assessments.submit(assessment=world.assessment, by=world.approver)
    report = build(sent)
    assert [row["Code"] for row in rows(export("csv").render(report))] == QUESTIONS
    assert set(QUESTIONS) <= set(_texts(json.loads(export("json").render(report))))
    printed = copied(export("pdf").render(report))
    assert all(code in printed for code in (*DIMENSIONS, *QUESTIONS))
    for part in ("report", "answers"):
        where = address(f"submission-{part}", world.assessment, sent.number)
        shown = client.get(where).content.decode()
        assert "A1.a" in shown


def _texts(held: object) -> list[str]:
    """Every text in a JSON value, keys included."""
    if isinstance(held, dict):
        return [text for pair in held.items() for one in pair for text in _texts(one)]
    if isinstance(held, list):
        return [text for one in held for text in _texts(one)]
    return [held] if isinstance(held, str) else []


def test_the_history_shows_the_one_question_that_is_asked_for(
    world: World, signed_in: SignIn
) -> None:
    where = address("assessment-history", world.assessment)
    html = signed_in(world.contributor).get(where, {"question": "AC.L1-3.1.1"}).content.decode()
    main = html.split("<form")[-1].split("</form>")[-1]
    assert "AC.L1-3.1.1" in main
    assert "AC.L1-3.1.10" not in main
    assert "A1.a" not in main
