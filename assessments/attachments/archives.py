"""Office files: ZIP archives of known parts, read within bounds. Pure.

The whole archive is inflated once, a piece at a time and kept nowhere, because what its headers
say of sizes may be a lie. Nothing may be in front of it, behind it or between its parts: that is
where a second file hides.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from assessments.workflow import Refused

PIECE = 65_536
MOST_INFLATED = 500_000_000
"""The most bytes that an office file may unpack to: ten times what one of 20 MB usually does."""
MOST_RATIO, RATIO_MATTERS_FROM = 400, 10_000_000
"""A part that inflates to more than this many times its size is a bomb, if it is large."""
MOST_PARTS, MOST_DIRECTORY = 10_000, 1_000_000
MOST_LISTING = 1_000_000
"""The most bytes of a part that says what the others are."""
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR_MOST = 24

DAMAGED = "The file is damaged or cut short. Open it, save it again, and choose the new one."
UNPACKS_TO_TOO_MUCH = (
    "The file unpacks to far more than a document needs, so it was not taken. Save it again from "
    "your office program, or save it as PDF."
)
HIDES = (
    "The file holds another file in front of it, behind it or between its parts, so it was not "
    "taken. Save it again from your office program."
)
LOCKED = "The file is protected by a password, so it cannot be checked. Save it without one."
MACROS = (
    "The file holds macros, which are small programs, so it was not taken. Save it without macros "
    "as {instead}, or as PDF."
)
OTHER_ZIP = (
    "The file is a ZIP archive, which may hold anything. Unpack it and add the documents in it."
)

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_WORD = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_WORD}wordprocessingml.document.main+xml": "docx",
    f"{_WORD}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_WORD}presentationml.presentation.main+xml": "pptx",
}
_LISTING = "[Content_Types].xml"
_PROGRAMS = ("macroenabled", "vbaproject", "macrosheet", "activex", "vbadata")
"""What the content type of a part has in it that is a program or its settings."""
_SCRIPTS = re.compile(r"(?:^|[/\\])(?:basic|scripts)[/\\]", re.I)
"""Where OpenDocument keeps macros, those of a document inside it too."""
_PROGRAM_PARTS = re.compile(
    r"vbaproject|\.(?:docm|dotm|xlsm|xltm|xlam|pptm|potm|ppsm|ppam|sldm)$", re.I
)
"""What the name of a part has in it that is a program, or a document inside it with programs."""
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError,
           OSError, OverflowError, ValueError)  # fmt: skip


@dataclass
class _Left:
    """How many bytes the archive may still inflate to."""

    bytes: int = MOST_INFLATED


def office_kind(file: BinaryIO, size: int) -> str:
    """What an archive is: `docx`, `xlsx`, `pptx`, `odt`, `ods`, `odp` or `odg`.

    Raises `Refused` for any other archive, and for one that is broken, locked, hides something,
    holds macros or unpacks to too much.
    """
    try:
        entries = _entries(file, size)
        names = {entry.filename for entry in entries}
        wanted = {"mimetype", _LISTING, "META-INF/manifest.xml"} & names
        parts = _inflated(file, entries, wanted)
        if "mimetype" in parts and _LISTING in parts:
            # One program opens it as the one, another as the other.
            raise Refused(HIDES)
        if "mimetype" in parts:
            return _open_document(parts, names)
        if _LISTING in parts:
            return _open_xml(parts[_LISTING], names)
    except (*_BROKEN, expat.ExpatError):
        raise Refused(DAMAGED) from None
    raise Refused(OTHER_ZIP)


def _entries(file: BinaryIO, size: int) -> list[ZipInfo]:
    """The parts in the order in which they lie, the directory of which ends the file."""
    file.seek(max(size - _END.size, 0))
    tail = file.read(_END.size)
    if len(tail) < _END.size or not tail.startswith(b"PK\5\6"):
        _ended_by_something_else(file, size)
    _, disk, start_disk, _, number, length, start, comment = _END.unpack(tail)
    if number > MOST_PARTS or length > MOST_DIRECTORY:
        raise Refused(UNPACKS_TO_TOO_MUCH)
    if disk or start_disk or comment or start + length + _END.size != size:
        raise Refused(HIDES)
    with ZipFile(file) as archive:
        entries = sorted(archive.infolist(), key=lambda one: one.header_offset)
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused(HIDES)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED)
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise Refused(UNPACKS_TO_TOO_MUCH)
    _check_places(file, entries, start)
    return entries


def _ended_by_something_else(file: BinaryIO, size: int) -> NoReturn:
    """Refuses what begins as an archive and does not end as one."""
    file.seek(max(size - PIECE, 0))
    raise Refused(HIDES if b"PK\5\6" in file.read(PIECE) else DAMAGED)


def _check_places(file: BinaryIO, entries: list[ZipInfo], directory: int) -> None:
    """Refuses an archive with room for something else, whose parts overlap, or are not as listed.

    A descriptor of a few bytes may follow a part.
    """
    place = 0
    for entry in entries:
        begins, name = _data_of(file, entry)
        gap = entry.header_offset - place
        if gap < 0 or gap > (_DESCRIPTOR_MOST if place else 0) or name != entry.orig_filename:
            raise Refused(HIDES)
        place = begins + entry.compress_size
    if not 0 <= directory - place <= _DESCRIPTOR_MOST:
        raise Refused(HIDES)


def _data_of(file: BinaryIO, entry: ZipInfo) -> tuple[int, str]:
    """Where the bytes of a part begin, and the name in front of them."""
    file.seek(entry.header_offset)
    mark, _, flags, *_, name_length, extra_length = _LOCAL.unpack(file.read(_LOCAL.size))
    if mark != b"PK\3\4":
        raise BadZipFile
    name = file.read(name_length).decode("utf-8" if flags & 0x800 else "cp437")
    return entry.header_offset + _LOCAL.size + name_length + extra_length, name


def _inflated(file: BinaryIO, entries: list[ZipInfo], wanted: set[str]) -> Mapping[str, bytes]:
    """The wanted parts; of the others only that they are what the directory says they are."""
    kept: dict[str, bytes] = {}
    left = _Left()
    for entry in entries:
        crc = seen = 0
        pieces = []
        for piece in _pieces(file, entry):
            crc = zlib.crc32(piece, crc)
            seen += len(piece)
            left.bytes -= len(piece)
            bomb = seen > RATIO_MATTERS_FROM and seen > MOST_RATIO * entry.compress_size
            if left.bytes < 0 or bomb:
                raise Refused(UNPACKS_TO_TOO_MUCH)
            if entry.filename in wanted:
                pieces.append(piece)
                if seen > MOST_LISTING:
                    raise Refused(UNPACKS_TO_TOO_MUCH)
        if seen != entry.file_size or crc != entry.CRC:
            raise BadZipFile
        if entry.filename in wanted:
            kept[entry.filename] = b"".join(pieces)
    return kept


def _pieces(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    """A part inflated, at most `PIECE` bytes at a time, to its real end."""
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    inflating = zlib.decompressobj(-15) if entry.compress_type == ZIP_DEFLATED else None
    begins, _ = _data_of(file, entry)
    file.seek(begins)
    left = entry.compress_size
    while left:
        raw = file.read(min(PIECE, left))
        if not raw:
            raise EOFError
        left -= len(raw)
        if inflating is None:
            yield raw
            continue
        while raw:
            yield inflating.decompress(raw, PIECE)
            raw = inflating.unconsumed_tail
    if inflating is not None:
        # What is left in the window once all has been fed, a piece at a time as well.
        while piece := inflating.decompress(inflating.unconsumed_tail, PIECE):
            yield piece
        if not inflating.eof or inflating.unused_data:
            raise BadZipFile


def _open_document(parts: Mapping[str, bytes], names: set[str]) -> str:
    mimetype = parts["mimetype"].decode("ascii", "replace").strip()
    kind = mimetype.removeprefix(_OPEN_DOCUMENT)
    suffix = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}
    if mimetype == kind or kind not in suffix or "content.xml" not in names:
        raise Refused(OTHER_ZIP)
    if any(name == "encryption-data" for name, _ in _elements(parts["META-INF/manifest.xml"])):
        raise Refused(LOCKED)
    if any(_SCRIPTS.search(name) or _PROGRAM_PARTS.search(name) for name in names):
        raise Refused(MACROS.format(instead=f".{suffix[kind]}"))
    return suffix[kind]


def _open_xml(listing: bytes, names: set[str]) -> str:
    types = [given.get("ContentType", "") for _, given in _elements(listing)]
    programs = any(word in one.lower() for one in types for word in _PROGRAMS)
    if programs or any(_PROGRAM_PARTS.search(name) for name in names):
        raise Refused(MACROS.format(instead=".docx, .xlsx or .pptx"))
    kinds = {_MAIN[one] for one in types if one in _MAIN}
    if len(kinds) != 1:
        raise Refused(OTHER_ZIP)
    return kinds.pop()


def _elements(xml: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """The name, without its namespace, and the attributes of each element of a short part."""
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, given: found.append((name.split(" ")[-1], given))
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _no_entities
    parser.Parse(xml, True)
    return found


def _no_entities(*_: object) -> None:
    raise Refused(DAMAGED)
