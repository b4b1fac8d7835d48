"""Decisions about an assessment: send, approve, return and recall it; reopen it, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Unpack

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.access.permissions import Permission
from assessments.forms.assessments import ReasonForm
from assessments.forms.reviews import ROWS, ApproveForm, ReturnForm, SendForm
from assessments.queries import assessments as queries
from assessments.queries.discussions import questions_of
from assessments.queries.evidence import holding_of
from assessments.queries.reviews import (
    changed_from,
    changed_since,
    rounds_of,
)
from assessments.queries.suggestions import suggestions_of
from assessments.reports.answered import ReportQuestion
from assessments.reports.changed import Changes
from assessments.reports.checking import Checked, checked
from assessments.reviewing import Decided, Round, Signature, sample_of, state_of, waiting_in
from assessments.services import assessments as services
from assessments.services import reviews
from assessments.services.submissions import (
    ANSWERS_CHANGED,
    nothing_scored,
    reference_of,
    still_open,
)
from assessments.views.assessments import may_recall, may_recall_of_another
from assessments.views.base import Address, AssessmentView, KeepsWords
from assessments.views.refused_posts import SIGNED_IN_AGAIN
from assessments.workflow import Refused, ReviewStep, Step, check, check_review

LISTED_MOST = 20
"""How many questions a list of what to look at names; the others are a page away."""

CHANGED_MOST = 50
"""How many changed answers the page names."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What an approver reads. `void` are approvals that count no more, each with what changed."""

    standing: queries.Standing
    checked: Checked
    seen: str
    rounds: Sequence[Round]
    changes: Changes | None
    signed: Sequence[Decided]
    void: Sequence[tuple[Decided, Changes]]
    sample: Sequence[ReportQuestion]

    @property
    def sent(self) -> Round | None:
        return waiting_in(self.rounds)


class AssessmentSubmit(AssessmentView):
    """All that an approver looks at, and the signature. What they read is what is approved, or
    nothing is.

    `?seen=` names what they checked on the page before; by itself the page takes the answers as
    they are, whose result it shows.
    """

    permission = Permission.SUBMIT
    template_name = "assessments/submit.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        looked = self._looked()
        if request.GET.get("seen", looked.seen) != looked.seen:
            return self._page(looked, self._form(looked), refusal=ANSWERS_CHANGED)
        return self._page(looked, self._form(looked))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        looked = self._looked()
        form = ApproveForm(request.POST, sample=looked.sample)
        valid = form.is_valid()
        if request.POST.get("seen") not in ("", None, looked.seen):
            return self._page(looked, self._form(looked, request.POST), refusal=ANSWERS_CHANGED)
        if not valid:
            return self._page(looked, form)
        given = form.cleaned_data
        try:
            submission = reviews.approve(
                assessment=self.assessment,
                by=self.access.user,
                seen=given["seen"],
                signature=Signature(
                    name=given["name"], job_title=given["job_title"], statement=given["statement"]
                ),
                sample=form.evidence_seen,
                acting_for=self.access.acting_for(Permission.SUBMIT),
            )
        except Refused as refusal:
            self.assessment.refresh_from_db(fields=["status"])
            check(Step.SUBMIT, self.assessment.status)
            now = self._looked()
            return self._page(now, self._form(now, request.POST), refusal=refusal.reason)
        if submission is None:
            messages.success(request, "You have approved it. Another person has to approve it too.")
            return redirect(self.assessment)
        messages.success(
            request, f"Submitted as {submission.reference}. The answers are now fixed."
        )
        return redirect(
            "submission-report",
            slug=self.access.organisation.slug,
            reference=self.assessment.reference,
            number=submission.number,
        )

    def _looked(self) -> _Looked:
        assessment, holding = self.assessment, holding_of(self.access.organisation)
        standing, rounds = queries.standing_of(assessment), rounds_of(assessment, documents=True)
        sent = standing.to_submit(holding)
        found = checked(
            standing.spec,
            standing.sheet,
            standing.result,
            standing.progress,
            holding,
            standing.kept,
        )
        changed, number = changed_since(assessment, sent, rounds)
        drawn = sample_of(reference_of(assessment, number), standing.spec, standing.result)
        parts = {part.code: part for each in found.dimensions for part in each.questions}
        waits = waiting_in(rounds)
        return _Looked(
            standing=standing,
            checked=found,
            seen=sent.seen,
            rounds=rounds,
            changes=changed,
            signed=waits.signed(sent.seen) if waits else (),
            void=[
                (one, changed_from(assessment, sent, one))
                for one in (waits.void(sent.seen) if waits else ())
            ],
            sample=[parts[code] for code in drawn],
        )

    def _form(self, looked: _Looked, typed: Mapping[str, str] | None = None) -> ApproveForm:
        """A form of what is there now, with what was typed into an earlier one."""
        user, organisation = self.access.user, self.access.organisation.name
        initial = {
            "name": str(user),
            "statement": f"I have read these answers and approve them on behalf of {organisation}.",
            **({name: typed[name] for name in typed} if typed else {}),
            "seen": looked.seen,
        }
        return ApproveForm(sample=looked.sample, initial=initial)

    def _page(self, looked: _Looked, form: ApproveForm, *, refusal: str = "") -> HttpResponse:
        standing, found = looked.standing, looked.checked
        waiting = suggestions_of(self.assessment, standing.stored)
        return self.render(
            {
                "form": form,
                "looked": looked,
                "checked": found,
                "standing": standing,
                "refusal": refusal,
                "nothing_scored": nothing_scored(standing.result),
                "waiting": waiting,
                "waiting_listed": list(waiting.values())[:LISTED_MOST],
                "most": LISTED_MOST,
                "most_listed": f":{LISTED_MOST}",
                "changed_listed": f":{CHANGED_MOST}",
                "changed_most": CHANGED_MOST,
                "has_signed": any(one.key == self.access.user.pk for one in looked.signed),
                "two": self.access.organisation.two_people_sign,
            },
            status=409 if refusal else 200,
        )


class AssessmentReturn(KeepsWords):
    """Returns the assessment with the reason, and with reasons at questions."""

    permission = Permission.SUBMIT
    template_name = "assessments/return.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(self._form(ROWS))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        rows = max(ROWS, sum(name.startswith("question-") for name in request.POST))
        if request.POST.get("action") == "more":
            return self._page(self._form(rows + ROWS, initial=request.POST.dict()))
        form = self._form(rows, request.POST)
        if self.stale_token:
            return self._page(form, notice=SIGNED_IN_AGAIN, status=403)
        if not form.is_valid():
            return self._page(form)
        reviews.send_back(
            assessment=self.assessment,
            by=self.access.user,
            reason=form.cleaned_data["reason"],
            reasons=form.reasons,
            acting_for=self.access.acting_for(Permission.SUBMIT),
        )
        messages.success(request, "Returned. Your reasons are on its task list.")
        return redirect(self.assessment)

    def _form(self, rows: int, *data: object, **more: object) -> ReturnForm:
        return ReturnForm(*data, codes=questions_of(self.assessment), rows=rows, **more)

    def _page(self, form: ReturnForm, *, notice: str = "", status: int = 200) -> HttpResponse:
        check_review(ReviewStep.RETURN, state_of(rounds_of(self.assessment)))
        return self.render({"form": form, "notice": notice}, status=status)


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
