"""Evidence for one answer: chosen among what the organisation has, or typed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from assessments.access.roles import Permission
from assessments.evidence import Holding, words_of
from assessments.forms.evidence import LineForm
from assessments.queries.answers import StoredAnswer, stored_answers
from assessments.queries.discussions import questions_of
from assessments.queries.evidence import holding_of
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply
from assessments.services import answers
from assessments.services.answers import EVIDENCE_MOST, Change, Outcome
from assessments.views.assessments import why_not
from assessments.views.base import Address, AssessmentView
from assessments.workflow import Refused, Step

FULL = (
    f"This answer has {EVIDENCE_MOST} pieces of evidence, and can have no more. Remove one first."
)
GONE = "What you chose has been removed meanwhile, so it was not added."
MEANWHILE = "Another person changed this answer at the same moment. Nothing was added: try again."


class AnswerEvidence(AssessmentView):
    """Adds a line to the evidence of one answer, and leads back to where it was asked for.

    `?q=` looks for items by their words; `from=check` leads back to Check, and not to the question.
    """

    permission = Permission.ANSWER
    template_name = "evidence/answer.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = questions_of(self.assessment).get(kwargs["key"])
        if found is None:
            raise Http404
        self.dimension, self.question = found

    @cached_property
    def holding(self) -> Holding:
        """Everything that the organisation has."""
        return holding_of(self.access.organisation)

    @cached_property
    def stored(self) -> StoredAnswer | None:
        """The answer as it is now."""
        return stored_answers(self.assessment).get(self.question.code)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.page(LineForm())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if chosen := request.POST.get("item", ""):
            found = [one for one in self.holding.items if one.reference == chosen]
            return self.add(found[0].line) if found else self.page(LineForm(), GONE)
        form = LineForm(request.POST)
        return self.add(form.line, typed=True) if form.is_valid() else self.page(form)

    def add(self, line: EvidenceItem, *, typed: bool = False) -> HttpResponse:
        """The answer with the line, unless it has it already; or the page with why it has not."""
        if why := self.why_not_added(line):
            words = {"title": line.title, "link": line.link} if typed else None
            return self.page(LineForm(initial=words), why)
        messages.success(self.request, f"{line.title} is evidence for {self.question.code}.")
        return redirect(self.back)

    def why_not_added(self, line: EvidenceItem) -> str:
        """Saves the answer with the line; why it was not saved, or nothing."""
        reply, seen = (self.stored.reply, self.stored.revision) if self.stored else (UNANSWERED, 0)
        if words_of(line) in map(words_of, reply.evidence):
            return ""
        if len(reply.evidence) >= EVIDENCE_MOST:
            return FULL
        more: Reply = replace(reply, evidence=(*reply.evidence, line))
        change = Change(code=self.question.code, reply=more, seen=seen)
        try:
            saved = answers.save(assessment=self.assessment, by=self.access.user, changes=[change])
        except Refused as refusal:
            return refusal.reason
        return MEANWHILE if saved.outcomes[change.code] is Outcome.CLASH else ""

    def page(self, form: LineForm, why: str = "") -> HttpResponse:
        """What the organisation has to choose from, and the line to type."""
        lines = self.stored.reply.evidence if self.stored else ()
        named = (one.reference for one in self.holding.named(lines))
        return self.render(
            {
                "question": self.question,
                "lines": lines,
                "form": form,
                "why": why or why_not(self, Step.ANSWER, Permission.ANSWER),
                "offered": self.holding.offered(self.request.GET.get("q", ""), named),
                "back": self.back,
                "from_check": self.from_check,
            }
        )

    @property
    def from_check(self) -> bool:
        return self.request.GET.get("from") == "check"

    @property
    def back(self) -> str:
        """Where it was asked for: the answer on Check, or the question."""
        query = urlencode({"question": self.question.code})
        if self.from_check:
            return f"{self.to('assessment-check')}?{query}#answer-{self.question.code}"
        page = self.to("dimension-answer", self.dimension.code)
        return f"{page}?{query}#question-{self.question.code}"
