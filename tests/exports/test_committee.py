"""The summary as OpenDocument and as Word: what both say, and how each is built."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import docx
import odfdo
import pytest
from docx.oxml.ns import qn

from assessments.exports import committee as c
from assessments.exports import export
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet
from tests.reports import samples

Make = Callable[[], Report]
BOTH = pytest.mark.parametrize("key", ["docx", "odt"])


@dataclass(frozen=True)
class Paper:
    """A document as its own library reads it: block by block, a table as its rows."""

    title: str
    language: str
    foot: str
    blocks: Sequence[object]
    descriptions: Sequence[str]
    heading_rows: Sequence[int]


def read(key: str, report: Report) -> Paper:
    content = io.BytesIO(export(key).render(report))
    return _from_word(content) if key == "docx" else _from_opendocument(content)


def _from_word(content: io.BytesIO) -> Paper:
    paper = docx.Document(content)
    [language] = {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))}
    return Paper(
        title=paper.core_properties.title,
        language=language,
        foot=paper.sections[0].footer.paragraphs[0].text,
        blocks=[*_word_blocks(paper)],
        descriptions=[one._inline.docPr.get("descr") for one in paper.inline_shapes],
        heading_rows=[len([*one._tbl.iter(qn("w:tblHeader"))]) for one in paper.tables],
    )


def _word_blocks(paper: docx.document.Document) -> Iterator[object]:
    for one in paper.iter_inner_content():
        if isinstance(one, docx.table.Table):
            yield [[cell.text for cell in row.cells] for row in one.rows]
        elif one.style and one.style.name.startswith("Heading"):
            yield (int(one.style.name[-1]), one.text)
        elif one.text:
            yield one.text


def _from_opendocument(content: io.BytesIO) -> Paper:
    paper = odfdo.Document(content)
    tables = paper.body.get_tables()
    return Paper(
        title=paper.meta.title or "",
        language=paper.language or "",
        foot=paper.styles.get_element("//style:footer/text:p").inner_text,
        blocks=[*_opendocument_blocks(paper)],
        descriptions=[one.inner_text for one in paper.body.get_elements("//svg:desc")],
        heading_rows=[len(one.get_elements("table:table-header-rows/*")) for one in tables],
    )


def _opendocument_blocks(paper: odfdo.Document) -> Iterator[object]:
    for one in paper.body.children:
        match one:
            case odfdo.Table():
                rows = one.get_elements("descendant::table:table-row")
                yield [
                    [cell.get_element("text:p").inner_text for cell in row.children] for row in rows
                ]
            case odfdo.Header():
                yield (int(one.level), one.inner_text)
            case odfdo.List():
                yield one.get_element("descendant::text:p").inner_text
            case _ if one.inner_text and not one.get_elements("draw:frame"):
                yield one.inner_text


def meant(report: Report) -> Iterator[object]:
    """What `read` should find."""
    for block in c.blocks(report):
        match block:
            case c.Heading(text, level):
                yield (level, c.plain(text))
            case c.Paragraph(text) | c.Bullet(text):
                yield c.plain(text)
            case c.Table():
                yield [[*map(c.plain, row)] for row in (block.headings, *block.rows)]


@BOTH
@pytest.mark.parametrize("make", [samples.worked, samples.with_bad_texts])
def test_a_paper_says_each_block_in_order(make: Make, key: str) -> None:
    report = make()
    paper = read(key, report)
    assert [*paper.blocks] == [*meant(report)]
    assert paper.language == "en-GB" and paper.title == c.plain(report.title)
    assert paper.foot == "Reference R7K2-9QFD. Code 7K3M-9QXT-2BWD"
    pictures = [block for block in c.blocks(report) if isinstance(block, c.Picture)]
    assert [*paper.descriptions] == [c.plain(one.chart.words) for one in pictures]
    assert len(pictures) == 2 and paper.heading_rows == [1, 1]


def test_the_paper_has_one_title_and_says_each_thing_once() -> None:
    said = [*meant(samples.worked())]
    headings = [one for one in said if isinstance(one, tuple)]
    assert [level for level, _ in headings] == [1] + [2] * (len(headings) - 1)
    assert [text for _, text in headings][1:3] == ["Verdict", "What caps the band"]
    sentences = [one for one in said if isinstance(one, str)]
    assert len({*sentences}) == len(sentences)
    assert sum("rests on assertion" in one for one in sentences) == 1


def test_the_columns_of_each_table_fill_the_width_of_the_page() -> None:
    tables = [one for one in c.blocks(samples.worked()) if isinstance(one, c.Table)]
    assert [sum(one.widths) for one in tables] == [c.WIDTH, c.WIDTH]


@BOTH
def test_the_paper_of_a_draft_says_so_and_has_no_code(key: str) -> None:
    paper = read(key, replace(samples.worked(), draft="This is a draft."))
    title = "Draft of a readiness report: Eastmere Borough Council"
    assert [*paper.blocks][:2] == [(1, title), "This is a draft."]
    assert paper.foot == title


@BOTH
@pytest.mark.parametrize("tag", ["cy", "zh-Hant-TW", "sr-Latn-RS-x-one", "en-GB-oxendict-a"])
def test_any_language_that_a_rubric_may_be_in_makes_a_paper(tag: str, key: str) -> None:
    report = samples.report(samples.small(1), AnswerSheet(sector="local_authority", replies={}))
    language = read(key, replace(report, edition=replace(report.edition, language=tag))).language
    assert tag.startswith(language.split("-")[0])
