"""Organisations: create one, show its progress, change its details, record what it has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.access import doors
from assessments.access.permissions import Permission
from assessments.evidence import Held
from assessments.forms.evidence import WHOLE, EvidenceForm, FrameworkForm
from assessments.forms.organisations import SECTOR_DESCRIPTIONS, OrganisationForm
from assessments.paging import cut, page_of
from assessments.queries.evidence import frameworks_for, held_by, seen_of
from assessments.queries.held import held_of
from assessments.queries.history import happenings
from assessments.rubric.frameworks import Framework
from assessments.services import evidence, join_requests, organisations
from assessments.services.evidence import AT_AN_ANSWER, ChangedMeanwhile, RecordedAlready
from assessments.services.organisations import CodeTaken
from assessments.views.base import Address, OrganisationView, Page, Who
from assessments.workflow import Refused


class OrganisationCreate(Page):
    """Create an organisation; its creator becomes its administrator."""

    who = Who.SIGNED_IN
    template_name = "organisations/create.html"

    def context(self) -> dict[str, object]:
        return {
            "crumbs": [("My organisations", reverse("home"))],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": OrganisationForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        if request.POST.get("action") == "join":
            return self.join(form)
        try:
            made = organisations.create(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except CodeTaken as taken:
            ask = "If it is your organisation, ask to join it at the end of this page."
            form.add_error("official_code", f"{taken.reason} {ask}")
            return self.render({"form": form, "taken": True})
        except Refused as refusal:
            form.add_error("name", refusal.reason)
            return self.render({"form": form})
        said = f"{made.name} is set up. You are its administrator. Next, invite your colleagues."
        messages.success(request, said)
        return redirect("member-invite", made.slug)

    def join(self, form: OrganisationForm) -> HttpResponse:
        """Asks to join the organisation that has the code, and loses nothing typed if refused."""
        given = {name: form.cleaned_data[name] for name in ("sector", "official_code")}
        try:
            join_requests.ask(
                by=self.request.user,  # type: ignore[arg-type]
                absolute=self.request.build_absolute_uri,
                **given,
            )
        except Refused as refusal:
            form.add_error("official_code", refusal.reason)
            return self.render({"form": form})
        messages.success(self.request, join_requests.ASKED)
        return redirect("home")


class OrganisationEdit(OrganisationView):
    """Change the details. The address stays, so links that people kept go on working."""

    permission = Permission.EDIT_ORGANISATION
    template_name = "organisations/edit.html"

    def context(self) -> dict[str, object]:
        organisation = self.access.organisation
        return {
            **super().context(),
            "crumbs": [
                ("My organisations", reverse("home")),
                (organisation.name, organisation.get_absolute_url()),
            ],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        names = ("name", "sector", "official_code", "region")
        initial = {name: getattr(organisation, name) for name in names}
        return self.render({"form": OrganisationForm(initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if form.is_valid():
            try:
                organisations.change(
                    organisation=self.access.organisation, by=self.access.user, **form.cleaned_data
                )
            except CodeTaken as taken:
                form.add_error("official_code", taken.reason)
            else:
                messages.success(request, "The organisation’s details are saved.")
                return redirect(self.access.organisation)
        return self.render({"form": form})


ITEMS_MOST = 50
"""The most items of evidence on a page of the list."""


class EvidencePage(OrganisationView, abstract=True):
    """A page about an organisation's evidence."""

    def context(self) -> dict[str, object]:
        today = timezone.localdate(clock.now())
        return {**super().context(), "crumbs": self.crumbs, "today": today}

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        organisation = self.access.organisation
        return [
            ("My organisations", reverse("home")),
            (organisation.name, organisation.get_absolute_url()),
            ("What you already have", self.list_address),
        ]

    @property
    def list_address(self) -> str:
        return reverse("evidence-list", args=[self.access.organisation.slug])

    @cached_property
    def offered(self) -> Sequence[Framework]:
        """What the organisation can record now."""
        return frameworks_for(self.access.organisation)

    def framework(self, code: str) -> Framework | None:
        """The framework of that code, as the organisation can record it now."""
        return next((one for one in self.offered if one.code == code), None)


