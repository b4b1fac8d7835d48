"""What is wrong with a rubric or a file, or worth a look: one type, one collector, one refusal, and
how a message quotes what a file has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

Trail: TypeAlias = "tuple[Trail, str | int] | None"
"""The keys and indexes that lead to a value, from the inside. Only a finding spells its place."""

MOST_FAULTS = 1_000
"""Beyond this many, a file is refused with a count of the rest: a longer list is of no use."""


class Severity(StrEnum):
    """A fault stops a rubric from being published; a warning is worth a look."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `message` carries on from the place, which is in the words of the file.

    The place is empty for the file as a whole. `subject` is the code of the question, dimension
    or band it is about, where there is one. `where` sorts findings as people read the file: the
    line of a text, or the sheet, row and column of a workbook. `count` is more than 1 only in the
    last of a list that was cut short. Reads as
    `dimensions[2].weight: must be a number, got "lots" (line 812)`.
    """

    place: str
    message: str
    severity: Severity = Severity.FAULT
    subject: str = ""
    where: tuple[int, ...] = ()
    count: int = 1

    @property
    def line(self) -> int | None:
        """The line of a text file, counted from 1."""
        return self.where[0] if len(self.where) == 1 else None

    @property
    def is_fault(self) -> bool:
        return self.severity is Severity.FAULT

    def __str__(self) -> str:
        about = f" (line {self.line})" if self.line is not None else ""
        if not about and self.subject:
            about = f" ({self.subject})"
        return f"{self.place or 'the file'}: {self.message}{about}"


class FileRefused(Exception):
    """A file or document that cannot be taken, with every fault in it; none of it may be used."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refusal(message: str, line: int | None = None, place: str = "") -> FileRefused:
    """The refusal of a whole file for one reason."""
    return FileRefused([Finding(place, message, where=() if line is None else (line,))])


@dataclass(slots=True)
class Findings:
    """Collects findings in the order in which they are made.

    `unread` names places of a file that could not be read, where something harmless is in the
    rubric instead. No finding is kept at such a place, so that one slip is one fault.
    """

    unread: set[str] = field(default_factory=set)
    found: list[Finding] = field(default_factory=list)

    def fault(self, place: str, message: str) -> None:
        """Something that stops publishing."""
        self.add(Finding(place, message))

    def warn(self, place: str, message: str) -> None:
        """Something worth a look."""
        self.add(Finding(place, message, Severity.WARNING))

    def add(self, finding: Finding) -> None:
        """Keep the finding, unless its place could not be read."""
        if not (finding.place.isprintable() and finding.message.isprintable()):
            place, message = printable(finding.place), printable(finding.message)
            finding = replace(finding, place=place, message=message)
        if not self.is_unread(finding.place):
            self.found.append(finding)

    def is_unread(self, place: str) -> bool:
        """Whether the place, or anything around it, could not be read."""
        if not self.unread:
            return False
        while place:
            if place in self.unread:
                return True
            place = around(place)
        return "" in self.unread

    def touches_unread(self, place: str) -> bool:
        """Whether anything at, around or under the place could not be read."""
        starts = (f"{place}.", f"{place}[")
        return bool(self.unread) and (
            self.is_unread(place) or any(unread.startswith(starts) for unread in self.unread)
        )

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.is_fault)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if not finding.is_fault)

    def __len__(self) -> int:
        return len(self.found)


def around(place: str) -> str:
    """The place that a place is in: `a.b[2]` is in `a.b`. Empty for the whole."""
    return place[: max(place.rfind("."), place.rfind("["), 0)]


def inside(place: str, key: str | int) -> str:
    """The place of a key or an index within a place: `a.b` and 2 make `a.b[2]`."""
    if isinstance(key, int):
        return f"{place}[{key}]"
    return f"{place}.{key}" if place else key


def place_of(trail: Trail) -> str:
    """The place that a trail leads to: `a.b[2]`."""
    return "" if trail is None else inside(place_of(trail[0]), trail[1])


def listed(
    found: Sequence[Finding], line_of: Callable[[str], int | None] = lambda place: None
) -> tuple[Finding, ...]:
    """The first of the findings, all of one severity, in the order of the file.

    `line_of` gives the line of a place in a text file. The last one counts those left out.
    """
    lines = ((finding, line_of(finding.place)) for finding in found[:MOST_FAULTS])
    first = [one if line is None else replace(one, where=(line,)) for one, line in lines]
    first.sort(key=lambda finding: finding.where)
    left = len(found) - len(first)
    if left:
        severity = found[0].severity
        more = f"has {left:,} more {severity}{'' if left == 1 else 's'}, not listed here"
        first.append(Finding("", more, severity, count=left))
    return tuple(first)


def number_of(found: Iterable[Finding]) -> int:
    """How many there are, with those that a list left out."""
    return sum(finding.count for finding in found)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, as people turn the sheets over."""
    return listed(sorted(set(found), key=lambda one: (one.where, one.place, one.message)))


def printable(text: str) -> str:
    """Text with all that cannot be shown on one line spelled out as an escape."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


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
