"""Who works on what: of one assessment, one piece of work, and a person's own everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments import clock
from assessments.access import doors
from assessments.access.roles import Permission
from assessments.assigning import HANDED_OVER, LATE, LEFT, MINE, Work, fits
from assessments.forms.assignments import AssignForm, PeopleForm, StepForm
from assessments.paging import cut, page_of
from assessments.queries import assignments as queries
from assessments.queries.discussions import MENTIONS_SHOWN, mentions_waiting
from assessments.queries.members import to_choose_from, who_may_answer
from assessments.queries.plans import MyAction, actions_across
from assessments.queries.reviews import waiting_for
from assessments.queries.rubrics import spec_of
from assessments.reports.questionnaire import dimension_of
from assessments.services import assignments as services
from assessments.views.assessments import why_not
from assessments.views.base import Address, AssessmentView, Page, Who
from assessments.workflow import WORK_STEPS, Refused, Step, WorkState, WorkStep, check

FILTERS = {
    MINE: "Assigned to me",
    LATE: "Late",
    HANDED_OVER: "Handed over",
    LEFT: "Assigned to people who left",
    "not-given": "Not assigned",
}
"""What a list of work can be narrowed to, by what `?show=` says."""

ON_A_PAGE = 50
"""How many pieces of work a page lists; a part that is not assigned takes the room of one."""
READ_BY = "Those who work on it, and those who sign the assessment off, read this."
SAY_WHICH = " If you ask for changes, say which."


class WorkPage(AssessmentView, abstract=True):
    """A page about the work of an assessment."""

    @cached_property
    def parts(self) -> queries.Parts:
        """All parts of the assessment, with the work on them."""
        return queries.parts_of(self.assessment)

    @cached_property
    def people(self) -> dict[str, str]:
        """The names and addresses of those who can be given work, by user's key; oneself first."""
        return to_choose_from(who_may_answer(self.access.organisation), self.access.user)

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "list_url": self.to("assignment-list"),
            "may_assign": not why_not(self, Step.ANSWER, Permission.ASSIGN),
        }


class AssignmentList(WorkPage):
    """Every part with those who work on it, by when, and how far they are.

    `?show=` narrows it to one of `FILTERS`, and `?part=` to a part, by its code.
    """

    permission = Permission.VIEW
    template_name = "assignments/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        show, asked = request.GET.get("show", ""), request.GET.get("part", "")
        show = show if show in FILTERS else ""
        only = next((one for one in self.parts.each if one.dimension.code == asked), None)
        found = [
            (part, row)
            for part in ([only] if only else self.parts.each)
            for row in self._rows(part, show)
        ]
        leaf = page_of(cut(found, ON_A_PAGE), request.GET.get("page", ""))
        part = only.dimension.code if only else ""
        return self.render(
            {
                "parts": [
                    {
                        "dimension": part.dimension,
                        "progress": part.progress,
                        "rows": [row for _, row in here if row],
                    }
                    for part, here in groupby(leaf.items, lambda one: one[0])
                ],
                "only": only,
                "leaf": leaf,
                "which": leaf.said("Line"),
                "neighbours": leaf.neighbours(show=show, part=part),
                "show": show,
                "shown": FILTERS.get(show, ""),
                "filters": FILTERS.items(),
                "any": bool(self.parts.work),
            }
        )

    def _rows(self, part: queries.Part, show: str) -> Sequence[tuple[Work, str, bool] | None]:
        """The work of a part that is asked for; `None` in it for a part that is to be listed
        though nothing of it is assigned.
        """
        rows = part.work
        if show == "not-given" and any(not one.questions for one, _, _ in rows):
            return []
        if show in ("", "not-given"):
            return rows or [None]
        me = self.access.user.pk
        return [row for row in rows if fits(row[0], show, me, self.today)]


