"""Faults and warnings of a draft, on its own page and on every page of its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import ClassVar, NamedTuple

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.admin.edition_codes import kept_of
from assessments.admin.links import address_of
from assessments.admin.pages import edition_page, edition_to_read
from assessments.admin.types import View
from assessments.models import Level, Question, RubricVersion
from assessments.models.edition_reading import HELD_IN, children_of
from assessments.models.rubric import RubricPart
from assessments.names import within_a_sentence
from assessments.queries.drafts import findings_of, inherited_warnings
from assessments.rubric.definition import Many, One, RubricSpec, fields_of
from assessments.rubric.findings import Finding
from assessments.rubric.workbook.layout import in_labels

MOST_SHOWN = 30
"""How many of each sort a page lists under its own rows, so that it stays a page to work on."""


MOST_ON_A_PAGE = 100
"""How many the page of all of them shows at a time."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding for people: the page that can mend it, where on it, and what is the matter.

    `is_here` says that it is about the row of the page or what hangs on it, `is_own` that this
    very page can mend it, `is_inherited` that the edition before gives the same warning.
    """

    address: str
    where: str
    what: str
    message: str
    is_fault: bool
    is_here: bool
    is_own: bool
    is_inherited: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What was found in a draft, as one page tells it.

    `here` is about the row of the page or what hangs on it, inherited warnings last; `faults`,
    `warnings` and those that are `inherited` from the edition before are the rest, all of them on
    the draft's own page.
    """

    version: RubricVersion
    fault_count: int
    warning_count: int
    here: Sequence[ShownFinding]
    faults: Sequence[ShownFinding]
    warnings: Sequence[ShownFinding]
    inherited: Sequence[ShownFinding]
    most: ClassVar = MOST_SHOWN

    @property
    def has_more(self) -> bool:
        parts = (self.here, self.faults, self.warnings, self.inherited)
        return max(map(len, parts)) > self.most


def panel_of(draft: RubricVersion, row: RubricPart | None = None) -> Panel:
    """The panel for the draft's own page, or for the page of one of its rows."""
    places = Places(draft)
    known = kept_of(draft)
    before = inherited_warnings(known)
    found = [_shown(finding, places, row, before) for finding in findings_of(draft, known)]
    elsewhere = [one for one in found if not one.is_here]
    return Panel(
        version=draft,
        fault_count=sum(one.is_fault for one in found),
        warning_count=sum(not one.is_fault for one in found),
        here=sorted(
            (one for one in found if one.is_here),
            key=lambda one: (one.is_inherited, not one.is_fault),
        ),
        faults=[one for one in elsewhere if one.is_fault],
        warnings=[one for one in elsewhere if not (one.is_fault or one.is_inherited)],
        inherited=[one for one in elsewhere if one.is_inherited],
    )


def _shown(
    finding: Finding, places: Places, row: RubricPart | None, before: Collection[tuple[str, str]]
) -> ShownFinding:
    address, where, what = places.find(finding.place)
    ours = [
        LISTS[spot.name] is type(row) and row is not None and spot.pk == row.pk
        for spot in places.trail(finding.place)[0]
    ]
    return ShownFinding(
        address=address,
        where=where,
        what=what,
        message=in_labels(finding.message),
        is_fault=finding.is_fault,
        is_here=any(ours),
        is_own=bool(ours) and ours[-1],
        is_inherited=not finding.is_fault and (finding.subject, finding.message) in before,
    )


def soundness_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Every fault and warning of a draft, faults first, a page of them at a time."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        if version.is_published:
            return redirect(address_of(version))
        panel = panel_of(version)
        found = Paginator([*panel.faults, *panel.warnings, *panel.inherited], MOST_ON_A_PAGE)
        pages = found.get_page(request.GET.get("page"))
        title = f"Faults and warnings in {version.title}"
        return edition_page(
            owner,
            request,
            version,
            "soundness",
            title,
            panel=panel,
            pages=pages,
            faults=[one for one in pages if one.is_fault],
            warnings=[one for one in pages if not (one.is_fault or one.is_inherited)],
            inherited=[one for one in pages if one.is_inherited],
        )

    return view


