"""Checking an assessment's answers before they are submitted, a page of them at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Unpack

from django.http import HttpRequest, HttpResponse

from assessments.access.roles import Permission
from assessments.forms.frameworks import FrameworkSearchForm
from assessments.paging import by_head, cut, page_asked
from assessments.planning.finished import to_confirm
from assessments.queries import assessments as queries
from assessments.queries.answers import answers_asked
from assessments.queries.discussions import said_asked, said_at_questions
from assessments.queries.evidence import holding_asked, holding_of
from assessments.queries.prepared import together
from assessments.queries.reviews import rounds_asked, rounds_of
from assessments.queries.suggestions import suggestions_asked, suggestions_of
from assessments.reports.answered import ReportQuestion
from assessments.reports.checking import Checked, checked
from assessments.reviewing import returned, waiting_in
from assessments.rubric.frameworks import Search, room_of
from assessments.services.submissions import nothing_scored
from assessments.views.assessments import may_recall, why_not
from assessments.views.base import Address, AssessmentView
from assessments.workflow import Step

ANSWERS_MOST, ROOM = 50, 75_000
"""The most answers on a page, and the characters that they may come to together."""

LISTED_MOST = 20
"""How many questions a list of what to look at names; the others are a page away."""

LISTS = {
    "suggested": "Suggested answers that wait",
    "done": "Actions of your plan that are done",
    "unanswered": "Not answered",
    "left_out": "Optional and left out",
    "unknown": "Don’t know",
    "unconfirmed": "High answers without evidence",
    "not_fitting": "Do not fit what you already have",
    "contradicted": "Answers that do not fit together",
    "gates": "Answers that cap the result",
}
"""The lists of what to look at, by what `?show=` says to see one whole."""


class AssessmentCheck(AssessmentView):
    """Every question that is asked with its answer in words, and what to look at first.

    `?page=` names a page, `?question=` a question that must be on it, and `?show=` one of `LISTS`.
    `?framework=` and `?ref=` leave only the questions that count towards these.
    """

    permission = Permission.VIEW
    template_name = "assessments/check.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        asked = (answers_asked, suggestions_asked, said_asked, rounds_asked)
        held = holding_asked(self.access.organisation.slug)
        with together(held, *(one(self.assessment) for one in asked)):
            return self._page(request)

    def _page(self, request: HttpRequest) -> HttpResponse:
        standing = queries.standing_of(self.assessment)
        holding = holding_of(self.access.organisation)
        spec, result = standing.spec, standing.result
        found = checked(spec, standing.sheet, result, standing.progress, holding, standing.kept)
        waiting = suggestions_of(self.assessment, standing.stored)
        said = said_at_questions(self.assessment)
        done = _done(found, to_confirm(spec, said.finished, result))
        wanted = request.GET.get("show", "")
        show = wanted if wanted in LISTS else ""
        search = Search.of(spec, self.assessment.sector, request.GET)
        parts = search.among(_parts(found, show, {"suggested": waiting, "done": done}))
        pages = cut(parts, ANSWERS_MOST, size=_size, room=ROOM)
        leaf = page_asked(pages, request.GET)
        return self.render(
            {
                "checked": found,
                "waiting": waiting,
                "discussed": said.discussed,
                "done": [*done.values()],
                "waiting_listed": list(waiting.values())[:LISTED_MOST],
                "show": LISTS.get(show, search.heading),
                "search": search,
                "said": search.said(len(parts)),
                "search_form": partial(FrameworkSearchForm, search, show=show),
                "leaf": leaf,
                "which": leaf.said("Answer"),
                "groups": by_head(found.dimensions, leaf.items, lambda part: part.dimension),
                "neighbours": leaf.neighbours(show=show, at="answers", **search.query),
                "most": LISTED_MOST,
                "most_listed": f":{LISTED_MOST}",
                "can_change": not why_not(self, Step.ANSWER, Permission.ANSWER),
                "nothing_scored": nothing_scored(standing.result),
                **self._approval(standing.to_submit(holding).seen),
            }
        )

    def _approval(self, seen: str) -> dict[str, object]:
        """Whether the answers wait for approval or why they were returned, and what the reader may
        do about that. `signed` are the approvals of what the page shows.
        """
        rounds = rounds_of(self.assessment)
        sent, back = waiting_in(rounds), returned(rounds)
        signed = sent.signed(seen) if sent else ()
        return {
            "seen": seen,
            "sent": sent,
            "signed": signed,
            "has_signed": any(one.key == self.access.user.pk for one in signed),
            "returned": back.reasons if back and self.assessment.is_open else {},
            "may_recall": sent is not None and may_recall(self.access, sent),
            "submit_refusal": why_not(self, Step.SUBMIT, Permission.SUBMIT),
        }


def _done(
    found: Checked, said: Mapping[str, Sequence[str]]
) -> dict[str, tuple[ReportQuestion, Sequence[str]]]:
    """The answers of which something is said, with it, by code."""
    every = [part for dimension in found.dimensions for part in dimension.questions]
    return {part.code: (part, said[part.code]) for part in every if part.code in said}


def _parts(
    found: Checked, show: str, listed: Mapping[str, Collection[str]]
) -> Sequence[ReportQuestion]:
    """The answers to page through, in the order of asking. `listed` are the codes of lists that
    what was found does not have.
    """
    every = [part for dimension in found.dimensions for part in dimension.questions]
    if not show:
        return every
    codes = listed.get(show) or {each.code for each in getattr(found, show, ())}
    return [part for part in every if part.code in codes]


def _size(part: ReportQuestion) -> int:
    """About how many characters of markup an answer takes."""
    evidence = sum(len(item.title) + 2 * len(item.url) + 100 for item in part.evidence)
    words = len(part.title) * 2 + len(part.answer) + len(part.level_text)
    words += sum(len(one.message) + len(one.reason) + 200 for one in part.contradictions)
    return 700 + words + len(part.reason) + len(part.note) + evidence + room_of(part.counts_towards)