class AssignmentAdd(WorkPage):
    """Give a part, or some of its questions, to people."""

    permission = Permission.ASSIGN
    template_name = "assignments/add.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = dimension_of(spec_of(self.assessment.version), kwargs["key"])
        if found is None:
            raise Http404
        self.dimension = found

    def context(self) -> dict[str, object]:
        return {**super().context(), "dimension": self.dimension}

    @property
    def asked(self) -> list[str]:
        """The questions that are asked in the assessment's sector, for any answers."""
        sector = self.assessment.sector
        return [one.code for one in self.dimension.questions if one.is_for(sector)]

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.ANSWER, self.assessment.status)
        return self.render({"form": AssignForm(self.dimension, self.asked, people=self.people)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = AssignForm(self.dimension, self.asked, data=request.POST, people=self.people)
        if request.POST.get("action") == "find" or not form.is_valid():
            return self.render({"form": form})
        try:
            services.assign(
                assessment=self.assessment,
                dimension=self.dimension.code,
                questions=form.cleaned_data["questions"],
                people=form.cleaned_data["people"],
                due=form.cleaned_data["due"],
                by=self.access.user,
            )
        except Refused as refusal:
            form.add_error(_field_of(refusal), refusal.reason.rstrip("."))
            return self.render({"form": form})
        messages.success(request, f"{self.dimension.name} is assigned.")
        return redirect(self.to("assignment-list"))


class OneAssignment(WorkPage, abstract=True):
    """A page of one piece of work."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.assignment = self.through(doors.assignment, "reference", "pk")
        self.assessment = self.assignment.assessment

    @cached_property
    def one(self) -> Work:
        """The work itself; raises `Http404` where it has been ended since the door let in."""
        found = next((one for one in self.parts.work if one.key == self.assignment.pk), None)
        if found is None:
            raise Http404
        return found

    @property
    def part(self) -> queries.Part:
        """The part that it is of."""
        return next(part for part in self.parts.each if part.dimension.code == self.one.dimension)

    def context(self) -> dict[str, object]:
        dimension = self.part.dimension
        return {
            **super().context(),
            "dimension": dimension,
            "work": self.one,
            "said_of_due": self.one.said_of_due(self.today),
            "what": self.one.what(dimension.name),
        }


class AssignmentDetail(OneAssignment):
    """One piece of work: how far it is, and the steps that its reader may take."""

    permission = Permission.VIEW
    write_permission = Permission.ANSWER
    template_name = "assignments/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(StepForm(initial={"said": ""}))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        step = next((one for one in WorkStep if one == request.POST.get("step")), None)
        if step is None:
            return self._page(StepForm(data=request.POST), status=400)
        transition = WORK_STEPS[step]
        if transition.reviews:
            self.access.require(Permission.REVIEW)
        form = StepForm(data=request.POST, needs_word=transition.needs_word)
        if not form.is_valid():
            return self._page(form)
        seen = next((one for one in WorkState if one == request.POST.get("seen")), self.one.state)
        try:
            services.take_step(
                assignment=self.assignment,
                step=step,
                seen=seen,
                said=form.cleaned_data["said"],
                by=self.access.user,
            )
        except Refused as refusal:
            form.add_error("said", refusal.reason.rstrip("."))
            return self._page(form)
        messages.success(request, f"“{transition.target.label}” is noted.")
        return redirect(self.to("assignment-list"))

    def _page(self, form: StepForm, status: int = 200) -> HttpResponse:
        questions = {one.code: one for one in self.part.dimension.questions}
        open_now = not why_not(self, Step.ANSWER, Permission.ANSWER)
        steps = [
            (step, transition)
            for step, transition in WORK_STEPS.items()
            if self.one.state in transition.sources
            and (not transition.reviews or self.access.can(Permission.REVIEW))
        ]
        # The first has the main button: what is handed over waits for those who may accept it.
        steps.sort(key=lambda pair: not pair[1].reviews)
        needs_word = any(transition.needs_word for _, transition in steps)
        return self.render(
            {
                "form": form,
                "steps": steps if open_now else [],
                "hint": f"{READ_BY}{SAY_WHICH if needs_word else ''}",
                "questions": [questions[code] for code in self.one.questions],
                "progress": self.part.progress,
            },
            status=status,
        )


class AssignmentChange(OneAssignment):
    """Give it to other people, or until another day."""

    permission = Permission.ASSIGN
    template_name = "assignments/change.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.ANSWER, self.assessment.status)
        chosen = [str(one.key) for one in self.one.people]
        initial = {"people": chosen, "due": self.one.due}
        return self.render({"form": PeopleForm(people=self.people, chosen=chosen, initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = PeopleForm(data=request.POST, people=self.people)
        if request.POST.get("action") == "find" or not form.is_valid():
            return self.render({"form": form})
        try:
            services.change(
                assignment=self.assignment,
                people=form.cleaned_data["people"],
                due=form.cleaned_data["due"],
                by=self.access.user,
            )
        except Refused as refusal:
            form.add_error(_field_of(refusal), refusal.reason.rstrip("."))
            return self.render({"form": form})
        messages.success(request, "The assignment is changed.")
        return redirect(self.to("assignment-list"))


class AssignmentEnd(OneAssignment):
    """Take the assignment away, after a page that says what stays."""

    permission = Permission.ASSIGN
    template_name = "assignments/end.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.ANSWER, self.assessment.status)
        return self.render()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        services.end(assignment=self.assignment, by=self.access.user)
        messages.success(request, "The assignment is ended. The answers stay as they are.")
        return redirect(self.to("assignment-list"))


def _field_of(refusal: Refused) -> str:
    """The field of a form that a refusal is about."""
    return "due" if isinstance(refusal, services.DueRefused) else "people"


class MyWork(Page):
    """What I was given and the actions that I own, in every organisation that I belong to, what
    waits for me, and comments that draw my attention.
    """

    who = Who.SIGNED_IN
    template_name = "assignments/mine.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        today, user = clock.today(), doors.signed_in(request.user)
        own, to_review = queries.work_across(user)
        open_now = [one for one in own if one.work.is_open]
        late = [one for one in open_now if one.work.is_late(today)]
        soon = [one for one in open_now if one.work.is_due_soon(today)]
        later = [one for one in open_now if one not in late and one not in soon]
        handed = [one for one in own if one not in open_now]
        actions = actions_across(user)
        late_ones = [each for each in actions if each.one.is_late(today)]
        soon_ones = [each for each in actions if each.one.is_due_soon(today)]
        later_ones = [each for each in actions if each not in late_ones + soon_ones]
        groups: list[tuple[str, list[queries.MyWork | MyAction]]] = [
            ("Late", [*late, *late_ones]),
            ("Due in the next 7 days", [*soon, *soon_ones]),
            ("Later, or without a date", [*later, *later_ones]),
            ("Handed over by others, for you to accept", [*to_review]),
            ("Handed over by you, not accepted yet", [*handed]),
        ]
        listed = [(name, one) for name, found in groups for one in found]
        leaf = page_of(cut(listed, ON_A_PAGE), request.GET.get("page", ""))
        waiting = mentions_waiting(user)
        mentions = list(waiting[:MENTIONS_SHOWN])
        return self.render(
            {
                "to_approve": waiting_for(user),
                "groups": [
                    _group(name, [one for _, one in here], today)
                    for name, here in groupby(leaf.items, lambda one: one[0])
                ],
                "leaf": leaf,
                "which": leaf.said("Line"),
                "neighbours": leaf.neighbours(),
                "mentions": mentions,
                # They are counted only where not all are listed.
                "drawn": waiting.count() if len(mentions) == MENTIONS_SHOWN else len(mentions),
            }
        )


def _group(name: str, found: Sequence[queries.MyWork | MyAction], today: date) -> dict[str, object]:
    """The work and the actions of a group, each with when it is due in words."""
    work = [one for one in found if isinstance(one, queries.MyWork)]
    actions = [one for one in found if not isinstance(one, queries.MyWork)]
    return {
        "name": name,
        "work": [(one, one.work.said_of_due(today)) for one in work],
        "actions": [(each, each.one.said_of_due(today)) for each in actions],
    }
