"""Where everything is in a JSON text, and which keys it gives twice. Pure.

The standard decoder tells no places, so a text that it has taken is walked once more, by its
tokens. The walk is bounded like the reading of YAML: in depth and in the number of values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assessments.rubric.files.reading import MOST_DEPTH, MOST_VALUES
from assessments.rubric.findings import Findings, refusal
from assessments.rubric.quoting import cut

# Possessive, so that a text of one long string costs no memory for ways back.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^\s"\[\]{},:]++')


def lines_of(text: str, findings: Findings) -> dict[str, int]:
    """The line of every place in a text that is JSON. Duplicate keys go to the findings.

    Raises `FileRefused` for a text nested too deep or with too many values.
    """
    return _Walk(text, findings).lines


class _Walk:
    """Goes through the tokens once, a value at a time."""

    def __init__(self, text: str, findings: Findings) -> None:
        self._findings = findings
        self._values = 0
        self._tokens = _tokens(text)
        self.lines: dict[str, int] = {}
        piece, line = next(self._tokens)
        self.lines[""] = line
        self._value(piece, line, "", 0)

    def _value(self, piece: str, line: int, place: str, depth: int) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            raise refusal(f"holds more than {MOST_VALUES:,} values", line)
        if depth > MOST_DEPTH:
            raise refusal(f"is nested more than {MOST_DEPTH} deep", line)
        if piece == "[":
            self._list(place, depth)
        elif piece == "{":
            self._object(place, depth)

    def _list(self, place: str, depth: int) -> None:
        number = 0
        for piece, line in self._tokens:
            if piece == "]":
                return
            inner = f"{place}[{number}]"
            self.lines[inner] = line
            self._value(piece, line, inner, depth + 1)
            number += 1

    def _object(self, place: str, depth: int) -> None:
        first: dict[str, int] = {}
        for piece, line in self._tokens:
            if piece == "}":
                return
            key = json.loads(piece)
            inner = f"{place}.{cut(key)}" if place else cut(key)
            if key in first:
                self._findings.fault(inner, f"is given twice, on line {first[key]} and line {line}")
                inner = f"{inner} (again)"
            else:
                first[key] = self.lines[inner] = line
            self._value(*next(self._tokens), inner, depth + 1)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Every string, bracket and word of the text, with its line."""
    line, counted = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield found.group(), line
