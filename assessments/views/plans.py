"""The plan of an organisation: what it promised to do, in groups and as files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.exports.base import slug
from assessments.exports.plans import calendar, spreadsheet
from assessments.forms.plans import ActionForm
from assessments.paging import cut, page_of
from assessments.planning import actions as plan
from assessments.planning.actions import Planned
from assessments.queries import plans as queries
from assessments.queries.members import owners_to_choose_from
from assessments.reports.charts import Chart
from assessments.reports.charts_effort import Weighed, effort_chart
from assessments.services import plans as services
from assessments.views.base import Address, OrganisationView
from assessments.workflow import ActionState, Refused

if TYPE_CHECKING:
    from assessments.forms.typed import Given

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
GROUPS = {
    plan.QUARTER: "Quarter",
    plan.OWNER: "Owner",
    plan.DIMENSION: "Dimension",
    plan.ONE: "Nothing",
}
"""What it can be grouped by, by what `?by=` says."""
SORTS = {plan.DUE: "Due date", plan.EFFORT: "Effort", plan.GAIN: "Gain", plan.OWNER: "Owner"}
"""What it can be sorted by, by what `?sort=` says."""

BOARD_SHOWS = {
    plan.ALL: "All",
    plan.MINE: "Mine",
    plan.LATE: "Late",
    plan.LEFT: "Without an owner",
}
"""What a board can be narrowed to."""
MOVES = {
    ActionState.TO_DO: ((ActionState.IN_PROGRESS, "Start"), (ActionState.DONE, "Done")),
    ActionState.IN_PROGRESS: ((ActionState.DONE, "Done"), (ActionState.TO_DO, "Back to “To do”")),
    ActionState.DONE: ((ActionState.IN_PROGRESS, "Open again"),),
    ActionState.DROPPED: ((ActionState.TO_DO, "Take up again"),),
}
"""Where a board moves an action from each state, and what the button says."""

NO_MOVE = "Nothing was moved. Move an action with a button on its card."

ACTIONS_MOST, COLUMN_MOST = 50, 20


class PlanPage(OrganisationView, abstract=True):
    """A page about the plan of an organisation."""

    @cached_property
    def people(self) -> dict[str, str]:
        """The names of those who can own an action, by key, oneself first."""
        return owners_to_choose_from(self.access.organisation, self.access.user)

    @cached_property
    def offered(self) -> queries.Offered:
        """What actions can be for, and what they can take."""
        return queries.offered_to(self.access.organisation)

    @property
    def questions(self) -> Mapping[tuple[int | None, str], tuple[str, str]]:
        """What actions can be for."""
        return self.offered.questions

    def asked(self, name: str, offered: Mapping[str, str]) -> str:
        """What the query says of that name, or the first that is offered."""
        said = self.request.GET.get(name, "")
        return said if said in offered else next(iter(offered))

    def _row(self, one: Planned) -> tuple[Planned, str, bool]:
        """The action, when it is due in words, and whether it is late."""
        return one, one.said_of_due(self.today), one.is_late(self.today)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        organisation = self.access.organisation
        return [
            *self.above,
            ("Plan", reverse("plan-list", args=[organisation.slug])),
        ]

    def form(self, **given: Unpack[Given]) -> ActionForm:
        """The details of an action to fill in."""
        efforts = list(self.offered.efforts)
        initial = given.get("initial") or {}
        kept = str(initial.get("effort") or "")
        if kept and kept not in efforts:
            efforts.append(kept)
        people, owner = self.people, str(initial.get("owner") or "")
        if owner and owner not in people:
            people = {**people, owner: str(initial.get("left"))}
        questions = {
            f"{rubric}:{code}": f"{code}: {title}"
            for (rubric, code), (title, _) in self.questions.items()
        }
        return ActionForm(people=people, questions=questions, efforts=efforts, **given)


def choices(
    *each: tuple[str, str, str, Mapping[str, str], str],
) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Lists of links that choose one thing and keep the others. Of each its name in the query, what
    it chooses, its lead, what is offered and what is chosen; as its heading, lead, and of each
    link the name, the address, and whether it is chosen.
    """
    now = {name: chosen for name, *_, chosen in each}
    return [
        (
            what,
            lead,
            [
                (word, f"?{urlencode({**now, name: key})}", key == chosen)
                for key, word in offered.items()
            ],
        )
        for name, what, lead, offered, chosen in each
    ]


class PlanList(PlanPage):
    """The plan, in groups. `?show=` narrows it to one of `SHOWS`, `?by=` says by which of `GROUPS`
    it is grouped, `?sort=` by which of `SORTS` each group is sorted, and `?page=` names a page.
    """

    permission = Permission.VIEW
    template_name = "plan/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        whole = queries.plan_of(self.access.organisation, self.questions)
        show = self.asked("show", SHOWS)
        by, sort = self.asked("by", GROUPS), self.asked("sort", SORTS)
        me = self.access.user.pk
        found = plan.narrowed(whole, show, person=me, today=self.today)
        dimensions = list(dict.fromkeys(name for _, name in self.questions.values()))
        groups = plan.grouped(found, by, dimensions, sort)
        ordered = [one for _, rows in groups for one in rows]
        leaf = page_of(cut(ordered, ACTIONS_MOST), request.GET.get("page", ""))
        groups = plan.grouped(leaf.items, by, dimensions, sort)
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
                "choices": choices(
                    ("show", "Which actions are shown", "Show", SHOWS, show),
                    ("by", "How they are grouped", "Grouped by", GROUPS, by),
                    ("sort", "How they are sorted", "Sorted by", SORTS, sort),
                ),
                "show": show,
                "shown": SHOWS[show],
                "by": by,
                "query": urlencode({"by": by, "sort": sort}),
                "which": leaf.said("Action"),
                "neighbours": leaf.neighbours(show=show, by=by, sort=sort),
            }
        )


