import pytest

from assessments.question_types import AnswerRefused, clean_reason, clean_text, marking
from tests.factories import rubrics as r

QUESTION = r.text("Q")


@pytest.mark.parametrize(
    "text",
    [
        "  spaces stay  \n",
        "<b>=1+1</b> & {{ x }}",
        "\u202eright to left\u202c עברית",
        "\U0001f468‍\U0001f469‍\U0001f467 e\u0301 ﷽",
        "tab\tand\nline",
        "x" * 10_000,
        "\U0001f600" * 10_000,
    ],
)
def test_kept_to_the_letter(text: str) -> None:
    assert marking("text").clean(QUESTION, text) == text


def test_line_ends_of_browsers_become_one_kind() -> None:
    assert clean_text("a\r\nb\rc\nd\r\n\r\n") == "a\nb\nc\nd\n\n"


def test_the_limit_counts_what_is_kept() -> None:
    assert len(clean_text("\r\n" * 10_000)) == 10_000
    with pytest.raises(AnswerRefused) as refusal:
        clean_text("x" * 100_000)
    assert refusal.value.message == "Enter 10,000 characters or fewer. You have entered 100,000"
    with pytest.raises(AnswerRefused, match="Enter 5 characters or fewer"):
        clean_text("123456", most=5)


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "U+0000"), ("\x1b[31m", "U+001B"), ("x\x7f", "U+007F"), ("\x85", "U+0085")]
    + [("\ud800", "U+D800"), ("\x0c", "U+000C")],
)
def test_characters_that_cannot_be_shown_or_stored(text: str, code: str) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        clean_text(text)
    place = text.index(chr(int(code[2:], 16))) + 1
    assert refusal.value.message == (
        f"Remove the character that cannot be shown ({code}, character {place})"
    )


def test_a_reason_is_twenty_characters_that_say_something() -> None:
    assert clean_reason(" We have no schools at all. ") == " We have no schools at all. "
    for short in ("", "x" * 19, " " * 40, "x" * 19 + "\n\n\n"):
        with pytest.raises(AnswerRefused, match="in 20 characters or more"):
            clean_reason(short)
    assert clean_reason("x" * 20)
