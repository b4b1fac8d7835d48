"""A name too long for the tables of a board report has a number or a code, and is said whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from assessments.exports.as_pdf_board import EXPORT, further, pages_of
from assessments.exports.brief import BAND_MOST, USUAL, briefed, table_of
from assessments.reports.board import ROOMS, board
from assessments.reports.content import Report
from tests.exports import extremes, reading
from tests.exports.test_pdf_extremes import NAMES, many
from tests.factories.shipped import shipped_rubric
from tests.reports import samples

LONGEST = 200


def with_bands(make: extremes.Make) -> Report:
    """The worked example, the name of each band at its longest."""
    spec = shipped_rubric()
    bands = [
        replace(each, name=f"{make(LONGEST - 12):.{LONGEST - 12}} {each.code:.11}")
        for each in spec.bands
    ]
    return samples.report(replace(spec, bands=tuple(bands)), samples.worked_sheet())


@pytest.mark.parametrize("make", [extremes.sentences, extremes.word])
def test_bands_of_the_longest_names_have_numbers_and_each_name_is_whole_on_the_ladder(
    make: extremes.Make,
) -> None:
    report = with_bands(make)
    made = EXPORT.render(report)
    assert pages_of(made) <= 4 and reading.outside(made) == [] and reading.faults(made) == []
    words, rungs = reading.words(made), briefed(report).glance.ladder.rungs
    for place, (band, rung) in enumerate(zip(report.bands, rungs, strict=True), start=1):
        assert rung.name == f"Band {place}: {band.name}" and f"Band {place}: " in words
        assert f" {band.code:.11}" in words
    assert "Overall 68.2 Band 3" in words and "What Band 3 means" in words


LONG_NAME = f"{extremes.sentences(190)} {{}}"


@pytest.mark.parametrize(
    ("dimensions", "name"),
    [
        (25, NAMES[0]),
        (40, NAMES[1]),
        (60, NAMES[1]),
        (60, NAMES[0]),
        (25, LONG_NAME),
        (25, "W" * 190 + " {}"),
        (60, LONG_NAME),
        (250, NAMES[1]),
    ],
)
def test_many_dimensions_are_on_four_pages(dimensions: int, name: str) -> None:
    made = EXPORT.render(many(dimensions, name))
    assert pages_of(made) <= 4 and min(reading.sizes(made)) >= 8.99
    assert reading.outside(made) == [] and reading.faults(made) == []


def test_a_dimension_without_a_row_is_in_words_with_all_that_a_row_says() -> None:
    report = many(60)
    words = reading.words(EXPORT.render(report))
    for part in report.dimensions[30:]:
        assert f"{part.name}: {part.score}, {part.band}" in words
    assert "30 more dimensions. Dimension 30 (D30-…) 01: 0. " in words


def test_names_for_which_there_is_no_room_at_all_are_said_to_be_in_the_working_paper() -> None:
    words = reading.words(EXPORT.render(many(60, LONG_NAME)))
    assert "Dimensions have their codes here, and their names in the working paper." in words
    assert "D59: 100.0, Leading." in words and "D59-01: 4." in words


def test_dimensions_beyond_those_in_words_are_counted() -> None:
    report = many(130)
    left = further(report, board(report, replace(ROOMS[-1], rows=0)))
    assert left.scores.endswith("And 10 more dimensions: see the working paper.")
    assert left.tiles.endswith("And 10 more dimensions: see the working paper.")


@pytest.mark.parametrize("dimensions", [*range(17, 26)])
def test_no_row_of_tiles_is_alone_on_a_page(dimensions: int) -> None:
    report = many(dimensions)
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pypdfium2.PdfDocument(EXPORT.render(report))
    ]
    tiles = [page.rpartition("Each question and its level")[2] for page in pages]
    shown = [len(re.findall(r"\(D\d+-…\) 01: ", one)) for one in tiles]
    assert sum(shown) == dimensions and 1 not in shown


def test_a_dimension_of_the_longest_name_has_its_code_and_its_name_is_with_its_score() -> None:
    report = many(3, f"{extremes.sentences(190)} {{}}")
    made = EXPORT.render(report)
    copied = reading.copied(made).replace(" ", "")
    for part in report.dimensions:
        assert copied.count(part.name.replace(" ", "")) == 1
        assert f"{part.code}{part.name.replace(' ', '')}" in copied
    assert reading.faults(made) == [] and table_of(report).name > USUAL.name


@pytest.mark.parametrize("dimensions", [3, 12])
def test_without_a_score_the_longest_name_is_whole_next_to_its_code_at_its_tiles(
    dimensions: int,
) -> None:
    report = many(dimensions, f"{extremes.sentences(190)} {{}}", shows_score=False)
    made = EXPORT.render(report)
    copied = reading.copied(made).replace(" ", "")
    for part in report.dimensions:
        assert f"{part.code}{part.name.replace(' ', '')}" in copied
    assert reading.faults(made) == [] and reading.outside(made) == [] and pages_of(made) <= 4


def test_short_names_stay_as_they_are() -> None:
    report = samples.worked()
    assert briefed(report) is report and table_of(report) is USUAL


def test_a_name_that_two_have_stays_since_a_text_does_not_say_whose_it_is() -> None:
    report, name = samples.worked(), "B" * (BAND_MOST + 1)
    both = replace(report, bands=[replace(each, name=name) for each in report.bands])
    assert briefed(both) is both


def test_what_people_wrote_keeps_its_words() -> None:
    report = with_bands(extremes.sentences)
    said = f"We are {report.bands[2].name}."
    kept = replace(report, took_part=[said], draft=said)
    assert briefed(kept).took_part == [said] and briefed(kept).draft == said
    assert briefed(kept).contradictions is kept.contradictions
    assert report.bands[2].name not in " ".join(briefed(kept).glance.verdict)
