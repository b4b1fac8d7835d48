"""Faults and warnings of a draft, on its own page and on every page of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.admin.comparing import edition_to_read, page
from assessments.admin.places import LISTS, Places
from assessments.admin.reading import address_of
from assessments.models import RubricVersion
from assessments.models.rubric import RubricPart
from assessments.queries.drafts import findings_of
from assessments.rubric.findings import Severity

MOST_SHOWN = 30
"""How many of each sort a page lists under its own rows, so that it stays a page to work on."""


MOST_ON_A_PAGE = 100
"""How many the page of all of them shows at a time."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding for people: the page that can mend it, where on it, and what is the matter.

    `is_here` says that it is about the row of the page or what hangs on it, `is_own` that this
    very page can mend it.
    """

    address: str
    where: str
    what: str
    message: str
    is_fault: bool
    is_here: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What was found in a draft, as one page tells it.

    `here` is about the row of the page or what hangs on it; `faults` and `warnings` are the rest,
    all of them when the page is the draft's own.
    """

    version: RubricVersion
    fault_count: int
    warning_count: int
    here: Sequence[Told]
    faults: Sequence[Told]
    warnings: Sequence[Told]
    most: int

    @property
    def has_more(self) -> bool:
        return max(len(self.here), len(self.faults), len(self.warnings)) > self.most

    @property
    def shown_here(self) -> Sequence[Told]:
        return self.here[: self.most]

    @property
    def shown_faults(self) -> Sequence[Told]:
        return self.faults[: self.most]

    @property
    def shown_warnings(self) -> Sequence[Told]:
        return self.warnings[: self.most]


def panel_of(draft: RubricVersion, row: RubricPart | None = None) -> Panel:
    """The panel for the draft's own page, or for the page of one of its rows."""
    places = Places(draft)
    found = [_told(finding, places, row) for finding in findings_of(draft)]
    elsewhere = [one for one in found if not one.is_here]
    return Panel(
        version=draft,
        fault_count=sum(one.is_fault for one in found),
        warning_count=sum(not one.is_fault for one in found),
        here=sorted((one for one in found if one.is_here), key=lambda one: not one.is_fault),
        faults=[one for one in elsewhere if one.is_fault],
        warnings=[one for one in elsewhere if not one.is_fault],
        most=MOST_SHOWN,
    )


def _told(finding: Any, places: Places, row: RubricPart | None) -> Told:
    address, where, what = places.find(finding.place)
    ours = [
        LISTS[spot.name] is type(row) and row is not None and spot.pk == row.pk
        for spot in places.trail(finding.place)[0]
    ]
    return Told(
        address=address,
        where=where,
        what=what,
        message=finding.message,
        is_fault=finding.severity is Severity.FAULT,
        is_here=any(ours),
        is_own=bool(ours) and ours[-1],
    )


class SoundnessPanel(admin.ModelAdmin):
    """Puts the panel on a page that shows a draft, or a row of one."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        version = obj if isinstance(obj, RubricVersion) else getattr(obj, "version", None)
        if version is not None and not version.is_published:
            context["soundness"] = panel_of(version, None if obj is version else obj)
        return super().render_change_form(request, context, *args, **kwargs)


def soundness_view(owner: admin.ModelAdmin[RubricVersion]) -> Callable[..., HttpResponse]:
    """Every fault and warning of a draft, faults first, a page of them at a time."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        if version.is_published:
            return redirect(address_of(version))
        panel = panel_of(version)
        found = Paginator([*panel.faults, *panel.warnings], MOST_ON_A_PAGE)
        pages = found.get_page(request.GET.get("page"))
        title = f"Faults and warnings in {version.title}"
        return page(
            owner,
            request,
            version,
            "soundness",
            title,
            panel=panel,
            pages=pages,
            faults=[one for one in pages if one.is_fault],
            warnings=[one for one in pages if not one.is_fault],
        )

    return view
