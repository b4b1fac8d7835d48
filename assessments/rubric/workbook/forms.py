"""How a value of the rubric document is written in a cell, and how a cell is read back.

Reading is kind where nothing can be mistaken (spaces around a value, a number typed as text) and
strict where something can (a decimal comma, a date, a percentage): then it raises `ValueError` with
words that follow the place. White space around a text never counts, because it is invisible in
a cell; where a rubric has it on purpose, the cell spells the text out: `(exactly "two spaces  ")`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import NoReturn

from assessments.names import folded, tab_fault
from assessments.rubric import definition as d
from assessments.rubric.files.values import number_text
from assessments.rubric.findings import shown
from assessments.rubric.workbook.cells import Cell, Kind

Written = str | Decimal | None
"""What a cell is written with: text, a number, or nothing."""
BLANK = "(blank)"
"""What a cell says where a text is empty on purpose, and not merely absent."""

_EXACTLY = re.compile(r'\A\(exactly (".*")\)\Z', re.DOTALL)
_EXCEL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_HINTS = (
    (re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"), ": leave out the comma"),
    (re.compile(r"[+-]?[0-9]+,[0-9]+"), ": use a full stop for the decimal point, such as {}"),
    (re.compile(r"[+-]?[0-9.]+\s*%"), ": leave out the percent sign"),
)
_RETYPE = "format the cell as text, and type it again"
_LONGEST_NUMBER = 60
_EXACT_DIGITS = 15
"""As many digits as every spreadsheet program keeps; what it stores beyond them is noise."""


def spelled(text: str) -> str:
    """A text as a cell shows it; `unspelled` undoes it to the letter."""
    if text == "":
        return BLANK
    special = text.casefold() == BLANK or text.startswith("(exactly ")
    unseen = text != text.strip() or "\r" in text or _EXCEL_ESCAPE.search(text) is not None
    unfit = NOT_XML.search(text) is not None
    if not (special or unseen or unfit):
        return text
    quoted = _EXCEL_ESCAPE.sub(r"\\u005f", json.dumps(text, ensure_ascii=unfit))
    return f"(exactly {quoted})"


def unspelled(shown_text: str) -> str:
    """The text that a cell means."""
    text = shown_text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if text.casefold() == BLANK:
        return ""
    if text.startswith("(exactly "):
        try:
            text = json.loads(_EXACTLY.sub(r"\1", text))
        except ValueError:
            rule = 'must be (exactly "...") with the whole text between straight quotes'
            raise ValueError(rule) from None
    fault = tab_fault(text)
    if fault is not None:
        raise ValueError(fault)
    # Less what spreadsheet programs lose.
    return folded(text)


def _refuse(cell: Cell, wanted: str, advice: str) -> NoReturn:
    """Raise what is wrong with a cell of a kind that is not taken."""
    got = {
        Kind.FORMULA: "a formula: put its result in its place",
        Kind.ERROR: f"an error ({shown(cell.text)}): put what belongs there in its place",
        Kind.PERCENTAGE: f"a percentage: {advice}",
        Kind.DATE: f"a date or time: {advice}",
        Kind.TRUTH: f"{cell.text.upper()}: {advice}",
    }
    raise ValueError(f"must be {wanted}, got {got.get(cell.kind) or shown(cell.text.strip())}")


def text_of(cell: Cell) -> str:
    """The text in a cell; a number counts as its digits where these are what people see.

    4 shown as 4.00, or 7 as 007, is neither the one nor the other.
    """
    if cell.kind is Kind.TEXT:
        return cell.text
    if cell.kind is Kind.NUMBER:
        digits = number_text(Decimal(exact(cell.text)))
        if cell.shown.replace(",", ".") in ("", digits):  # 1,5 where that is how it is written.
            return digits
        raise ValueError(f"must be text, got a number that is shown as something else: {_RETYPE}")
    _refuse(cell, "text", _RETYPE)


def exact(written: str) -> int | Decimal:
    """The number that the stored digits mean; a whole one as itself.

    A spreadsheet program keeps 15 digits and may store noise after them (0.1 as
    0.10000000000000001). Longer digits therefore mean the shortest number that the program would
    store in the same way.
    """
    if len(written) > _LONGEST_NUMBER or not _NUMBER.fullmatch(written):
        raise ValueError(f"must be a number, got {shown(written)}")
    value = Decimal(written)
    if len(value.as_tuple().digits) > _EXACT_DIGITS and abs(value.adjusted()) < 300:
        value = Decimal(repr(float(value)))
    if abs(value.adjusted()) < _LONGEST_NUMBER and value == value.to_integral_value():
        return int(value)
    return value


def _read_number(cell: Cell) -> int | Decimal:
    if cell.kind not in (Kind.NUMBER, Kind.TEXT):
        percentage = ", so that 12% becomes 12" if cell.kind is Kind.PERCENTAGE else ""
        _refuse(cell, "a number", f"format the cell as a number{percentage}")
    text = cell.text.strip()
    if cell.kind is Kind.NUMBER or _NUMBER.fullmatch(text):
        return exact(text)
    hints = (hint for wrong, hint in _HINTS if wrong.fullmatch(text))
    hint = next(hints, "").format(text.replace(",", "."))
    raise ValueError(f"must be a number, got {shown(text)}{hint}")


def _read_flag(cell: Cell) -> bool:
    word = cell.text.strip().casefold()
    if cell.kind not in (Kind.TEXT, Kind.TRUTH) or word not in ("yes", "no", "true", "false"):
        _refuse(cell, "yes or no", "type yes or no")
    return word in ("yes", "true")


def _lines(cell: Cell) -> list[str]:
    return [line for line in re.split(r"\r\n|\r|\n", text_of(cell)) if line.strip()]


def _read_codes(cell: Cell) -> list[str]:
    codes = [code for piece in re.split(r"[,;\n]", text_of(cell)) if (code := piece.strip())]
    for code in codes:
        if len(code.split()) > 1:
            raise ValueError(f"must have a comma between two codes, got {shown(code)}")
    return codes


def _read_pairs(cell: Cell) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for line in _lines(cell):
        code, colon, text = line.partition(":")
        code = code.strip()
        if not colon or not code or not text.strip():
            example = "local_authority: the text for it"
            raise ValueError(f'must have lines such as "{example}", got {shown(line.strip())}')
        if code in pairs:
            raise ValueError(f"names {code} twice")
        pairs[code] = unspelled(text)
    return pairs


def read_value(value: d.Value, cell: Cell) -> object:
    """What a cell that is not blank says; raises `ValueError` with what is wrong with it."""
    match value:
        case d.Number() | d.Whole():
            return _read_number(cell)
        case d.Flag():
            return _read_flag(cell)
        case d.ListOf(item=d.Code()):
            return _read_codes(cell)
        case d.ListOf():
            return [unspelled(line) for line in _lines(cell)]
        case d.BySector():
            return _read_pairs(cell)
    return unspelled(text_of(cell))


def write_value(value: d.Value, meant: d.Content) -> Written:
    """What a cell is written with for a value that is there."""
    match value:
        case d.Number() | d.Whole():
            return Decimal(str(meant))
        case d.Flag():
            return "yes" if meant else "no"
        case d.ListOf(item=d.Code()):
            return ", ".join(meant)
        case d.ListOf():
            return "\n".join(map(spelled, meant))
        case d.BySector():
            return "\n".join(f"{code}: {spelled(text)}" for code, text in meant.items())
    return spelled(meant)
