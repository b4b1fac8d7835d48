"""Deciding on an assessment: what an approver looks at, the approval and the return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.access.roles import Permission
from assessments.forms.reviews import ROWS, ApproveForm, ReturnForm, kept_of_the_other, marks_in
from assessments.queries import assessments as queries
from assessments.queries.carrying import newer_discussed_and_signers
from assessments.queries.discussions import OpenDiscussions, questions_of
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
from assessments.reports.signing import said_as_far_as_looked
from assessments.reviewing import (
    Decided,
    Round,
    Signature,
    sample_of,
    state_of,
    waiting_in,
)
from assessments.services import reviews
from assessments.services.submissions import (
    ANSWERS_CHANGED,
    nothing_scored,
    reference_of,
)
from assessments.views.base import Address, AssessmentView, KeepsWords
from assessments.views.refused_posts import SIGNED_IN_AGAIN, words_in
from assessments.workflow import Refused, ReviewStep, Step, check, check_review, too_few

if TYPE_CHECKING:
    from assessments.forms.typed import Given

LISTED_MOST = 20
"""How many questions a list of what to look at names; the others are a page away."""

CHANGED_MOST = 50
"""How many changed answers the page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What an approver reads. `void` are approvals that count no more, each with what changed;
    `signed` those that do, each with whether the person could still approve. `too_few` says why two
    people cannot, where two have to.
    """

    standing: queries.Standing
    checked: Checked
    seen: str
    too_few: str
    discussed: Mapping[str, OpenDiscussions]
    rounds: Sequence[Round]
    changes: Changes | None
    signed: Sequence[tuple[Decided, bool]]
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
        if request.POST.get("action") == "back":
            return self._page(looked, self._form(looked, request.POST))
        form = ApproveForm(data=request.POST, sample=looked.sample)
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
        holds = waits.signed(sent.seen) if waits else ()
        _, discussed, signers = newer_discussed_and_signers(assessment)
        two = self.access.organisation.two_people_sign
        return _Looked(
            standing=standing,
            checked=found,
            seen=sent.seen,
            rounds=rounds,
            changes=changed,
            too_few=too_few(signers, [one.whose for one in holds]) if two else "",
            discussed=discussed,
            signed=[(one, one.whose in signers) for one in holds],
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
        has_signed = any(one.key == self.access.user.pk for one, _ in looked.signed)
        nothing = nothing_scored(standing.result)
        two = self.access.organisation.two_people_sign
        no_form = has_signed or nothing or not found.complete
        waiting = suggestions_of(self.assessment, standing.stored)
        return self.render(
            {
                "form": form,
                "looked": looked,
                "discussed": looked.discussed,
                "checked": found,
                "standing": standing,
                "refusal": refusal,
                "changes_at": self.to("assessment-history") if refusal == ANSWERS_CHANGED else "",
                "words": words_in(self.request) if refusal and no_form else (),
                "nothing_scored": nothing,
                "waiting": waiting,
                "waiting_listed": list(waiting.values())[:LISTED_MOST],
                "most": LISTED_MOST,
                "most_listed": f":{LISTED_MOST}",
                "changed_listed": f":{CHANGED_MOST}",
                "changed_most": CHANGED_MOST,
                "has_signed": has_signed,
                "kept": kept_of_the_other(form, self.request.POST),
                "two": two,
                "heading": "Approve"
                if has_signed or two and not looked.signed
                else "Approve and submit",
            },
            status=409 if refusal else 200,
        )


class AssessmentReturn(KeepsWords):
    """Returns the assessment with the reason, and with reasons at questions.

    A press on the page that approves leads here with what was typed and marked there. It is kept on
    this page, what was marked of the sample goes into the return, and all of it goes back.
    """

    permission = Permission.SUBMIT
    template_name = "assessments/return.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(self._form(ROWS))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        rows = max(ROWS, sum(name.startswith("question-") for name in request.POST))
        action = request.POST.get("action")
        if action in ("more", "begin"):
            more = ROWS if action == "more" else 0
            return self._page(self._form(rows + more, initial=request.POST.dict()))
        form = self._form(rows, data=request.POST)
        if self.stale_token:
            return self._page(form, notice=SIGNED_IN_AGAIN, status=403)
        if not form.is_valid():
            return self._page(form)
        reviews.send_back(
            assessment=self.assessment,
            by=self.access.user,
            reason=form.cleaned_data["reason"],
            reasons=form.reasons,
            sample=marks_in(request.POST),
            acting_for=self.access.acting_for(Permission.SUBMIT),
        )
        messages.success(request, "Returned. Your reasons are on its task list.")
        return redirect(self.assessment)

    def _form(self, rows: int, **given: Unpack[Given]) -> ReturnForm:
        return ReturnForm(codes=questions_of(self.assessment), rows=rows, **given)

    def _page(self, form: ReturnForm, *, notice: str = "", status: int = 200) -> HttpResponse:
        rounds = rounds_of(self.assessment)
        check_review(ReviewStep.RETURN, state_of(rounds))
        sent = waiting_in(rounds)
        marks = marks_in(self.request.POST)
        seen = [code for code, found in marks.items() if found]
        not_seen = [code for code, found in marks.items() if not found]
        context = {
            "form": form,
            "notice": notice,
            "kept": kept_of_the_other(form, self.request.POST),
            "marked": said_as_far_as_looked(seen, not_seen),
            "has_signed": sent is not None and sent.approved_by(self.access.user.pk),
        }
        return self.render(context, status=status)
