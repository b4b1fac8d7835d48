from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports import printing
from assessments.exports.compositor import FOLDER
from assessments.exports.printing import (
    SUBSTITUTE,
    Printer,
    as_data,
    breakable,
    fitting,
    href,
    mapped,
)

FONTS = FOLDER / "fonts"


def covered() -> set[int]:
    rows = [line.split("-") for line in (FONTS / "covered.txt").read_text("ascii").split()]
    return {code for first, last in rows for code in range(int(first, 16), int(last, 16) + 1)}


def held(name: str) -> set[int]:
    return set(TTFont(FONTS / name).getBestCmap())


def test_the_table_is_what_the_fonts_hold() -> None:
    letters = held("NotoSans-Regular.ttf") & held("NotoSans-Bold.ttf")
    signs = held("NotoSansMath-Regular.ttf") | held("NotoSansSymbols2-Regular.ttf")
    assert covered() == letters | signs


def test_the_fonts_hold_what_the_report_itself_prints() -> None:
    own = SUBSTITUTE + "≈×÷–…“”’‘•·£€%→✓ŵŷâêîôûẅÿäëïöü"
    assert {ord(each) for each in own} <= covered()


def test_the_fonts_come_with_their_licence() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(font.name in licence for font in FONTS.glob("*.ttf"))


@given(st.text())
def test_any_text_comes_out_printable(text: str) -> None:
    printed = Printer().text(text)
    assert {ord(each) for each in printed} - {ord("\n")} <= covered()


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"])))
def test_western_text_comes_out_as_it_went_in(text: str) -> None:
    printer = Printer()
    assert printer.text(text) == text
    assert not printer.replaced


def test_line_ends_tabs_and_joiners() -> None:
    printer = Printer()
    assert printer.text("a\r\nb\u2028c\td") == "a\nb\nc    d"
    assert printer.text("\u00ada\u200bb\u200c\u200dc\u2060\ufeff\ufe0f") == "abc"
    assert printer.text("a\n\n\n \n\nb") == "a\n\nb"
    assert printer.text("cafe\u0301") == "café"
    assert not printer.replaced
    assert printer.text("😀") == SUBSTITUTE
    assert printer.replaced


@pytest.mark.parametrize(
    "unseen",
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2064\U000e0041\x07",
    ids=lambda unseen: f"U+{ord(unseen):04X}",
)
def test_an_invisible_character_that_changes_a_text_leaves_a_sign(unseen: str) -> None:
    printer = Printer()
    assert printer.text(f"invoice{unseen}fdp.exe") == f"invoice{SUBSTITUTE}fdp.exe"
    assert printer.replaced


def test_a_lone_surrogate_is_replaced() -> None:
    assert Printer().text("a\ud800b") == f"a{SUBSTITUTE}b"


def test_long_words_may_break_and_short_ones_stay_whole() -> None:
    word = "x" * 60
    assert breakable(word).replace("\u200b", "") == word
    assert max(map(len, breakable(word).split("\u200b"))) <= 12
    assert breakable("x" * 24) == "x" * 24
    assert breakable(f"{'x' * 40} y", 48) == f"{'x' * 40} y"


def test_in_a_column_only_a_word_wider_than_it_may_break() -> None:
    assert fitting("Data quality", 100, 9.5) == "Data quality"
    broken = fitting("of " + "W" * 20 + "-" * 3 + "x", 100, 9.5)
    assert broken.replace("\u200b", "") == "of " + "W" * 20 + "-" * 3 + "x"
    assert max(map(len, broken.split("\u200b")[1:])) <= 4
    assert fitting("a\u200bb", 100, 9.5) == "ab"


def test_an_address_may_break_where_it_is_read_and_never_after_a_hyphen() -> None:
    pieces = breakable("https://example.org/a-long-name/and-another-one--------------x").split(
        "\u200b"
    )
    assert pieces[:3] == ["https://", "example.org/", "a-long-name/"]
    assert "".join(pieces).endswith("--------------x")
    for word in ("self-service-" * 9, "https://a.uk/b-c", "www.a-b.uk"):
        parts = breakable(word).split("\u200b")
        assert "".join(parts) == word and not any(part.endswith("-") for part in parts[:-1])
    assert "\u200b" not in breakable("self-service")


def test_a_word_of_marks_alone_is_broken_at_once() -> None:
    word = "\u0301" * 5_000
    assert breakable(word).replace("\u200b", "") == word


def test_only_plain_web_addresses_are_followed() -> None:
    assert href("https://example.org/a?b=1&c=%20#d") == "https://example.org/a?b=1&c=%20#d"
    assert href("https://example.org/é") == "https://example.org/%C3%A9"
    for other in ("javascript:alert(1)", "file:///etc/passwd", "minute 14", "https://a b", ""):
        assert href(other) == ""
    assert href("https://example.org/\ud800") == href("https://example.org/\x07") == ""


@pytest.mark.parametrize("letter", ["a", "é", "中", "😀"])
def test_an_address_is_followed_up_to_what_typst_takes_of_it_written_out(letter: str) -> None:
    longest = href("https://example.org/" + letter * ((8000 - 20) // len(quote(letter))))
    typst.compile(f'#link("{longest}", "Plan")'.encode())
    assert 7980 < len(longest) <= 8000
    assert href("https://example.org/" + letter * ((8000 - 20) // len(quote(letter)) + 1)) == ""


@dataclass(frozen=True)
class Leaf:
    url: str
    result_document: dict[str, str]


def test_mapping_changes_every_text_but_the_frozen_document() -> None:
    leaf = Leaf(url="a", result_document={"a": "a"})
    assert mapped((leaf,), str.upper) == (Leaf(url="A", result_document={"a": "a"}),)
    assert as_data(leaf, str) == {"url": "a", "href": ""}
    assert as_data((leaf,), str, only=("other",)) == [{"href": ""}]
    assert as_data(printing.Printer(), str) is None


@pytest.mark.parametrize("path", ["中文/%E4%B8%AD?q=שלום", "cafe\u0301", "a\u200db", "\u202eabc"])
def test_a_link_leads_to_the_address_and_not_to_what_can_be_printed_of_it(path: str) -> None:
    url = "https://cy.example/" + path
    data = as_data(Leaf(url=url, result_document={}), Printer().text)
    assert unquote(data["href"]) == unquote(url)
    assert data["url"].replace("\u200b", "") == Printer().text(url) != url
