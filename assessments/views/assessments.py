"""Assessments: the task list of one, and carrying it over to a newer edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments import clock
from assessments.access.doors import Access
from assessments.access.roles import Permission
from assessments.assigning import HANDED_OVER, LATE, MINE, Work, fits
from assessments.forms.assessments import CarryOverForm
from assessments.names import within_a_sentence
from assessments.queries import assessments as queries
from assessments.queries.answers import answers_asked, stored_answers
from assessments.queries.assignments import saves_of, work_asked, work_of
from assessments.queries.carrying import (
    newer_discussed_and_signers,
    newer_edition,
    plan_to_go_on,
    with_the_answers_asked,
)
from assessments.queries.discussions import OpenDiscussions, open_by_question, open_in
from assessments.queries.prepared import together
from assessments.queries.reviews import rounds_asked, rounds_of
from assessments.queries.rubrics import spec_of
from assessments.queries.suggestions import (
    Suggestion,
    offered_to,
    suggestions_asked,
    suggestions_of,
)
from assessments.reports.checking import open_look, outlook
from assessments.reviewing import Round, returned, waiting_in
from assessments.rubric.carrying import says_something
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.scoring.progress import DimensionProgress, Progress
from assessments.services import assessments as services
from assessments.services import submissions
from assessments.views.base import Address, AssessmentView
from assessments.wording import answered_of, listed
from assessments.workflow import Refused, Step, check, too_few


@dataclass(frozen=True, slots=True)
class Choice:
    """A step of the workflow: its address, or why the reader may not take it."""

    name: str
    href: str
    why_not: str = ""


TO_ANSWER, DISCUSSED = "to-answer", "discussed"
LINES_MOST = 5
"""How many pieces of work a task of the list names."""
TASK_FILTERS = {
    MINE: "Assigned to me",
    LATE: "Late",
    TO_ANSWER: "Something left to answer",
    HANDED_OVER: "Handed over",
    DISCUSSED: "Open discussions",
}
"""What the task list can be narrowed to, by what `?show=` says."""


class AssessmentDetail(AssessmentView):
    """The task list: how far every dimension has come, and what may be done next.

    `?show=` narrows it to one of `TASK_FILTERS`.
    """

    permission = Permission.VIEW
    template_name = "assessments/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        asked = (
            answers_asked,
            suggestions_asked,
            rounds_asked,
            with_the_answers_asked,
            work_asked,
            queries.submissions_asked,
        )
        with together(*(one(self.assessment) for one in asked)):
            return self._page(request)

    def _page(self, request: HttpRequest) -> HttpResponse:
        standing = queries.standing_of(self.assessment)
        waiting = suggestions_of(self.assessment, standing.stored)
        rounds = rounds_of(self.assessment)
        back = returned(rounds)
        show = request.GET.get("show", "")
        show = show if show in TASK_FILTERS and self.assessment.is_open else ""
        sent = waiting_in(rounds)
        has_signed = sent is not None and sent.approved_by(self.access.user.pk)
        newer, discussed, signers = newer_discussed_and_signers(self.assessment)
        return self.render(
            {
                "sent": sent,
                "has_signed": has_signed,
                "returned": back,
                "ended": rounds[-1].decisions[:-1] if back else (),
                "too_few": self._too_few(rounds, signers),
                "returned_at": reasons_at(standing.spec, back.reasons) if back else (),
                "show": show,
                "shown": TASK_FILTERS.get(show, ""),
                "filters": TASK_FILTERS.items(),
                "standing": standing,
                "waiting": waiting.values(),
                "look_again": [one for one in waiting.values() if one.changes],
                "tasks": self._tasks(standing, waiting.values(), discussed, show),
                "discussed": sum(discussed.values(), OpenDiscussions()),
                "renews": any(one.finished for one in waiting.values()),
                "outlook": outlook(standing.spec, standing.result),
                "look": open_look(standing.spec, standing.sheet, standing.result),
                "submissions": queries.submissions_of(self.assessment),
                "choices": self._choices(standing, sent, has_signed),
                "nothing_scored": submissions.nothing_scored(standing.result),
                "answer_refusal": why_not(self, Step.ANSWER, Permission.ANSWER),
                "next_dimension": self._next(standing.spec, standing.progress),
                "newer": newer,
                "begun": bool(waiting) or any(map(says_something, standing.sheet.replies.values())),
            }
        )

    def _too_few(self, rounds: Sequence[Round], signers: Mapping[int, str]) -> str:
        """Why two people cannot approve it, where two have to."""
        organisation, waits = self.access.organisation, waiting_in(rounds)
        if not organisation.two_people_sign or not self.assessment.is_open:
            return ""
        decisions = waits.decisions if waits else ()
        approved = [one.whose for one in decisions if one.approved]
        return too_few(signers, approved)

    def _tasks(
        self,
        standing: queries.Standing,
        waiting: Iterable[Suggestion],
        discussed: Mapping[str, OpenDiscussions],
        show: str,
    ) -> list[dict[str, object]]:
        """A dimension each, with who works on it, when that is due, and how many discussions are
        open, of those that are shown.
        """
        tasks: list[dict[str, object]] = []
        suggested = Counter(one.dimension.code for one in waiting)
        work = work_of(self.assessment, saves_of(standing.stored))
        today, unassigned = (
            clock.today(),
            ["Not assigned"] if work and self.assessment.is_open else [],
        )
        for dimension in standing.spec.dimensions:
            part = standing.progress.by_dimension[dimension.code]
            own = [one for one in work if one.dimension == dimension.code]
            talk = open_in(discussed, dimension)
            found = talk.number if show == DISCUSSED else self._shows(show, part, own, today)
            if show and not found:
                continue
            more = f", {suggested[dimension.code]} suggested" if dimension.code in suggested else ""
            status, colour = _status(part, open=self.assessment.is_open)
            tasks.append(
                {
                    "title": dimension.name,
                    "href": self.to("dimension-answer", dimension.code),
                    "hint": f"{answered_of(part.done, part.total, noun='')}{more}",
                    "more": [
                        *(_who(own, today) or unassigned),
                        *([talk.said] if talk.said else []),
                    ],
                    "status": status,
                    "colour": colour,
                }
            )
        return tasks

    def _shows(self, show: str, part: DimensionProgress, work: Sequence[Work], today: date) -> bool:
        if show == TO_ANSWER:
            return not part.complete
        return any(fits(one, show, self.access.user.pk, today) for one in work)

    def _next(self, spec: RubricSpec, progress: Progress) -> dict[str, str] | None:
        """The first dimension with something left to answer."""
        for dimension in spec.dimensions:
            if not progress.by_dimension[dimension.code].complete:
                href = self.to("dimension-answer", dimension.code)
                return {"name": dimension.name, "href": href}
        return None

    def _choices(
        self, standing: queries.Standing, sent: Round | None, has_signed: bool
    ) -> list[Choice]:
        """The steps that fit the status, each with why the reader may not take it, if so."""
        left = len(standing.progress.outstanding)
        stopped = submissions.still_open(left) or submissions.nothing_scored(standing.result)
        unfit = {"submit": stopped, "send": stopped}
        if not self.assessment.is_open:
            if queries.open_rival(self.assessment):
                unfit["reopen"] = services.ANOTHER_OPEN
            steps = [("Reopen this assessment", "reopen", Step.REOPEN, Permission.REOPEN)]
        else:
            steps = [("Withdraw this assessment", "withdraw", Step.WITHDRAW, Permission.WITHDRAW)]
            if not has_signed:
                submits = "" if self.access.organisation.two_people_sign else " and submit"
                name = f"Approve{submits} this assessment"
                steps.insert(0, (name, "submit", Step.SUBMIT, Permission.SUBMIT))
            if sent is None:
                steps.insert(0, ("Send it for approval", "send", Step.SUBMIT, Permission.SEND))
            elif may_recall(self.access, sent):
                steps.insert(0, ("Recall it from approval", "recall", Step.SUBMIT, Permission.SEND))
        found = [
            Choice(
                name,
                self.to(f"assessment-{page}"),
                why_not(self, step, permission) or unfit.get(page, ""),
            )
            for name, page, step, permission in steps
        ]
        return list(_reasons_once(found))


def _reasons_once(choices: Iterable[Choice]) -> Iterator[Choice]:
    """The choices, those that follow one another and may not be taken for the same reason as one:
    "Send it for approval, or approve and submit this assessment".
    """
    for reason, here in groupby(choices, lambda one: one.why_not):
        first, *others = here
        if not reason:
            yield from (first, *others)
            continue
        names = [first.name, *(one.name[0].lower() + one.name[1:] for one in others)]
        yield Choice(", or ".join(names), first.href, reason)


def may_recall(access: Access, sent: Round) -> bool:
    """Whether the reader may take back what was sent: the sender, and an administrator."""
    return sent.sent_by_key == access.user.pk or may_recall_of_another(access)


def may_recall_of_another(access: Access) -> bool:
    """Whether the reader may take back what another has sent."""
    return access.can(Permission.WITHDRAW)


def why_not(view: AssessmentView, step: Step, permission: Permission) -> str:
    """Why the reader may not take the step now; empty when they may. The post asks the same."""
    try:
        check(step, view.assessment.status)
    except Refused as refusal:
        return refusal.reason
    return "" if view.access.can(permission) else permission.why_not


def reasons_at(
    spec: RubricSpec, reasons: Mapping[str, str]
) -> list[tuple[DimensionSpec, QuestionSpec, str]]:
    """Why an assessment was returned, at its questions, in the order of asking."""
    return [
        (dimension, question, reasons[question.code])
        for dimension, question in spec.questions()
        if question.code in reasons
    ]


def _who(work: Sequence[Work], today: date) -> list[str]:
    """Each piece of the work of a part in a line, as far as a task has room."""
    more = len(work) - LINES_MOST
    lines = [_said(one, today) for one in work[:LINES_MOST]]
    return [*lines, f"and {more:,} more"] if more > 0 else lines


def _said(work: Work, today: date) -> str:
    """A piece of work in a line: "Sam Okafor: in progress, due on 4 December 2026"."""
    which = f" ({listed(work.questions)})" if work.questions else ""
    late = "late" if work.is_late(today) else ""
    words = [work.state.label.lower(), late, work.said_of_due(today)]
    return f"{work.who}{which}: {', '.join(filter(None, words))}"


def _status(part: DimensionProgress, *, open: bool) -> tuple[str, str]:
    """The words for a dimension's progress, and the colour of its tag; what is done has none."""
    if part.complete:
        return "Complete", ""
    if part.started:
        return ("In progress", "teal") if open else ("Partly answered", "grey")
    return ("Not started" if open else "Not answered"), "grey"


