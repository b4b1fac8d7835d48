"""The file that a workbook comes in: what it is, and the XML of its parts, read within bounds.

Nothing is ever written to disk, no link is followed, and the bounds hold while a part is being
inflated, even if its header gives a smaller size.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from assessments.rubric.findings import refusal

MOST_BYTES = 2_000_000
MOST_INFLATED = 20_000_000
MOST_PARTS = 500
MOST_RATIO, RATIO_MATTERS_FROM = 200, 2_000_000
"""A part that inflates to more than this many times its size is a bomb, if it is large."""
MOST_ELEMENTS, MOST_IN_A_ROW, MOST_DEPTH = 1_000_000, 100_000, 100

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
LOCKED = "is protected by a password: save it without one"
MACROS = "holds macros: save it without them, as .ods or .xlsx"
LINKS = "takes data from other files: break its links, so that it needs no other file"
DAMAGED = "is damaged or cut short: open it in your spreadsheet program and save it again"
_TOO_MUCH = "holds far more than it seems (a zip bomb), or is no rubric"
_SAVE = "save it from your spreadsheet program as .ods or .xlsx"
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError,
           OSError, OverflowError, RuntimeError, ValueError)  # fmt: skip
_NAMESPACE = re.compile(r"urn:.*:([a-z]+):1\.[0-9] (.*)")


class Package:
    """The parts of a zip file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN:
            raise refusal(DAMAGED) from None
        entries = self._zip.infolist()
        self.names = frozenset(entry.filename for entry in entries)
        self._left = MOST_INFLATED
        if len(entries) > MOST_PARTS:
            raise refusal(f"is a zip file with more than {MOST_PARTS} parts: no workbook has those")
        if len(self.names) != len(entries):
            raise refusal(DAMAGED)
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal(LOCKED)
        if sum(entry.file_size for entry in entries) > self._left:
            raise refusal(_TOO_MUCH)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece; refused as soon as it is more than a workbook needs."""
        seen = 0
        try:
            entry = self._zip.getinfo(name)
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise refusal(DAMAGED)
            with self._zip.open(entry) as part:
                while chunk := part.read(65_536):
                    seen += len(chunk)
                    self._left -= len(chunk)
                    bomb = seen > RATIO_MATTERS_FROM and seen > MOST_RATIO * entry.compress_size
                    if self._left < 0 or bomb:
                        raise refusal(_TOO_MUCH)
                    yield chunk
        except _BROKEN:
            raise refusal(DAMAGED) from None

    def check(self) -> None:
        """Raises `FileRefused` where a part is more than is read of one."""
        for name in self.names:
            for _ in self.chunks(name):
                pass

    def whole(self, name: str) -> bytes:
        """A small part whole; empty when there is none."""
        return b"".join(self.chunks(name)) if name in self.names else b""

    def elements_if_any(self, name: str) -> Iterator[Element]:
        """The elements of a part that a workbook may do without."""
        return self.elements(name) if name in self.names else iter(())

    def elements(
        self, name: str, whole: Collection[str] = (), ignored: tuple[str, ...] = ()
    ) -> Iterator[Element]:
        """The elements of a part: those in `whole` as they end, with what is in them, and any
        other as it starts, without. What is `ignored`, by the start of its name, is left out.

        Names are `table:table-row` in OpenDocument and `row` in Excel.
        """
        builder = _Builder(whole, ignored)
        try:
            for chunk in self.chunks(name):
                builder.parser.Parse(chunk, False)
                yield from builder.found
                builder.found.clear()
            builder.parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise refusal(DAMAGED) from None
        yield from builder.found


class _Builder:
    """Follows the XML parser and collects the elements that it finds."""

    def __init__(self, whole: Collection[str], ignored: tuple[str, ...]) -> None:
        self.found: list[Element] = []
        self._whole, self._ignored = whole, ignored
        self._tree = TreeBuilder()
        self._count = self._depth = self._inside = self._open = self._ignoring = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text, parser.buffer_size = True, 1_000_000
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._forbidden
        parser.ExternalEntityRefHandler = self._forbidden

    def _start(self, long: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        self._inside = self._inside + 1 if self._open else 0
        too_many = self._count > MOST_ELEMENTS or self._inside > MOST_IN_A_ROW
        if too_many or self._depth > MOST_DEPTH:
            raise refusal("holds more cells than any rubric needs, blank ones included")
        name = _short(long)
        if self._ignoring or name.startswith(self._ignored):
            self._ignoring += 1
            return
        given = {_short(key): value for key, value in attributes.items()}
        if self._open or name in self._whole:
            self._open += 1
            self._tree.start(name, given)
        else:
            self.found.append(Element(name, given))

    def _end(self, long: str) -> None:
        self._depth -= 1
        if self._ignoring:
            self._ignoring -= 1
        elif self._open:
            self._open -= 1
            self._tree.end(_short(long))
            if not self._open:
                self.found.append(self._tree.close())
                self._tree = TreeBuilder()

    def _text(self, text: str) -> None:
        if self._open and not self._ignoring:
            self._tree.data(text)

    def _forbidden(self, *_: object) -> int:
        raise refusal("holds a document type or entities, which no spreadsheet program writes")


@lru_cache(maxsize=1_000)
def _short(name: str) -> str:
    found = _NAMESPACE.fullmatch(name)
    return f"{found[1]}:{found[2]}" if found else name.rpartition(" ")[2]


def open_package(data: bytes, name: str = "") -> Package:
    """The zip file of a workbook; anything else is refused by what it is."""
    if len(data) > MOST_BYTES:
        raise refusal(f"is too big: a workbook may hold {MOST_BYTES:,} bytes")
    if not data.startswith(b"PK"):
        raise refusal(_what_it_is(data, name.lower()))
    return Package(data)


def _what_it_is(data: bytes, name: str) -> str:
    if not data:
        return "is empty"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return LOCKED if locked else f"is an old Excel file (.xls), which cannot be read: {_SAVE}"
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook: send the .ods or .xlsx file itself"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"is a web page or plain XML, not a workbook: {_SAVE}"
    if name.endswith((".yaml", ".yml")) or b"format: readiness-rubric" in data[:2000]:
        return "is a YAML rubric file, not a workbook"
    if b"\x00" not in data[:4096]:
        return f"is plain text, such as CSV, which has room for one sheet only: {_SAVE}"
    return f"is not a workbook: {_SAVE}"
