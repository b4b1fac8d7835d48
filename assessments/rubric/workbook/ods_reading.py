"""An OpenDocument spreadsheet (.ods) to sheets of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assessments.rubric.files.faults import cut
from assessments.rubric.workbook.package import Package, damaged, locked
from assessments.rubric.workbook.workbook import (
    MOST_TEXT,
    Cell,
    Collector,
    Kind,
    Sheet,
    address,
    refusal,
)
from assessments.rubric.workbook.xml_reading import read_xml

MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TABLE, TEXT = f"{_NAMES}:office:1.0 ", f"{_NAMES}:table:1.0 ", f"{_NAMES}:text:1.0 "
DRAWING, SCRIPT = f"{_NAMES}:drawing:1.0 ", f"{_NAMES}:script:1.0 "
CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"

_LINKED = frozenset(
    TABLE + name for name in ("table-source", "cell-range-source", "dde-link", "dde-links")
)
_NOT_CELLS = frozenset(
    {OFFICE + "annotation", OFFICE + "forms", TABLE + "shapes", TABLE + "tracked-changes",
     TABLE + "content-validations"}
)  # fmt: skip
"""Comments, drawings and the like, whose text is no cell's."""
_KINDS = dict(
    float=Kind.NUMBER,
    currency=Kind.NUMBER,
    percentage=Kind.PERCENTAGE,
    date=Kind.DATE,
    time=Kind.DATE,
    boolean=Kind.TRUTH,
)
_VALUES = {Kind.DATE: ("date-value", "time-value"), Kind.TRUTH: ("boolean-value",)}

# What markup means inside a paragraph, kept apart from white space that is mere layout.
_SPACE, _TAB, _BREAK = "\x01", "\x02", "\x03"
_LAYOUT = re.compile(r"[ \t\r\n]+")
_MARKS = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})


def is_ods(package: Package) -> bool:
    """Whether the package says that it is an OpenDocument spreadsheet."""
    return package.whole("mimetype").strip() in MIMETYPES


def read_ods(package: Package) -> list[Sheet]:
    """The sheets of a workbook; refuses one that is locked, has macros or links elsewhere."""
    if b"encryption-data" in package.whole("META-INF/manifest.xml"):
        raise locked()
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        raise has_macros()
    collector = Collector()
    read_xml(package.chunks("content.xml"), _Content(collector))
    return collector.sheets


def has_macros() -> Exception:
    """The refusal of a workbook with programs in it."""
    return refusal("holds macros: save it without them, as .ods or .xlsx")


def has_links() -> Exception:
    """The refusal of a workbook that fetches from elsewhere."""
    return refusal("takes data from other files: break its links, so that it stands alone")


class _Content:
    """Follows `content.xml`."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._skipping = 0
        self._row = 0
        self._row_repeats = 1
        self._column = 0
        self._cells: list[tuple[int, int, Cell]] = []
        self._attributes: Mapping[str, str] | None = None
        self._paragraphs: list[str] = []
        self._pieces: list[str] | None = None
        self._length = 0
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            TABLE + "table": self._start_table,
            TABLE + "table-row": self._start_row,
            TABLE + "table-cell": self._start_cell,
            TABLE + "covered-table-cell": self._start_cell,
            TEXT + "p": self._start_paragraph,
            TEXT + "s": self._spaces,
            TEXT + "tab": lambda _: self.text(_TAB),
            TEXT + "line-break": lambda _: self.text(_BREAK),
        }
        self._ends: dict[str, Callable[[], None]] = {
            TABLE + "table-row": self._end_row,
            TABLE + "table-cell": self._end_cell,
            TABLE + "covered-table-cell": self._end_cell,
            TEXT + "p": self._end_paragraph,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or name in _NOT_CELLS or name.startswith(DRAWING):
            self._skipping += 1
            return
        if name in _LINKED:
            raise has_links()
        if name.startswith(SCRIPT):
            raise has_macros()
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def text(self, text: str) -> None:
        if self._pieces is None or self._skipping:
            return
        self._length += len(text)
        if self._length <= MOST_TEXT:
            self._pieces.append(text)

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._collector.start(attributes.get(TABLE + "name", ""))
        self._row = 1

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row_repeats = _count(attributes, TABLE + "number-rows-repeated")
        self._column = 0
        self._cells = []

    def _end_row(self) -> None:
        if not self._collector.sheets:
            raise damaged()
        for row in range(self._row, self._row + self._row_repeats if self._cells else self._row):
            for first, repeats, cell in self._cells:
                for column in range(first, first + repeats):
                    self._collector.put(row, column, cell)
        self._row += self._row_repeats

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._attributes = attributes
        self._paragraphs = []
        self._length = 0
        wide = _count(attributes, TABLE + "number-columns-spanned")
        high = _count(attributes, TABLE + "number-rows-spanned")
        if wide > 1 or high > 1:
            last = address(self._row + high - 1, self._column + wide - 1)
            self._collector.merge(f"{address(self._row, self._column)}:{last}")

    def _end_cell(self) -> None:
        if self._attributes is None:
            return
        repeats = _count(self._attributes, TABLE + "number-columns-repeated")
        if self._length > MOST_TEXT:
            name = cut(self._collector.sheets[-1].name) if self._collector.sheets else ""
            where = f'sheet "{name}", cell {address(self._row, self._column)}'
            raise refusal(f"holds more than {MOST_TEXT:,} characters", where)
        cell = self._cell(self._attributes)
        if cell is not None:
            self._cells.append((self._column, repeats, cell))
        self._column += repeats
        self._attributes = None

    def _cell(self, attributes: Mapping[str, str]) -> Cell | None:
        shown = "\n".join(self._paragraphs)
        if TABLE + "formula" in attributes:
            return Cell(Kind.FORMULA, attributes[TABLE + "formula"])
        if attributes.get(CALC_TYPE) == "error":
            return Cell(Kind.ERROR, shown)
        kind = _KINDS.get(attributes.get(OFFICE + "value-type", "string"), Kind.TEXT)
        if kind is Kind.TEXT:
            text = attributes.get(OFFICE + "string-value", shown)
            return Cell(kind, text) if text.strip() else None
        names = _VALUES.get(kind, ("value",))
        value = next((v for name in names if (v := attributes.get(OFFICE + name))), shown)
        return Cell(kind, value)

    def _start_paragraph(self, attributes: Mapping[str, str]) -> None:
        if self._attributes is not None:
            self._pieces = []

    def _end_paragraph(self) -> None:
        if self._pieces is None:
            return
        laid_out = "".join(self._pieces)
        self._pieces = None
        self._length += 1
        self._paragraphs.append(_LAYOUT.sub(" ", laid_out).strip(" ").translate(_MARKS))

    def _spaces(self, attributes: Mapping[str, str]) -> None:
        spaces = min(_count(attributes, TEXT + "c"), MOST_TEXT + 1)
        self._collector.spend(spaces)
        self.text(_SPACE * spaces)


def _count(attributes: Mapping[str, str], name: str) -> int:
    """How often something is repeated; once when the attribute is absent."""
    written = attributes.get(name, "1")
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise damaged()
    return max(int(written), 1)
