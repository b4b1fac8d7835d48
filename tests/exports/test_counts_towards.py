"""What questions count towards, in each export of a report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assessments.exports import export
from assessments.reports.content import Report
from assessments.rubric.definition import FrameworkSpec, MappingSpec
from tests.exports import reading
from tests.factories import rubrics as r
from tests.reports import samples

CE = FrameworkSpec(code="ce-3.3", name="Cyber Essentials", version="3.3", address="https://ce.uk/")
CAF = FrameworkSpec(code="caf", name="=CAF")
REFS = [("ce-3.3", "User access control"), ("caf", "B2.c"), ("caf", "B2.a")]


@pytest.fixture(scope="module")
def report() -> Report:
    maps = [MappingSpec(framework=code, ref=ref) for code, ref in REFS]
    trust = replace(r.single("A2"), applies_to=(r.TRUST,), maps_to=maps[2:])
    spec = r.rubric(
        r.dimension("A", 1, replace(r.single("A1"), maps_to=maps), trust, r.single("A3")),
        frameworks=[CE, CAF],
    )
    return samples.report(spec, r.sheet({"A1": r.answered(4), "A3": r.answered(2)}))


def test_a_column_of_the_csv_has_a_reference_a_line(report: Report) -> None:
    rows = reading.rows(export("csv").render(report))
    assert {row["Code"]: row["Also counts towards"] for row in rows} == {
        "A1": "Cyber Essentials, version 3.3: User access control\n=CAF: B2.c\n=CAF: B2.a",
        "A3": "",
        "A2": "'=CAF: B2.a",  # not asked, and no formula
    }


def test_the_description_of_the_csv_knows_the_column(report: Report) -> None:
    columns = json.loads(export("csvw").render(report))["tableSchema"]["columns"]
    (found,) = [column for column in columns if column["name"] == "also_counts_towards"]
    assert found == {
        "name": "also_counts_towards",
        "titles": "Also counts towards",
        "datatype": "string",
        "required": False,
    }


def test_the_json_names_codes_and_references(report: Report) -> None:
    listed = json.loads(export("json").render(report))["counts_towards"]
    assert [(one["question"], one["framework"], one["ref"]) for one in listed] == [
        *(("A1", code, ref) for code, ref in REFS),
        ("A2", "caf", "B2.a"),
    ]
    assert listed[0]["title"] == "Cyber Essentials, version 3.3"


def test_the_pdf_has_a_line_under_the_question(report: Report) -> None:
    pdf = export("pdf").render(report)
    assert (
        "Also counts towards Cyber Essentials, version 3.3: User access control; "
        "=CAF: B2.c and B2.a." in " ".join(reading.words(pdf).split())
    )
    assert "https://ce.uk/" in reading.links(pdf)
    assert reading.faults(pdf) == []


def test_a_question_with_very_many_references_stays_on_its_pages() -> None:
    maps = [MappingSpec(framework="caf", ref=f"{'W' * 60} {n}") for n in range(150)]
    spec = r.rubric(
        r.dimension("A", 1, replace(r.single("A1"), maps_to=maps)),
        frameworks=[replace(CAF, name="A framework " * 20)],
    )
    pdf = export("pdf").render(samples.report(spec, r.sheet({"A1": r.answered(4)})))
    assert reading.outside(pdf) == []
    assert "WWW 149." in " ".join(reading.words(pdf).split())
