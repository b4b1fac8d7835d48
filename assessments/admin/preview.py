"""An edition as the respondents of each sector meet it, to answer and have scored at once.

It is a sandbox: what is entered waits in the session of the person, and goes with it. A draft with
faults is shown as far as it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from assessments.admin.pages import edition_to_read
from assessments.admin.types import View
from assessments.contradictions import met
from assessments.forms.answering import Asking, DimensionForm
from assessments.forms.sandbox import (
    Packed,
    Replies,
    Tried,
    form_with,
    packed,
    sandbox_helper_for,
    tried,
    unpacked,
)
from assessments.models import RubricVersion
from assessments.queries.drafts import usable_of
from assessments.question_types import MARKER
from assessments.reports.checking import outlook
from assessments.reports.verdict import balance_parts, gate_parts
from assessments.rubric.definition import DimensionSpec, RubricSpec
from assessments.rubric.files.codec import Usable
from assessments.scoring.engine import score
from assessments.scoring.progress import Progress, progress_over
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet, Reply, asked

KEY = "previews"
"""Where the session holds what was entered, by the key of the edition."""
MOST_PREVIEWS = 3
"""Editions at a time whose answers a session holds."""

BEFORE_PAGE = " "
"""What separates a part's code, which has none, and the number of one of its pages."""


@dataclass(frozen=True, slots=True)
class ListedDimension:
    """A dimension in the list of parts, with how far it is and what it scores."""

    code: str
    name: str
    done: int
    total: int
    score: str
    is_here: bool


def preview_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The edition for `?sector=`, the part `?dimension=`: the first ones where none is named."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        return Preview(request, version, usable_of(version)).response()

    return view


class Preview:
    """One request for a page of the preview."""

    def __init__(self, request: HttpRequest, version: RubricVersion, usable: Usable) -> None:
        self.request, self.version, self.usable = request, version, usable
        self.spec = usable.spec
        self.edition = str(version.pk)

    def response(self) -> HttpResponse:
        sector = self._sector(self.request.GET.get("sector", ""))
        asked = self.request.GET
        asking = self._asking(sector, asked.get("dimension", ""), asked.get("page", ""))
        before = unpacked(self.spec, self._held().get(self.edition, {}))
        if self.request.method != "POST":
            return self._page(asking, sector, before)
        if asking is None:
            raise Http404
        if "again" in self.request.POST:
            self._hold({})
            return self._page(asking, sector, {})
        back = tried(asking, self.request.POST, before)
        self._hold(back.replies)
        if back.form.errors:
            return self._page(asking, sector, back.replies, back.form)
        return self._moved(asking, back)

    def _held(self) -> dict[str, Packed]:
        held: dict[str, Packed] = self.request.session.get(KEY, {})
        return held

    def _hold(self, replies: Replies) -> None:
        """Keeps what was entered in the session, and of other editions only the latest."""
        others = [(pk, held) for pk, held in self._held().items() if pk != self.edition]
        latest = [*others, (self.edition, packed(self.spec, replies))][-MOST_PREVIEWS:]
        self.request.session[KEY] = dict(latest)

    def _moved(self, asking: Asking, back: Tried) -> HttpResponse:
        """The part, its page, or the sector that a button asked for; else the same page again."""
        posted = self.request.POST
        go, _, number = posted.get("go", "").partition(BEFORE_PAGE)
        sector = asking.sector
        if "switch" in posted:
            sector = self._sector(posted.get("as_sector", ""))
        wanted = go if any(one.code == go for one in self.spec.dimensions) else self._part_of(go)
        if not wanted:
            number = str(asking.leaf.number)
        moved = self._asking(sector, wanted or asking.dimension.code, number, lenient=True)
        return self._page(moved and replace(moved, question=go), sector, back.replies)

    def _part_of(self, code: str) -> str:
        """The code of the dimension that the question is in."""
        return next((part.code for part, one in self.spec.questions() if one.code == code), "")

    def _sector(self, wanted: str) -> str:
        codes = [sector.code for sector in self.spec.sectors]
        if wanted and wanted not in codes:
            raise Http404
        return wanted or next(iter(codes), "")

    def _asking(
        self, sector: str, wanted: str, number: str, lenient: bool = False
    ) -> Asking | None:
        """The page of the part to show; `None` where the sector is asked nothing at all."""
        found = self._parts_of(sector)
        if wanted and wanted not in [one.dimension.code for one in found] and not lenient:
            raise Http404
        first = next(iter(found), None)
        chosen = next((one for one in found if one.dimension.code == wanted), first)
        return replace(chosen, page=number) if chosen else None

    def _parts_of(self, sector: str) -> list[Asking]:
        every = [Asking(spec=self.spec, dimension=d, sector=sector) for d in self.spec.dimensions]
        return [one for one in every if one.questions]

    def _page(
        self,
        asking: Asking | None,
        sector: str,
        replies: Mapping[str, Reply],
        form: DimensionForm | None = None,
    ) -> HttpResponse:
        context: dict[str, object] = {
            "version": self.version,
            "spec": self.spec,
            "sector": sector,
            "left_out": self.usable.left_out,
            "crumbs": [
                ("Admin", reverse("admin:index")),
                (
                    self.version.title,
                    reverse("admin:assessments_rubricversion_change", args=[self.version.pk]),
                ),
            ],
        }
        if asking is not None:
            context |= self._questions(asking, replies, form)
        response = render(self.request, "admin/assessments/rubricversion/preview.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _questions(
        self, asking: Asking, replies: Mapping[str, Reply], form: DimensionForm | None
    ) -> dict[str, object]:
        sheet = AnswerSheet(sector=asking.sector, replies=replies)
        codes = asked(self.spec, sheet, MARKER)
        result = score(self.spec, sheet, MARKER) if self.usable.may_score else None
        called = "score" if self.spec.shows_score else "result"
        none = f"There is no {called} while the draft has faults."
        said = outlook(self.spec, result) if result else none
        progress = progress_over(self.spec, sheet, codes)
        form = form or form_with(asking, replies)
        form.met = {one.code for one in met(self.spec, result)} if result else ()
        parts = self._parts_of(asking.sector)
        place = [one.dimension.code for one in parts].index(asking.dimension.code)
        after = parts[place + 1].dimension if place + 1 < len(parts) else None
        here = {"sector": asking.sector, "dimension": asking.dimension.code}
        if asking.leaf.count > 1:
            here["page"] = str(asking.leaf.number)
        onward = _onward(asking, after)
        return {
            "dimension": asking.dimension,
            "place": place + 1,
            "places": len(parts),
            "pages": _pages(asking),
            "action": f"?{urlencode(here)}",
            "form": form,
            "helper": sandbox_helper_for(form, codes, onward, said, called),
            "entered": bool(replies),
            "outlook": said,
            "called": called,
            "progress": progress,
            "parts": [_part(one.dimension, asking, progress, result) for one in parts],
            "outcome": _outcome(self.spec, result) if result else None,
        }


