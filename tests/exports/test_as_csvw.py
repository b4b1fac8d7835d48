from __future__ import annotations

import csv
import io
import json

from assessments.exports import export
from assessments.exports.as_csvw import EXPORT
from tests.reports import samples


def description() -> dict[str, object]:
    made: dict[str, object] = json.loads(EXPORT.render(samples.worked()))
    return made


def test_it_is_called_as_the_csv_and_names_it() -> None:
    name = export("csv").file_name(samples.worked())
    assert EXPORT.file_name(samples.worked()) == f"{name}-metadata.json"
    assert description()["url"] == name


def test_it_has_the_columns_of_the_csv_in_their_order() -> None:
    text = export("csv").render(samples.worked()).decode("utf-8-sig")
    schema = description()["tableSchema"]
    assert isinstance(schema, dict)
    assert [each["titles"] for each in schema["columns"]] == next(csv.reader(io.StringIO(text)))
    names = [each["name"] for each in schema["columns"]]
    assert len(set(names)) == len(names) and all(name.isidentifier() for name in names)
    assert schema["primaryKey"] in names


def test_a_column_that_is_required_is_never_empty() -> None:
    text = export("csv").render(samples.worked()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    schema = description()["tableSchema"]
    assert isinstance(schema, dict)
    required = {each["titles"] for each in schema["columns"] if each["required"]}
    assert required and all(row[heading] for row in rows for heading in required)
