"""The public report as a file: sound, and nothing that is withheld anywhere in it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pypdf
import pypdfium2
import pytest

from assessments.disclosure.choices import Choice, defaults
from assessments.disclosure.public import PublicReport
from assessments.exports.as_public_pdf import PARTS, file_name, render
from assessments.question_types import MARKER
from assessments.reports.branding import Branding, logo_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem
from tests.disclosure.attacking import WHEN, WITHHELD, choices, published
from tests.exports import extremes, reading
from tests.exports.test_as_pdf import NASTY
from tests.factories.rubrics import any_reply, any_size, gate_check, sheet
from tests.factories.shipped import shipped_rubric
from tests.pictures import png
from tests.reports import samples

SHUT = ("SEC-01", "SEC-04", "BUD-02")


def public(spec: RubricSpec, given: AnswerSheet, **shut: Choice) -> PublicReport:
    answered = (given, score(spec, given, MARKER), samples.report(spec, given))
    chosen = {**defaults(spec, given.sector)}
    chosen |= {code.replace("_", "-"): each for code, each in shut.items()}
    return published(spec, answered, chosen).report


@cache
def said_and_withheld() -> tuple[PublicReport, dict[str, list[str]]]:
    """The worked example, with words of its own at each answer that is kept back, and at one that
    is not; and all that is said of those that are kept back, by code.
    """
    spec, given = shipped_rubric(), samples.worked_sheet()
    replies = dict(given.replies)
    for code in (*SHUT, "BUD-01"):
        item = EvidenceItem(title=f"Quokka-{code}", link=f"https://quokka.example/{code}")
        replies[code] = replace(replies[code], note=f"Zebra {code} zebra.", evidence=(item,))
    given = replace(given, replies=replies)
    questions = samples.report(spec, given).questions
    usual = {each.level_text for each in questions if each.code not in SHUT}
    said = {
        each.code: [
            each.answer,
            each.note,
            *({each.level_text} - usual),
            *(one.title for one in each.evidence),
        ]
        for each in questions
        if each.code in SHUT
    }
    return public(spec, given, BUD_02=WITHHELD), said


def everything_in(pdf: bytes) -> bytes:
    """Every byte of the file, and every stream, text and entry as they are when unpacked."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [pdf]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        one: Any = reader.get_object(number)
        found.append(repr(one).encode())
        if hasattr(one, "get_data"):
            found.append(one.get_data())
    found.append(repr(reader.metadata).encode() + repr(reader.xmp_metadata).encode())
    found.append("\n".join(page.extract_text() for page in reader.pages).encode())
    found.append(repr([dict(one) for one in flat(reader.outline)]).encode())
    return b"\n".join(found)


def flat(outline: list[Any]) -> list[Any]:
    return [x for each in outline for x in (flat(each) if isinstance(each, list) else [each])]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_withheld_is_anywhere_in_the_file(part: str) -> None:
    report, said = said_and_withheld()
    pdf = render(report, part, WHEN)
    found = everything_in(pdf)
    shown = re.sub(rb"\s+", b" ", found)

    assert pypdf.PdfReader(io.BytesIO(pdf)).attachments == {}
    assert b"Amara Osei" not in found  # who submitted it
    for words in (text for texts in said.values() for text in texts if text):
        assert words[:40].encode() not in shown, words
    assert b"quokka.example/SEC-01" not in shown
    if part == "report":
        assert b"Zebra BUD-01 zebra." in shown
        assert b"https://quokka.example/BUD-01" in shown


