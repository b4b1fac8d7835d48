"""The plan of an organisation: its actions, each of them, and those taken from a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from assessments import clock
from assessments.access import doors
from assessments.access.permissions import Permission
from assessments.exports.base import slug
from assessments.exports.plans import calendar, spreadsheet
from assessments.forms.plans import ActionForm, ProgressForm, TakeForm
from assessments.paging import cut, page_of
from assessments.planning import actions as plan
from assessments.planning.actions import Planned, Recommended
from assessments.queries import plans as queries
from assessments.queries.members import members_of, to_choose_from
from assessments.queries.reports import recommended_in
from assessments.services import plans as services
from assessments.views.base import Address, OrganisationView, SubmissionView
from assessments.wording import counted
from assessments.workflow import ActionState, Refused

SHOWS = {
    plan.OPEN: "To do",
    plan.MINE: "Mine",
    plan.LATE: "Late",
    plan.LEFT: "Without an owner",
    plan.QUICK: "Quick wins",
    plan.DONE: "Done",
    plan.DROPPED: "Not doing",
    plan.ALL: "All",
}
"""What a plan can be narrowed to, by what `?show=` says."""
GROUPS = {plan.QUARTER: "Quarter", plan.OWNER: "Owner", plan.DIMENSION: "Dimension"}
"""What it can be grouped by, by what `?by=` says."""

ACTIONS_MOST, NOTES_MOST = 50, 50


class PlanPage(OrganisationView, abstract=True):
    """A page about the plan of an organisation."""

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def offered(self) -> queries.Offered:
        """What actions can be for, and what they can take."""
        return queries.offered_to(self.access.organisation)

    @property
    def questions(self) -> Mapping[tuple[int | None, str], tuple[str, str]]:
        """What actions can be for."""
        return self.offered.questions

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        organisation = self.access.organisation
        return [
            *self.above,
            ("Plan", reverse("plan-list", args=[organisation.slug])),
        ]

    @cached_property
    def people(self) -> dict[str, str]:
        """The names of those who can own an action, by key: the members, oneself first."""
        return to_choose_from(members_of(self.access.organisation), self.access.user)

    def form(
        self, data: QueryDict | None = None, initial: Mapping[str, object] | None = None
    ) -> ActionForm:
        """The details of an action to fill in."""
        efforts = list(self.offered.efforts)
        kept = str((initial or {}).get("effort") or "")
        if kept and kept not in efforts:
            efforts.append(kept)
        questions = {
            f"{rubric}:{code}": f"{code}: {title}"
            for (rubric, code), (title, _) in self.questions.items()
        }
        return ActionForm(
            data, people=self.people, questions=questions, efforts=efforts, initial=initial or {}
        )


class PlanList(PlanPage):
    """The plan, in groups. `?show=` narrows it to one of `SHOWS`, `?by=` says by which of `GROUPS`
    it is grouped, and `?page=` names a page.
    """

    permission = Permission.VIEW
    template_name = "plan/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        whole = queries.plan_of(self.access.organisation, self.questions)
        asked, by = request.GET.get("show", ""), request.GET.get("by", "")
        show = asked if asked in SHOWS else plan.OPEN
        by = by if by in GROUPS else plan.QUARTER
        me = self.access.user.pk
        found = plan.narrowed(whole, show, person=me, today=self.today)
        dimensions = list(dict.fromkeys(name for _, name in self.questions.values()))
        ordered = [one for _, rows in plan.grouped(found, by, dimensions) for one in rows]
        leaf = page_of(cut(ordered, ACTIONS_MOST), request.GET.get("page", ""))
        groups = plan.grouped(leaf.items, by, dimensions)
        return self.render(
            {
                "crumbs": self.crumbs[:-1],
                "any": bool(whole),
                "groups": [(name, [self._row(one) for one in rows]) for name, rows in groups],
                "found": len(found),
                "gains": any(one.gain is not None for one in leaf.items),
                "late": len(plan.narrowed(whole, plan.LATE, person=me, today=self.today)),
                "left": len(plan.narrowed(whole, plan.LEFT, person=me, today=self.today)),
                "totals": plan.totals(found),
                "shows": [
                    (key, name, f"?{urlencode({'show': key, 'by': by})}")
                    for key, name in SHOWS.items()
                ],
                "show": show,
                "shown": SHOWS[show],
                "by": by,
                "groupings": [
                    (key, name, f"?{urlencode({'show': show, 'by': key})}")
                    for key, name in GROUPS.items()
                ],
                "which": leaf.said("Action"),
                "neighbours": leaf.neighbours(show=show, by=by),
            }
        )

    def _row(self, one: Planned) -> tuple[Planned, str, bool]:
        """The action, when it is due in words, and whether it is late."""
        return one, one.said_of_due(self.today), one.is_late(self.today)


class PlanAdd(PlanPage):
    """Write an action of one's own into the plan."""

    permission = Permission.PLAN
    template_name = "plan/add.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": self.form(), "crumbs": self.crumbs})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self.form(request.POST)
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


class PlanDownload(PlanPage):
    """The whole plan as a spreadsheet, or what is still to be done as a calendar."""

    permission = Permission.VIEW

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        made = queries.plan_of(organisation, self.questions)
        address = request.build_absolute_uri(reverse("plan-list", args=[organisation.slug]))
        key = kwargs["export"]
        if key == "calendar":
            content, kind, extension = (
                calendar(made, name=organisation.name, site=request.get_host(), address=address),
                "text/calendar; charset=utf-8",
                "ics",
            )
        elif key == "csv":
            content, kind, extension = spreadsheet(made), "text/csv; charset=utf-8", "csv"
        else:
            raise Http404
        response = HttpResponse(content, content_type=kind)
        name = f"plan-{slug(organisation.name)}-{self.today.isoformat()}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ActionPage(PlanPage, abstract=True):
    """A page of one action."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.action = doors.action(
            request.user,  # type: ignore[arg-type]
            kwargs["slug"],
            kwargs["reference"],
            self.needed,
        )

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
                seen=seen_in(request),
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
            "owner": str(one.owner_key) if one.owner_key and one.owned else "",
            "role": one.role,
            "due": one.due,
            "effort": one.effort,
            "days": one.days,
            "pounds": one.pounds,
        }
        return self.form(data, initial)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": self._filled(), "seen": self.one.revision})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form, seen = self._filled(request.POST), seen_in(request)
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


def seen_in(request: HttpRequest) -> int:
    """The revision that the form was shown with; 0, which none has, for anything else."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


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
        said = counted(len(made), "action is", "actions are")
        messages.success(request, f"{said} in the plan.")
        return redirect("plan-list", self.access.organisation.slug)

    @cached_property
    def recommended(self) -> list[Recommended]:
        return recommended_in(self.submission)

    @cached_property
    def taken(self) -> dict[str, str]:
        return queries.taken_of(self.submission)

    def _form(self, data: QueryDict | None = None) -> TakeForm:
        free = [one for one in self.recommended if one.code not in self.taken]
        offered = {one.code: f"{one.code}: {one.title}" for one in free}
        chosen = [one.code for one in free if one.first]
        people = to_choose_from(members_of(self.access.organisation), self.access.user)
        return TakeForm(data, offered=offered, people=people, initial={"actions": chosen})

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
    """What stands under a recommended action, in one line."""
    gain = "" if one.gain is None else f"+{one.gain} points"
    text = one.text.replace("\n- ", " ").rstrip(".")
    return ". ".join(part for part in (text, one.role, one.effort, gain) if part)
