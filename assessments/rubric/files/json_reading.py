"""JSON text to plain values and their lines: exact numbers, no duplicate keys, bounded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from assessments.rubric.files.json_places import lines_of
from assessments.rubric.files.reading import MOST_BYTES, Document
from assessments.rubric.findings import Findings, refusal
from assessments.rubric.quoting import cut

LONGEST_NUMBER = 40
LONGEST_EXPONENT = 2


@dataclass(frozen=True, slots=True)
class OddNumber:
    """What replaces a number that cannot have been meant: NaN, or thousands of digits."""

    text: str

    def __str__(self) -> str:
        return cut(self.text)


def read_json(source: str | bytes, findings: Findings) -> Document:
    """What JSON text holds, and where. Numbers come from their text: `int`, else `Decimal`.

    A number too long to mean anything comes as an `OddNumber`, for the reader to refuse.
    Of a key given twice the first counts, and the findings say where both stand. What is no JSON,
    or too much of it, raises `FileRefused`.
    """
    if len(source) > MOST_BYTES:
        raise refusal(f"is too big: an answers file may hold {MOST_BYTES:,} bytes")
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise refusal("is not in UTF-8: save it as UTF-8", line) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise refusal("is empty")
    try:
        data = json.loads(
            text,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=OddNumber,
            object_pairs_hook=_first_of_each,
        )
    except json.JSONDecodeError as error:
        raise refusal(f"is not JSON: {error.msg.lower()}", error.lineno) from None
    except RecursionError:
        raise refusal("is not JSON that can be read: it is nested too deep") from None
    return Document(data, lines_of(text, findings))


def _first_of_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in pairs:
        values.setdefault(key, value)
    return values


def _integer(text: str) -> int | OddNumber:
    return int(text) if len(text) <= LONGEST_NUMBER else OddNumber(text)


def _decimal(text: str) -> Decimal | OddNumber:
    exponent = text.lower().partition("e")[2].lstrip("+-")
    if len(text) > LONGEST_NUMBER or len(exponent) > LONGEST_EXPONENT:
        return OddNumber(text)
    return Decimal(text)
