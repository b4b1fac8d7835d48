"""However long a text, however many dimensions: the PDF has all of it, inside its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import typst

from assessments.exports import as_pdf_board
from assessments.exports.as_pdf import EXPORT
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet, EvidenceItem
from tests.exports import extremes, reading
from tests.reports import samples

NAMES = (
    "Procurement, contracts and the management of suppliers across the whole organisation {}",
    "Dimension {}",
)


def many(dimensions: int, name: str = NAMES[1], *, shows_score: bool = True) -> Report:
    """A report of so many dimensions of one question each."""
    spec = replace(samples.small(dimensions, name), shows_score=shows_score)
    replies = {
        question.code: samples.reply(spec, question.code, place % 5)
        for place, (_, question) in enumerate(spec.questions())
    }
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def with_evidence(*items: EvidenceItem) -> bytes:
    spec = samples.small(1)
    reply = samples.reply(spec, "D0-01", 3, evidence=items)
    sheet = AnswerSheet(sector="local_authority", replies={"D0-01": reply})
    return EXPORT.render(samples.report(spec, sheet))


@pytest.mark.parametrize("make", [extremes.sentences, extremes.word])
def test_no_text_runs_over_the_edge_of_a_page(make: extremes.Make) -> None:
    report = extremes.report(make)
    made = EXPORT.render(report)
    assert reading.outside(made) == []
    assert reading.faults(made) == []
    copied = reading.copied(made).replace(" ", "")
    figures = [part.figure for part in report.dimensions if part.figure]
    assert figures
    for text in [figure.caution for figure in figures] + [q.note for q in report.questions]:
        assert copied.count(text.replace(" ", "")) >= 1


@pytest.mark.parametrize(
    "make",
    [
        extremes.large,
        extremes.without_score,
        extremes.nothing_applies,
        extremes.every_script,
        extremes.long_notes,
        lambda: samples.contradicted("a\n" * 700),
    ],
)
def test_the_working_paper_of_any_report_is_sound_and_inside_its_pages(
    make: Callable[[], Report],
) -> None:
    made = EXPORT.render(make())
    assert reading.faults(made) == [] and reading.outside(made) == []


def test_a_block_that_cannot_break_is_seen_to_run_over_the_edge(tmp_path: Path) -> None:
    source = tmp_path / "long.typ"
    source.write_text(f'#set page(paper: "a4")\n#block(breakable: false)[{"Long text. " * 900}]')
    assert reading.outside(typst.compile(str(source)))


@pytest.mark.parametrize(
    "address",
    [
        extremes.ADDRESS,
        "https://www.wexcombe.gov.uk/plans/digital-strategy-2026-to-2030.pdf?version=2&page=14#aims",
        "https://example.org/" + "e\u0301" * 60,
        "https://example.org/" + "x" * 1_900,
    ],
)
def test_an_address_copied_from_it_is_the_address(address: str) -> None:
    made = with_evidence(EvidenceItem(title="Plan", link=address))
    shown = address.replace("e\u0301", "\u00e9")
    assert shown in reading.copied(made)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    read = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert shown in read or len(shown) > 800  # One that long goes on below the next page's head.


def test_no_character_that_cannot_be_seen_is_left_in_the_text() -> None:
    for made in (EXPORT.render(samples.worked()), with_evidence(EvidenceItem(title="W" * 200))):
        assert "\u200b" not in reading.copied(made)
    assert "W" * 200 in reading.copied(made)


LEADS_TO = {
    "https://example.org/a": "https://example.org/a",
    "http://example.org/b": "http://example.org/b",
    "www.example.org/x": "https://www.example.org/x",
    "wexcombe.gov.uk/plan": "https://wexcombe.gov.uk/plan",
    "Minute 14/2026": None,
    "plan.docx": None,
    "javascript:alert(1)": None,
    "someone@example.org": None,
}


def test_what_is_an_address_is_a_link_and_nothing_else_is() -> None:
    made = with_evidence(
        *(EvidenceItem(title=f"Plan {n}", link=typed) for n, typed in enumerate(LEADS_TO))
    )
    lines = [
        line
        for page in pypdfium2.PdfDocument(made)
        for line in page.get_textpage().get_text_range().splitlines()
    ]
    for number, (typed, leads_to) in enumerate(LEADS_TO.items()):
        # The title and the address are on lines of their own, so that neither runs into the other.
        place = next(n for n, line in enumerate(lines) if line.endswith(f"Plan {number}"))
        assert lines[place + 1] == typed
        assert leads_to is None or leads_to in reading.links(made)
    allowed = {leads_to for leads_to in LEADS_TO.values() if leads_to}
    refused = [typed for typed, leads_to in LEADS_TO.items() if leads_to is None]
    assert not [link for link in reading.links(made) - allowed if any(t in link for t in refused)]


def test_evidence_that_is_only_an_address_is_given_once() -> None:
    address = "https://example.org/only"
    made = with_evidence(EvidenceItem(title=address, link=address))
    assert reading.copied(made).count(address) == 1 and address in reading.links(made)


@pytest.mark.parametrize(
    ("dimensions", "name"), [(1, NAMES[0]), (5, NAMES[0]), (25, NAMES[0]), (60, NAMES[1])]
)
def test_every_dimension_is_at_a_glance_in_both_papers(dimensions: int, name: str) -> None:
    report = many(dimensions, name)
    for paper, least in ((EXPORT, 3), (as_pdf_board.EXPORT, 2)):
        made = paper.render(report)
        assert reading.outside(made) == [] and reading.faults(made) == []
        copied = reading.copied(made).replace(" ", "")
        for part in report.dimensions:
            assert copied.count(part.name.replace(" ", "")) >= least


@pytest.mark.parametrize("paper", [EXPORT, as_pdf_board.EXPORT], ids=["working paper", "board"])
@pytest.mark.parametrize("band", ["Emerging", "W" * 200])
def test_the_scores_over_time_are_a_list_and_a_chart_whose_labels_can_be_read(
    paper: Any, band: str
) -> None:
    report = samples.since(samples.worked(), *(f"{place}.0" for place in range(8)), band=band)
    made = paper.render(report)
    assert reading.outside(made) == [] and reading.faults(made) == []
    assert min(reading.sizes(made)) >= 9
    words = reading.words(made)
    assert "24 November 2025: 7.0, " in words and "23 November 2026: 68.2, Developing" in words
    assert any("24 November 2025: 7.0, " in one for one in reading.described(made))


def test_a_name_of_200_characters_fits_and_a_first_score_has_no_chart_over_time() -> None:
    for paper in (EXPORT, as_pdf_board.EXPORT):
        made = paper.render(replace_organisation("W" * 200))
        assert reading.outside(made) == []
        assert "Score over time" not in reading.words(made)


def replace_organisation(name: str) -> Report:
    report = samples.worked()
    return replace(report, particulars=replace(report.particulars, organisation=name))


@pytest.mark.parametrize(
    ("make", "together"),
    [
        (samples.worked, True),
        (lambda: many(25), True),
        (lambda: many(33), True),
        (extremes.large, True),
        (lambda: many(12, NAMES[0]), False),
    ],
)
def test_the_tiles_are_on_one_page_where_they_fit_and_else_their_head_is_on_each(
    make: Callable[[], Report], together: bool
) -> None:
    report = make()
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pypdfium2.PdfDocument(EXPORT.render(report))
    ]
    parts = [page.partition("Each question and its level")[2] for page in pages]
    on = [place for place, part in enumerate(parts) if part]
    shown = [re.search(r"\(D\d+-…\) |\([A-Z]+-…\) ", parts[place]) for place in on]
    assert (len(on) == 1) is together and all(shown)
    assert on == list(range(on[0], on[-1] + 1))
