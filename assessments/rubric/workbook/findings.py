"""What is wrong with a workbook: faults with their spots, and what cannot be judged for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from assessments.rubric.files.faults import Fault, Notebook
from assessments.rubric.workbook.places import Spot


@dataclass(slots=True)
class Findings:
    """Collects faults while sheets become a document.

    `misread` holds what was wrong with a cell by its place in the document, where something
    unusable stands instead. `unread` holds places that nothing more shall be said about, because
    what belongs there was lost with a sheet, a column or a row.
    """

    misread: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    kind: str = "fault"
    _faults: list[tuple[Spot, str]] = field(default_factory=list)

    def note(self, spot: Spot, message: str) -> None:
        """Write down a fault."""
        self._faults.append((spot, message))

    def __len__(self) -> int:
        return len(self._faults)

    def says_nothing_of(self, place: str) -> bool:
        """Whether the place, or something around it, was lost."""
        while place:
            if place in self.unread:
                return True
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return False

    def faults(self) -> tuple[Fault, ...]:
        """Every fault once, in the order of the sheets, rows and columns."""
        notebook = Notebook(self.kind)
        for found, message in sorted(dict.fromkeys(self._faults)):
            notebook.note(found.words, message)
        return tuple(notebook.faults(lambda place: None))


class Unusable:
    """Stands in the document where a cell could not be read, so that nobody takes it for blank."""

    def __str__(self) -> str:
        return "something unusable"


UNUSABLE = Unusable()
