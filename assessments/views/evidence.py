"""What an organisation has that backs its answers: all of it, record an item, change, remove it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.roles import Permission
from assessments.evidence import MEANINGS, MONTHS, Held
from assessments.forms.evidence import OWN, WHOLE, EvidenceForm, FrameworkForm
from assessments.paging import cut, page_of
from assessments.queries import evidence as queries
from assessments.queries.backing import Listed, backed_in, items_of
from assessments.queries.held import held_of
from assessments.queries.history import happenings
from assessments.queries.members import owners_to_choose_from
from assessments.rubric.frameworks import Framework
from assessments.services import evidence
from assessments.services.evidence import (
    AT_AN_ANSWER,
    ChangedMeanwhile,
    RecordedAlready,
)
from assessments.views.base import Address, EvidenceView, OrganisationView
from assessments.workflow import Refused, Strength

if TYPE_CHECKING:
    from assessments.forms.typed import Given

OF_ITS_OWN = Framework(code="", title="", parts=())
"""In the place of a framework, for an item that is of none."""

FILTERS = {
    "past": "Past their date",
    "no-owner": "Without an owner",
    "asserted": "Asserted only",
    "unused": "Not used",
}
"""What the list can be narrowed to, by what `?show=` says."""

ITEMS_MOST = 50
"""The most items of evidence on a page of the list."""


class EvidencePage(OrganisationView, abstract=True):
    """A page about an organisation's evidence."""

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "crumbs": self.crumbs,
            "meanings": MEANINGS,
        }

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [
            *self.above,
            ("Evidence", self.list_address),
        ]

    @property
    def list_address(self) -> str:
        return reverse("evidence-list", args=[self.access.organisation.slug])

    @cached_property
    def offered(self) -> Sequence[Framework]:
        """What the organisation can record now."""
        return queries.frameworks_for(self.access.organisation)

    def framework(self, code: str) -> Framework | None:
        """The framework of that code, as the organisation can record it now."""
        if code == OWN:
            return OF_ITS_OWN
        return next((one for one in self.offered if one.code == code), None)

    @cached_property
    def people(self) -> dict[str, str]:
        """The names of those who can own an item, by key, oneself first."""
        return owners_to_choose_from(self.access.organisation, self.access.user)

    def form(self, framework: Framework, **given: Unpack[Given]) -> EvidenceForm:
        """The details to fill in."""
        return EvidenceForm(framework, self.people, **given)


class EvidenceList(EvidencePage):
    """Everything that the organisation has, and what of its present answers each item backs.

    `?show=` narrows it to one of `FILTERS`, `?page=` names a page, and `?assessment=` the
    assessment whose answers are meant, where several are in progress.
    """

    permission = Permission.VIEW
    template_name = "evidence/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        items = items_of(self.access.organisation)
        backed = backed_in(self.access.organisation, items, request.GET.get("assessment", ""))
        wanted = request.GET.get("show", "")
        show = wanted if wanted in FILTERS else ""
        backs = backed.codes if backed else {}
        shown = [one for one in items if self._fits(one, show, backs)]
        leaf = page_of(cut(shown, ITEMS_MOST), request.GET.get("page", ""))
        asked = backed.assessment.reference if backed and len(backed.others) > 1 else ""
        return self.render(
            {
                "crumbs": self.crumbs[:-1],
                "strengths": [(one, MEANINGS[one], MONTHS[one]) for one in Strength],
                "any": bool(items),
                "rows": [
                    (
                        one,
                        said_of(one.held, self.offered),
                        one.held.is_past(self.today),
                        backs.get(one.held.reference, ()),
                    )
                    for one in leaf.items
                ],
                "backed": backed,
                "show": show,
                "shown": FILTERS.get(show, ""),
                "filters": FILTERS.items(),
                "which": leaf.said("Record"),
                "neighbours": leaf.neighbours(show=show, assessment=asked),
                "asked": asked,
            }
        )

    def _fits(self, one: Listed, show: str, backs: Mapping[str, Sequence[str]]) -> bool:
        fits: dict[str, Callable[[], bool]] = {
            "past": lambda: one.held.is_past(self.today),
            "no-owner": lambda: not one.owned,
            "asserted": lambda: one.held.strength is Strength.ASSERTED,
            "unused": lambda: not backs.get(one.held.reference),
        }
        return fits[show]() if show else True