def _go(asking: Asking, number: int) -> str:
    """What a button that leads to a page of the part sends."""
    return f"{asking.dimension.code}{BEFORE_PAGE}{number}"


def _onward(asking: Asking, after: DimensionSpec | None) -> tuple[str, str] | None:
    """Where the first button leads, and what it says: the next page, or else the part after."""
    following = asking.leaf.after
    if following is not None:
        return _go(asking, following), asking.pages[following - 1].said("question")
    return (after.code, after.name) if after else None


def _pages(asking: Asking) -> list[tuple[str, str, bool]]:
    """The pages of a part that has several: what its button sends and says, and which is here."""
    if asking.leaf.count < 2:
        return []
    return [
        (_go(asking, leaf.number), leaf.said("Question"), leaf is asking.leaf)
        for leaf in asking.pages
    ]


def _part(
    dimension: DimensionSpec, asking: Asking, progress: Progress, result: Result | None
) -> ListedDimension:
    come = progress.by_dimension[dimension.code]
    scores = {one.code: one.score for one in result.dimensions} if result else {}
    scored = scores.get(dimension.code)
    return ListedDimension(
        code=dimension.code,
        name=dimension.name,
        done=come.done,
        total=come.total,
        score=str(scored.shown) if scored else "",
        is_here=dimension.code == asking.dimension.code,
    )


def _outcome(spec: RubricSpec, result: Result) -> dict[str, object]:
    """What the engine makes of the answers so far, in words."""
    names = {band.code: band.name for band in spec.bands}
    bands = result.bands
    steps = [
        ("Band of the score", bands.from_score),
        ("After the minimum in each dimension", bands.after_balance),
        ("After gates: the final band", bands.final),
    ]
    return {
        "score": result.overall.shown if result.overall else None,
        "low": result.low.score.shown if result.low.score else None,
        "high": result.high.score.shown if result.high.score else None,
        "bands": [(label, names[code]) for label, code in steps if code],
        "open_band": names.get(result.highest_open_band or "", ""),
        "gates": gate_parts(spec, result),
        "balance": balance_parts(spec, result),
    }