class EvidenceList(EvidencePage):
    """Everything that the organisation has recorded."""

    permission = Permission.VIEW
    template_name = "evidence/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        held = held_by(self.access.organisation)
        leaf = page_of(cut(held, ITEMS_MOST), request.GET.get("page", ""))
        return self.render(
            {
                "crumbs": self.crumbs[:-1],
                "held": [(one, said_of(one, self.offered)) for one in leaf.items],
                "leaf": leaf,
                "which": leaf.said("Record"),
                "neighbours": leaf.neighbours(),
                "offered": self.offered,
            }
        )


class EvidenceAdd(EvidencePage):
    """First what it is of, then its details: `?framework=` names what was chosen."""

    permission = Permission.RECORD_EVIDENCE
    template_name = "evidence/add.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        chosen = request.GET.get("framework")
        if chosen is None:
            return self.choose()
        framework = self.framework(chosen)
        if framework is None:
            return self.choose(request.GET)
        return self.render({"framework": framework, "form": EvidenceForm(framework)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        framework = self.framework(request.GET.get("framework", ""))
        if framework is None:
            return self.choose(request.GET)
        form = EvidenceForm(framework, request.POST)
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
            messages.success(
                request,
                f"{made.title} is recorded. It is now offered at every question that it supports.",
            )
            return redirect(self.list_address)
        return self.render({"framework": framework, "form": form})

    def choose(self, given: QueryDict | None = None) -> HttpResponse:
        """The first step; where nothing can be chosen, a choice that was given is no error."""
        form = FrameworkForm(self.offered, given if self.offered else None)
        return self.render({"form": form, "offered": self.offered}, template="evidence/choose.html")


class OneEvidence(EvidencePage, abstract=True):
    """A page of one evidence item."""

    permission = Permission.RECORD_EVIDENCE

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.evidence = doors.evidence(
            request.user,  # type: ignore[arg-type]
            kwargs["slug"],
            kwargs["reference"],
            self.needed,
        )

    @property
    def held(self) -> Held:
        """The item as it is now."""
        return held_of(self.evidence)

    def context(self) -> dict[str, object]:
        return {**super().context(), "held": self.held, "seen": seen_of(self.evidence)}

    def changed(self, refusal: ChangedMeanwhile, **more: object) -> HttpResponse:
        """The page again with what another person did, and what the item says now."""
        self.evidence.refresh_from_db()
        event = happenings([refusal.event])[0] if refusal.event else {"text": f"{AT_AN_ANSWER}."}
        covers = said_of(self.held, self.offered)
        return self.render({"changed": event, "covers": covers, **more}, status=409)


class EvidenceChange(OneEvidence):
    """Change the details. What it is of stays."""

    template_name = "evidence/change.html"

    @property
    def known(self) -> Framework:
        """The framework with every part that it is recorded for, offered any more or not."""
        held = self.held
        found = self.framework(held.framework)
        parts = set(found.parts if found else ()) | set(held.parts)
        title = found.title if found else held.framework
        return Framework(code=held.framework, title=title, parts=tuple(sorted(parts)))

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        held = self.held
        initial = {
            "title": held.title,
            "parts": list(held.parts) or [WHOLE],
            "achieved_on": held.achieved_on,
            "good_until": held.good_until,
            "link": held.link,
        }
        return self.render({"form": EvidenceForm(self.known, initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = EvidenceForm(self.known, request.POST)
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
    """What an item covers, in words; a framework that is offered no more goes by its code."""
    titles = {one.code: one.title for one in offered}
    return held.covering(titles.get(held.framework, held.framework))


def refused(form: EvidenceForm, refusal: Refused) -> EvidenceForm:
    """The form with why it was not saved, at the field that it is about."""
    form.add_error("title" if isinstance(refusal, RecordedAlready) else None, refusal.reason)
    return form
