"""Small files of each kind, sound and unsound, made here byte by byte."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import xlsxwriter

OOXML = "application/vnd.openxmlformats-officedocument."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
TEXT = "Cabinet agreed the plan, item 6 – £40,000 a year.\n".encode()
CSV = b"\xef\xbb\xbfsystem,owner\r\nHousing,Ada\r\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff;"


def zipped(parts: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return file.getvalue()


def word(main: str = f"{OOXML}wordprocessingml.document.main+xml", **more: bytes) -> bytes:
    """A Word document; `more` are parts by their names."""
    listing = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    return zipped({"[Content_Types].xml": listing.encode(), "word/document.xml": b"<w/>", **more})


def workbook() -> bytes:
    """As a library writes it."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet().write(0, 0, "Housing")
    book.close()
    return file.getvalue()


MANIFEST = b'<m:manifest xmlns:m="urn:m"><m:file-entry/></m:manifest>'


def open_document(kind: str = "text", manifest: bytes = MANIFEST, **more: bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    parts = {"mimetype": mimetype, "content.xml": b"<c/>", "META-INF/manifest.xml": manifest}
    return zipped(parts | more, stored=("mimetype",))


def chunk(name: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(name + content).to_bytes(4, "big")
    return struct.pack(">L", len(content)) + name + content + crc


def png(*more: bytes) -> bytes:
    """One grey pixel; `more` are chunks before its end."""
    header = chunk(b"IHDR", struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return b"\x89PNG\r\n\x1a\n" + header + pixel + b"".join(more) + chunk(b"IEND", b"")


def jpeg(comment: bytes = b"a whiteboard") -> bytes:
    """The shape of a picture: a comment, one scan, and its end."""
    said = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56" * 20
    return b"\xff\xd8" + said + scan + b"\xff\xd9"


def bomb(*, says: int) -> bytes:
    """A part that inflates to a thousand times its size, which its headers say is `says` long."""
    squeezing = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = bytes(1_000_000)
    stream = b"".join(squeezing.compress(megabyte) for _ in range(20)) + squeezing.flush()
    data = bytearray(zipped({"word/x": stream}, stored=("word/x",)))
    size = struct.pack("<L", says)
    # The stream was stored as it is; the headers now say that it is to be inflated.
    for method, length in ((8, 22), (data.rindex(b"PK\1\2") + 10, data.rindex(b"PK\1\2") + 24)):
        data[method : method + 2], data[length : length + 4] = b"\x08\0", size
    return bytes(data)
