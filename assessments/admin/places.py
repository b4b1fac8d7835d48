"""From the place of a finding, in the words of the rubric file, to the page that can mend it."""

from __future__ import annotations

import re
from typing import Any

from assessments.admin.reading import address_of
from assessments.models import (
    Band,
    Comparator,
    ContextFigure,
    Dimension,
    Effort,
    Level,
    OwnerRole,
    Question,
    RubricVersion,
    Sector,
    Source,
    Term,
)

LISTS: dict[str, Any] = {
    "bands": Band,
    "comparators": Comparator,
    "context_figures": ContextFigure,
    "dimensions": Dimension,
    "efforts": Effort,
    "glossary": Term,
    "levels": Level,
    "questions": Question,
    "roles": OwnerRole,
    "sectors": Sector,
    "sources": Source,
}
"""The lists of a rubric file whose entries have pages of their own."""

STEP = re.compile(r"([a-z_]+)\[(\d+)\]\.?")


class Places:
    """Finds rows by their place: a query for each table that findings lead to, and no more."""

    def __init__(self, version: RubricVersion) -> None:
        self.version = version
        self._tables: dict[str, dict[int | None, list[Any]]] = {}

    def find(self, place: str) -> tuple[str, str, str]:
        """The address of the page, what stands there, and where on it: words for people."""
        row: Any = self.version
        rest = place
        names: list[str] = []
        while (step := STEP.match(rest)) and step[1] in LISTS:
            found = self._row(step[1], int(step[2]), row)
            if found is None:
                break
            row, rest = found, rest[step.end() :]
            names.append(str(row))
        return address_of(row), ", ".join(names) or str(self.version), _in_words(rest)

    def _row(self, name: str, index: int, above: Any) -> Any:
        rows = self._table(name).get(getattr(above, "pk", None) if LISTS[name].parent else None, [])
        return rows[index] if index < len(rows) else None

    def _table(self, name: str) -> dict[int | None, list[Any]]:
        """The rows of a list in the file's order, by the row that they hang on."""
        if name not in self._tables:
            model = LISTS[name]
            table: dict[int | None, list[Any]] = {}
            for row in model.objects.filter(version=self.version).order_by("position", "pk"):
                key = getattr(row, f"{model.parent}_id") if model.parent else None
                table.setdefault(key, []).append(row)
            self._tables[name] = table
        return self._tables[name]


def _in_words(rest: str) -> str:
    """`gates[0].message` as "gates 1, message"."""
    counted = re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", rest)
    return counted.replace("_", " ").replace(".", ", ")
