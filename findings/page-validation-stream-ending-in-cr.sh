#!/bin/sh
# page-validation 0.11.0 counts a stream whose data end in the byte 13 (CR) one byte too short.
#
# Two small PDF files are made that differ in the text of one page only. In both, /Length of the
# page's compressed stream is the number of its bytes, the line feed before "endstream" follows, and
# nothing else is between. The data of the first end in the byte 13, those of the second do not.
#
# Seen: the rule PDFA2B-STREAM-LENGTH-001 is reported for the first only. It should be for neither:
# by ISO 32000-1, 7.3.8.1, the end of line before "endstream" is not part of the data, and /Length
# says where the data end. The validator reads their last byte and that line feed as one CR LF.
#
# It needs Python 3.10 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    page-validation==0.11.0 pypdf==7.1.0
"$folder/venv/bin/python" - <<'PROGRAM'
import io
import platform
import sys
import zlib
from importlib.metadata import version

import page
import pypdf

RULE = "PDFA2B-STREAM-LENGTH-001"
CR = 13
XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def compressed(ends_in_cr):
    """Paths that paint nothing, so that they need no font and no colour, compressed."""
    for place in range(10_000):
        data = zlib.compress(b"10 10 m %d %d l n\n" % divmod(place, 100) * (1 + place % 7))
        if (data[-1] == CR) is ends_in_cr:
            return data
    raise SystemExit("no such data found")


def stream(entries, data):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def made(data):
    """A PDF of one page with these compressed data."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
        stream(b"/Filter /FlateDecode", data),
        stream(b"/Type /Metadata /Subtype /XML", XMP),
    ]
    pdf, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % place for place in places)
    name = b"0123456789abcdef0123456789abcdef"
    pdf += b"trailer\n<< /Size %d /Root 1 0 R /ID [<%s> <%s>] >>\n" % (
        len(objects) + 1, name, name,
    )
    return pdf + b"startxref\n%d\n%%%%EOF\n" % start


def length_is_right(pdf, data):
    """Whether another reader agrees, and the bytes do."""
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    read = reader.pages[0]["/Contents"].get_object().get_data()
    return read == zlib.decompress(data) and data + b"\nendstream" in pdf


print(f"Python {platform.python_version()}, zlib {zlib.ZLIB_RUNTIME_VERSION}")
for package in ("page-validation", "pypdf"):
    print(package, version(package))

found = {}
for name, ends_in_cr in (("ends in CR", True), ("ends otherwise", False)):
    data = compressed(ends_in_cr)
    pdf = made(data)
    assert length_is_right(pdf, data), name
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_2B)
    found[name] = [one.rule_id for one in report.failures]
    print(f"\n{name}: /Length {len(data)} is right, the last byte is {data[-1]}")
    for one in report.failures:
        print(f"  {one.rule_id}: {one.message}")
    if not report.failures:
        print("  no failures")

print()
if RULE in found["ends in CR"] and RULE not in found["ends otherwise"]:
    print(f"As described: {RULE} is reported for the first only, although /Length is right.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
