"""What a file is, by its bytes and never by its name alone. Pure.

Few kinds are taken, those that people keep evidence in, and each is followed to its end: what
is in front of it, or behind it, is another file for another program.
"""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from assessments.attachments.archives import DAMAGED, LOCKED, PIECE, office_kind
from assessments.names import fault_of_name, hiding_refusal
from assessments.wording import listed
from assessments.workflow import Refused

MEGABYTE = 1_048_576
SIZE_MOST = 20 * MEGABYTE
"""The most bytes that one file may have."""
NAME_MOST = 150
"""The most characters of a name, its ending included."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. `endings` are of its names, the usual one first."""

    key: str
    label: str
    endings: tuple[str, ...]
    content_type: str


_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.key: kind
    for kind in (
        Kind("pdf", "PDF", (".pdf",), "application/pdf"),
        Kind("odt", "OpenDocument text", (".odt",), f"{_ODF}text"),
        Kind("ods", "OpenDocument spreadsheet", (".ods",), f"{_ODF}spreadsheet"),
        Kind("odp", "OpenDocument presentation", (".odp",), f"{_ODF}presentation"),
        Kind("odg", "OpenDocument drawing", (".odg",), f"{_ODF}graphics"),
        Kind("docx", "Word document", (".docx",), f"{_OOXML}wordprocessingml.document"),
        Kind("xlsx", "Excel workbook", (".xlsx",), f"{_OOXML}spreadsheetml.sheet"),
        Kind("pptx", "PowerPoint", (".pptx",), f"{_OOXML}presentationml.presentation"),
        Kind("csv", "CSV", (".csv",), "text/csv"),
        Kind("txt", "Plain text", (".txt",), "text/plain"),
        Kind("png", "PNG picture", (".png",), "image/png"),
        Kind("jpeg", "JPEG picture", (".jpg", ".jpeg"), "image/jpeg"),
    )
}
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)
TAKEN = (
    "PDF, Word, Excel and PowerPoint without macros, OpenDocument, CSV, plain text, PNG and JPEG"
)

EMPTY = "The file is empty. Choose another."
TOO_BIG = (
    f"The file is larger than {SIZE_MOST // MEGABYTE} MB. Make it smaller, or record a link to it."
)
UNKNOWN = f"The file is of a kind that is not taken. These are: {TAKEN}."
HIDES_ANOTHER = "The {label} holds another file, or the beginning of one, so it was not taken. {do}"
_PRINT_AGAIN = "Open it and save or print it as PDF again."
_SAVE_PICTURE = "Open it in a picture program and save it again."

