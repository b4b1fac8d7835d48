from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pypdf
import pypdfium2
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports import as_pdf_board
from assessments.exports.as_pdf import EXPORT, page_data
from assessments.exports.printing import SUBSTITUTE
from assessments.exports.typesetting import REPLACED
from assessments.question_types import MARKER
from assessments.reports.content import Report
from assessments.reports.score_change import Scored, score_change
from assessments.reports.signing import ReportSigning
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.exports import reading
from tests.factories.shipped import shipped_rubric
from tests.reports import samples

NASTY = (
    "Zażółć 😀 👨\u200d👩\u200d👧 \x00\x07 مرحبا بالعالم 中文字符 \u202eabc\u202c *b* $x$ <b>"
    '\r\nnew\u2028line e\u0301 #read("x") \ufeff\ufffe\uffff ✓ → tab\there ﷽ \U00010348 \ud800'
    " =1+1 http://x.example/#a"
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return EXPORT.render(samples.worked())


@pytest.fixture(scope="module")
def words(pdf: bytes) -> str:
    return reading.words(pdf)


def noted(note: str, **changes: Any) -> Report:
    """A small report in which a person typed the note wherever a person can type."""
    spec = samples.small(2)
    evidence = (EvidenceItem(title=note, link=note),)
    replies = {
        "D0-01": samples.reply(spec, "D0-01", 3, note=note, evidence=evidence),
        "D1-01": Reply(state=State.NOT_APPLICABLE, reason=samples.REASON + note, note=note),
    }
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies), **changes)


def test_it_meets_both_standards(pdf: bytes) -> None:
    assert reading.faults(pdf) == []


def test_the_validator_can_fail(pdf: bytes) -> None:
    untagged = pdf.replace(b"/StructTreeRoot ", b"/StructTreeRoom ", 1)
    assert reading.faults(untagged) != []
    start = pdf.index(b"/Length ") + 8
    wrong = pdf[:start] + str(int(pdf[start : start + 1]) % 9 + 1).encode() + pdf[start + 1 :]
    assert reading.wrong_lengths(pdf) == 0 and reading.wrong_lengths(wrong) == 1


def test_several_can_be_made_at_once() -> None:
    report = noted("plain")
    with ThreadPoolExecutor(3) as pool:
        made = pool.map(EXPORT.render, [report] * 6)
        assert {*made} == {EXPORT.render(report)}


def test_it_says_what_the_report_says(words: str) -> None:
    report = samples.worked()
    head = report.headline
    for shown in (head.score, head.final and head.final.name, *head.working, head.reassess):
        assert shown and shown in words
    for part in report.dimensions:
        assert f"{part.name}: {part.score}, {part.band}" in words
        assert part.working in words
    for gate in report.gates:
        assert gate.message in words and gate.effect in words
    for method in report.method:
        assert all(" ".join(paragraph.split()) in words for paragraph in method.paragraphs)


def test_every_question_is_there_once_with_its_answer_and_figures(words: str) -> None:
    report = samples.worked()
    for part in report.questions:
        assert f"{part.code} {part.title} {part.text}" in words
        assert words.count(part.text) == 1
        assert all(line in words for line in part.answer.split("\n"))
        figures = f"Points {part.points}. Weight {part.weight}: {part.share} of the dimension, "
        figures += f"{part.whole_share} of the whole. Gap {part.gap}."
        assert not part.share or figures in words
    for action in report.actions:
        assert f"{action.place}. {action.code} {action.title} {action.reason}" in words
        assert f"{action.owner}. {action.effort} effort." in words
        assert words.count(action.text) >= 1
        assert all(item in words for item in action.items)
    assert samples.NOTE in words and samples.REASON in words
    assert report.edition.content_hash in words


def test_each_dimension_has_its_own_actions_before_its_answers(pdf: bytes, words: str) -> None:
    report = samples.worked()
    for part in report.dimensions:
        section = words.rindex(f"Gaps and actions in {part.name}")
        answers = words.index(report.questions_of(part.code)[0].text)
        own = [each for each in report.actions if each.dimension == part.name]
        places = [words.index(each.text) for each in own]
        assert places == sorted(places) and section < places[0] < places[-1] < answers


