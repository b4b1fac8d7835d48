"""Values as a file has them: words without quotes, and how a message quotes one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from assessments.rubric.findings import printable

SHOWN_LENGTH = 60
LONGEST_WORD = 60
ENOUGH_FAULTS = 100
"""Past this many faults more suggestions do not help, and they cost time."""


@dataclass(frozen=True, slots=True)
class OddScalar:
    """What YAML or JSON takes for a number, in a form that no file may have or mean."""

    text: str

    def __str__(self) -> str:
        return self.text


class Unquoted(str):
    """A word without quotes that YAML takes for a number or a truth.

    It is its own text, as it was written, wherever the format wants text; `value` is what YAML
    takes it for.
    """

    value: bool | int | Decimal | OddScalar

    def __new__(cls, text: str, value: bool | int | Decimal | OddScalar) -> Unquoted:
        made = super().__new__(cls, text)
        made.value = value
        return made


def understood(raw: object) -> object:
    """A value as YAML takes it: what is unquoted, by its meaning instead of its text."""
    return raw.value if isinstance(raw, Unquoted) else raw


def shown(value: object) -> str:
    """A value as a fault quotes it: short, on one line, and named by kind when it is not plain."""
    value = understood(value)
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case int() if abs(value) >= 10**SHOWN_LENGTH:
            return "a very long number"
        case int() | Decimal():
            return cut(str(value))
        case str():
            return f'"{cut(value)}"'
    return cut(str(value))


def cut(text: str) -> str:
    """Text on one line, shortened, with what cannot be printed spelled out."""
    return printable(text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 3] + "...")


def did_you_mean(word: str, known: Collection[str], faults_so_far: int = 0) -> str:
    """`; did you mean "weight"?` when a known word is close, else nothing."""
    if len(word) > LONGEST_WORD or faults_so_far > ENOUGH_FAULTS:
        return ""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""
