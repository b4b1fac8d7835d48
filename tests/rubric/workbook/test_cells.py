"""What spreadsheet programs put into cells: what is refused at its place, and what is taken."""

import re
from decimal import Decimal

import pytest

from assessments.rubric.files import codec
from assessments.rubric.workbook.cells import Cell, Kind, as_formatted, kind_of_format
from assessments.rubric.workbook.codec import load_sheet
from tests.rubric.workbook.material import (
    SPEC,
    Book,
    faults_of,
    parts_of,
    patched,
    with_cell,
    zipped,
)
from tests.rubric.workbook.slips import LEVELS, QUESTIONS, RUBRIC, q

# What a program may put into a cell: the kind of it in both formats, and what is said of it.
ODD_CELLS = {
    "a formula": (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2">'
        "<text:p>2</text:p></table:table-cell>",
        '<c r="REF"><f>1+1</f><v>2</v></c>',
        "must be a number, got a formula: put its result in its place",
    ),
    "a date": (
        '<table:table-cell office:value-type="date" office:date-value="2026-02-01">'
        "<text:p>1 Feb</text:p></table:table-cell>",
        '<c r="REF" t="d"><v>2026-02-01</v></c>',
        "must be a number, got a date or time: format the cell as a number",
    ),
    "a truth": (
        '<table:table-cell office:value-type="boolean" office:boolean-value="true">'
        "<text:p>TRUE</text:p></table:table-cell>",
        '<c r="REF" t="b"><v>1</v></c>',
        "must be a number, got TRUE: format the cell as a number",
    ),
    "an error": (
        '<table:table-cell xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:'
        'xmlns:calcext:1.0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>",
        '<c r="REF" t="e"><v>#N/A</v></c>',
        'must be a number, got an error ("#N/A"): put what belongs there in its place',
    ),
    "a number beyond all bounds": (
        '<table:table-cell office:value-type="float" office:value="1e400"/>',
        '<c r="REF"><v>1e400</v></c>',
        "must be more than 0 and at most 1,000,000, got 1E+400",
    ),
    "no number": (
        '<table:table-cell office:value-type="float" office:value="NaN"/>',
        '<c r="REF"><v>NaN</v></c>',
        'must be a number, got "NaN"',
    ),
}


@pytest.mark.parametrize("odd", ODD_CELLS)
def test_a_cell_of_an_odd_kind_is_refused_at_its_place(kind: str, odd: str) -> None:
    ods, xlsx, message = ODD_CELLS[odd]
    data = with_cell(Book(), kind, QUESTIONS, 2, "Weight", ods if kind == "ods" else xlsx)
    assert faults_of(data) == [f"{q(2, 'Weight')}: {message}"]


def test_a_percentage_is_refused_in_both_formats() -> None:
    said = "must be a number, got a percentage: format the cell as a number, so that 12% becomes 12"
    cell = '<table:table-cell office:value-type="percentage" office:value="0.7"/>'
    data = with_cell(Book(), "ods", QUESTIONS, 2, "Weight", cell)
    assert faults_of(data) == [f"{q(2, 'Weight')}: {said}"]
    for number, message in [
        (9, said),
        (10, said),
        (14, "must be a number, got a date or time: format the cell as a number"),
    ]:  # noqa: E501
        data = with_cell(Book(), "xlsx", QUESTIONS, 2, "Weight", '<c r="REF" s="0"><v>0.7</v></c>')
        data = patched(
            data,
            "xl/styles.xml",
            r'(?<=<cellXfs count="5">)<xf numFmtId="0"',
            f'<xf numFmtId="{number}"',
        )  # noqa: E501
        assert f"{q(2, 'Weight')}: {message}" in faults_of(data)


def test_a_number_with_the_noise_of_the_program_is_the_number_meant(kind: str) -> None:
    stored = "33.299999999999997"
    cell = (
        f'<table:table-cell office:value-type="float" office:value="{stored}"/>'
        if kind == "ods"
        else f'<c r="REF"><v>{stored}</v></c>'
    )
    spec = load_sheet(with_cell(Book(), kind, QUESTIONS, 2, "Weight", cell))
    assert spec.question("A-1").weight == Decimal("33.3")


def test_merged_cells_are_refused_with_their_range(kind: str) -> None:
    if kind == "ods":
        cell = (
            '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3" '
            'office:value-type="string"><text:p>Plan</text:p></table:table-cell>'
        )
        data = with_cell(Book(), kind, "Glossary", 2, "Term", cell)
    else:
        sheet = f"xl/worksheets/sheet{list(Book().sheets).index('Glossary') + 1}.xml"
        merged = '</sheetData><mergeCells count="1"><mergeCell ref="A2:B4"/></mergeCells>'
        data = patched(Book().write(kind), sheet, "</sheetData>", merged)
    assert 'sheet "Glossary", cells A2:B4: are merged: unmerge them' in faults_of(data)


