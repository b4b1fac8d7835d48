"""Where everything is in a JSON text, and which keys it gives twice. Pure.

The standard decoder tells no places, so a text that it has taken is walked once more, by its
tokens. The walk is bounded like the reading of YAML: in depth and in the number of values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assessments.rubric.files.reading import MOST_DEPTH, MOST_VALUES, Inside, Lines
from assessments.rubric.findings import Findings, inside, refusal
from assessments.rubric.quoting import cut

# Possessive, so that a text of one long string costs no memory for ways back.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^\s"\[\]{},:]++')


def lines_of(text: str, findings: Findings) -> int | Lines:
    """The lines of all that is in a text that is JSON. Duplicate keys go to the findings.

    Raises `FileRefused` for a text nested too deep or with too many values.
    """
    return _Walk(text, findings).lines()


class _Walk:
    """Goes through the tokens once, a value at a time."""

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
