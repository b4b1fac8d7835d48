"""The charts as files, and the summary as a Word document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from assessments.exports import export
from assessments.exports.pictures import charts
from assessments.reports.content import Report
from tests.factories import rubrics as r
from tests.reports import samples

BAD = 'A <b> & "quoted" =1+1 \ud800 \x0b 😀'


def files(key: str, report: Report) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export(key).render(report))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_bad_texts() -> Report:
    report = samples.worked()
    row = report.glance.heat[0]
    tile = replace(row.tiles[0], code=BAD, words=BAD)
    heat = (replace(row, name=BAD, tiles=(tile, *row.tiles[1:])), *report.glance.heat[1:])
    return replace(
        report,
        glance=replace(report.glance, heat=heat, verdict=(BAD,)),
        particulars=replace(report.particulars, organisation=BAD, submitted_by=BAD * 20),
        actions=(replace(report.actions[0], text=BAD),),
    )


def test_each_chart_is_a_picture_and_is_described() -> None:
    drawn = files("charts-png", samples.worked())
    assert [*drawn] == ["scores.png", "heat-map.png", "descriptions.txt"]
    assert all(drawn[name].startswith(b"\x89PNG") for name in drawn if name.endswith("png"))
    said = drawn["descriptions.txt"].decode()
    assert "scores: Overall: 68.2, Developing; " in said and "heat-map: Budget:" in said


@pytest.mark.parametrize("make", [samples.worked, with_bad_texts])
def test_a_drawing_stands_alone_with_every_colour_resolved(make: object) -> None:
    for name, made in files("charts-svg", make()).items():  # type: ignore[operator]
        if name.endswith("svg"):
            ElementTree.fromstring(made)  # noqa: S314 - our own drawing
            assert b"currentColor" not in made and b"var(" not in made and b"style=" not in made


def test_there_is_a_tile_for_each_question_that_was_asked() -> None:
    report = samples.worked()
    tree = ElementTree.fromstring(files("charts-svg", report)["heat-map.svg"])  # noqa: S314 - our own drawing
    tiles = [one for one in tree.iter() if one.get("class") == "chart-tile"]
    assert len(tiles) == len(report.questions)


def test_a_draft_says_so_in_each_name_and_inside() -> None:
    drawn = files("charts-png", replace(samples.worked(), draft="This is a draft."))
    assert [*drawn][:2] == ["draft-scores.png", "draft-heat-map.png"]
    assert "This is a draft." in drawn["descriptions.txt"].decode()


def test_a_rubric_that_shows_no_score_has_only_the_heat_map() -> None:
    spec = r.gate_check()
    report = samples.report(spec, r.sheet({"A-1": r.answered(0)}))
    assert [*charts(report)] == ["heat-map"]


@pytest.mark.parametrize("make", [samples.worked, with_bad_texts])
def test_the_paper_has_title_language_headings_and_described_pictures(make: object) -> None:
    report = make()  # type: ignore[operator]
    paper = docx.Document(io.BytesIO(export("docx").render(report)))
    title, *headings = [one for one in paper.paragraphs if one.style.name.startswith("Heading")]
    assert (title.style.name, title.text) == ("Heading 1", paper.core_properties.title)
    assert {one.style.name for one in headings} == {"Heading 2"}
    assert [one.text for one in headings][:2] == ["Verdict", "What caps the band"]
    assert {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    for picture in paper.inline_shapes:
        named = picture._inline.docPr
        assert len(named.get("descr")) > 50 and named.get("title") is None
    assert len(paper.inline_shapes) == 2
    for table in paper.tables:
        [*marked] = table._tbl.iter(qn("w:tblHeader"))
        assert len(marked) == 1


def test_the_paper_of_a_draft_says_so() -> None:
    made = export("docx").render(replace(samples.worked(), draft="This is a draft."))
    paper = docx.Document(io.BytesIO(made))
    assert [one.text for one in paper.paragraphs[:2]] == [
        "Draft of a readiness report: Eastmere Borough Council",
        "This is a draft.",
    ]