NO_NEWER = (
    "There is no newer edition of this questionnaire to carry your answers over to. "
    "Go on with this assessment."
)
EDITION_CHANGED = (
    "Another edition took effect after you opened this page, so nothing was carried over. "
    "Read what it would mean now, then confirm."
)


class AssessmentCarryOver(AssessmentView):
    """What is kept, what needs another look, what is new and what falls away; then does it."""

    permission = Permission.START
    template_name = "assessments/carry_over.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        newer = newer_edition(self.assessment)
        form = CarryOverForm(data=request.POST)
        if newer is None:
            raise Refused(NO_NEWER if self.assessment.is_open else services.CLOSED)
        if not form.is_valid() or form.cleaned_data["version"] != newer.pk:
            raise Refused(EDITION_CHANGED)
        started = services.carry_over(
            assessment=self.assessment, version=newer, by=self.access.user
        )
        done = f"This new assessment is on edition {newer.edition}."
        messages.success(request, f"{done} The earlier assessment is kept as withdrawn.")
        return redirect(started)

    def _page(self) -> HttpResponse:
        newer = newer_edition(self.assessment)
        if newer is None:
            raise Refused(NO_NEWER if self.assessment.is_open else services.CLOSED)
        sector = self.access.organisation.sector
        stored = stored_answers(self.assessment)
        waiting, _ = offered_to(self.assessment, stored)
        sectors = {one.code: one.name for one in spec_of(newer).sectors}
        return self.render(
            {
                "newer": newer,
                "plan": plan_to_go_on(self.assessment, stored, waiting, newer, sector),
                "waiting": len(waiting),
                "work": len(work_of(self.assessment, saves_of(stored))),
                "discussed": sum(open_by_question(self.assessment).values(), OpenDiscussions()),
                "written_for_sector": sector in sectors,
                "sectors": [within_a_sentence(name) for name in sectors.values()],
                "form": CarryOverForm(initial={"version": newer.pk}),
            }
        )
