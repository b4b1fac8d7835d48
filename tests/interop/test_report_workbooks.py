"""LibreOffice and gnumeric work out the sums of a report's workbook as the report shows them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.exports import export
from assessments.reports.content import Report
from tests.exports import books
from tests.interop.test_workbooks import run
from tests.rubric.workbook.material import parts_of, zipped

Work = Callable[[Path], Path]
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def by_libreoffice(file: Path) -> Path:
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", SHEETS, "--outdir", file.parent, file)
    return file.parent


def by_gnumeric(file: Path) -> Path:
    run("ssconvert", "--recalc", "-S", file, file.parent / f"{file.stem}-%s.csv")
    return file.parent


PROGRAMS = [
    pytest.param(by_libreoffice, marks=pytest.mark.needs("soffice"), id="LibreOffice"),
    pytest.param(by_gnumeric, marks=pytest.mark.needs("ssconvert"), id="gnumeric"),
]


def worked_out(content: bytes, key: str, work: Work, folder: Path) -> dict[str, list[list[str]]]:
    """The rows of the two sheets with formulas, below their headings."""
    file = folder / f"report.{key}"
    file.write_bytes(content)
    made = work(file)
    return {
        name: [*csv.reader((made / f"report-{name}.csv").read_text().splitlines())][1:]
        for name in ("Sums", "Bands")
    }


def answers(found: dict[str, list[list[str]]], report: Report) -> Sequence[str]:
    """What the sheets say of themselves: that each figure and each band is the same."""
    results = found["Bands"][len(report.bands) + 1 :]
    return [*(row[10] for row in found["Sums"]), *(row[4] for row in results)]


@pytest.mark.parametrize("work", PROGRAMS)
@pytest.mark.parametrize("key", ["ods", "xlsx"])
@pytest.mark.parametrize("name", books.reports())
def test_every_sum_is_as_the_report_shows_it(
    name: str, key: str, work: Work, tmp_path: Path
) -> None:
    report = books.reports()[name]
    found = worked_out(export(key).render(report), key, work, tmp_path)
    said = answers(found, report)
    assert set(said) == {"yes"} and len(said) > len(report.dimensions)
    scores = {row[1]: row[8] for row in found["Sums"] if row[0] == "Dimension"}
    assert {code: float(score) for code, score in scores.items()} == {
        one.code: float(one.score) for one in report.dimensions if one.score
    }
    *_, overall = found["Sums"]
    assert float(overall[8]) == float(report.headline.score or "nan")
    assert found["Bands"][-1][2] == report.headline.final.name  # type: ignore[union-attr]


@pytest.mark.parametrize("work", PROGRAMS)
@pytest.mark.parametrize("key", ["ods", "xlsx"])
def test_a_report_that_shows_another_figure_is_found_out(
    key: str, work: Work, tmp_path: Path
) -> None:
    """What the test above would see if a sum were wrong."""
    report = books.ties()
    first, *others = report.dimensions
    assert first.value is not None
    wrong = replace(first, value=first.value - 1)
    lowest = replace(report.headline, final=report.bands[0])
    planted = replace(report, dimensions=(wrong, *others), headline=lowest)
    found = worked_out(export(key).render(planted), key, work, tmp_path)
    assert [row[1] for row in found["Sums"] if row[10] == "no"] == [first.code]
    assert [row[1] for row in found["Bands"] if row[4:5] == ["no"]] == ["Final band"]


@pytest.mark.needs("soffice")
def test_a_result_in_the_file_would_be_believed_which_is_why_there_is_none(tmp_path: Path) -> None:
    parts = parts_of(export("ods").render(books.thirds()))
    content = parts["content.xml"].decode()
    wrong = content.replace(
        ' table:formula="of:=ROUND',
        ' office:value-type="float" office:value="1" table:formula="of:=ROUND',
    )
    planted = zipped({**parts, "content.xml": wrong.encode()})
    found = worked_out(planted, "ods", by_libreoffice, tmp_path)
    assert {row[8] for row in found["Sums"]} == {"1"}
