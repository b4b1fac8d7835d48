"""Decisions about an assessment: submit it, reopen it, withdraw it."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from assessments.access.permissions import Permission
from assessments.forms.assessments import ReasonForm, SubmitForm
from assessments.queries import assessments as queries
from assessments.queries.evidence import holding_of
from assessments.queries.suggestions import suggestions_of
from assessments.reports.checking import Checked, checked
from assessments.scoring.sheet import State
from assessments.services import assessments as services
from assessments.services import submissions
from assessments.views.base import Address, AssessmentView, KeepsWords
from assessments.views.refused_posts import SIGNED_IN_AGAIN
from assessments.workflow import Refused, Step, check


class AssessmentSubmit(AssessmentView):
    """The statement that an approver signs. What they read is what is submitted, or nothing is.

    `?seen=` names what they checked on the page before; by itself the page takes the answers as
    they are, whose result it shows.
    """

    permission = Permission.SUBMIT
    template_name = "assessments/submit.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        standing = queries.standing_of(self.assessment)
        now = standing.to_submit(holding_of(self.access.organisation)).seen
        seen = request.GET.get("seen") or now
        if seen != now:
            return self._refused(submissions.ANSWERS_CHANGED)
        return self._page(standing, self._form(seen=seen))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            check(Step.SUBMIT, self.assessment.status)
            return self._page(queries.standing_of(self.assessment), form)
        try:
            submission = services.submit(
                assessment=self.assessment, by=self.access.user, seen=form.cleaned_data["seen"]
            )
        except Refused as refusal:
            return self._refused(refusal.reason)
        messages.success(
            request, f"Submitted as {submission.reference}. The answers are now fixed."
        )
        return redirect(
            "submission-report",
            slug=self.access.organisation.slug,
            reference=self.assessment.reference,
            number=submission.number,
        )

    def _form(self, data: QueryDict | None = None, seen: str = "") -> SubmitForm:
        name = self.access.organisation.name
        return SubmitForm(data, organisation=name, initial={"seen": seen})

    def _page(self, standing: queries.Standing, form: SubmitForm) -> HttpResponse:
        found = checked(
            standing.spec,
            standing.sheet,
            standing.result,
            standing.progress,
            kept=standing.kept,
        )
        nothing = submissions.nothing_scored(standing.result)
        context = {"form": form, "checked": found, "standing": standing, "nothing_scored": nothing}
        return self.render({**context, "waiting": self._waiting(standing, found)})

    def _waiting(self, standing: queries.Standing, found: Checked) -> int:
        """How many suggestions could still be accepted as answers to questions that are asked."""
        asked = {part.code for dimension in found.dimensions for part in dimension.questions}
        waiting = suggestions_of(self.assessment, standing.stored)
        replies = [one.reply for code, one in waiting.items() if code in asked]
        return sum(reply.state is not State.UNANSWERED for reply in replies)

    def _refused(self, reason: str) -> HttpResponse:
        return self.render({"refusal": reason}, status=409)


class _ReasonView(KeepsWords, abstract=True):
    """A step that needs a reason: says what it does, asks why, and does it."""

    template_name = "assessments/reason.html"
    step: ClassVar[Step]
    words: ClassVar[dict[str, str]]

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(self.step, self.assessment.status)
        self.check_before()
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = self._form(request.POST)
        if self.stale_token:
            check(self.step, self.assessment.status)
            return self._page(form, notice=SIGNED_IN_AGAIN, status=403)
        if not form.is_valid():
            check(self.step, self.assessment.status)
            return self._page(form)
        self.act(form.cleaned_data["reason"])
        messages.success(request, self.words["done"])
        return redirect(self.assessment)

    def check_before(self) -> None:
        """Raises `Refused` for what can be known before a reason is written."""

    def act(self, reason: str) -> None:
        """Takes the step, or raises `Refused`."""
        raise NotImplementedError

    def _form(self, *args: object) -> ReasonForm:
        return ReasonForm(*args, label=self.words["label"], hint=self.words["hint"])

    def _page(self, form: ReasonForm, *, notice: str = "", status: int = 200) -> HttpResponse:
        context = {"form": form, "words": self.words, "notice": notice}
        return self.render(context, status=status)


class AssessmentReopen(_ReasonView):
    """Opens an assessment again. What was submitted stays; the next sending has a new number."""

    permission = Permission.REOPEN
    step = Step.REOPEN
    words: ClassVar[dict[str, str]] = {
        "heading": "Reopen this assessment",
        "what": (
            "Your colleagues can change its answers again, starting from what they are now. "
            "Reports already submitted stay as they are, and the next submission gets a number "
            "of its own."
        ),
        "label": "Why are you reopening it?",
        "hint": "All members of your organisation can read this in the history.",
        "button": "Reopen",
        "done": "The assessment is open again. Its earlier reports have not changed.",
    }

    def check_before(self) -> None:
        if queries.open_rival(self.assessment):
            raise Refused(services.ANOTHER_OPEN)

    def act(self, reason: str) -> None:
        services.reopen(assessment=self.assessment, by=self.access.user, reason=reason)


class AssessmentWithdraw(_ReasonView):
    """Sets an assessment aside with its answers kept."""

    permission = Permission.WITHDRAW
    step = Step.WITHDRAW
    words: ClassVar[dict[str, str]] = {
        "heading": "Withdraw this assessment",
        "what": (
            "A withdrawn assessment cannot be answered or submitted. Its answers are kept, reports "
            "already submitted stay as they are, and an administrator can reopen it."
        ),
        "label": "Why are you withdrawing it?",
        "hint": "All members of your organisation can read this in the history.",
        "button": "Withdraw",
        "style": "warning",
        "done": "The assessment has been withdrawn. Its answers have been kept.",
    }

    def act(self, reason: str) -> None:
        services.withdraw(assessment=self.assessment, by=self.access.user, reason=reason)
