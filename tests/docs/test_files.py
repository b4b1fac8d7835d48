"""docs/files.md against real files: every documented key exists in a real one, and the reverse."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assessments.exports import FORMATS as REPORT_FORMATS
from assessments.exports import export
from assessments.exports.as_json import DECISION, EVIDENCE, FILE, STRENGTH
from assessments.exports.plans import HEADINGS
from assessments.question_types import KINDS, MARKER, TEXT_MOST
from assessments.reports.documents import result_to_document
from assessments.rubric.files import answers as answers_file
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.reading import MOST_BYTES
from assessments.rubric.files.values import CODE_MOST
from assessments.rubric.workbook.codec import FORMATS, READABLE
from assessments.scoring.engine import score
from assessments.scoring.sheet import REASON_LEAST, State
from assessments.workflow import Strength
from tests.docs.documents import document
from tests.factories import rubrics as r
from tests.factories.shipped import example_sheet, shipped_rubric
from tests.reports.samples import contradicted, held, worked

FILES = document("docs/files.md")
# Under these keys stand codes of the rubric, not keys of the format.
BY_CODE = {"by_sector", "guidance_by_sector", "sector_variants", "question_points"}


def result_of_the_example() -> dict[str, Any]:
    result = score(shipped_rubric(), example_sheet(), MARKER)
    return result_to_document(result, "code", "2026", "hash")


def unbalanced_result() -> dict[str, Any]:
    """A result that a weak dimension keeps from its band."""
    spec = r.rubric(r.dimension("A", 80, r.single("A1")), r.dimension("B", 20, r.single("B1")))
    sheet = r.sheet({"A1": r.answered(4), "B1": r.answered(1)})
    return result_to_document(score(spec, sheet, MARKER), "code", "1", "hash")


def real(heading: str) -> list[dict[str, Any]]:
    """The real objects that a section of the page describes."""
    whole = result_of_the_example()
    many = {"Dimensions": "dimensions", "Questions": "questions", "Gates": "gates"}
    if heading == "Result":
        return [whole]
    if heading == "Balance":
        return unbalanced_result()["balance"]
    if heading in ("Rubric", "Overall"):
        return [whole[heading.lower()]]
    if heading == "Range":
        return [whole["range"]["low"], whole["range"]["high"]]
    return whole[many.get(heading, "actions")]


SECTIONS = (
    "Result", "Rubric", "Overall", "Range", "Dimensions", "Questions", "Gates", "Balance", "Actions"
)  # fmt: skip


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_of_a_real_result_is_documented_and_no_other(heading: str) -> None:
    listed = FILES.section("The result").section(heading)
    # What is below the heading, without the sections that follow it.
    found = real(heading)
    assert found
    for one in found:
        assert set(one) == listed.keys()


def test_every_part_of_the_result_has_its_section() -> None:
    headings = re.findall(r"^### (.+)$", FILES.section("The result").text, re.MULTILINE)
    assert tuple(headings) == SECTIONS
    nested = {k for k, v in result_of_the_example().items() if isinstance(v, dict)}
    lists = {
        k
        for k, v in result_of_the_example().items()
        if isinstance(v, list) and any(isinstance(one, dict) for one in v)
    }
    assert {one.lower() for one in SECTIONS} == nested | lists | {"result", "balance"}


def test_the_states_are_all_named() -> None:
    states = FILES.section("Questions").rows()[1][1]
    assert set(re.findall(r"`(\w+)`", states)) == {state.value for state in State}


def test_the_json_download_has_the_result_and_the_documented_submission() -> None:
    listed = FILES.section("JSON download").keys()
    document = json.loads(export("json").render(worked()))
    assert set(document.pop("submission")) == listed
    document.pop("counts_towards")
    document.pop("change")
    assert set(document) == FILES.section("The result").section("Result").keys()


def test_what_was_held_is_as_documented() -> None:
    (one,) = json.loads(export("json").render(held()))["submission"]["held"][:1]
    assert set(one) == FILES.section("What was held").keys()


def test_what_was_kept_is_as_documented() -> None:
    (one,) = json.loads(export("json").render(contradicted()))["submission"]["contradictions"]
    assert set(one) == FILES.section("What was kept").keys()


def test_who_signed_is_as_documented() -> None:
    assert DECISION.keys() == FILES.section("Who signed").keys()


def test_what_backed_the_answers_is_as_documented() -> None:
    section = FILES.section("What backed the answers")
    assert section.keys() == EVIDENCE.keys() | FILE.keys()
    assert STRENGTH.schema["enum"] == [*Strength, None]


CSV_SECTIONS = {"csv": "CSV download", "actions": "CSV of actions"}


@pytest.mark.parametrize("key", CSV_SECTIONS)
def test_the_csv_has_the_documented_columns_in_their_order(key: str) -> None:
    rows = FILES.section(CSV_SECTIONS[key]).rows()
    listed = [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]
    content = export(key).render(worked())
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == listed


@pytest.mark.parametrize("key", CSV_SECTIONS)
def test_the_description_of_the_csv_is_as_documented(key: str) -> None:
    section, description = FILES.section("CSV description"), export(export(key).described_by)
    assert f"`{description.content_type}`" in section.text
    rows = FILES.section(CSV_SECTIONS[key]).rows()
    listed = {name: row[2] for row in rows for name in re.findall(r"`([^`]+)`", row[0])}
    datatypes = {row[0]: re.findall(r"`([^`]+)`", row[1]) for row in section.rows()}
    for column in json.loads(description.render(worked()))["tableSchema"]["columns"]:
        found = column["datatype"]
        if isinstance(found, dict):
            found = [found["base"], *([found["format"]] if found["base"] == "decimal" else [])]
        else:
            found = [found]
        assert datatypes[listed[column["titles"]]] == found, column


def keys_in(value: Any) -> Iterator[str]:
    """Every key of a rubric's document, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_in(list((inner or {}).values()) if key in BY_CODE else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