LISTS: dict[str, type[RubricPart]] = {
    "questions": Question,
    "levels": Level,
    **{child.path[0]: child.model for child in children_of(RubricSpec) if len(child.path) == 1},
}
"""The lists of a rubric file whose entries have pages of their own."""

STEP = re.compile(r"([a-z_]+)\[(\d+)\]\.?")
ENTRY = re.compile(r"^(?:\[(\d+)\])?\.?")

LABELS: dict[str, Combinable] = {
    "questions": Concat("code", Value(" "), "title"),
    "levels": Concat(Value("Level "), Cast("number", CharField())),
    "comparators": F("topic"),
    "scale": F("name"),
    "glossary": F("term"),
}
"""What a row is called where that is not its code."""


class Spot(NamedTuple):
    """A row of an edition: its list, its key, and what people call it."""

    name: str
    pk: int
    label: str


Rows = dict[tuple[str, int], list[Spot]]


class Places:
    """Finds rows by their place: one query at most, and only if one is wanted."""

    def __init__(self, version: RubricVersion) -> None:
        self.version = version

    def find(self, place: str) -> tuple[str, str, str]:
        """The address of the page, what is there, and where on it: words for people."""
        spots, rest = self.trail(place)
        words = ", ".join(spot.label for spot in spots) or str(self.version)
        if not spots:
            return address_of(self.version), words, in_words(RubricSpec, rest)
        model = LISTS[spots[-1].name]
        address = reverse(f"admin:assessments_{model._meta.model_name}_change", args=[spots[-1].pk])
        part = next(part for part, held in HELD_IN.items() if held is model)
        return address, words, in_words(part, rest)

    def trail(self, place: str) -> tuple[list[Spot], str]:
        """The rows that lead to a place, from the top down, and what is left of it."""
        spots: list[Spot] = []
        rest = place.replace("scoring.scale[", "scale[", 1)
        while (step := STEP.match(rest)) and step[1] in LISTS:
            above = spots[-1].pk if spots else 0
            rows = self._rows.get((step[1], above), [])
            if int(step[2]) >= len(rows):
                break
            spots.append(rows[int(step[2])])
            rest = rest[step.end() :]
        return spots, rest

    @cached_property
    def _rows(self) -> Rows:
        read = _rows_of if self.version.edited_at else _rows_of.__wrapped__
        return read(self.version.pk, self.version.edited_at)


@lru_cache(maxsize=8)
def _rows_of(version: int, edited_at: datetime | None) -> Rows:
    """Every row that has a page, in the file's order, by its list and the row it hangs on.

    Read once by a process after each change of the draft.
    """
    first, *others = [_of_list(name, version) for name in LISTS]
    found: Rows = {}
    for name, above, _, pk, label in sorted(first.union(*others, all=True)):
        found.setdefault((name, above), []).append(Spot(name, pk, label))
    return found


def _of_list(name: str, version: int) -> QuerySet:
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


def in_words(part: type[object], place: str) -> str:
    """A place in a part by the labels of fields: `gates[0].cap_band` is "gates 1, highest band".

    A place without a field, such as a key that only a file has, is given as it is.
    """
    fields = sorted(fields_of(part), key=lambda one: (one.key != place, -len(one.key)))
    field = next((one for one in fields if _leads(one.key, place)), None)
    if field is None:
        return place.replace("_", " ").replace(".", ", ")
    _, number, inner = ENTRY.split(place[len(field.key) :], maxsplit=1)
    words = within_a_sentence(field.label) + (f" {int(number) + 1}" if number else "")
    if isinstance(field.value, Many) and field.value.by:
        code, _, inner = inner.partition(".")
        words = f"{words} {code}"
    if isinstance(field.value, One | Many):
        inner = in_words(field.value.part, inner)
    return inner if inner.startswith(words) else ", ".join(filter(None, (words, inner)))


def _leads(key: str, place: str) -> bool:
    """Whether the field of that key is at the place, around it, or alone in it."""
    step = f"{key}."
    return bool(place) and (
        f"{place}.".startswith((step, f"{key}[")) or step.startswith(f"{place}.")
    )
