"""The CSV of a report, read by programs that people open data with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessments.exports import as_csv, as_csv_actions, export
from assessments.exports.tables import FIGURE, TRUTH, WHOSE
from assessments.reports.content import Report
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.files import codec
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.docs.documents import document
from tests.exports.reading import rows
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric
from tests.plugins.programs import INTEROP, run_python
from tests.reports import samples

ENGINES = ("duckdb", "polars", "pandas", "frictionless")
TABLES: Mapping[str, Any] = {
    "csv": (*as_csv.COLUMNS, *WHOSE),
    "actions": (*as_csv_actions.COLUMNS, *WHOSE),
}
"""The columns of each CSV. A heading has the same type in both."""
KINDS = {heading: kind for columns in TABLES.values() for heading, _, kind in columns}


def _lowest(question: QuestionSpec) -> Any:
    """The answer that earns nothing."""
    by_kind: dict[str, Any] = {"yes_no": "no", "checklist": ["none"], "text": "Nothing."}
    return by_kind.get(question.kind, 0)


def _shipped(of: Any) -> Report:
    spec = shipped_rubric()
    replies = {q.code: of(spec, q) for _, q in spec.questions()}
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def _all_zero(spec: RubricSpec, question: QuestionSpec) -> Reply:
    return samples.reply(spec, question.code, _lowest(question))


def _misc() -> Report:
    spec = codec.load((INTEROP / "misc.yaml").read_text())
    answers = {"NEG": "-5", "NEGU": "-7.5", "LONG": "na", "PAR": "yes", "KID": 2}
    replies = {code: samples.reply(spec, code, raw) for code, raw in answers.items()}
    return samples.report(spec, AnswerSheet(sector="housing_association", replies=replies))


def _one_question(reply: Reply) -> Report:
    spec = r.rubric(r.dimension("A", 1, r.single("A1", not_applicable_allowed=True)))
    return samples.report(spec, r.sheet({"A1": reply}))


def reports() -> Mapping[str, Report]:
    """Reports in which different columns are empty, whole, zero or below zero."""
    dont_know = Reply(state=State.DONT_KNOW)
    return {
        "the worked example": samples.worked(),
        "all zero": _shipped(_all_zero),
        "all don't know": _shipped(lambda spec, question: dont_know),
        "numbers below zero": _misc(),
        "one question": _one_question(r.answered(4)),
        "one question that does not apply": _one_question(r.NOT_APPLICABLE),
    }


def given_in_tables() -> list[tuple[str, str]]:
    """Each CSV of each report that has a row in it."""
    return [
        (table, name)
        for table in TABLES
        for name, report in reports().items()
        if table == "csv" or report.actions
    ]


def documented(engine: str, table: str = "csv") -> dict[str, str]:
    """The type that docs/files.md promises for each column."""
    rows = document("docs/files.md").section("CSV description").rows()
    [row] = [row for row in rows if row[0].lower() == engine]
    text, figure, truth = (cell.strip("`") for cell in row[1:4])
    return {
        heading: {FIGURE: figure, TRUTH: truth}.get(kind, text)
        for heading, _, kind in TABLES[table]
    }


def read(
    engine: str,
    report: Report,
    folder: Path,
    given: Mapping[str, str] | None = None,
    table: str = "csv",
) -> dict[str, Any]:
    """The types and the rows that an engine makes of a report's CSV."""
    path = folder / "report.csv"
    path.write_bytes(export(table).render(report))
    types = [json.dumps(given)] if given else []
    found: dict[str, Any] = json.loads(run_python(INTEROP / "engines.py", engine, path, *types))
    return found


def written(report: Report, table: str = "csv") -> list[dict[str, str]]:
    """The cells as this program wrote them, a row for each question."""
    return rows(export(table).render(report))


def same(heading: str, cell: str | None, wrote: str) -> bool:
    """Whether an engine's cell says what was written."""
    if not cell or not wrote:
        return (cell or "") == wrote
    if KINDS[heading] == FIGURE:
        return Decimal(cell) == Decimal(wrote)
    return (cell.lower() if KINDS[heading] == TRUTH else cell) == wrote


