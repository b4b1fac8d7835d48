"""How a value or a text is quoted in a message: short, on one line, and printable."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assessments.rubric.unquoted import understood

SHOWN_LENGTH = 60


def shown(value: Any) -> str:
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


def printable(text: str) -> str:
    """Text with all that cannot be shown on one line spelled out as an escape."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
