"""Actions of a plan: each of them, those that people write, and those taken from a report."""

from __future__ import annotations

from functools import cached_property
from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.forms.evidence import LineForm
from assessments.forms.plans import ActionForm, ProgressForm, TakeForm
from assessments.planning.actions import Planned, Recommended
from assessments.queries import plans as queries
from assessments.queries.evidence import holding_of
from assessments.queries.members import owners_to_choose_from
from assessments.queries.reports import recommended_in
from assessments.services import plans as services
from assessments.views.base import Address, SubmissionView
from assessments.views.plans import PlanPage, revision_of
from assessments.wording import counted
from assessments.workflow import ActionState, Refused

ALL_THERE = "What you selected was in the plan already."

NOTES_MOST = 50


class PlanAdd(PlanPage):
    """Write an action of one's own into the plan."""

    permission = Permission.PLAN
    template_name = "plan/add.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": self.form(), "crumbs": self.crumbs})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                services.add(
                    organisation=self.access.organisation,
                    details=form.details,
                    by=self.access.user,
                )
            except Refused as refusal:
                form.add_error("title", refusal.reason.rstrip("."))
            else:
                messages.success(request, "The action is in the plan.")
                return redirect("plan-list", self.access.organisation.slug)
        return self.render({"form": form, "crumbs": self.crumbs})


class ActionPage(PlanPage, abstract=True):
    """A page of one action."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.action = self.through(doors.action, "reference")

    @cached_property
    def one(self) -> Planned:
        return queries.planned(self.action, self.questions)

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "one": self.one,
            "due": self.one.said_of_due(self.today),
            "late": self.one.is_late(self.today),
            "crumbs": self.crumbs,
        }


class ActionDetail(ActionPage):
    """One action: what it says, how far it is, and what was said of it."""

    permission = Permission.VIEW
    write_permission = Permission.PLAN
    template_name = "plan/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(ProgressForm(initial={"state": self.one.state.value}))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = ProgressForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            services.report_progress(
                action=self.action,
                state=ActionState(form.cleaned_data["state"]),
                said=form.cleaned_data["said"],
                seen=revision_of(request.POST.get("seen", "")),
                by=self.access.user,
            )
        except Refused as refusal:
            form.add_error("said", refusal.reason.rstrip("."))
            return self._page(form)
        messages.success(request, "The progress is noted.")
        return redirect(request.path)

    def _page(self, form: ProgressForm) -> HttpResponse:
        notes = queries.notes_of(self.action)
        return self.render(
            {
                "form": form,
                "evidence": queries.evidence_of(self.action),
                "notes": [(note, ActionState(note.state)) for note in notes[:NOTES_MOST]],
                "notes_most": NOTES_MOST,
            }
        )


class ActionChange(ActionPage):
    """Change what an action says."""

    permission = Permission.PLAN
    template_name = "plan/change.html"

    def _filled(self, data: QueryDict | None = None) -> ActionForm:
        row, one = self.action, self.one
        initial = {
            "title": one.title,
            "text": one.text,
            "question": f"{row.rubric_id}:{row.question}" if row.question else "",
            "owner": str(one.owner_key or ""),
            "left": one.who,
            "role": one.role,
            "due": one.due,
            "effort": one.effort,
            "days": one.days,
            "pounds": one.pounds,
        }
        return self.form(data=data, initial=initial)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": self._filled(), "seen": self.one.revision})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form, seen = self._filled(request.POST), revision_of(request.POST.get("seen", ""))
        if form.is_valid():
            try:
                services.change(
                    action=self.action, details=form.details, seen=seen, by=self.access.user
                )
            except services.ChangedMeanwhile as refusal:
                form.add_error("title", refusal.reason.rstrip("."))
                seen = self.one.revision
            except Refused as refusal:
                form.add_error("title", refusal.reason.rstrip("."))
            else:
                messages.success(request, "The action is changed.")
                return redirect(self.action.get_absolute_url())
        return self.render({"form": form, "seen": seen})


class ActionEvidence(ActionPage):
    """The evidence of an action: what shows how far it is, chosen among what the organisation has
    or typed. `?q=` looks for items by their words.
    """

    permission = Permission.PLAN
    template_name = "plan/evidence.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(LineForm())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form, words = LineForm(), request.POST
        try:
            if removed := words.get("remove", ""):
                services.back(action=self.action, removed=[removed], by=self.access.user)
            elif chosen := words.get("item", ""):
                services.back(action=self.action, added=[chosen], by=self.access.user)
            else:
                form = LineForm(words)
                if not form.is_valid():
                    return self._page(form)
                services.back_with(action=self.action, line=form.line, by=self.access.user)
        except Refused as refusal:
            return self._page(form, refusal.reason)
        messages.success(request, "The evidence of this action is changed.")
        return redirect(request.get_full_path())

    def _page(self, form: LineForm, why: str = "") -> HttpResponse:
        there = list(queries.evidence_of(self.action))
        named = (one.reference for one in there)
        holding = holding_of(self.access.organisation)
        return self.render(
            {
                "there": there,
                "form": form,
                "why": why,
                "offered": holding.offered(self.request.GET.get("q", ""), named),
            }
        )


class SubmissionPlan(SubmissionView):
    """Take actions that a report recommends into the plan."""

    permission = Permission.PLAN
    template_name = "plan/take.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        owner = form.cleaned_data["owner"]
        try:
            made = services.take(
                submission=self.submission,
                codes=form.cleaned_data["actions"],
                owner=int(owner) if owner else None,
                due=form.cleaned_data["due"],
                by=self.access.user,
            )
        except Refused as refusal:
            form.add_error("actions", refusal.reason.rstrip("."))
            return self._page(form)
        said = f"{counted(len(made), 'action is', 'actions are')} in the plan."
        if there := len(set(form.cleaned_data["actions"])) - len(made):
            said = f"{said} {counted(there, 'was', 'were')} there already." if made else ALL_THERE
        messages.success(request, said)
        return redirect("plan-list", self.access.organisation.slug)

    @cached_property
    def recommended(self) -> list[Recommended]:
        return recommended_in(self.submission)

    @cached_property
    def taken(self) -> dict[str, str]:
        return queries.taken_of(self.submission)

    def _form(self, data: QueryDict | None = None) -> TakeForm:
        free = [one for one in self.recommended if one.code not in self.taken]
        # What another person took meanwhile is passed over, and is no fault of what was sent.
        sent = data.getlist("actions") if data else []
        offered = {
            one.code: f"{one.code}: {one.title}"
            for one in self.recommended
            if one.code not in self.taken or one.code in sent
        }
        chosen = [one.code for one in free if one.first]
        people = owners_to_choose_from(self.access.organisation, self.access.user)
        return TakeForm(data=data, offered=offered, people=people, initial={"actions": chosen})

    def _page(self, form: TakeForm) -> HttpResponse:
        return self.render(
            {
                "form": form,
                "descriptions": {one.code: _said(one) for one in self.recommended},
                "taken": [one for one in self.recommended if one.code in self.taken],
                "free": any(one.code not in self.taken for one in self.recommended),
                "references": self.taken,
            }
        )


def _said(one: Recommended) -> str:
    """What is shown under a recommended action, in one line."""
    gain = "" if one.gain is None else f"Adds {one.gain}"
    effort = one.effort and f"{one.effort} effort"
    text = one.text.replace("\n- ", " ").rstrip(".")
    return ". ".join(part for part in (text, one.role, effort, gain) if part)