def test_the_text_is_large_enough_to_read(pdf: bytes) -> None:
    sizes = reading.sizes(pdf)
    assert min(sizes) >= 8.99
    assert sizes.most_common(1)[0][0] == pytest.approx(10.5)


def test_it_can_be_found_in_and_followed(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Readiness report: Eastmere Borough Council"
    assert reader.metadata.author == "Amara Osei"
    assert reader.metadata.creation_date == samples.worked().particulars.submitted_at
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    assert titles[:3] == ["1 The result", "2 The dimensions at a glance", "3 What holds the result"]
    count = len(reader.pages)
    for number, sheet in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        assert f"Page {number} of {count}" in sheet.get_textpage().get_text_bounded()
    urls = reading.links(pdf)
    assert samples.EVIDENCE.link in urls
    assert {action.guidance.url for action in samples.worked().actions if action.guidance} <= urls
    annotations = [a.get_object() for p in reader.pages for a in p.get("/Annots", [])]
    inside = [a for a in annotations if "/URI" not in a.get("/A", {})]
    assert len(inside) >= len(titles)


def test_what_is_no_news_is_left_out_with_its_heading() -> None:
    quiet = replace(samples.worked(), gates=(), balance=(), unknown=(), unconfirmed=(), how_sure=())
    for report, left_out in (
        (quiet, ("What holds the result", "do not fit what was held")),
        (replace(samples.worked(), balance=()), ("Gates and balance SEC-01", "No dimension keeps")),
    ):
        said = reading.words(EXPORT.render(replace(report, held=(), evidence=(), files=())))
        assert not [words for words in left_out if words in said]


def test_the_scores_and_every_question_are_at_a_glance(words: str) -> None:
    report = samples.worked()
    # SEC-01 caps the band; the gates of SEC-09, DAT-08 and DAT-09 fired and lower nothing.
    gated = {"SEC"}
    assert "Overall 68.2 Developing" in words
    for part in report.dimensions:
        gate = "Gate " if part.code in gated else ""
        assert f"{part.name} {gate}{part.score} {part.band} {part.share}" in words
    assert all(sentence in words for sentence in (*report.glance.verdict, *report.how_sure))
    # Security: what its codes have in common is said once, and SEC-01 caps the band.
    assert "Security (SEC-…) 01: 1! 02: 3+ 03: 3" in words


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "W" * 10_000,
        "\n" * 10_000,
        "long " * 2_000,
        "\x00",
        "",
        "﷽" * 500,
        "a" * 60 + "\t=1",
        "https://example.org/" + "é" * 1_900,
        "https://example.org/\ud800",
    ],
)
def test_no_text_makes_it_fail(text: str, caplog: pytest.LogCaptureFixture) -> None:
    report = noted(text, organisation=text[:200], title=text[:200], submitted_by=text[:100])
    made = EXPORT.render(report)
    assert reading.faults(made) == []
    assert caplog.records == []


@given(text=st.text(max_size=300))
def test_arbitrary_text_comes_out_or_is_visibly_replaced(text: str) -> None:
    report = noted(f"<{text}>", organisation=text)
    made = EXPORT.render(report)
    assert reading.faults(made) == []


def test_markup_of_people_is_only_text() -> None:
    note = 'see #read("as_pdf.typ") *bold* $x$ <b>hi</b> \\ @label // end'
    assert note in reading.words(EXPORT.render(noted(note)))


def test_what_cannot_be_printed_is_shown_and_said() -> None:
    made = reading.words(EXPORT.render(noted("before 😀中 after")))
    assert f"before {SUBSTITUTE * 2} after" in made
    assert REPLACED in made
    assert REPLACED not in reading.words(EXPORT.render(noted("plain")))