class PlanBoard(PlanPage):
    """The plan in a column for each state, from which actions are moved. `?show=` narrows it to one
    of `BOARD_SHOWS`, `?sort=` says by which of `SORTS` each column is sorted, and `?page=` names a
    page, which is one of every column.
    """

    permission = Permission.VIEW
    write_permission = Permission.PLAN
    template_name = "plan/board.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        reference, _, rest = request.POST.get("move", "").partition(":")
        seen, _, wanted = rest.partition(":")
        if wanted not in list(ActionState):
            return self._page(NO_MOVE)
        _, action = doors.action(
            self.access.user, self.access.organisation.slug, reference, self.needed
        )
        state = ActionState(wanted)
        try:
            services.report_progress(
                action=action, state=state, seen=revision_of(seen), by=self.access.user
            )
        except Refused as refusal:
            return self._page(refusal.reason)
        messages.success(request, f"Moved to “{state.label}”: {action.title}")
        return redirect(f"{request.get_full_path()}#action-{reference}")

    def _page(self, why: str = "") -> HttpResponse:
        show, sort = self.asked("show", BOARD_SHOWS), self.asked("sort", SORTS)
        whole = queries.plan_of(self.access.organisation, self.questions)
        found = plan.narrowed(whole, show, person=self.access.user.pk, today=self.today)
        columns = plan.in_columns(found, sort)
        leaf = page_of(
            cut(zip_longest(*columns.values()), COLUMN_MOST), self.request.GET.get("page", "")
        )
        shown = [*zip(*leaf.items, strict=True)] or [()] * len(columns)
        return self.render(
            {
                "crumbs": self.crumbs,
                "why": why,
                "any": bool(whole),
                "choices": choices(
                    ("show", "Which actions are shown", "Show", BOARD_SHOWS, show),
                    ("sort", "How they are sorted", "Sorted by", SORTS, sort),
                ),
                "columns": [
                    (state, len(each), [self._row(one) for one in some if one], MOVES[state])
                    for (state, each), some in zip(columns.items(), shown, strict=True)
                ],
                "leaf": leaf,
                "most": COLUMN_MOST,
                "neighbours": leaf.neighbours(show=show, sort=sort),
            }
        )


class PlanWeighed(PlanPage):
    """Effort against gain: what is still to be done as a drawing and as a table, the quick wins
    marked. `?page=` names a page of the table.
    """

    permission = Permission.VIEW
    template_name = "plan/weighed.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        whole = queries.plan_of(self.access.organisation, self.questions)
        found = plan.weighing(whole)
        leaf = page_of(cut(found.weighed, ACTIONS_MOST), request.GET.get("page", ""))
        return self.render(
            {
                "crumbs": self.crumbs,
                "found": found,
                "rows": [(one, one.reference in found.quick) for one, _, _ in leaf.items],
                "charts": self._charts(found),
                "which": leaf.said("Action"),
                "neighbours": leaf.neighbours(at="table"),
            }
        )

    def _charts(self, found: plan.Weighing) -> list[tuple[str, Chart]]:
        """The drawing for wide screens and for narrow ones; none where nothing is weighed."""
        if found.half_gain is None or found.half_days is None:
            return []
        marks = [
            Weighed(days=days, gain=gain, quick=one.reference in found.quick)
            for one, days, gain in found.weighed
        ]
        halves = (found.half_gain, found.half_days)
        narrow = effort_chart(marks, halves, "narrow-effort", width=320.0, height=360.0)
        return [("wide", effort_chart(marks, halves, "effort")), ("narrow", narrow)]


class PlanCounts(PlanPage):
    """How many actions the plan has by theme and status, and, where the organisation shares them
    with moderators, the actions without people. `?page=` names a page of them.
    """

    permission = Permission.VIEW_REPORT
    template_name = "plan/counts.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        whole = queries.plan_of(organisation, self.questions)
        themes = list(dict.fromkeys(name for _, name in self.questions.values()))
        states = [state.label for state in ActionState]
        shared = whole if organisation.shares_plan else []
        ordered = [one for _, rows in plan.grouped(shared, plan.QUARTER) for one in rows]
        leaf = page_of(cut(ordered, ACTIONS_MOST), request.GET.get("page", ""))
        member = self.access.can(Permission.VIEW)
        sums = [sum(one.state is state for one in whole) for state in ActionState]
        rows = [*plan.counts_by_theme(whole, themes), ("All themes", sums)]
        return self.render(
            {
                "crumbs": self.crumbs if member else [("Moderation", reverse("moderation-queue"))],
                "states": states,
                "counts": [
                    (name, list(zip(states, numbers, strict=True)), sum(numbers))
                    for name, numbers in rows
                ],
                "any": bool(whole),
                "rows": [(one, one.said_of_due(self.today)) for one in leaf.items],
                "which": leaf.said("Action"),
                "neighbours": leaf.neighbours(),
                "member": member,
            }
        )


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


def revision_of(typed: str) -> int:
    """The revision that a page was shown with; 0, which none has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
