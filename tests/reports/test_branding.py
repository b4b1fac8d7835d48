"""The logo, colour and classification of printed reports: what is taken and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.exports.as_pdf import EXPORT
from assessments.exports.as_pdf_board import EXPORT as BOARD
from assessments.exports.base import Export
from assessments.exports.logo import DAMAGED, PALE, fault_of_logo
from assessments.reports import branding
from assessments.reports.branding import Branding, Logo, colour_of, contrast, logo_of
from assessments.scoring.sheet import AnswerSheet
from assessments.workflow import Refused
from tests.exports import reading
from tests.pictures import JPEG, png
from tests.reports import samples


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        logo_of(data)
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(), "png", (120, 60)),
        (JPEG, "jpeg", (64, 48)),
    ],
)
def test_a_logo_is_known_by_what_is_in_it(data: bytes, kind: str, size: tuple[int, int]) -> None:
    logo = logo_of(data)
    assert (logo.kind, (logo.width, logo.height)) == (kind, size)
    assert fault_of_logo(logo) == ""


def test_what_a_file_says_besides_its_picture_is_not_kept() -> None:
    assert b"taken at home" not in logo_of(png(tEXt=b"taken at home", eXIf=b"taken at home")).data
    said = b"\xff\xe1\x00\x0ftaken at home" + b"\xff\xfe\x00\x0ftaken at home"
    photo = JPEG[:2] + said + JPEG[2:]
    assert b"taken at home" not in logo_of(photo).data
    assert logo_of(photo).data == logo_of(JPEG).data


def four_colours() -> bytes:
    place = JPEG.index(b"\xff\xc0")
    return JPEG[: place + 9] + b"\x04" + JPEG[place + 10 :]


def without_a_frame() -> bytes:
    place = JPEG.index(b"\xff\xc0")
    return JPEG[:place] + JPEG[place + 2 + int.from_bytes(JPEG[place + 2 : place + 4], "big") :]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", branding.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", branding.NO_PICTURE),
        (b"", branding.NO_PICTURE),
        (b"\xff" * (branding.LOGO_MOST + 1), branding.TOO_BIG),
        (png()[:-20], "The file is damaged"),
        (png() + b"<script>", "picture"),
        (JPEG[:-2], "damaged"),
        (four_colours(), branding.PRINTERS),
        (without_a_frame(), branding.UNREADABLE),
        (png(30, 60), "30 by 60 pixels"),
        (png(4_001, 50), "4,001 by 50 pixels"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    assert said.lower() in refusal(data).lower()


def test_a_logo_that_cannot_be_seen_on_white_or_be_read_at_all_is_refused() -> None:
    assert fault_of_logo(logo_of(png(colour=b"\xff\xff\xff"))) == PALE
    assert fault_of_logo(logo_of(png(colour=b"\xff\xe0\x80"))) == PALE
    assert fault_of_logo(logo_of(png(colour=b"\x60\x60\x60"))) == ""
    assert fault_of_logo(Logo(data=png()[:60], kind="png", width=9, height=9)) == DAMAGED


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("", ""),
        (" #1F3A4D ", "#1f3a4d"),
        ("1f3a4d", "#1f3a4d"),
        ("#036", "#003366"),
        ("#767676", "#767676"),
    ],
)
def test_a_colour_that_can_be_read_is_taken(typed: str, colour: str) -> None:
    assert colour_of(typed) == colour


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#777777", "contrast with white is 4.4 to 1"),
        ("#ffffff", "is 1.0 to 1"),
        ("red", "Enter the colour as #"),
        ("#12345", "Enter the colour as #"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        colour_of(typed)
    assert contrast("000000") == pytest.approx(21)


@pytest.mark.parametrize("data", [png(), png(400, 50), JPEG])
@pytest.mark.parametrize("paper", [EXPORT, BOARD])
def test_papers_bear_the_logo_and_the_classification_on_every_page(
    paper: Export, data: bytes
) -> None:
    dressed = Branding(logo=logo_of(data), colour="#663399", classification="OFFICIAL: SENSITIVE")
    report = samples.report(samples.small(12), AnswerSheet(sector="local_authority", replies={}))
    made = paper.render(replace(report, branding=dressed))
    assert reading.faults(made) == [] and reading.outside(made) == []
    words = reading.words(made)
    assert words.count("OFFICIAL: SENSITIVE") >= 4
    assert words.count("OFFICIAL: SENSITIVE") == 2 * words.count("Submitted 23 November 2026 Page")
    assert reading.described(made) == ["Logo of Eastmere Borough Council"]