# What is tolerated


def test_spaces_that_cannot_be_seen_change_nothing(kind: str) -> None:
    book = (
        Book()
        .set(QUESTIONS, 2, "Code", "A-1\u00a0 ")
        .set(QUESTIONS, 2, "Title", "\u00a0A plan ")
        .set(QUESTIONS, 2, "Text", " Do you have a plan?\n")
        .set(QUESTIONS, 2, "Weight", " 70\u00a0")
        .set(QUESTIONS, 2, "Help", " \u00a0")
        .set(LEVELS, 2, "Row", "Level ")
        .rename(QUESTIONS, "Don't know allowed", " don't  KNOW allowed\u00a0")
    )
    assert codec.content_hash(load_sheet(book.write(kind))) == codec.content_hash(SPEC)


def test_numbers_typed_as_text_and_text_typed_as_numbers_are_taken(kind: str) -> None:
    book = Book().set(QUESTIONS, 2, "Weight", "70").set(RUBRIC, 6, "Value", 1)
    assert load_sheet(book.write(kind)) == SPEC


def test_blank_rows_in_the_middle_are_skipped_and_rows_keep_their_numbers(kind: str) -> None:
    book = Book()
    book.rows(QUESTIONS).insert(1, [None] * len(book.sheets[QUESTIONS].columns))
    book.rows(LEVELS).insert(1, [" "] + [None] * (len(book.sheets[LEVELS].columns) - 1))
    assert load_sheet(book.write(kind)) == SPEC
    book.set(QUESTIONS, 4, "Weight", 0)
    said = "must be more than 0 and at most 1,000,000, got 0"
    assert faults_of(book.write(kind)) == [f"{q(4, 'Weight')}: {said}"]


def test_questions_of_one_dimension_need_not_follow_each_other(kind: str) -> None:
    book = Book()
    rows = book.rows(QUESTIONS)
    rows[:] = [*rows[2:], *rows[:2]]
    data = book.write(kind)
    assert codec.content_hash(load_sheet(data)) == codec.content_hash(SPEC)


def test_columns_and_sheets_may_be_in_another_order(kind: str) -> None:
    book = Book()
    for name in (QUESTIONS, LEVELS, RUBRIC):
        rows = book.rows(name)
        rows[:] = [row[::-1] for row in rows]
        book.columns(name, lambda columns: columns.reverse())
    book.sheets = dict(reversed(book.sheets.items()))
    assert load_sheet(book.write(kind)) == SPEC


def test_what_is_for_reading_only_may_change_or_go(kind: str) -> None:
    column = "Question title (for reading only)"
    assert load_sheet(Book().set(LEVELS, 2, column, "Other").write(kind)) == SPEC
    book = Book().drop(LEVELS, column)
    del book.sheets["Read me"]
    assert load_sheet(book.write(kind)) == SPEC


def test_hidden_rows_are_read(kind: str) -> None:
    if kind == "ods":
        data = patched(
            Book().write(kind), "content.xml", '<table:table-row table:style-name="row">',
            '<table:table-row table:style-name="row" table:visibility="filter">', count=0,
        )  # fmt: skip
        assert b'visibility="filter"' in parts_of(data)["content.xml"]
    else:
        sheet = f"xl/worksheets/sheet{list(Book().sheets).index(QUESTIONS) + 1}.xml"
        data = patched(Book().write(kind), sheet, "<row ", '<row hidden="1" ', count=0)
    assert load_sheet(data) == SPEC


def test_truths_count_as_yes_and_no(kind: str) -> None:
    cell = (
        '<table:table-cell office:value-type="boolean" office:boolean-value="false"/>'
        if kind == "ods"
        else '<c r="REF" t="b"><v>0</v></c>'
    )
    assert load_sheet(with_cell(Book(), kind, QUESTIONS, 6, "Required", cell)) == SPEC


def test_a_comment_in_a_cell_is_not_read() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Bob: why?</text:p>'
        "</office:annotation><text:p>A <text:span>plan</text:span></text:p></table:table-cell>"
    )
    assert load_sheet(with_cell(Book(), "ods", QUESTIONS, 2, "Title", cell)) == SPEC


