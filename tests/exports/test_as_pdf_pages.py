"""Where things are on the pages of a working paper."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pypdfium2

from assessments.exports.as_pdf import EXPORT
from assessments.reports.content import MethodSection, Report
from assessments.scoring.sheet import AnswerSheet
from tests.reports import samples


def small() -> Report:
    """A report on three answers of which none has a gate, so that there is no list of gates."""
    spec = samples.small(3)
    replies = {one.code: samples.reply(spec, one.code, 3) for _, one in spec.questions()}
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def rows(pdf: bytes) -> list[tuple[int, float, float, str]]:
    """The page, the foot, the top and the words of each line."""
    found = []
    for number, sheet in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        text = sheet.get_textpage()
        for index in range(text.count_rects()):
            left, foot, right, top = text.get_rect(index)
            words = text.get_text_bounded(left, foot, right, top)
            found.append((number, foot, top, words.strip()))
    return found


def test_what_is_not_there_leaves_no_room_behind() -> None:
    """A list of no gates did, and so did what changed since no earlier report."""
    above = {
        after[3]: before[1] - after[2]
        for before, after in pairwise(rows(EXPORT.render(small())))
        if before[0] == after[0]
    }
    assert 0 < above["How this was reached"] < 26
    [first] = [gap for words, gap in above.items() if words.startswith("3.1")]
    assert 0 < first < 26


def test_what_the_report_is_of_is_on_one_page() -> None:
    report = small()
    for lines in range(0, 40, 4):
        more = MethodSection(heading="More", paragraphs=("A line.",) * lines)
        pdf = EXPORT.render(replace(report, method=(*report.method, more)))
        pages = {}
        for number, _, _, words in rows(pdf):
            pages |= {words: number}
        [heading] = [
            number for words, number in pages.items() if words.endswith("About this report")
        ]
        assert heading == pages["Scoring engine"] == pages["SHA-256"], lines