def test_only_web_addresses_become_links() -> None:
    report = noted("javascript:alert(1)")
    (item,) = page_data(report)["sections"][0]["questions"][0]["evidence"]
    assert item["href"] == "" and item["url"] == "javascript:alert(1)"


def test_a_link_leads_to_the_very_address_that_was_given() -> None:
    made = EXPORT.render(noted("https://cy.example/中文?q=שלום"))
    assert f"https://cy.example/{SUBSTITUTE * 2}?q={SUBSTITUTE * 4}" in reading.words(made)
    assert "https://cy.example/中文?q=שלום" in {unquote(url) for url in reading.links(made)}


def test_a_fault_of_the_standards_costs_the_standards_and_not_the_report(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = typst.compile

    def refusing(*args: Any, **options: Any) -> bytes:
        if options["pdf_standards"]:
            raise typst.TypstError("no glyph")
        made: bytes = real(*args, **options)
        return made

    monkeypatch.setattr(typst, "compile", refusing)
    with caplog.at_level(logging.ERROR):
        made = EXPORT.render(noted("plain"))
    assert made.startswith(b"%PDF") and "R7K2-9QFD" in caplog.text


def test_the_language_is_the_rubrics_own() -> None:
    report = noted("plain")
    for tag, meta in (("cy-GB", ("cy", "GB")), ("cy", ("cy", None)), ("?", ("en", None))):
        edition = replace(report.edition, language=tag)
        data = page_data(replace(report, edition=edition))["meta"]
        assert (data["language"], data["region"]) == meta


def test_the_data_never_holds_what_the_template_must_not_print() -> None:
    text = json.dumps(page_data(samples.worked()))
    assert "result_document" not in text and "submitted_at" not in text


def test_a_dimension_without_a_score_says_so_in_a_sentence() -> None:
    shown = reading.words(EXPORT.render(noted("Seen")))
    assert "counts, so it has no score. Weight 15, share of the overall score none." in shown


def test_of_an_incomplete_draft_it_does_not_say_that_no_question_counts() -> None:
    report = samples.report(samples.small(2), AnswerSheet(sector="local_authority"))
    words = reading.words(EXPORT.render(replace(report, draft="This is a draft.")))
    assert report.no_first_actions in words and "No question" not in words


def test_unconfirmed_answers_are_spoken_of_only_where_there_are_any(words: str) -> None:
    shown = "These are at three quarters of full marks or above, with no evidence."
    backed = reading.words(EXPORT.render(noted("Plan")))
    assert shown in words
    assert shown not in backed and "Unconfirmed answers" not in backed


def test_a_band_that_says_nothing_more_has_no_heading_for_it() -> None:
    def shown(**changes: Any) -> str:
        report = noted("Plan")
        assert report.headline.final is not None
        final = replace(report.headline.final, you_should_not_start=(), **changes)
        headline = replace(report.headline, final=final)
        return reading.words(EXPORT.render(replace(report, headline=headline)))

    heading = "means for AI and automation"
    assert heading in shown(meaning="Begin.", you_can_start=())
    assert heading in shown(meaning="", you_can_start=("A pilot",))
    assert heading not in shown(meaning="", you_can_start=())


def test_each_tile_of_the_heat_map_leads_to_its_answer_where_the_paper_has_it() -> None:
    report = samples.worked()
    led = [one.partition(",")[0] for one in reading.leads_to(EXPORT.render(report))]
    tiles = [tile.code for row in report.glance.heat for tile in row.tiles]
    assert [one for one in led if one.startswith("Answer")] == [f"Answer to {one}" for one in tiles]
    assert reading.leads_to(as_pdf_board.EXPORT.render(report)) == []


@pytest.mark.parametrize("signed", [False, True])
def test_as_many_lines_are_held_free_as_the_contents_have(signed: bool) -> None:
    report = samples.worked()
    if signed:
        report = replace(report, signing=ReportSigning(summary="Signed.", sent=(), decisions=()))
    parts = pypdf.PdfReader(io.BytesIO(EXPORT.render(report))).outline
    named = [one for one in parts if not isinstance(one, list)]
    # What is listed of a dimension's answers is not printed there.
    each = next(place for place, one in enumerate(parts) if "Each dimension" in str(one))
    dimensions = [one for one in parts[each + 1] if not isinstance(one, list)]
    assert len(named) + len(dimensions) == len(report.dimensions) + (9 if signed else 8)


def test_why_the_score_changed_is_drawn_and_given_by_dimension_and_question() -> None:
    moved = {
        code: replace(one, value=0)
        for code, one in samples.worked_sheet().replies.items()
        if code in ("BUD-01", "TRA-01") and one.value != 0
    }
    spec, now = shipped_rubric(), samples.worked_sheet()
    then = replace(now, replies={**now.replies, **moved})
    change = score_change(
        Scored(spec=spec, sheet=then, result=score(spec, then, MARKER)),
        Scored(spec=spec, sheet=now, result=score(spec, now, MARKER)),
        "23 November 2025",
    )
    assert moved and change.dimensions and change.whole
    made = EXPORT.render(replace(samples.worked(), change=change))
    assert reading.faults(made) == [] and reading.outside(made) == []
    assert min(reading.sizes(made)) >= 8.99
    words = reading.words(made)
    for part in change.dimensions:
        for one in (part, *part.questions):
            code = "" if one is part else f"{one.code} "
            assert f"{code}{one.name} {one.answers} " in words
    # All of it is due to answers, so the other columns would be zeros, and the total the same.
    assert "Dimension and question Changed answers Budget" in words
    assert f"All dimensions {change.whole.answers} 4 What holds the result" in words
    assert any(one.startswith(f"Then: {change.start}") for one in reading.described(made))
    assert words.count(change.sentence) == 1
    first = change.dimensions[0]
    edited = replace(first, questions=[replace(first.questions[0], scope="+0.4")])
    both = replace(change, dimensions=[edited, *change.dimensions[1:]])
    words = reading.words(EXPORT.render(replace(samples.worked(), change=both)))
    assert "Changed answers Which questions count Total Budget" in words
    assert f"All dimensions {change.whole.answers} 0.0 {change.whole.total} 4 What" in words


def test_a_score_that_did_not_change_has_no_table_of_why(words: str) -> None:
    assert "Why the score changed" not in words and "Points added to the score" not in words


def test_of_one_who_holds_nothing_it_says_nothing_of_what_is_held(words: str) -> None:
    assert "already held" not in words


def test_the_contents_are_on_one_page(pdf: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert sum(". . ." in page for page in pages) == 1


def test_an_action_that_asks_for_a_decision_says_so_where_it_is_listed(words: str) -> None:
    asked = [each for each in samples.worked().actions if each.decision]
    assert 0 < len(asked) < len(samples.worked().actions)
    assert words.count("Asks for a decision.") == len(asked)


def test_an_effort_is_said_as_on_the_page_and_not_how_to_change_what_is_assumed(words: str) -> None:
    efforts = samples.worked().efforts
    assert efforts and all(f"• {one.name}: {one.said}" in words for one in efforts)
    assert "change them" not in words


def test_a_report_without_sources_has_no_heading_of_them(words: str) -> None:
    assert " Sources " in words
    without = reading.words(EXPORT.render(replace(samples.worked(), sources=())))
    assert " Sources " not in without and "About this report" in without


def test_a_national_figure_is_parted_from_its_sentence() -> None:
    part, *others = samples.worked().dimensions
    national = part.figure
    assert national is not None

    def said(value: str) -> str:
        figure = replace(national, value=value, text="21 of the 72 had no money.")
        report = replace(samples.worked(), dimensions=(replace(part, figure=figure), *others))
        return reading.words(EXPORT.render(report))

    assert "figure for context: 21 of 72. 21 of the 72 had no money." in said("21 of 72")
    assert "figure for context. 21 of the 72 had no money." in said("")