def test_text_in_several_styles_is_read_whole() -> None:
    cell = (
        '<c r="REF" t="inlineStr"><is><r><t xml:space="preserve">A </t></r><r><t>plan</t></r>'
        '<rPh sb="0" eb="1"><t>aid</t></rPh></is></c>'
    )
    assert load_sheet(with_cell(Book(), "xlsx", QUESTIONS, 2, "Title", cell)) == SPEC


def test_repeated_cells_are_read_as_often_as_they_are_there() -> None:
    """LibreOffice writes neighbours that are alike once."""
    parts = parts_of(Book().write("ods"))
    rule = r'table:style-name="choice[0-9]+" table:content-validation-name="[a-z0-9]+"'
    content = re.sub(rule, 'table:style-name="text"', parts["content.xml"].decode())
    blank = r"(<table:table-cell [^>]*)/>\1/>\1/>"
    content, blanks = re.subn(blank, r'\1 table:number-columns-repeated="3"/>', content)
    row = "</table:table-cell>"
    same = re.compile(rf"(<table:table-cell)((?:(?!{row}).)*>yes</text:p>{row})\1\2")
    content, words = same.subn(r'\1 table:number-columns-repeated="2"\2', content)
    assert blanks > 20 and words > 3
    parts["content.xml"] = content.encode()
    assert load_sheet(zipped(parts)) == SPEC


# What other programs keep as a bare number


@pytest.mark.parametrize(
    ("kept", "shown", "message"),
    [
        ("0.12", "12%", "a percentage"),
        ("0.119999999999999999998", "12%", "a percentage"),
        ("0.12", "%12", "a percentage"),
        ("-0.12", "(12%)", "a percentage"),
        ("0.12", "12\u066a", "a percentage"),
        ("46353", "27/11/2026", "a date or time"),
        ("46330", "4 Nov", "a date or time"),
        ("46331", "05-Nov", "a date or time"),
        ("46353", "27 November 2026", "a date or time"),
        ("46353", "Nov-26", "a date or time"),
        ("0.5", "12:00", "a date or time"),
        ("0.1", "2:24", "a date or time"),
        ("2", "1/1", "a date or time"),
        ("46353", "27/11", "a date or time"),
    ],
)
def test_what_is_shown_decides_what_a_bare_number_is(kept: str, shown: str, message: str) -> None:
    cell = _float(kept, shown)
    for column, wanted in (("Weight", "a number"), ("Title", "text")):
        (fault,) = faults_of(with_cell(Book(), "ods", QUESTIONS, 2, column, cell))
        assert fault.startswith(f"{q(2, column)}: must be {wanted}, got {message}: ")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("70", "70"), ("70", "70.00"), ("70", "£70.00"), ("70", "7.00E+01"), ("70", "70 days"),
        ("70.000000000000000000001", "70"), ("70", ""), ("70", "###"), ("70", "70/1"),
    ],
)  # fmt: skip
def test_a_number_may_be_shown_in_any_way_that_keeps_its_digits(kept: str, shown: str) -> None:
    assert load_sheet(with_cell(Book(), "ods", QUESTIONS, 2, "Weight", _float(kept, shown))) == SPEC


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("9.96", "10.0"),
        ("12.347", "12.3"),
        ("0.04", "0"),
        ("1200", "1,200.00"),
        ("5", "(5.00)"),
        ("0.5", "1/2"),
        ("12.3", "12 2/7"),
    ],
)
def test_a_number_may_be_shown_rounded_or_with_marks(kept: str, shown: str) -> None:
    data = with_cell(Book(), "ods", QUESTIONS, 2, "Weight", _float(kept, shown))
    assert load_sheet(data).question("A-1").weight == Decimal(kept)


def _float(kept: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{kept}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("kept", "code", "shown"),
    [
        ("4", "General", ""), ("4", "@", ""), ("4", "0", "4"), ("4", "0.0", "4.0"),
        ("2026.1", "0.00", "2026.10"), ("1200", "#,##0", "1,200"), ("12", "#,##0", "12"),
        ("7", "000", "000"), ("1e400", "0", "0"), ("NaN", "0.0", "NaN"), ("x", "0", "0"),
        ("4", f"0.{'0' * 1000}", f"0.{'0' * 1000}"), ("4", "[$-809]0_ ;[Red]\\-0\\ ", "4"),
        ("4", "[Color 3]0", "[Color 3]0"), ("-4", "0;(0)", "0;(0)"), ("4", "#0.0_)", "4.0"),
        ("4", "[Blue]General;(0)", ""), ("0", "General;General;", "General;General;"),
    ],
)  # fmt: skip
def test_what_excel_shows_follows_from_the_format(kept: str, code: str, shown: str) -> None:
    assert as_formatted(kept, code) == Cell(Kind.NUMBER, kept, shown)


