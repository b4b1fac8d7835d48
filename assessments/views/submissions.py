"""Steps of an assessment that are no decision on it: send and recall it, reopen it, withdraw it."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from assessments.access.roles import Permission
from assessments.forms.assessments import ReasonForm
from assessments.forms.reviews import SendForm
from assessments.queries import assessments as queries
from assessments.queries.reviews import (
    rounds_of,
)
from assessments.reviewing import Round, state_of
from assessments.services import assessments as services
from assessments.services import reviews
from assessments.services.submissions import (
    nothing_scored,
    still_open,
)
from assessments.views.assessments import may_recall, may_recall_of_another
from assessments.views.base import Address, AssessmentView, KeepsWords
from assessments.views.refused_posts import SIGNED_IN_AGAIN
from assessments.workflow import Refused, ReviewStep, Step, check, check_review


class AssessmentSend(KeepsWords):
    """Sends the assessment for approval, after a page that says what that does."""

    permission = Permission.SEND
    template_name = "assessments/send.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(SendForm())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = SendForm(request.POST)
        if self.stale_token:
            return self._page(form, notice=SIGNED_IN_AGAIN, status=403)
        if not form.is_valid():
            return self._page(form)
        reviews.send(
            assessment=self.assessment, by=self.access.user, word=form.cleaned_data["word"]
        )
        messages.success(
            request, "Sent for approval. You can still change answers until it is approved."
        )
        return redirect(self.assessment)

    def _page(self, form: SendForm, *, notice: str = "", status: int = 200) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        check_review(ReviewStep.SEND, state_of(rounds_of(self.assessment)))
        standing = queries.standing_of(self.assessment)
        stopped = still_open(len(standing.progress.outstanding)) or nothing_scored(standing.result)
        return self.render({"form": form, "stopped": stopped, "notice": notice}, status=status)


class AssessmentRecall(AssessmentView):
    """Takes the assessment back from approval, after a page that says so."""

    permission = Permission.SEND
    template_name = "assessments/recall.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"sent": self._sent()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        self._sent()
        reviews.recall(
            assessment=self.assessment,
            by=self.access.user,
            of_another=may_recall_of_another(self.access),
        )
        messages.success(request, "Recalled. It no longer waits for approval.")
        return redirect(self.assessment)

    def _sent(self) -> Round:
        rounds = rounds_of(self.assessment)
        check_review(ReviewStep.RECALL, state_of(rounds))
        if not may_recall(self.access, rounds[-1]):
            raise PermissionDenied(reviews.NOT_THE_SENDER.format(whom=rounds[-1].sent_by))
        return rounds[-1]


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

    def _form(self, data: QueryDict | None = None) -> ReasonForm:
        return ReasonForm(data=data, label=self.words["label"], hint=self.words["hint"])

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
