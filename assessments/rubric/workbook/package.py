"""The file that a workbook comes in: what it is, and its parts, read within bounds.

Nothing is ever written to disk, no link is followed, and the bounds hold while a part is being
inflated, whatever its header says of its size.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from assessments.rubric.workbook.workbook import refusal

MOST_BYTES = 2_000_000
MOST_INFLATED = 20_000_000
MOST_PARTS = 500
MOST_RATIO = 200
"""A part that inflates to more than this many times its size is a bomb, if it is large."""
RATIO_MATTERS_FROM = 2_000_000

_CHUNK = 65_536
_ENCRYPTED = 0x1
_BROKEN = (
    BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class Package:
    """The parts of a zip file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN:
            raise damaged() from None
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS:
            raise refusal(f"is a zip file with more than {MOST_PARTS} parts: no workbook has those")
        self._entries: dict[str, ZipInfo] = {entry.filename: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise damaged()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise locked()
        self._left = MOST_INFLATED
        if sum(entry.file_size for entry in entries) > MOST_INFLATED:
            raise _too_much()

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece; refused as soon as it is more than a workbook needs."""
        entry = self._entries.get(name)
        if entry is None or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise damaged()
        seen = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    seen += len(chunk)
                    self._left -= len(chunk)
                    bomb = seen > RATIO_MATTERS_FROM and seen > MOST_RATIO * entry.compress_size
                    if self._left < 0 or bomb:
                        raise _too_much()
                    yield chunk
        except _BROKEN:
            raise damaged() from None

    def whole(self, name: str) -> bytes:
        """A small part whole; empty when there is none."""
        return b"".join(self.chunks(name)) if name in self._entries else b""


def open_package(data: bytes, name: str = "") -> Package:
    """The zip file of a workbook; anything else is refused by what it is."""
    if not data:
        raise refusal("is empty")
    if len(data) > MOST_BYTES:
        raise refusal(f"is too big: a workbook may hold {MOST_BYTES:,} bytes")
    if data.startswith(b"PK"):
        return Package(data)
    raise refusal(_what_it_is(data, name.lower()))


def _what_it_is(data: bytes, name: str) -> str:
    advice = "save it from your spreadsheet program as .ods or .xlsx"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _LOCKED
        return f"is an old Excel file (.xls), which cannot be read: {advice}"
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook: send the .ods or .xlsx file itself"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"is a web page or plain XML, not a workbook: {advice}"
    if name.endswith((".yaml", ".yml")) or b"format: readiness-rubric" in data[:2000]:
        return "is a YAML rubric file, not a workbook"
    if b"\x00" not in data[:4096]:
        return f"is plain text, such as CSV, which has room for one sheet only: {advice}"
    return f"is not a workbook: {advice}"


_LOCKED = "is protected by a password: save it without one"


def locked() -> Exception:
    """The refusal of an encrypted file."""
    return refusal(_LOCKED)


def damaged() -> Exception:
    """The refusal of a file whose parts cannot be made out."""
    return refusal("is damaged or cut short: open it in your spreadsheet program and save it again")


def _too_much() -> Exception:
    return refusal("holds far more than it seems (a zip bomb), or is no rubric")
