"""A report as the sheets of a workbook: summary, dimensions, answers, actions, and the sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assessments.exports import as_csv, as_csv_actions
from assessments.exports.tables import FIGURE, SHARE, TEXT, TRUTH, Column, Part
from assessments.exports.workbook_sums import Cell, sums_sheets
from assessments.reports.content import Report, ReportDimension
from assessments.rubric import definition as d
from assessments.rubric.workbook.forms import NOT_XML
from assessments.rubric.workbook.layout import Column as SheetColumn
from assessments.rubric.workbook.writing import SheetToWrite

MOST = 32_767
"""The most characters that Excel takes in a cell."""
_CUT = " … (cut here: the JSON has all of it)"
_LONG = frozenset({
    "Question", "Answer", "Note", "Reason", "Evidence", "Evidence past its date", "Files", "Held",
    "Held past its date", "Does not fit", "Also counts towards", "Does not fit together with",
    "Action", "Missing lines", "Guidance", "Working", "Summary", "What the effort means",
})  # fmt: skip
_DIMENSIONS: Sequence[Column[ReportDimension]] = (
    ("Code", lambda each: each.code, TEXT),
    ("Dimension", lambda each: each.name, TEXT),
    ("Weight", lambda each: each.weight, FIGURE),
    ("Share of overall score", lambda each: each.share.removesuffix("none"), SHARE),
    ("Score", lambda each: each.score or "", FIGURE),
    ("Band", lambda each: each.band, TEXT),
    ("What holds the band", lambda each: each.holds, TEXT),
    ("Summary", lambda each: each.summary, TEXT),
    ("Working", lambda each: each.working, TEXT),
)


def sheets(report: Report) -> list[SheetToWrite]:
    """The sheets in their order; the bytes of a workbook follow from them."""
    answers = (*report.questions, *report.unasked)
    actions = _table("Actions", as_csv_actions.COLUMNS, report.actions)
    if report.no_actions:
        said = [report.no_actions if each.name == "Action" else None for each in actions.columns]
        actions = SheetToWrite("Actions", actions.columns, [said], grows=False)
    return [
        SheetToWrite(
            "Summary",
            [SheetColumn(name="About", value=d.NAME), SheetColumn(name="Says", value=d.Notes())],
            [[plain(about), plain(said)] for about, said in _summary(report) if said],
            grows=False,
        ),
        _table("Dimensions", _DIMENSIONS, report.dimensions),
        _table("Answers", as_csv.COLUMNS, answers),
        actions,
        *(_plain_sheet(sheet) for sheet in sums_sheets(report)),
    ]


def _summary(report: Report) -> Iterator[tuple[str, str]]:
    who, edition, head = report.particulars, report.edition, report.headline
    yield "Draft", report.draft
    yield "Organisation", who.organisation
    yield "Sector", who.sector_name
    yield "Assessment", who.title
    yield "Questionnaire", f"{edition.title} ({edition.code}, edition {edition.edition})"
    yield "Reference", "" if report.draft else who.reference
    yield "Code", who.code or "A draft has none"
    yield "SHA-256", who.hash
    yield "Made" if report.draft else "Submitted", who.submitted_text
    yield "Submitted by", who.submitted_by
    for sentence in report.glance.verdict:
        yield "Verdict", sentence
    yield "Score", head.score or ""
    final, opened = head.final, head.open_band
    yield "Final band", final.name if final else ""
    yield "Highest band still open", opened.name if opened else ""
    for sentence in head.working:
        yield "How the band was reached", sentence
    if report.change is not None:
        yield "Since last time", report.change.sentence
        yield "Since last time", report.change.band_sentence
    for gate in report.gates:
        what = "Caps the band" if gate.to_lift else "Caps a higher band"
        yield what, f"{gate.code} {gate.title}: {gate.answer}. {gate.message}"
    for sentence in report.how_sure:
        yield "How sure this is", sentence
    yield "Answers", report.counts
    signing = report.signing
    for decision in signing.decisions if signing else ():
        yield "Signed", decision.heading
    if sums_sheets(report):
        yield "The sums", SUMS
    yield "Content hash", edition.content_hash


SUMS = (
    "The last sheets redo the sums with live formulas, next to what the report shows. A program "
    "that only shows a file works them out once you allow editing."
)


def _table(name: str, columns: Sequence[Column[Part]], parts: Iterable[Part]) -> SheetToWrite:
    made = [SheetColumn(name=_heading(each), value=_value(each)) for each in columns]
    rows = [[_cell(read(part), kind) for _, read, kind in columns] for part in parts]
    return SheetToWrite(name, made, rows, grows=False)


def _heading(column: Column[Part]) -> str:
    """A share is kept as a number: 57, and not 57%, which programs read in different ways."""
    heading, _, kind = column
    return f"{heading} (%)" if kind == SHARE else heading


def _value(column: Column[Part]) -> d.Value:
    """What the column is as wide as."""
    heading, _, kind = column
    if kind in (FIGURE, SHARE):
        return d.RANGE
    return d.TEXT if heading in _LONG else d.FLAG if kind == TRUTH else d.NAME


def _cell(value: str, kind: str) -> str | Decimal | None:
    if kind in (FIGURE, SHARE):
        return Decimal(value.removesuffix("%")) if value else None
    if kind == TRUTH:
        return "yes" if value == "true" else "no"
    return plain(value) or None


def plain(text: str) -> str:
    """A text as every spreadsheet program keeps it: without tabs, which join words, without what no
    XML holds, and not longer than a cell.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    text = NOT_XML.sub("\ufffd", text)
    if len(text.encode("utf-16-le")) <= 2 * MOST:
        return text
    room = 2 * (MOST - len(_CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def _plain_sheet(sheet: SheetToWrite) -> SheetToWrite:
    def kept(value: Cell) -> Cell:
        return plain(value) if isinstance(value, str) else value

    rows = [[kept(value) for value in row] for row in sheet.rows]
    return SheetToWrite(sheet.name, sheet.columns, rows, grows=False)