_ARCHIVE = "The file is an archive. Unpack it and add the documents in it."
_PROGRAM = "The file is a program. Choose a document or a picture."
_TIFF = "The file is a TIFF picture. Save it as PDF or PNG."
_RUNS = (
    (b"#!", _PROGRAM),
    (b"%!", "The file is PostScript. Save it as PDF."),
    (b"{\\rtf", "The file is rich text. Save it as .docx, .odt or PDF."),
    (b"GIF8", "The file is a GIF picture. Save it as PNG."),
)
"""How files begin that may be text as well, and are not taken."""
_BINARY = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"BM", "The file is a bitmap picture. Save it as PNG."),
    (b"II*\0", _TIFF),
    (b"MM\0*", _TIFF),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
)
"""How others begin that are no text."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = "The file is in an old Office format. Save it as .docx, .xlsx or .pptx, or as PDF."
_SVG = "The file is an SVG picture, which can hold programs. Save it as PNG or PDF."
_WEB_PAGE = "The file is a web page, which can hold programs. Print it as PDF."
_XML = "The file is XML, which can hold programs. Save it as PDF or plain text."
BEGINNING = 4096
"""In how many characters of a text markup is looked for."""
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php)", re.I)
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")


def fault_of_file_name(name: str) -> str:
    """What is wrong with the name of a file and what to do, or nothing."""
    if len(name) > NAME_MOST:
        return f"The name of the file must be {NAME_MOST} characters or fewer. Rename it."
    if "/" in name or "\\" in name:
        return "The name of the file must not hold / or \\. Rename it."
    fault = fault_of_name(name) or ("not hide what it says" if hiding_refusal(name) else "")
    return f"The name of the file must {fault}. Rename it." if fault else ""


def recognised(file: BinaryIO, name: str, size: int) -> Kind:
    """The kind of a file of `size` bytes, from any place of it to its end.

    Raises `Refused`, with what to do, for what is not taken, or is something else than its name
    says. Holds no more than some pieces of `PIECE` bytes at a time.
    """
    fault = fault_of_file_name(name)
    if fault:
        raise Refused(fault)
    if not size:
        raise Refused(EMPTY)
    if size > SIZE_MOST:
        raise Refused(TOO_BIG)
    kind = KINDS[_key(file, name, size)]
    if not name.lower().endswith(kind.endings):
        raise Refused(
            f"The name of the file does not fit what is in it: {kind.label}. If that is what you "
            f"mean, rename it so that it ends in {listed(kind.endings, 'or')}."
        )
    return kind


def _key(file: BinaryIO, name: str, size: int) -> str:
    file.seek(0)
    head = file.read(PIECE)
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return office_kind(file, size)
    if head.startswith(b"%PDF-"):
        _check_pdf(file, head, size)
        return "pdf"
    if head.startswith(_PNG):
        _check_png(file)
        return "png"
    if head.startswith(_JPEG):
        _check_jpeg(file, size)
        return "jpeg"
    if head.startswith(_OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le")
        raise Refused(LOCKED if locked in head else _OLD)
    _refuse(head, _RUNS)
    _check_text(file, head)
    return "csv" if name.lower().endswith(".csv") else "txt"


def _refuse(head: bytes, known: tuple[tuple[bytes, str], ...]) -> None:
    for begins, what in known:
        if head.startswith(begins):
            raise Refused(what)


def _check_pdf(file: BinaryIO, head: bytes, size: int) -> None:
    """Refuses one with markup where a browser would look for it, or an archive at its end."""
    again = HIDES_ANOTHER.format(label="PDF", do=_PRINT_AGAIN)
    if _MARKUP.search(head, 0, 1024):
        raise Refused(again)
    file.seek(max(size - PIECE - 22, 0))
    tail = file.read()
    ends = tail.rfind(b"%%EOF")
    if b"PK\5\6" in tail:
        raise Refused(again)
    if ends < 0:
        raise Refused(DAMAGED)
    if tail[ends + 5 :].strip(b"\0\t\n\f\r \x1a"):
        raise Refused(again)


_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNK = struct.Struct(">L4s")


def _check_png(file: BinaryIO) -> None:
    """Follows the chunks to the end of the picture, which is the end of the file."""
    again = Refused(HIDES_ANOTHER.format(label="picture", do=_SAVE_PICTURE))
    file.seek(len(_PNG))
    name, first, chunks = b"", True, 0
    while name != b"IEND":
        chunks += 1
        if chunks > MOST_CHUNKS:
            raise Refused(DAMAGED)
        header = file.read(_PNG_CHUNK.size)
        if len(header) < _PNG_CHUNK.size:
            raise Refused(DAMAGED)
        left, name = _PNG_CHUNK.unpack(header)
        if first is not (name == b"IHDR"):
            raise Refused(DAMAGED)
        first = False
        crc = zlib.crc32(name)
        while left:
            piece = file.read(min(left, PIECE))
            if not piece:
                raise Refused(DAMAGED)
            if name != b"IDAT" and _MARKUP.search(piece):
                raise again
            crc, left = zlib.crc32(piece, crc), left - len(piece)
        if file.read(4) != crc.to_bytes(4, "big"):
            raise Refused(DAMAGED)
    if file.read(1):
        raise again


_JPEG = b"\xff\xd8\xff"
_MARKER = rb"\xff[^\x00\xd0-\xd7\xff]"
_NEXT_MARKER, _MARKER_HERE = re.compile(_MARKER), re.compile(rb"\xff*" + _MARKER)
MOST_SEGMENTS = 10_000
"""The most segments of a JPEG file, of which cameras write some hundred at most. Each costs a read,
and 20 MB would hold five million.
"""
MOST_CHUNKS = 100_000
"""The most chunks of a PNG file, for the same reason: most programs write 8 kB into each."""


def _check_jpeg(file: BinaryIO, size: int) -> None:
    """Follows the segments to the end of the picture. Another JPEG may follow: cameras write it."""
    place, left = 0, iter(range(MOST_SEGMENTS))
    while place < size:
        file.seek(place)
        if file.read(3) != _JPEG:
            raise Refused(HIDES_ANOTHER.format(label="picture", do=_SAVE_PICTURE))
        place = _end_of_jpeg(file, place + 2, left)


def _end_of_jpeg(file: BinaryIO, place: int, left: Iterator[int]) -> int:
    """The place after the end of the picture whose segments begin here, each one of `left`."""
    scanning = False
    for _ in left:
        place, marker = _marker(file, place, anywhere=scanning)
        if marker == 0xD9:
            return place
        length = int.from_bytes(file.read(2), "big")
        segment = file.read(max(length - 2, 0))
        if length < 2 or len(segment) < length - 2:
            raise Refused(DAMAGED)
        if _MARKUP.search(segment):
            raise Refused(HIDES_ANOTHER.format(label="picture", do=_SAVE_PICTURE))
        place += length
        scanning = marker == 0xDA
    raise Refused(DAMAGED)


def _marker(file: BinaryIO, place: int, *, anywhere: bool) -> tuple[int, int]:
    """The next marker and the place after it; between scans it must be right here."""
    file.seek(place)
    before = b""
    while piece := file.read(PIECE if anywhere else 16):
        here = before + piece
        found = _NEXT_MARKER.search(here) if anywhere else _MARKER_HERE.match(here)
        if found:
            place += found.end() - len(before)
            file.seek(place)
            return place, found.group()[-1]
        if not anywhere:
            break
        place += len(piece)
        before = b"\xff" if piece.endswith(b"\xff") else b""
    raise Refused(DAMAGED)


def _check_text(file: BinaryIO, head: bytes) -> None:
    """Refuses what is no text, or text that a browser or another program would run."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    tried = ("utf-16",) if wide else ("utf-8-sig", "cp1252")
    encoding = next((one for one in tried if _is_text(file, one)), None)
    if encoding is None:
        _refuse(head, _BINARY)
        raise Refused(UNKNOWN)
    begins = _beginning(file, encoding)
    if not begins:
        raise Refused(EMPTY)
    markup = _MARKUP.search(begins.encode())
    if markup or re.match(r"<[?!/a-z]", begins, re.I):
        what = _SVG if "<svg" in begins.lower() else _WEB_PAGE if markup else _XML
        raise Refused(what)


def _beginning(file: BinaryIO, encoding: str) -> str:
    """The first characters that are not blank, however many blank ones are in front of them."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    begins = ""
    while len(begins) < BEGINNING and (piece := file.read(PIECE)):
        begins = f"{begins}{decoder.decode(piece)}".lstrip()
    return begins[:BEGINNING]


def _is_text(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file is text of that encoding, without control characters."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            if _CONTROLS.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
