"""What a file is, by its bytes, and what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest

from assessments.attachments import archives
from assessments.attachments.recognising import (
    ENDINGS,
    KINDS,
    NAME_MOST,
    SIZE_MOST,
    fault_of_file_name,
    recognised,
)
from assessments.workflow import Refused
from tests.attachments.samples import (
    CSV,
    GIF,
    HTML,
    MANIFEST,
    OOXML,
    PDF,
    SVG,
    TEXT,
    bomb,
    chunk,
    jpeg,
    open_document,
    png,
    word,
    workbook,
    zipped,
)

SOUND = {
    "minutes.pdf": PDF,
    "LETTER.PDF": PDF,
    "plan.docx": word(),
    "list.xlsx": workbook(),
    "slides.pptx": word(f"{OOXML}presentationml.presentation.main+xml"),
    "plan.odt": open_document(),
    "list.ods": open_document("spreadsheet"),
    "slides.odp": open_document("presentation"),
    "map.odg": open_document("graphics"),
    "systems.csv": CSV,
    "note.txt": TEXT,
    "old note.txt": "Kosten: 5 € für München".encode("cp1252"),
    "wide.txt": "\ufeffCabinet – item 6".encode("utf-16-le"),
    "BMI.csv": b"BMI,MZ,PK\n1,2,3\n",
    "screen.png": png(),
    "board.jpg": jpeg(),
    "board.jpeg": jpeg() + jpeg(b"a smaller one, as telephones add"),
}


def kind_of(content: bytes, name: str) -> str:
    return recognised(BytesIO(content), name, len(content)).endings[0]


@pytest.mark.parametrize("name", SOUND)
def test_what_people_keep_evidence_in_is_taken(name: str) -> None:
    ending = name[name.rindex(".") :].lower()
    assert kind_of(SOUND[name], name) == {".jpeg": ".jpg"}.get(ending, ending)


def test_every_kind_has_a_sound_sample() -> None:
    assert {kind.endings[0] for kind in KINDS.values()} == {
        kind_of(content, name) for name, content in SOUND.items()
    }


def reason(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        kind_of(content, name)
    return refused.value.reason


WITH_PROJECT = word(**{"word/vbaProject.bin": b"x"})
MACRO_TYPE = word("application/vnd.ms-word.document.macroEnabled.main+xml")
LOCKED_ODF = open_document(manifest=MANIFEST.replace(b"file-entry", b"encryption-data"))
LOCKED_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

JPEG, ENDS = b"\xff\xd8", b"\xff\xd9"
REFUSED = {
    "empty": ("a.pdf", b"", "is empty"),
    "PDF by its name, a program": ("a.pdf", b"MZ\x90\0\3", "is a program"),
    "PDF by its name, a picture": ("a.pdf", png(), "ends in .png"),
    "a picture by its name, a PDF": ("a.png", PDF, "ends in .pdf"),
    "text by its name, a workbook": ("a.txt", workbook(), "ends in .xlsx"),
    "a batch file": ("a.bat", b"del *\r\n", "ends in .txt"),
    "a shell script as text": ("a.txt", b"#!/bin/sh\nls\n", "is a program"),
    "JPEG's two endings": ("a.png", jpeg(), "ends in .jpg or .jpeg"),
    "SVG": ("a.svg", SVG, "is an SVG picture"),
    "SVG as text": ("a.txt", SVG, "is an SVG picture"),
    "SVG as PNG": ("a.png", SVG, "is an SVG picture"),
    "HTML": ("a.html", HTML, "is a web page"),
    "HTML as text": ("a.txt", HTML, "is a web page"),
    "HTML behind words": ("a.csv", b"system,owner\n<script>x</script>\n", "is a web page"),
    "HTML behind blanks": ("a.txt", b" \n" * 50_000 + HTML, "is a web page"),
    "nothing but blanks": ("a.csv", b"\xef\xbb\xbf \r\n\t", "is empty"),
    "HTML in UTF-16": ("a.txt", "\ufeff <html>".encode("utf-16-le"), "is a web page"),
    "XML": ("a.txt", b"<?xml version='1.0'?><a/>", "is XML"),
    "GIF": ("a.gif", GIF, "is a GIF picture"),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
    "a locked Word document": ("a.docx", LOCKED_WORD, "protected by a password"),
    "a locked OpenDocument": ("a.odt", LOCKED_ODF, "protected by a password"),
    "bytes": ("a.txt", bytes(range(256)), "kind that is not taken"),
    "rich text": ("a.rtf", b"{\\rtf1 x}", "is rich text"),
    "a tar": ("a.gz", b"\x1f\x8b\x08\0" + bytes(20), "is an archive"),
    "a ZIP": ("a.zip", zipped({"a.exe": b"MZ"}), "is a ZIP archive"),
    "a ZIP as a document": ("a.docx", zipped({"a.exe": b"MZ"}), "is a ZIP archive"),
    "macros by their part": ("a.docx", WITH_PROJECT, "holds macros"),
    "macros by their type": ("a.docx", MACRO_TYPE, "holds macros"),
    "macros of OpenDocument": ("a.odt", open_document(**{"Basic/x.xml": b"x"}), "holds macros"),
    "macros of a document inside": ("a.odt", open_document(**{"Object 1/Basic/x": b""}), "macros"),
    "a document with macros inside": ("a.docx", word(**{"word/embeddings/x.xlsm": b""}), "macros"),
    "two documents in one": ("a.odt", open_document(**{"[Content_Types].xml": b"<t/>"}), "another"),
    "a cut document": ("a.docx", word()[:-40], "damaged or cut short"),
    "a cut picture": ("a.png", png()[:-6], "damaged or cut short"),
    "a cut photograph": ("a.jpg", jpeg()[:-2], "damaged or cut short"),
    "a cut PDF": ("a.pdf", PDF[:-9], "damaged or cut short"),
    "entities": ("a.docx", zipped({"[Content_Types].xml": b"<!DOCTYPE t []><t/>"}), "damaged"),
    "a PDF with an archive behind it": ("a.pdf", PDF + zipped({"a": b"b"}), "holds another file"),
    "a PDF with a page behind it": ("a.pdf", PDF + HTML, "holds another file"),
    "a PDF that begins as a page": ("a.pdf", PDF[:9] + HTML + PDF[9:], "holds another file"),
    "a page in front of a PDF": ("a.pdf", HTML + PDF, "is a web page"),
    "a PDF in front of a document": ("a.docx", PDF + word(), "holds another file"),
    "a document with a page behind it": ("a.docx", word() + HTML, "holds another file"),
    "a picture with an archive behind it": ("a.png", png() + zipped({"a": b""}), "holds another"),
    "a picture with a page in it": ("a.png", png(chunk(b"tEXt", b"c\0" + HTML)), "holds another"),
    "a photograph with a page in it": ("a.jpg", jpeg(HTML), "holds another"),
    "a photograph with an archive": ("a.jpg", jpeg() + zipped({"a": b"b"}), "holds another"),
    # Each piece of these costs a read, so that 20 MB of them would hold a worker for minutes.
    "a photograph of scans": ("a.jpg", JPEG + b"\xff\xda\0\2" * 20_000 + ENDS, "is damaged"),
    "a photograph of comments": ("a.jpg", JPEG + b"\xff\xfe\0\2" * 20_000 + ENDS, "is damaged"),
    "many photographs": ("a.jpg", (JPEG + ENDS) * 20_000, "is damaged"),
    "a picture of chunks": ("a.png", png(chunk(b"IDAT", b"") * 100_000), "is damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_what_it_seems_is_refused(case: str) -> None:
    name, content, said = REFUSED[case]
    assert said in reason(content, name)


def test_filling_between_the_segments_of_a_photograph_is_read_once() -> None:
    """Looking for its end again from each byte of it would take hours."""
    filled = JPEG + b"\xff\xda\0\2" + b"\xff" * 5_000_000 + ENDS
    assert recognised(BytesIO(filled), "a.jpg", len(filled)).key == "jpeg"


@pytest.mark.parametrize("says", [3_000_000_000, 10], ids=["openly", "behind a lie"])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    says: int,
) -> None:
    assert reason(bomb(says=says), "a.docx") == archives.UNPACKS_TO_TOO_MUCH


def test_many_parts_that_unpack_to_too_much_together_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_INFLATED", 2_000)
    parts = {f"word/{each}": bytes(500) for each in range(5)}
    assert reason(word(**parts), "a.docx") == archives.UNPACKS_TO_TOO_MUCH


def test_a_file_between_the_parts_of_an_archive_is_found() -> None:
    data = word()
    second = data.rindex(b"PK\3\4")
    hidden = data[:second] + HTML + data[second:]
    assert reason(hidden, "a.docx") in (archives.HIDES, archives.DAMAGED)


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(Refused, match="larger than 20 MB"):
        recognised(BytesIO(), "a.pdf", SIZE_MOST + 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/passwd.txt", "must not hold /"),
        ("..\\x.txt", "must not hold /"),
        (f"{'a' * 300}.txt", f"{NAME_MOST} characters or fewer"),
        ("report\u202efdp.txt", "not hide what it says"),
        ("a\nb.txt", "cannot be seen"),
        ("", "at least one letter"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(name: str, said: str) -> None:
    assert said in fault_of_file_name(name)
    assert said in reason(TEXT, name)


def test_no_ending_belongs_to_two_kinds() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)
