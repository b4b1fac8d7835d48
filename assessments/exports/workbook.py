"""A report as the sheets of a workbook: summary, dimensions, answers, actions, and the sums as live
formulas, with what the report shows next to each.

`ROUND(…, 1)` alone misses ties, because a program's numbers are not exact. Each exact figure is
therefore rounded to a guard digit first, which is far from what programs get wrong. Only functions
that LibreOffice, gnumeric and Excel share are used, and numbers are compared as whole ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from assessments.exports import as_csv, as_csv_actions
from assessments.exports.tables import FIGURE, SHARE, TEXT, TRUTH, Column, Part
from assessments.reports.content import Report, ReportBand, ReportDimension
from assessments.rubric import definition as d
from assessments.rubric.workbook.forms import NOT_XML
from assessments.rubric.workbook.layout import Column as SheetColumn
from assessments.rubric.workbook.writing import Formula, SheetToWrite
from assessments.scoring.sheet import rounded

Cell = str | Decimal | None | Formula
Row = list[Cell]

_CODE, _NAME, _FIGURE = d.SHORT, d.NAME, d.RANGE
_SUMS_COLUMNS = (
    ("Row", _CODE), ("Code", _CODE), ("Name", _NAME), ("Weight", _FIGURE), ("Points", _FIGURE),
    ("Full points", _FIGURE), ("Mark", _FIGURE), ("Gap or score, exact", _FIGURE),
    ("As shown", _FIGURE), ("In the report", _FIGURE), ("The same", _CODE),
)  # fmt: skip
_BANDS_COLUMNS = (
    ("Place", _FIGURE), ("Code", _CODE), ("Band", _NAME), ("From", _FIGURE),
    ("Minimum in each dimension", _FIGURE), ("Reached by the score", _FIGURE),
    ("Reached by each dimension", _FIGURE), ("Place if both", _FIGURE),
    ("Gates that cap at it", _FIGURE), ("Place left by its gates", _FIGURE),
)  # fmt: skip
_RESULTS = {
    "By the score": "from_score",
    "After balance": "after_balance",
    "Final band": "final",
    "Highest band still open": "open_band",
}
_LEAST_GUARD, _MOST_GUARD = 8, 11


def sums_sheets(report: Report) -> list[SheetToWrite]:
    """The sheets; of a report without a score only that of the bands, and of one without a result
    none.
    """
    head = report.headline
    if head.open_band is not None:
        return [_sheet("Bands", _BANDS_COLUMNS, _bands(report, None))]
    if head.score is None or head.final is None:
        return []
    rows, dimensions = _sums(report)
    return [
        _sheet("Sums", _SUMS_COLUMNS, rows),
        _sheet("Bands", _BANDS_COLUMNS, _bands(report, dimensions)),
    ]


def _sheet(name: str, columns: Sequence[tuple[str, d.Value]], rows: list[Row]) -> SheetToWrite:
    made = [SheetColumn(name=heading, value=value) for heading, value in columns]
    filled = [[*row, *[None] * (len(made) - len(row))] for row in rows]
    return SheetToWrite(name, made, filled, grows=False)


def guard(exact: Fraction) -> int:
    """To how many digits to round first, so that the second rounding is right: 8, where possible.

    The exact figure may be so close below a tie that 8 digits of it are the tie.
    """
    for digits in range(_LEAST_GUARD, _MOST_GUARD):
        scaled = exact * 10**digits + Fraction(1, 2)
        first = Fraction(scaled.numerator // scaled.denominator, 10**digits)
        if rounded(first) == rounded(exact):
            return digits
    return _MOST_GUARD


def _shown(row: int, exact: Fraction, said: Decimal | None) -> Row:
    """The figure as shown, what the report says, and whether they are the same."""
    same = f'IF(ROUND(I{row}*10,0)=ROUND(J{row}*10,0),"yes","no")'
    return [Formula(f"ROUND(ROUND(H{row},{guard(exact)}),1)"), said, Formula(same)]


def _sums(report: Report) -> tuple[list[Row], tuple[int, int]]:
    """The rows, and the first and the last place of those of the dimensions."""
    document = report.result_document
    exact = {one["code"]: one for one in document["questions"]}
    scores = {one["code"]: one for one in document["dimensions"]}
    counted = [part for part in report.dimensions if part.score is not None]
    asked = {
        part.code: [one for one in report.questions_of(part.code) if exact[one.code]["share"]]
        for part in counted
    }
    first = 2 + sum(map(len, asked.values()))
    last = first + len(counted) - 1
    whole = f"SUM(D{first}:D{last})"
    rows: list[Row] = []
    spans = {}
    for place, part in enumerate(counted, start=first):
        start, end = len(rows) + 2, len(rows) + 1 + len(asked[part.code])
        spans[part.code] = (start, end)
        for row, one in enumerate(asked[part.code], start=start):
            own, gap = exact[one.code], Fraction(exact[one.code]["gap"])
            share = f"100*D{row}*D{place}/SUM(D{start}:D{end})/{whole}"
            rows.append([
                "Question", one.code, one.title, Decimal(one.weight), _decimal(own["points"]),
                _decimal(own["full"]), Formula(f"E{row}/F{row}"),
                Formula(f"{share}*(1-G{row})"), *_shown(row, gap, rounded(gap)),
            ])  # fmt: skip
    for row, part in enumerate(counted, start=first):
        start, end = spans[part.code]
        mean = f"100*SUMPRODUCT(D{start}:D{end},G{start}:G{end})/SUM(D{start}:D{end})"
        rows.append([
            "Dimension", part.code, part.name, _decimal(scores[part.code]["weight"]), None, None,
            None, Formula(mean), *_shown(row, Fraction(scores[part.code]["exact"]), part.value),
        ])  # fmt: skip
    total, score = last + 1, Decimal(report.headline.score or 0)
    mean = f"SUMPRODUCT(D{first}:D{last},H{first}:H{last})/{whole}"
    rows.append([
        "Overall", None, report.edition.title, None, None, None, None, Formula(mean),
        *_shown(total, Fraction(document["overall"]["exact"]), score),
    ])  # fmt: skip
    return rows, (first, last)


def _decimal(exact: str) -> Decimal:
    """A point or a weight, whose decimals end."""
    number = Fraction(exact)
    return Decimal(number.numerator) / Decimal(number.denominator)


def _bands(report: Report, dimensions: tuple[int, int] | None) -> list[Row]:
    """Each band with what opens it, and below the bands of the result."""
    bands, document = report.bands, report.result_document
    gates = document["gates"]
    caps = [gate["cap_band"] for gate in gates]
    top = len(bands)
    rows = [
        _band(row, band, caps.count(band.code), top, dimensions)
        for row, band in enumerate(bands, start=2)
    ]
    names, last = f"C2:C{top + 1}", top + 1
    by_score = f"MAX(1,SUM(F2:F{last}))"
    balanced = f"MAX(1,MAX(H2:H{last}))"
    left = f"MIN(J2:J{last})"
    places = {
        "from_score": by_score,
        "after_balance": balanced,
        "final": f"MIN({balanced},{left})",
        "open_band": left,
    }
    rows.append([None, "Result", "By these sums", "In the report", "The same"])
    for said, name in _RESULTS.items():
        band: ReportBand | None = getattr(report.headline, name)
        if band is not None:
            row = len(rows) + 2
            found = Formula(f"INDEX({names},{places[name]})")
            same = Formula(f'IF(C{row}=D{row},"yes","no")')
            rows.append([None, said, found, band.name, same])
    return rows


def _band(
    row: int, band: ReportBand, caps: int, top: int, dimensions: tuple[int, int] | None
) -> Row:
    place, opened = Decimal(row - 1), f"IF(I{row}>0,A{row},{top})"
    end: Row = [Decimal(caps), Formula(opened)]
    if dimensions is None:
        return [place, band.code, band.name, *[None] * 5, *end]
    first, last = dimensions
    reached = f"IF(ROUND(Sums!I{last + 1}*10,0)>=ROUND(D{row}*10,0),1,0)"
    least = f"IF(ROUND(MIN(Sums!I{first}:I{last})*10,0)>=ROUND(E{row}*10,0),1,0)"
    met: Cell = Decimal(1) if band.minimum is None else Formula(least)
    both = Formula(f"A{row}*F{row}*G{row}")
    return [
        place, band.code, band.name, band.lower, band.minimum, Formula(reached), met, both, *end,
    ]  # fmt: skip


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
        yield "The sums", ABOUT_THE_SUMS
    yield "Content hash", edition.content_hash


ABOUT_THE_SUMS = (
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
