"""JSON text to plain values and their lines: exact numbers, no duplicate keys, bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from assessments.rubric.files.reading import (
    MOST_BYTES,
    MOST_DEPTH,
    MOST_VALUES,
    Document,
    Inside,
    Lines,
)
from assessments.rubric.findings import Findings, OddScalar, cut, inside, refusal

LONGEST_NUMBER = 40
LONGEST_EXPONENT = 2
# Possessive, so that a text of one long string costs no memory for ways back.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^\s"\[\]{},:]++')


def read_json(source: str | bytes, findings: Findings) -> Document:
    """What JSON text holds, and where. Numbers come from their text: `int`, else `Decimal`.

    A number that cannot have been meant (NaN, thousands of digits) comes as an `OddScalar`, for the
    reader to refuse.
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
            parse_constant=OddScalar,
            object_pairs_hook=_first_of_each,
        )
    except json.JSONDecodeError as error:
        raise refusal(f"is not JSON: {error.msg.lower()}", error.lineno) from None
    except RecursionError:
        raise refusal("is not JSON that can be read: it is nested too deep") from None
    return Document(data, _Walk(text, findings).lines())


def _first_of_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in pairs:
        values.setdefault(key, value)
    return values


def _integer(text: str) -> int | OddScalar:
    return int(text) if len(text) <= LONGEST_NUMBER else OddScalar(text)


def _decimal(text: str) -> Decimal | OddScalar:
    exponent = text.lower().partition("e")[2].lstrip("+-")
    if len(text) > LONGEST_NUMBER or len(exponent) > LONGEST_EXPONENT:
        return OddScalar(text)
    return Decimal(text)


class _Walk:
    """Goes through the tokens of a text that is JSON once, a value at a time.

    The standard decoder tells no places. The walk finds them, and which keys are given twice, and
    is bounded like the reading of YAML: in depth and in the number of values.
    """

    def __init__(self, text: str, findings: Findings) -> None:
        self._findings = findings
        self._values = 0
        self._tokens = _tokens(text)

    def lines(self) -> int | Lines:
        piece, line = next(self._tokens)
        return self._value(piece, line, line, "", 0)

    def _value(self, piece: str, line: int, begun: int, place: str, depth: int) -> int | Lines:
        """The lines of a value, which itself counts as on the line where its key begun."""
        self._values += 1
        if self._values > MOST_VALUES:
            raise refusal(f"holds more than {MOST_VALUES:,} values", line)
        if depth > MOST_DEPTH:
            raise refusal(f"is nested more than {MOST_DEPTH} deep", line)
        if piece == "[":
            return Lines(begun, self._list(place, depth))
        return Lines(begun, self._object(place, depth)) if piece == "{" else begun

    def _list(self, place: str, depth: int) -> Inside:
        lines: Inside = {}
        for piece, line in self._tokens:
            if piece == "]":
                break
            index = len(lines)
            lines[index] = self._value(piece, line, line, inside(place, index), depth + 1)
        return lines

    def _object(self, place: str, depth: int) -> Inside:
        lines: Inside = {}
        first: dict[str, int] = {}
        for piece, line in self._tokens:
            if piece == "}":
                break
            key = json.loads(piece)
            name = cut(key)
            inner = inside(place, name)
            if key in first:
                self._findings.fault(inner, f"is given twice, on line {first[key]} and line {line}")
                inner, name = f"{inner} (again)", f"{name} (again)"
            else:
                first[key] = line
            lines[name] = self._value(*next(self._tokens), line, inner, depth + 1)
        return lines


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Every string, bracket and word of the text, with its line."""
    line, counted = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield found.group(), line
