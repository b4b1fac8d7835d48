"""LibreOffice opens the summary for a committee, and makes a PDF of it that screen readers read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from assessments.exports import committee, export
from tests.exports.reading import UA_1, faults, words
from tests.interop.test_workbooks import run
from tests.plugins.programs import ROOT
from tests.reports import samples

WRITER = "/usr/lib/libreoffice/program/libswlo.so"
pytestmark = pytest.mark.needs("soffice", WRITER)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""
AS_PDF = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'


@pytest.fixture(params=["odt", "docx"])
def pdf(request: Any, tmp_path: Path, monkeypatch: Any) -> Path:
    """The summary as LibreOffice prints it. Where Arial is missing it may take a font of PostScript
    for it, which it does not embed as PDF/UA wants, so it is shown our own fonts and no other.
    """
    fonts = tmp_path / "fonts.conf"
    ours = ROOT / "assessments" / "exports" / "fonts"
    fonts.write_text(FONTS.format(fonts=ours, cache=tmp_path / "fonts"))
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    file = tmp_path / f"summary.{request.param}"
    file.write_bytes(export(request.param).render(samples.worked()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", profile, "--headless", "--convert-to", AS_PDF, "--outdir", tmp_path, file)
    made = tmp_path / "summary.pdf"
    assert made.exists(), "LibreOffice made no PDF"
    return made


def tags(part: Any) -> Iterator[str]:
    """The tags of a PDF in order of reading, such as H1 and TH."""
    part = part.get_object()
    if isinstance(part, list):
        for each in part:
            yield from tags(each)
    elif isinstance(part, dict):
        if "/S" in part:
            yield part["/S"].removeprefix("/")
        if "/K" in part:
            yield from tags(part["/K"])


def test_it_says_each_block_in_order_under_real_headings(pdf: Path) -> None:
    said = re.sub(r"\s", "", words(pdf.read_bytes()))
    place = 0
    [*blocks] = committee.blocks(samples.worked())
    for block in blocks:
        if isinstance(block, (committee.Heading, committee.Paragraph, committee.Bullet)):
            place = said.index(re.sub(r"\s", "", block.text), place)
    reader = pypdf.PdfReader(pdf)
    [*found] = tags(reader.trailer["/Root"]["/StructTreeRoot"])
    levels = [block.level for block in blocks if isinstance(block, committee.Heading)]
    headings = [tag for tag in found if re.fullmatch(r"H\d", tag)]
    assert headings == [f"H{level}" for level in levels]
    tables = [block for block in blocks if isinstance(block, committee.Table)]
    assert found.count("Table") == len(tables)
    assert found.count("TH") == sum(len(table.headings) for table in tables)
    foot = committee.foot(samples.worked())
    assert all(foot in sheet.extract_text() for sheet in reader.pages)


def test_screen_readers_can_read_it(pdf: Path) -> None:
    assert [one for one in faults(pdf.read_bytes()) if one.startswith(UA_1.value)] == []
