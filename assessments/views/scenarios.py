"""What if: levels supposed of a submission's answers, the shortest way to a band, and scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.forms.scenarios import KEEP, MUST, CostsForm, ScenarioForm, WayForm, WhatIfForm
from assessments.planning.searching import TooManyWays
from assessments.planning.shortest_way import Answer, Wanted, WayRefused
from assessments.planning.what_if import Supposed, Supposing
from assessments.queries import scenarios as queries
from assessments.queries.plans import costs_for
from assessments.rubric.definition import RubricSpec
from assessments.services import scenarios as services
from assessments.views.base import Address, OrganisationView, SubmissionView
from assessments.wording import counted, figure, listed, long_date, money, one_decimal
from assessments.workflow import Refused

QUARTER_ENDS = 4
"""For how many quarters ahead the plan's end is offered."""


def shown(spec: RubricSpec, found: Supposed) -> dict[str, object]:
    """What raises come to, in words: `figures` are rows of a name, today's figure and then's.
    `costs` says whether there are days and pounds: a rubric without efforts has none.
    """
    before, after = found.before, found.after
    bands = [None if one.place is None else spec.bands[one.place].name for one in (before, after)]
    names = {one.code: one.name for one in spec.dimensions}
    figures = [
        (names[code], one_decimal(before.dimensions.get(code)), one_decimal(score))
        for code, score in after.dimensions.items()
    ]
    return {
        "before_band": bands[0],
        "after_band": bands[1],
        "before_score": one_decimal(before.overall) if before.overall is not None else "",
        "after_score": one_decimal(after.overall) if after.overall is not None else "",
        "figures": figures,
        "lifted": [(code, spec.question(code).title) for code in found.lifted],
        "left": [(code, spec.question(code).title) for code in found.left],
        "raises": [
            (
                one.code,
                spec.question(one.code).title,
                spec.level_name(one.before),
                spec.level_name(one.after),
                figure(one.cost.days)[0],
                money(one.cost.pounds),
            )
            for one in found.raises
        ],
        "costs": bool(spec.efforts),
        "days": figure(found.cost.days)[0],
        "pounds": money(found.cost.pounds),
        "total": money(found.total),
    }


class SupposingView(SubmissionView, abstract=True):
    """A page that supposes something of a submission's answers."""

    @cached_property
    def supposing(self) -> Supposing:
        return queries.supposing_of(self.submission, self.access.organisation)

    @property
    def spec(self) -> RubricSpec:
        return self.supposing.spec

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "report_url": reverse("submission-report", kwargs=self.kwargs),
            "what_if_url": reverse("submission-what-if", kwargs=self.kwargs),
            "way_url": reverse("submission-way", kwargs=self.kwargs),
            "unsaid": listed(self.supposing.unsaid),
        }


