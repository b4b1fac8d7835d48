from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from assessments.exports import export
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


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_is_required_is_never_empty(table: str) -> None:
    text = export(table).render(samples.worked()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    schema = description(table)["tableSchema"]
    required = {each["titles"] for each in schema["columns"] if each["required"]}
    assert required and all(row[heading] for row in rows for heading in required)
