"""What is wrong with a file: each fault with its place, and a notebook that collects them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MOST_FAULTS = 1_000
"""Beyond this many, a file is refused with a count of the rest: nobody reads a longer list."""

SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `place` is empty for the file as a whole.

    Reads as `dimensions[2].weight: must be a number, got "lots" (line 812)`.
    """

    place: str
    message: str
    line: int | None = None
    stands_for: int = 1
    """How many there are: more than one only in the last of a list that was cut short."""

    def __str__(self) -> str:
        where = f" (line {self.line})" if self.line is not None else ""
        return f"{self.place or 'the file'}: {self.message}{where}"


def number_of(found: Iterable[Fault]) -> int:
    """How many faults or warnings there are, with those that a list left out."""
    return sum(fault.stands_for for fault in found)


class FileRefused(Exception):
    """A file that cannot be taken, with every fault found in it; nothing of it may be used."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RubricRefused(FileRefused):
    """A rubric file, or a rubric's document, that cannot be taken."""


class AnswersRefused(FileRefused):
    """An answers file, or a document of answers, that cannot be taken."""


class Unfit(Exception):
    """A single value that does not fit; its message reads on from "must be"-like wording."""


class Notebook:
    """Collects faults, or what `kind` calls them, in the order in which they are found."""

    def __init__(self, kind: str = "fault") -> None:
        self._kind = kind
        self._faults: list[tuple[str, str]] = []
        self._left_out = 0

    def note(self, place: str, message: str) -> None:
        """Write down a fault; past `MOST_FAULTS` they are only counted."""
        if len(self._faults) < MOST_FAULTS:
            self._faults.append((printable(place), printable(message)))
        else:
            self._left_out += 1

    def __bool__(self) -> bool:
        return bool(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._faults)

    def places(self) -> frozenset[str]:
        """Every place that has a fault."""
        return frozenset(place for place, _ in self._faults)

    def faults(self, line_of: Callable[[str], int | None]) -> Sequence[Fault]:
        """What was found, in the order of the file's lines where these are known."""
        faults = [Fault(place, message, line_of(place)) for place, message in self._faults]
        faults.sort(key=lambda fault: fault.line or 0)
        left = self._left_out
        if left:
            told = f"{left:,} more {self._kind}{'' if left == 1 else 's'}"
            faults.append(Fault("", f"has {told}, not listed here", stands_for=left))
        return faults


def shown(value: Any) -> str:
    """A value as a fault quotes it: short, on one line, and named by kind when it is not plain."""
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
    """Text with whatever cannot be shown on one line spelled out as an escape."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