@pytest.mark.parametrize(("built_in", "faulty"), [("0", False), ("1", False), ("2", True),
                         ("3", False), ("7", True), ("11", True), ("49", False)])  # fmt: skip
def test_a_code_typed_as_a_number_is_taken_as_it_is_seen(built_in: str, faulty: bool) -> None:
    """A version 4.0 that a program keeps as 4 would be another version without a word."""
    data = with_cell(Book(), "xlsx", QUESTIONS, 2, "Title", '<c r="REF" s="NEW"><v>4</v></c>')
    parts = parts_of(data)
    styles = parts["xl/styles.xml"].decode()
    place = styles[styles.index("<cellXfs") : styles.index("</cellXfs")].count("<xf ")
    own = f'<xf numFmtId="{built_in}" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    parts["xl/styles.xml"] = styles.replace("</cellXfs>", own).encode()
    for name in parts:
        parts[name] = parts[name].replace(b'"NEW"', f'"{place}"'.encode())
    said = "must be text, got a number that is shown as something else: format the cell as text, "
    if faulty:
        assert faults_of(zipped(parts)) == [f"{q(2, 'Title')}: {said}and type it again"]
    else:
        assert load_sheet(zipped(parts)).question("A-1").title == "4"


@pytest.mark.parametrize(("shown", "faulty"), [("4", False), ("4.0", True), ("£4", True)])
def test_a_text_typed_as_a_number_is_taken_as_it_is_shown(shown: str, faulty: bool) -> None:
    data = with_cell(Book(), "ods", QUESTIONS, 2, "Title", _float("4", shown))
    said = "must be text, got a number that is shown as something else: format the cell as text, "
    if faulty:
        assert faults_of(data) == [f"{q(2, 'Title')}: {said}and type it again"]
    else:
        assert load_sheet(data).question("A-1").title == "4"


def test_a_truth_that_libreoffice_wrote_as_a_formula_is_one() -> None:
    ods = (
        '<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1">'
        "<text:p>TRUE</text:p></table:table-cell>"
    )
    xlsx = '<c r="REF" t="b"><f aca="false">TRUE()</f><v>1</v></c>'
    for kind, cell in (("ods", ods), ("xlsx", xlsx)):
        assert load_sheet(with_cell(Book(), kind, QUESTIONS, 2, "Required", cell)) == SPEC


def test_a_list_of_types_that_a_workbook_might_have_is_no_macro() -> None:
    """SheetJS gives the type of every ending that it knows."""
    types = '<Default Extension="bin" ContentType="x.sheet.binary.macroEnabled.main"/><Default '
    data = patched(Book().write("xlsx"), "[Content_Types].xml", "<Default ", types)
    assert load_sheet(data, "rubric.xlsx") == SPEC


def test_a_tab_is_refused_at_its_cell_and_a_run_of_blanks_is_one(kind: str) -> None:
    assert faults_of(Book().set(QUESTIONS, 2, "Title", "A\tplan").write(kind)) == [
        f"{q(2, 'Title')}: holds a tab, character 2, which spreadsheet programs lose: use a space"
    ]
    assert load_sheet(Book().set(QUESTIONS, 2, "Title", "A   plan").write(kind)) == SPEC


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Kind.NUMBER),
        ("General;[Red]-General", Kind.NUMBER),
        ("Standard", Kind.NUMBER),
        ("@", Kind.NUMBER),
        ("0.00E+00", Kind.NUMBER),
        ("#,##0.00_);[Red](#,##0.00)", Kind.NUMBER),
        ('0 "days"', Kind.NUMBER),
        ("0\\h", Kind.NUMBER),
        ("[$\u00a3-809]#,##0", Kind.NUMBER),
        ("0%", Kind.PERCENTAGE),
        ('0.0"%"', Kind.PERCENTAGE),
        ("General\\%", Kind.PERCENTAGE),
        ("0.00%;[Red]-0.00%", Kind.PERCENTAGE),
        ("dd/mm/yyyy", Kind.DATE),
        ("[$-809]d mmmm yyyy;@", Kind.DATE),
        ("[h]:mm", Kind.DATE),
        ("HH:MM AM/PM", Kind.DATE),
    ],
)
def test_a_format_is_known_by_its_code(code: str, kind: Kind) -> None:
    assert kind_of_format(code) is kind
