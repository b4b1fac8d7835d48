"""JSON text to plain values: exact numbers, no duplicate keys, bounded in size and depth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.rubric_files.faults import AnswersRefused, Fault, Notebook, cut
from assessments.rubric_files.reading import MOST_BYTES

LONGEST_NUMBER = 40
LONGEST_EXPONENT = 2


@dataclass(frozen=True, slots=True)
class OddNumber:
    """What stands for a number that nobody can have meant: NaN, or thousands of digits."""

    text: str

    def __str__(self) -> str:
        return cut(self.text)


def read_json(source: str | bytes, notebook: Notebook) -> Any:
    """The value that JSON text holds. Numbers come from their text: `int`, else `Decimal`.

    A number too long to mean anything comes as an `OddNumber`, for the reader to refuse.
    Duplicate keys go to the notebook; what is no JSON raises `AnswersRefused`.
    """
    if len(source) > MOST_BYTES:
        raise _refusal(f"is too big: an answers file may hold {MOST_BYTES:,} bytes")
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError:
        raise _refusal("is not in UTF-8: save it as UTF-8") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise _refusal("is empty")

    def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                notebook.note("", f'gives "{cut(key)}" twice in one object')
            values.setdefault(key, value)
        return values

    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=OddNumber,
            object_pairs_hook=without_duplicates,
        )
    except json.JSONDecodeError as error:
        raise _refusal(f"is not JSON: {error.msg.lower()}", error.lineno) from None
    except RecursionError:
        raise _refusal("is not JSON that can be read: it is nested too deep") from None


def _refusal(message: str, line: int | None = None) -> AnswersRefused:
    return AnswersRefused([Fault("", message, line)])


def _integer(text: str) -> int | OddNumber:
    return int(text) if len(text) <= LONGEST_NUMBER else OddNumber(text)


def _decimal(text: str) -> Decimal | OddNumber:
    exponent = text.lower().partition("e")[2].lstrip("+-")
    if len(text) > LONGEST_NUMBER or len(exponent) > LONGEST_EXPONENT:
        return OddNumber(text)
    return Decimal(text)
