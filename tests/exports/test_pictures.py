"""The charts as files."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from assessments.exports import export
from assessments.exports.pictures import charts
from assessments.reports.content import Report
from tests.factories import rubrics as r
from tests.reports import samples
from tests.reports.samples import with_bad_texts


def files(key: str, report: Report) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export(key).render(report))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_chart_is_a_picture_and_is_described() -> None:
    drawn = files("charts-png", samples.worked())
    assert [*drawn] == ["scores.png", "heat-map.png", "descriptions.txt"]
    assert all(drawn[name].startswith(b"\x89PNG") for name in drawn if name.endswith("png"))
    said = drawn["descriptions.txt"].decode()
    assert "scores: Overall: 68.2, Developing; " in said and "heat-map: Budget:" in said


@pytest.mark.parametrize("make", [samples.worked, with_bad_texts])
def test_a_drawing_needs_nothing_else_with_every_colour_resolved(make: object) -> None:
    for name, made in files("charts-svg", make()).items():  # type: ignore[operator]
        if name.endswith("svg"):
            ElementTree.fromstring(made)  # noqa: S314 - our own drawing
            assert b"currentColor" not in made and b"var(" not in made and b"style=" not in made


def test_each_picture_has_the_reference_and_the_code_below_it_and_in_its_description() -> None:
    report = samples.since(samples.worked(), "36.6")
    whose = replace(report.particulars, code="7K3M-9QXT-2BWD", reference="R-2222-3333-1")
    drawn = files("charts-svg", replace(report, particulars=whose))
    foot = "R-2222-3333-1, code 7K3M-9QXT-2BWD"
    pictures = [made.decode() for name, made in drawn.items() if name.endswith("svg")]
    assert pictures and all(f" {foot}</desc>" in one for one in pictures)
    for one in pictures:
        tree = ElementTree.fromstring(one)  # noqa: S314 - our own drawing
        last = [*tree][-1]
        assert last.text == foot
        assert float(last.get("y", "")) < float(tree.get("viewBox", "").split()[-1])
    plain = files("charts-png", replace(report, particulars=replace(whose, code="ANOTHER")))
    assert (
        plain["scores.png"] != files("charts-png", replace(report, particulars=whose))["scores.png"]
    )


def test_there_is_a_tile_for_each_question_that_was_asked() -> None:
    report = samples.worked()
    tree = ElementTree.fromstring(files("charts-svg", report)["heat-map.svg"])  # noqa: S314 - our own drawing
    tiles = [one for one in tree.iter() if one.get("class") == "chart-tile"]
    assert len(tiles) == len(report.questions)


def test_a_tile_says_all_that_there_is_to_say_of_its_question() -> None:
    report = samples.worked()
    row = report.glance.heat[0]
    level = "4 Embedded and improving everywhere"
    tile = replace(row.tiles[0], code="A-1", words=level, flags=("Critical", "Evidence"))
    heat = (replace(row, tiles=(tile,)),)
    made = files("charts-svg", replace(report, glance=replace(report.glance, heat=heat)))
    tree = ElementTree.fromstring(made["heat-map.svg"])  # noqa: S314 - our own drawing
    texts = [one for one in tree.iter() if one.tag.endswith("text")][1:-1]
    assert " ".join(one.text or "" for one in texts) == f"A-1 {level} Critical Evidence"
    (box,) = (one for one in tree.iter() if one.get("class") == "chart-tile")
    assert float(texts[-1].get("y", "")) < float(box.get("y", "")) + float(box.get("height", ""))


def test_a_draft_says_so_in_each_name_and_inside() -> None:
    drawn = files("charts-png", replace(samples.worked(), draft="This is a draft."))
    assert [*drawn][:2] == ["draft-scores.png", "draft-heat-map.png"]
    assert "This is a draft." in drawn["descriptions.txt"].decode()


def test_a_rubric_that_shows_no_score_has_only_the_heat_map() -> None:
    spec = r.gate_check()
    report = samples.report(spec, r.sheet({"A-1": r.answered(0)}))
    assert [*charts(report)] == ["heat-map"]


def test_where_there_are_two_scores_they_are_drawn_over_time() -> None:
    report = samples.since(samples.worked(), "36.6")
    assert [*charts(report)] == ["scores", "heat-map", "over-time"]
    said = files("charts-svg", report)["descriptions.txt"].decode()
    assert "over-time: 24 November 2025: 36.6, Emerging, edition 2025; 23 November 2026" in said
