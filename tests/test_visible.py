"""What of a text can be seen."""

from __future__ import annotations

import unicodedata

import pytest

from assessments.names import hiding_fault, hiding_refusal, says_nothing, shown_length

HIDING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BLANK = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200d\u2060\u2800\u3164\ufe00\ufe0f"
BLANK += "\ufeff\uffa0\ufffc\U000e0020\U000e0100\U000e01ef \t\n\u00a0\u2003\u3000"


@pytest.mark.parametrize("character", HIDING, ids=unicodedata.name)
def test_a_character_that_turns_text_round_is_named_with_its_place(character: str) -> None:
    name = f"U+{ord(character):04X} ({unicodedata.name(character).lower()}), character 4"
    for said in (hiding_refusal(f"abc{character}gnp.exe"), hiding_fault(f"abc{character}gnp.exe")):
        assert said is not None and name in said and "type the text again" in said


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم, שלום\u200f and\u200e \u061cArabic",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
        "soft\u00adhyphen, ﷽, e\u0301, ŵŷ€, 中文",
        "",
    ],
)
def test_words_of_every_script_hide_nothing(text: str) -> None:
    assert hiding_refusal(text) is None and hiding_fault(text) is None


@pytest.mark.parametrize("character", BLANK, ids=lambda each: f"U+{ord(each):04X}")
def test_a_text_of_invisible_characters_is_empty(character: str) -> None:
    assert says_nothing(character * 30) and shown_length(character * 30) == 0
    assert not says_nothing(f"{character}a") and shown_length(f"{character}a{character}") == 1


def test_what_can_be_seen_counts() -> None:
    assert says_nothing("")
    for text in ("a", "٣", "é", "中", "-", "\U0001f600", "\u2801"):
        assert not says_nothing(text) and shown_length(text) == 1
    assert shown_length(" We have\n\n  no schools. ") == len("We have no schools.")
    assert shown_length("x\u2800" * 19) == 19
