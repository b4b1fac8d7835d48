from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from assessments.exports import export
from assessments.scoring.sheet import AnswerSheet
from tests.exports import reading
from tests.factories import rubrics as r
from tests.reports import samples

TABLES = ("csv", "actions")


def description(table: str) -> Any:
    return json.loads(export(export(table).described_by).render(samples.worked()))


@pytest.mark.parametrize("table", TABLES)
def test_it_is_called_as_the_csv_and_names_it(table: str) -> None:
    name = export(table).file_name(samples.worked())
    described = export(export(table).described_by).file_name(samples.worked())
    assert described == f"{name}-metadata.json"
    assert description(table)["url"] == name


@pytest.mark.parametrize("table", TABLES)
def test_it_has_the_columns_of_the_csv_in_their_order(table: str) -> None:
    text = export(table).render(samples.worked()).decode("utf-8-sig")
    schema = description(table)["tableSchema"]
    assert [each["titles"] for each in schema["columns"]] == next(csv.reader(io.StringIO(text)))
    names = [each["name"] for each in schema["columns"]]
    assert len(set(names)) == len(names) and all(name.isidentifier() for name in names)
    assert schema["primaryKey"] in names


def test_a_figure_has_no_more_decimals_than_its_description_allows() -> None:
    """47 of 128 points are 0.3671875 of them, and 1 of 3 are no decimal at all."""
    asked = r.checklist("A-1", 50, 47, 81), r.checklist("A-2", 50, 1, 2)
    spec = r.rubric(r.dimension("A", 100, *asked))
    replies = {code: samples.reply(spec, code, ["a"]) for code in ("A-1", "A-2")}
    report = samples.report(spec, AnswerSheet(sector=r.COUNCIL, replies=replies))
    rows = reading.rows(export("csv").render(report))
    assert [row["Mark"] for row in rows] == ["0.367188", "0.3333"]
    columns = description("csv")["tableSchema"]["columns"]
    forms = {one["titles"]: one["datatype"] for one in columns if "format" in one["datatype"]}
    for heading, said in forms.items():
        for row in rows:
            assert _decimals(row[heading]) <= _decimals(said["format"]), heading
    assert {"Mark", "Gap", "Share of dimension"} <= forms.keys()


def _decimals(number: str) -> int:
    return len(number.rstrip("%").partition(".")[2])


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_is_required_is_never_empty(table: str) -> None:
    rows = reading.rows(export(table).render(samples.worked()))
    schema = description(table)["tableSchema"]
    required = {each["titles"] for each in schema["columns"] if each["required"]}
    assert required and all(row[heading] for row in rows for heading in required)