class EvidenceAdd(EvidencePage):
    """First what it is of, then its details: `?framework=` names what was chosen, and `?step=` is
    there where the first was gone on from.
    """

    permission = Permission.RECORD_EVIDENCE
    template_name = "evidence/add.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        chosen = request.GET.get("framework", "" if self.offered else OWN)
        if not chosen:
            return self.choose(request.GET if "step" in request.GET else None)
        framework = self.framework(chosen)
        if framework is None:
            return self.choose(request.GET)
        mine = str(self.access.user.pk)
        owner = mine if mine in self.people else ""
        strength = Strength.TESTED if framework.code else Strength.DOCUMENTED
        form = self.form(framework, initial={"owner": owner, "strength": strength})
        return self.render({"framework": framework, "form": form})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        framework = self.framework(request.GET.get("framework", ""))
        if framework is None:
            return self.choose(request.GET)
        form = self.form(framework, data=request.POST)
        if form.is_valid():
            try:
                made = evidence.add(
                    organisation=self.access.organisation,
                    framework=framework.code,
                    details=form.details,
                    by=self.access.user,
                )
            except Refused as refusal:
                return self.render({"framework": framework, "form": refused(form, refusal)})
            offered = " It is now offered at every question that it supports."
            messages.success(
                request, f"{made.title} is recorded.{offered if framework.code else ''}"
            )
            return redirect(self.list_address)
        return self.render({"framework": framework, "form": form})

    def choose(self, given: QueryDict | None = None) -> HttpResponse:
        """The first step; where nothing can be chosen, a choice that was given is no error."""
        form = FrameworkForm(self.offered, data=given if self.offered else None)
        return self.render({"form": form}, template="evidence/choose.html")


class OneEvidence(EvidenceView, EvidencePage, abstract=True):
    """A page that changes one evidence item."""

    permission = Permission.RECORD_EVIDENCE

    @property
    def held(self) -> Held:
        """The item as it is now."""
        return held_of(self.evidence)

    def context(self) -> dict[str, object]:
        return {**super().context(), "held": self.held, "seen": queries.seen_of(self.evidence)}

    def changed(self, refusal: ChangedMeanwhile, **more: object) -> HttpResponse:
        """The page again with what another person did, and what the item says now."""
        self.evidence.refresh_from_db()
        event = happenings([refusal.event])[0] if refusal.event else {"text": f"{AT_AN_ANSWER}."}
        covers = said_of(self.held, self.offered)
        return self.render({"changed": event, "covers": covers, **more}, status=409)


class EvidenceChange(OneEvidence):
    """Change the details. What it is of stays."""

    template_name = "evidence/change.html"

    @cached_property
    def people(self) -> dict[str, str]:
        """Those who can own it: the members, and who does already."""
        members, owner = super().people, self.evidence.owner
        if owner is None or str(owner.pk) in members:
            return members
        return {**members, str(owner.pk): f"{owner} (left)"}

    @property
    def known(self) -> Framework:
        """The framework with every part that it is recorded for, offered any more or not."""
        held = self.held
        if not held.framework:
            return OF_ITS_OWN
        found = self.framework(held.framework)
        parts = set(found.parts if found else ()) | set(held.parts)
        title = found.title if found else held.framework
        return Framework(code=held.framework, title=title, parts=tuple(sorted(parts)))

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        held = self.held
        initial = {
            "title": held.title,
            "parts": list(held.parts) or [WHOLE],
            "strength": held.strength,
            "owner": str(self.evidence.owner_id or ""),
            "cited": held.cited,
            "achieved_on": held.achieved_on,
            "good_until": held.good_until,
            "link": held.link,
        }
        return self.render({"form": self.form(self.known, initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self.form(self.known, data=request.POST)
        if form.is_valid():
            try:
                changed = evidence.change(
                    evidence=self.evidence,
                    details=form.details,
                    by=self.access.user,
                    seen=request.POST.get("seen", ""),
                )
            except ChangedMeanwhile as refusal:
                return self.changed(refusal, form=form)
            except Refused as refusal:
                return self.render({"form": refused(form, refusal)})
            messages.success(request, f"{changed.title} is saved.")
            return redirect(self.list_address)
        return self.render({"form": form})


class EvidenceRemove(OneEvidence):
    """Take it off the record, after a page that says what stays."""

    template_name = "evidence/remove.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        seen = request.POST.get("seen", "")
        try:
            evidence.remove(evidence=self.evidence, by=self.access.user, seen=seen)
        except ChangedMeanwhile as refusal:
            return self.changed(refusal)
        messages.success(request, f"{self.held.title} is removed.")
        return redirect(self.list_address)


def said_of(held: Held, offered: Sequence[Framework]) -> str:
    """What an item covers, in words; a framework that is offered no more goes by its code. Empty
    for an item that is of none.
    """
    titles = {one.code: one.title for one in offered}
    return held.covering(titles.get(held.framework, held.framework))


def refused(form: EvidenceForm, refusal: Refused) -> EvidenceForm:
    """The form with why it was not saved, at the field that it is about."""
    form.add_error("title" if isinstance(refusal, RecordedAlready) else None, refusal.reason)
    return form