class WhatIf(SupposingView):
    """Choose levels, and read what they come to. What is chosen is in the address; `?plan=` takes
    it from the plan, all of it or what is due by a day. A post saves it as a scenario.
    """

    permission = Permission.VIEW
    write_permission = Permission.PLAN
    template_name = "scenarios/what_if.html"
    plan_said = ""
    """Why the plan raises nothing; empty where it does, or was not asked for."""

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(self._form(), ScenarioForm())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form, naming = self._form(), ScenarioForm(request.POST)
        if not form.is_valid() or not naming.is_valid():
            return self._page(form, naming)
        try:
            made = services.save(
                submission=self.submission,
                name=naming.cleaned_data["name"],
                raises=form.raises,
                by=self.access.user,
            )
        except Refused as refusal:
            naming.add_error("name", refusal.reason.rstrip("."))
            return self._page(form, naming)
        messages.success(request, "The scenario is saved.")
        return redirect(made.get_absolute_url())

    def _form(self) -> WhatIfForm:
        given: Mapping[str, object] = self.request.GET
        asked = self.request.GET.get("plan", "")
        if asked:
            found, self.plan_said = self._of_plan(asked)
            given = {code: str(level) for code, level in found.items()}
        return WhatIfForm(self.spec, self.supposing.choices(), data=given)

    def _of_plan(self, asked: str) -> tuple[dict[str, int], str]:
        """What the plan raises, all of it or by a day of an address; and why it raises nothing."""
        until = None
        if asked != "all":
            try:
                until = date.fromisoformat(asked)
            except ValueError:
                return {}, "The address names no day. Choose one of these."
        found = queries.raises_of_plan(self.submission, self.supposing, until)
        if found:
            return found, ""
        due = f" that is due by {long_date(until)}" if until else ""
        return {}, f"No open action of the plan{due} raises one of these answers."

    def _page(self, form: WhatIfForm, naming: ScenarioForm) -> HttpResponse:
        found = None
        if form.is_valid() and form.raises:
            try:
                found = self.supposing.suppose(form.raises)
            except WayRefused as refused:
                form.add_reasons(refused.reasons)
        query = urlencode(form.raises) if form.is_valid() else ""
        return self.render(
            {
                "form": naming if naming.errors else form,
                "levels": form,
                "naming": naming,
                "found": shown(self.spec, found) if found else None,
                "query": query,
                "plan_said": self.plan_said,
                "ends": list(self._ends()),
            }
        )

    def _ends(self) -> Iterator[tuple[str, str]]:
        """The last days of the next quarters, as an address and in words."""
        day = self.today
        for _ in range(QUARTER_ENDS):
            first = date(day.year + (day.month > 9), (day.month + 2) // 3 * 3 % 12 + 1, 1)
            yield (first - timedelta(days=1)).isoformat(), long_date(first - timedelta(days=1))
            day = first


class ShortestWay(SupposingView):
    """The least that has to be raised to reach a band, or what is in the way."""

    permission = Permission.VIEW
    template_name = "scenarios/way.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        today = self.supposing.before
        place = today.place if today else None
        higher = [] if place is None else self.spec.bands[place + 1 :]
        asked = bool(higher) and "to" in request.GET
        form = WayForm(
            higher,
            self.spec,
            self.supposing.choices(),
            data=request.GET if asked else None,
            initial={"to": higher[0].code if higher else ""},
        )
        answer = self._answer(form) if asked and form.is_valid() else None
        shows: dict[str, object] = {"form": form, "higher": higher, "answer": answer}
        if answer and answer.reached:
            raised = {one.code: one.after for one in answer.raises}
            shows["found"] = shown(self.spec, self.supposing.suppose(raised))
            shows["query"] = urlencode(raised)
        if answer and answer.least_total is not None:
            shows["least_total"] = money(answer.least_total)
        return self.render(shows)

    def _answer(self, form: WayForm) -> Answer | None:
        days, pounds = (form.cleaned_data.get(limit) for limit in ("most_days", "most_pounds"))
        wanted = Wanted(
            to=form.cleaned_data["to"],
            efforts=self.supposing.efforts,
            day_price=self.supposing.day_price,
            most_days=None if days is None else Fraction(days),
            most_pounds=None if pounds is None else Fraction(pounds),
            keep=form.chosen(KEEP),
            must=form.chosen(MUST),
        )
        try:
            return self.supposing.shortest_way(wanted)
        except WayRefused as refused:
            form.add_reasons(refused.reasons)
        except TooManyWays as refused:
            form.add_error("to", str(refused).rstrip("."))
        return None


class ScenarioPage(OrganisationView, abstract=True):
    """A page about an organisation's scenarios."""

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        organisation = self.access.organisation
        return [
            *self.above,
            ("Plan", reverse("plan-list", args=[organisation.slug])),
            ("Scenarios", reverse("scenario-list", args=[organisation.slug])),
        ]


class ScenarioList(ScenarioPage):
    """Every scenario next to the others: score, band, days and pounds."""

    permission = Permission.VIEW
    template_name = "scenarios/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        rows = []
        of: dict[int, Supposing] = {}
        for one in queries.scenarios_of(organisation):
            supposing = of.get(one.submission_id)
            if supposing is None:
                supposing = queries.supposing_of(one.submission, organisation)
                of[one.submission_id] = supposing
            rows.append((one, shown(supposing.spec, supposing.suppose(one.raises))))
        return self.render({"rows": rows, "crumbs": self.crumbs[:-1]})


class ScenarioDetail(ScenarioPage):
    """One scenario: what it raises and comes to. A post takes it into the plan, or deletes it."""

    permission = Permission.VIEW
    write_permission = Permission.PLAN
    template_name = "scenarios/detail.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.scenario = self.through(doors.scenario, "reference")

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        submission = self.scenario.submission
        supposing = queries.supposing_of(submission, self.access.organisation)
        found = supposing.suppose(self.scenario.raises)
        named = (self.access.organisation.slug, submission.assessment.reference, submission.number)
        return self.render(
            {
                "scenario": self.scenario,
                "submission": submission,
                "found": shown(supposing.spec, found),
                "unsaid": listed(supposing.unsaid),
                "crumbs": self.crumbs,
                "report_url": reverse("submission-report", args=named),
                "what_if_url": f"{reverse('submission-what-if', args=named)}"
                f"?{urlencode(self.scenario.raises)}",
            }
        )

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        slug = self.access.organisation.slug
        if request.POST.get("action") == "delete":
            services.delete(scenario=self.scenario, by=self.access.user)
            messages.success(request, "The scenario is deleted.")
            return redirect("scenario-list", slug)
        made = services.plan(scenario=self.scenario, by=self.access.user)
        said = counted(len(made), "action is", "actions are")
        messages.success(request, f"{said} in the plan.")
        return redirect("plan-list", slug)


class PlanCosts(ScenarioPage):
    """What efforts take here, and what a day costs: scenarios and ways are costed with it."""

    permission = Permission.PLAN
    template_name = "plan/costs.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        efforts = costs_for(self.access.organisation)
        initial: dict[str, object] = {"day_price": efforts.day_price}
        for code, (days, pounds) in efforts.figures.items():
            initial |= {f"days-{code}": days, f"pounds-{code}": pounds}
        return self._page(CostsForm(efforts.names, initial=initial))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = CostsForm(costs_for(self.access.organisation).names, data=request.POST)
        if not form.is_valid():
            return self._page(form)
        services.set_costs(
            organisation=self.access.organisation,
            efforts=form.costs,
            day_price=int(form.cleaned_data["day_price"]),
            by=self.access.user,
        )
        messages.success(request, "The costs are kept.")
        return redirect("plan-list", self.access.organisation.slug)

    def _page(self, form: CostsForm) -> HttpResponse:
        pairs = [
            (name, form[f"days-{code}"], form[f"pounds-{code}"])
            for code, name in form.efforts.items()
        ]
        return self.render({"form": form, "pairs": pairs, "crumbs": self.crumbs[:-1]})