def differences(
    report: Report, rows: list[list[str | None]], table: str = "csv"
) -> list[tuple[str, str | None, str]]:
    return [
        (heading, cell, wrote)
        for row, line in zip(rows, written(report, table), strict=True)
        for cell, (heading, wrote) in zip(row, line.items(), strict=True)
        if not same(heading, cell, wrote)
    ]


@pytest.mark.needs(*ENGINES)
@pytest.mark.parametrize(("table", "name"), given_in_tables())
@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_with_a_cell_has_its_type_by_itself(
    engine: str, table: str, name: str, tmp_path: Path
) -> None:
    report = reports()[name]
    found = read(engine, report, tmp_path, table=table)
    filled = {heading for row in written(report, table) for heading, cell in row.items() if cell}
    types = {heading: kind for heading, kind in found["types"].items() if heading in filled}
    assert types == {k: v for k, v in documented(engine, table).items() if k in filled}
    assert not differences(report, found["rows"], table)


@pytest.mark.needs(*ENGINES)
@pytest.mark.parametrize(("table", "name"), given_in_tables())
@pytest.mark.parametrize("engine", ENGINES)
def test_every_column_has_its_type_from_the_description(
    engine: str, table: str, name: str, tmp_path: Path
) -> None:
    report = reports()[name]
    found = read(engine, report, tmp_path, documented(engine, table), table)
    assert found["types"] == documented(engine, table)
    assert not differences(report, found["rows"], table)


@pytest.mark.needs(*ENGINES)
@pytest.mark.parametrize("engine", ENGINES)
def test_words_that_look_like_numbers_stay_words_with_the_description(
    engine: str, tmp_path: Path
) -> None:
    spec = r.rubric(r.dimension("A", 1, r.yes_no("A1"), r.number("A2", number=_unitless())))
    replies = {"A1": Reply(state=State.ANSWERED, value="no", note="007"), "A2": _answered("12.50")}
    report = samples.report(spec, r.sheet(replies))
    found = read(engine, report, tmp_path, documented(engine))
    assert not differences(report, found["rows"])
    headings = list(found["types"])
    assert found["rows"][0][headings.index("Note")] == "007"
    assert found["rows"][1][headings.index("Answer")] == "12.50"


def _unitless() -> Any:
    return r.number_block(0, 5, 10, 20, 40, maximum=1000, decimals=2, unit="")


def _answered(number: str) -> Reply:
    return Reply(state=State.ANSWERED, value=Decimal(number))


def described(report: Report, folder: Path, table: str = "csv") -> Path:
    """The place of the description, with the CSV in the same folder."""
    description = export(export(table).described_by)
    for each in (export(table), description):
        (folder / each.file_name(report)).write_bytes(each.render(report))
    return folder / description.file_name(report)


@pytest.mark.needs("csvw")
@pytest.mark.parametrize(("table", "name"), given_in_tables())
def test_the_description_reads_every_cell(table: str, name: str, tmp_path: Path) -> None:
    report = reports()[name]
    rows = json.loads(run_python(INTEROP / "csvw_check.py", described(report, tmp_path, table)))
    wrote = written(report, table)
    assert len(rows) == len(wrote)
    for row, line in zip(rows, wrote, strict=True):
        for (value, _), (heading, cell) in zip(row.values(), line.items(), strict=True):
            given = "" if value == "None" else value
            if cell.endswith("%") and KINDS[heading] == "share":
                given = f"{Decimal(given) * 100:.1f}%"
            assert same(heading, given, cell), (heading, value, cell)
    kinds = {kind for row in rows for _, kind in row.values()}
    assert kinds >= {"str", "Decimal", "bool"}


@pytest.mark.needs("csvw")
def test_a_figure_without_its_point_is_refused_by_the_description(tmp_path: Path) -> None:
    """What the other tests would see if a figure were written in another way."""
    description = described(samples.worked(), tmp_path)
    sheet = description.with_name(description.name.removesuffix("-metadata.json"))
    sheet.write_bytes(sheet.read_bytes().replace(b",75.0,", b",75,", 1))
    with pytest.raises(AssertionError, match='Invalid value "75"'):
        run_python(INTEROP / "csvw_check.py", description)
