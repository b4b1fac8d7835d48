from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import exports
from assessments.exports.base import cell, slug
from tests.architecture.source import ROOT
from tests.reports import samples


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\x1f=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "\0=1",
        "- a bullet",
    ],
)
def test_a_cell_that_would_be_a_formula_becomes_text(text: str) -> None:
    made = cell(text)
    assert made == "'" + text.replace("\0", "")


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "'=1", "£5", " x", "<b>", "😀"])
def test_every_other_cell_stays_as_it_was(text: str) -> None:
    assert cell(text) == text


@given(st.text())
def test_no_cell_ever_starts_like_a_formula(text: str) -> None:
    made = cell(text)
    assert made.lstrip()[:1] not in tuple("=+-@") and made[:1] not in tuple("\t\r\n")
    assert made.removeprefix("'") == text.replace("\0", "") or made == text.replace("\0", "")


def test_a_file_name_is_plain_and_tells_whose_which_edition_which_submission_and_when() -> None:
    report = samples.worked()
    of = "uk-readiness-2026-2026-2"
    assert exports.export("csv").file_name(report) == (
        f"readiness-eastmere-borough-council-{of}-r7k2-9qfd-2026-11-23-answers.csv"
    )
    strange = replace(report.particulars, organisation='Ynys Môn/../"\r\n', reference="R1")
    named = exports.export("csv").file_name(replace(report, particulars=strange))
    assert named == f"readiness-ynys-mon-{of}-r1-2026-11-23-answers.csv"
    unreadable = replace(report.particulars, organisation="中文")
    named = exports.export("json").file_name(
        replace(report, particulars=unreadable, draft="Not yet")
    )
    assert named == f"draft-readiness-{of}-r7k2-9qfd-2026-11-23-result.json"


def test_no_two_files_of_a_submission_have_the_same_name() -> None:
    names = [exports.export(key).file_name(samples.worked()) for key in exports.FORMATS]
    assert len({*names}) == len(names)


def test_every_format_has_a_label_a_content_type_and_its_extension() -> None:
    for key, one in exports.FORMATS.items():
        export = exports.export(key)
        assert one.label and export.content_type
        assert export.file_name(samples.worked()).endswith(f".{export.extension}")


@given(st.text())
def test_no_file_name_is_too_long_for_a_disk(text: str) -> None:
    """Windows takes 255 characters, with the folder in some programs."""
    report = samples.worked()
    strange = replace(report.particulars, organisation=text * 9, reference=text * 9)
    edition = replace(report.edition, code=text * 9, edition=text * 9)
    for key in exports.FORMATS:
        name = exports.export(key).file_name(replace(report, particulars=strange, edition=edition))
        assert len(name) <= 250 and re.fullmatch(r"[a-z0-9.-]+", name)


@given(st.text())
def test_a_slug_is_letters_figures_and_hyphens(text: str) -> None:
    made = slug(text)
    assert len(made) <= 60 and made.isascii()
    assert all(each.isalnum() or each == "-" for each in made)


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        exports.export("exe")


HEAVY = {"docx", "odfdo", "lxml", "resvg_py", "icalendar"}


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("for one in FORMATS: export(one)", HEAVY),
        ("[one.label for one in FORMATS.values()]", HEAVY | {"typst", "xlsxwriter"}),
    ],
    ids=["the checks of every command", "a menu"],
)
def test_no_library_is_loaded_that_only_a_file_needs(asked: str, never: set[str]) -> None:
    asked = f"import sys; from assessments.exports import FORMATS, export\n{asked}\n"
    asked += f"print(*{never!r} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