@pytest.mark.parametrize("part", PARTS)
def test_it_meets_both_standards_and_says_what_it_is(part: str) -> None:
    pdf = render(said_and_withheld()[0], part, WHEN)
    words = reading.words(pdf)

    assert reading.faults(pdf) == []
    assert reading.outside(pdf) == []
    assert min(reading.sizes(pdf)) >= 9
    assert ("section 31" in words) == (part == "schedule")
    assert pypdf.PdfReader(io.BytesIO(pdf)).metadata.author == "Eastmere Borough Council"
    edition = ("uk-readiness-2026", "2026.2")
    assert file_name(said_and_withheld()[0], part, edition, WHEN.date()) == (
        f"public-readiness-{part}-eastmere-borough-council-uk-readiness-2026-2026-2-r7k2-9qfd"
        f"-version-1-{WHEN.date()}.pdf"
    )


def test_any_text_and_any_size_are_printed() -> None:
    spec = any_size(250, 25)
    replies = {
        question.code: replace(any_reply(question, number), note=NASTY * 3)
        for number, (_, question) in enumerate(spec.questions())
    }
    report = public(spec, sheet(replies), **{"D01.1": WITHHELD})
    assert reading.faults(render(report, "report", WHEN)) == []


def test_a_rubric_without_a_score_has_no_score_in_it() -> None:
    spec = gate_check()
    given = sheet({q.code: any_reply(q, 1) for _, q in spec.questions()})
    answered = (given, score(spec, given, MARKER), samples.report(spec, given))
    words = reading.words(
        render(published(spec, answered, choices(spec, g_2=WITHHELD)).report, "report", WHEN)
    )
    assert "Highest band still open" in words
    assert "out of 100" not in words


def test_every_page_says_the_reference_and_the_code() -> None:
    report = replace(said_and_withheld()[0], code="7K3M-9QXT-2BWD")
    for part in PARTS:
        made = render(report, part, WHEN)
        for page in pypdf.PdfReader(io.BytesIO(made)).pages:
            head = page.extract_text()
            assert report.reference in head and report.code in head


def test_it_has_the_logo_and_the_colour_of_its_organisation_and_no_classification_line() -> None:
    look = Branding(
        logo=logo_of(png(120, 60)), colour="#1f5f2c", classification="OFFICIAL-SENSITIVE"
    )
    report = said_and_withheld()[0]
    for part in PARTS:
        made = render(report, part, WHEN, look)
        assert reading.faults(made) == [] and reading.outside(made) == []
        assert f"Logo of {report.organisation}" in reading.described(made)
        assert "OFFICIAL-SENSITIVE" not in reading.words(made)
        assert made != render(report, part, WHEN, replace(look, colour=""))
        assert reading.described(render(report, part, WHEN)) == []


def test_a_short_answer_is_on_one_page_with_its_question_and_a_long_one_begins_there() -> None:
    report, _ = said_and_withheld()
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pypdfium2.PdfDocument(render(report, "report", WHEN))
    ]
    assert len(pages) > 4
    for question in (each for part in report.dimensions for each in part.questions):
        (page,) = [page for page in pages if f"{question.code} {question.title} " in page]
        its = page.partition(f"{question.code} {question.title} ")[2]
        if question.answer is None:
            assert question.said in its
            continue
        assert question.answer.text in its
        begins = [*question.answer.chosen, question.answer.answer, question.answer.level_text][0]
        assert begins in its
        if len(question.answer.chosen) < 5:
            assert all(action in its for action in question.answer.actions)


@pytest.mark.parametrize("make", [extremes.sentences, extremes.word])
def test_the_longest_texts_and_notes_of_many_lines_are_inside_its_pages(
    make: extremes.Make,
) -> None:
    spec = extremes.rubric(make)
    report = replace(
        public(spec, extremes.sheet(spec, make)), organisation=make(200), assessment=make(200)
    )
    listed = public(samples.small(1), noted_in_lines())
    for each in (report, listed):
        for part in PARTS:
            pdf = render(each, part, WHEN)
            assert reading.outside(pdf) == [] and reading.faults(pdf) == []


def noted_in_lines() -> AnswerSheet:
    reply = samples.reply(samples.small(1), "D0-01", 3, note="a\n" * 700)
    return AnswerSheet(sector="local_authority", replies={"D0-01": reply})