def test_every_key_of_a_rubric_file_is_documented() -> None:
    listed = set(re.findall(r"\w+", " ".join(FILES.section("Rubric file").spans)))
    there = set(keys_in(json.loads(canonical_json(shipped_rubric()))))
    assert len(there) > 80
    assert there - listed == set()


def test_every_kind_of_question_is_documented() -> None:
    types = next(row for row in FILES.section("A question").rows() if row[0] == "`type`*")
    assert re.findall(r"`(\w+)`", types[1]) == list(KINDS)


def test_every_format_of_the_rubric_download_is_listed_with_its_content_type() -> None:
    section = FILES.section("Rubric download")
    listed = {row[0].strip("`"): row[1].strip("`") for row in section.rows()}
    assert listed == {one.key: one.content_type.partition(";")[0] for one in FORMATS.values()}
    assert {f".{end}" for end in re.findall(r" \.([a-z]+)[ ,.\n]", section.text)} == set(READABLE)


def test_every_report_download_is_listed_with_its_content_type_and_its_name_in_menus() -> None:
    rows = FILES.section("Report downloads").rows()
    listed = [(format.strip("`"), kind.strip("`"), label) for format, kind, label in rows]
    assert listed == [
        (key, export(key).content_type.partition(";")[0], one.label)
        for key, one in REPORT_FORMATS.items()
    ]


def test_the_csv_of_a_plan_has_the_documented_columns_in_their_order() -> None:
    rows = FILES.section("Plan downloads").rows()
    assert tuple(name for row in rows for name in re.findall(r"`([^`]+)`", row[0])) == HEADINGS


def test_the_answers_example_is_one() -> None:
    [example] = FILES.section("Answers file").blocks("json")
    sheet = answers_file.load_answers(shipped_rubric(), example)
    states = {sheet.reply(code).state for code in json.loads(example)["answers"]}
    assert states == {State.ANSWERED, State.DONT_KNOW, State.NOT_APPLICABLE}


def test_every_key_of_an_answer_is_documented_and_no_other() -> None:
    assert FILES.section("Answers file").keys() == set(answers_file.ANSWER_KEYS)


@pytest.mark.parametrize(
    ("heading", "limit"),
    [
        ("Rubric file", f"at most {MOST_BYTES:,} bytes"),
        ("Rubric file", f"up to {CODE_MOST} letters"),
        ("Rubric download", f"at most {MOST_BYTES:,} bytes"),
        ("Answers file", f"at most {MOST_BYTES:,} bytes"),
        ("Answers file", f"{REASON_LEAST} characters or more"),
        ("Answers file", f"up to {TEXT_MOST:,} characters"),
        ("Answers file", f"at most {answers_file.MOST_EVIDENCE}, each"),
    ],
)
def test_limits_are_those_of_the_code(heading: str, limit: str) -> None:
    assert limit in FILES.section(heading).text
