"""Our workbooks, saved by other programs and read back, are the same rubric, to the hash.

No program gets a percentage or a date past us as the plain number that it keeps.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from assessments.rubric.files.codec import content_hash
from assessments.rubric.workbook.cells import Kind
from assessments.rubric.workbook.codec import dump_ods, dump_xlsx, load_sheet
from assessments.rubric.workbook.reading import read_workbook
from tests.factories.shipped import shipped_rubric
from tests.plugins.programs import INTEROP, run_python
from tests.rubric.workbook.material import SPEC, parts_of

Save = Callable[[Path, Path], object]
DUMPS = {"ods": dump_ods, "xlsx": dump_xlsx}


def run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr


def by_libreoffice(file: Path, saved: Path) -> None:
    profile = f"-env:UserInstallation=file://{saved.parent}/profile"
    out = saved.parent / "out"
    run("soffice", profile, "--headless", "--convert-to", saved.suffix[1:], "--outdir", out, file)
    (out / f"{file.stem}{saved.suffix}").rename(saved)


def by_gnumeric(file: Path, saved: Path) -> None:
    run("ssconvert", file, saved)


def by_sheetjs(file: Path, saved: Path) -> None:
    run("node", INTEROP / "save_workbook.js", file, saved)


def by_sheetjs_with_styles(file: Path, saved: Path) -> None:
    run("node", INTEROP / "save_workbook.js", file, saved, "styles")


def by_openpyxl(file: Path, saved: Path) -> None:
    run_python(INTEROP / "save_workbook.py", file, saved)


PROGRAMS: dict[str, tuple[Save, str]] = {
    "LibreOffice": (by_libreoffice, "soffice"),
    "gnumeric": (by_gnumeric, "ssconvert"),
    "SheetJS": (by_sheetjs, "xlsx"),
    "SheetJS with styles": (by_sheetjs_with_styles, "xlsx"),
}


def _every() -> list[object]:
    ways = [
        pytest.param(
            save, ours, theirs, marks=pytest.mark.needs(program), id=f"{name} {ours}-{theirs}"
        )
        for name, (save, program) in PROGRAMS.items()
        for ours in DUMPS
        for theirs in DUMPS
    ]
    needs = pytest.mark.needs("openpyxl")
    return [*ways, pytest.param(by_openpyxl, "xlsx", "xlsx", marks=needs, id="openpyxl")]


@pytest.mark.parametrize(("save", "ours", "theirs"), _every())
def test_a_workbook_that_another_program_saved_is_the_same_rubric(
    save: Save, ours: str, theirs: str, tmp_path: Path
) -> None:
    for name, spec in (("shipped", shipped_rubric()), ("small", SPEC)):
        file, saved = tmp_path / f"{name}.{ours}", tmp_path / f"saved-{name}.{theirs}"
        file.write_bytes(DUMPS[ours](spec))
        save(file, saved)
        assert content_hash(load_sheet(saved.read_bytes(), saved.name)) == content_hash(spec)


# A number, what it is formatted as, and what it may be taken for.
SHOWN = [
    (0.12, "0%", Kind.PERCENTAGE),
    (0.125, "0.0%", Kind.PERCENTAGE),
    (46353, "dd/mm/yyyy", Kind.DATE),
    (46353, "yyyy-mm-dd", Kind.DATE),
    (46353, "d mmmm yyyy", Kind.DATE),
    (46353, "mmm-yy", Kind.DATE),
    (0.5, "hh:mm", Kind.DATE),
    (0.1, "h:mm", Kind.DATE),
    (1.26, "[h]:mm:ss", Kind.DATE),
    (1200, "[$£-809]#,##0.00", Kind.NUMBER),
    (3, '0 "days"', Kind.NUMBER),
    (123456, "0.00E+00", Kind.NUMBER),
    (-5, "#,##0.00_);[Red](#,##0.00)", Kind.NUMBER),
    (0.1, "General", Kind.NUMBER),
    (12.347, "0.0", Kind.NUMBER),
    (9.96, "0.0", Kind.NUMBER),
    (0.04, "0", Kind.NUMBER),
    (0, "0.00", Kind.NUMBER),
    (1200000, "#,##0", Kind.NUMBER),
    (12, "@", Kind.NUMBER),
]


@pytest.mark.parametrize("kind", DUMPS)
@pytest.mark.parametrize(
    "save",
    [
        pytest.param(save, marks=pytest.mark.needs(program), id=name)
        for name, (save, program) in PROGRAMS.items()
    ],
)
def test_no_percentage_or_date_is_taken_for_a_number(save: Save, kind: str, tmp_path: Path) -> None:
    file, saved = tmp_path / "shown.xlsx", tmp_path / f"saved.{kind}"
    workbook = xlsxwriter.Workbook(str(file))
    page = workbook.add_worksheet()
    for row, (number, shown, _) in enumerate(SHOWN):
        page.write_number(row, 0, number, workbook.add_format({"num_format": shown}))
    workbook.close()
    save(file, saved)
    cells = read_workbook(saved.read_bytes())[0].rows
    assert [cells[row][0].kind for row in sorted(cells)] == [each[2] for each in SHOWN]


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(by_libreoffice, marks=pytest.mark.needs("soffice")),
        pytest.param(by_gnumeric, marks=pytest.mark.needs("ssconvert")),
    ],
)
def test_what_columns_offer_stays_with_them_and_spreads_to_no_other(
    save: Save, tmp_path: Path
) -> None:
    """gnumeric gives a rule to every cell of the same style."""
    file, saved = tmp_path / "small.ods", tmp_path / "saved.ods"
    file.write_bytes(dump_ods(SPEC))
    save(file, saved)
    assert len(offers(file)) > 10
    assert offers(saved) == offers(file)


def offers(file: Path) -> dict[tuple[str, int], set[str]]:
    """Which cells offer their texts, by sheet and column."""
    content = parts_of(file.read_bytes())["content.xml"].decode()
    rules = {}
    for rule in re.findall(r"<table:content-validation [^>]*>", content):
        where = re.search(r"in-list\(\[([^]]*)\]", rule)
        name = re.search(r'table:name="([^"]*)"', rule)
        assert where and name, rule
        rules[name[1]] = where[1].replace("'", "").replace(":.", ":")
    found: dict[tuple[str, int], set[str]] = {}
    for name, table in re.findall(
        r'<table:table table:name="([^"]*)"(.*?)</table:table>', content, re.S
    ):
        for row in re.findall(r"<table:table-row.*?</table:table-row>", table, re.S):
            column = 0
            for cell in re.findall(r"<table:(?:covered-)?table-cell[^>]*>", row):
                times = re.search(r'columns-repeated="([0-9]+)"', cell)
                rule = re.search(r'content-validation-name="([^"]*)"', cell)
                for _ in range(int(times[1]) if times else 1):
                    if rule:
                        found.setdefault((name, column), set()).add(rules[rule[1]])
                    column += 1
    return found
