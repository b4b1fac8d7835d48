"""What an examination of a rubric finds, each thing with its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """A fault stops a rubric from being published; a warning is worth a look."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `message` carries on from the place, which is in the words of the file.

    `subject` is the code of the question, dimension or band it is about, where there is one.
    """

    place: str
    message: str
    severity: Severity
    subject: str = ""

    def __str__(self) -> str:
        about = f" ({self.subject})" if self.subject else ""
        return f"{self.place or 'the rubric'}: {self.message}{about}"


@dataclass(frozen=True, slots=True)
class Unread:
    """Places of a file that could not be read, where something harmless stands in the spec.

    Nothing is found at such a place, or by comparing with one, so that a single slip in a file
    is one fault and not a row of them.
    """

    places: Collection[str] = frozenset()

    def covers(self, place: str) -> bool:
        """Whether the place, or anything around it, could not be read."""
        if not self.places:
            return False
        while place:
            if place in self.places:
                return True
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return "" in self.places

    def touches(self, place: str) -> bool:
        """Whether anything at, around or under the place could not be read."""
        starts = (f"{place}.", f"{place}[")
        return bool(self.places) and (
            self.covers(place) or any(unread.startswith(starts) for unread in self.places)
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where examiners write what they find."""

    unread: Unread
    found: list[Finding] = field(default_factory=list)

    def fault(self, place: str, message: str, subject: str = "") -> None:
        """Something that stops publishing."""
        self._add(Finding(place, message, Severity.FAULT, subject))

    def warn(self, place: str, message: str, subject: str = "") -> None:
        """Something worth a look."""
        self._add(Finding(place, message, Severity.WARNING, subject))

    def _add(self, finding: Finding) -> None:
        if not self.unread.covers(finding.place):
            self.found.append(finding)
