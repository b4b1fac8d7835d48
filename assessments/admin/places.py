"""From the place of a finding, in the words of the rubric file, to the page that can mend it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

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

LABELS: dict[str, Any] = {
    "questions": Concat("code", Value(" "), "title"),
    "levels": Concat(Value("Level "), Cast("number", CharField())),
    "comparators": F("topic"),
    "glossary": F("term"),
}
"""What a row is called where that is not its code."""


class Spot(NamedTuple):
    """A row of an edition: its list, its key, and what people call it."""

    name: str
    pk: int
    label: str


class Places:
    """Finds rows by their place: one query for all of an edition, and only if one is wanted."""

    def __init__(self, version: RubricVersion) -> None:
        self.version = version

    def find(self, place: str) -> tuple[str, str, str]:
        """The address of the page, what stands there, and where on it: words for people."""
        spots, rest = self.trail(place)
        words = ", ".join(spot.label for spot in spots) or str(self.version)
        if not spots:
            return address_of(self.version), words, _in_words(rest.removeprefix("rubric."))
        model = LISTS[spots[-1].name]._meta.model_name
        address = reverse(f"admin:assessments_{model}_change", args=[spots[-1].pk])
        return address, words, _in_words(rest)

    def trail(self, place: str) -> tuple[list[Spot], str]:
        """The rows that lead to a place, from the top down, and what is left of it."""
        spots: list[Spot] = []
        rest = place
        while (step := STEP.match(rest)) and step[1] in LISTS:
            above = spots[-1].pk if spots else 0
            rows = self._rows.get((step[1], above), [])
            if int(step[2]) >= len(rows):
                break
            spots.append(rows[int(step[2])])
            rest = rest[step.end() :]
        return spots, rest

    @cached_property
    def _rows(self) -> dict[tuple[str, int], list[Spot]]:
        """Every row that has a page, in the file's order, by its list and the row it hangs on."""
        first, *others = [_of_list(name, self.version) for name in LISTS]
        found: dict[tuple[str, int], list[Spot]] = {}
        for name, above, _, pk, label in sorted(first.union(*others, all=True)):
            found.setdefault((name, above), []).append(Spot(name, pk, label))
        return found


def _of_list(name: str, version: RubricVersion) -> Any:
    model = LISTS[name]
    above = F(f"{model.parent}_id") if model.parent else Value(0)
    rows = model.objects.filter(version=version).order_by()
    return rows.values_list(
        Value(name),
        Cast(above, BigIntegerField()),
        "position",
        "pk",
        Cast(LABELS.get(name, F("code")), CharField()),
    )


def _in_words(rest: str) -> str:
    """`gates[0].message` as "gates 1, message"."""
    counted = re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", rest)
    return counted.replace("_", " ").replace(".", ", ")
