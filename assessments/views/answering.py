"""Answering one dimension: the page, the plain save and the autosave, all at one address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.assigning import Work
from assessments.contradictions import named
from assessments.forms.answering import (
    Asking,
    DimensionForm,
    names_of,
    with_evidence,
    without_answer,
)
from assessments.forms.answering_drawn import helper_for
from assessments.forms.answering_rail import Standing, rail_of, standing_of, states_of
from assessments.forms.answering_reply import read_only, save_reply
from assessments.forms.answering_ways import Ways
from assessments.planning.finished import to_confirm
from assessments.queries.answers import StoredAnswer, answers_asked, sheet_from, stored_answers
from assessments.queries.assignments import saves_of, work_and_left, work_asked
from assessments.queries.discussions import (
    OpenDiscussions,
    SaidAtQuestions,
    said_asked,
    said_at_questions,
)
from assessments.queries.evidence import holding_asked, holding_of
from assessments.queries.prepared import together
from assessments.queries.renewal import Known, finished, stale_in
from assessments.queries.rubrics import spec_of
from assessments.queries.suggestions import offered_to, ready_in, suggestions_asked, suggestions_of
from assessments.question_types import MARKER
from assessments.reports.questionnaire import dimension_of
from assessments.rubric.definition import ContradictionSpec
from assessments.scoring.sheet import State, asked
from assessments.services import answers, assignments, suggestions
from assessments.services.answers import Outcome, Saved
from assessments.views.assessments import why_not
from assessments.views.base import Address, KeepsWords, is_read
from assessments.views.refused_posts import TOO_LATE, autosaves
from assessments.wording import answered_of, counted, listed
from assessments.workflow import Refused, Step

TOO_OLD = (
    "Nothing has been saved yet, because you have signed in again since you opened this page. "
    "What you wrote is still here. Save it again."
)

FULL = (
    "{title} was not added to {code}, because its evidence is full. Empty a row of it, then use "
    "{title} again."
)
GONE = "What you chose to use as evidence has been removed meanwhile, so it was not added."


class DimensionAnswer(KeepsWords):
    """One dimension's questions: to answer, or to read for those who may not answer now."""

    # No `write_permission`: `post` asks for it, because a reader sees the page as they typed it.
    permission = Permission.VIEW
    template_name = "assessments/dimension.html"

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        response = super().dispatch(request, **kwargs)
        # A page that comes back from a browser's memory knows old revisions.
        response.headers["Cache-Control"] = "no-store"
        return response

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        door = doors.assessment_asked(request.user, kwargs["slug"], kwargs["reference"])  # type: ignore[arg-type]
        with together(door, holding_asked(kwargs["slug"])):
            super().admit(request, **kwargs)
            holding = holding_of(self.access.organisation)
        spec = spec_of(self.assessment.version)
        dimension = dimension_of(spec, kwargs["key"])
        if dimension is None:
            raise Http404
        self.asking = Asking(
            spec=spec,
            edition=(self.assessment.version.pk, self.assessment.version.content_hash),
            dimension=dimension,
            sector=self.assessment.sector,
            page=request.GET.get("page", ""),
            question=request.GET.get("question", ""),
            holding=holding,
        )
        self.ways = Ways(
            slug=self.access.organisation.slug,
            reference=self.assessment.reference,
            asking=self.asking,
            back=back if (back := request.GET.get("from")) in ("check", "renewal") else "",
        )

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if "csrf" in request.GET:
            # For a script whose token expired when the person signed in again.
            return JsonResponse({"csrf_token": get_token(request), "signed_in": True})
        refusal = why_not(self, Step.ANSWER, Permission.ANSWER)
        asked = (answers_asked, suggestions_asked, said_asked, work_asked)
        # That the reader has looked at work is written once the work is read.
        with together(*(one(self.assessment) for one in asked)):
            stored = stored_answers(self.assessment)
            if refusal:
                return self._page(stored, reason=refusal)
            return self._page(stored, DimensionForm(self.asking, stored=stored))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        data: QueryDict = request.POST
        cleared, used = data.get("clear", ""), data.get("use", "")
        theirs = names_of(self.asking.keys, data, "-use-theirs")
        if cleared or used or theirs:
            data = data.copy()
        if cleared:
            without_answer(data, cleared)
        if used:
            self._use(data, used)
        for code in theirs:
            data.pop(f"{code}-revision", None)
        form = DimensionForm(self.asking, data=data)
        form.is_valid()
        if not self.access.can(Permission.ANSWER):
            why = TOO_LATE.format(reason=Permission.ANSWER.why_not)
            return self._not_saved(form, why, 403)
        if self.stale_token:
            return self._not_saved(form, TOO_OLD, 403)
        try:
            saved = answers.save(
                assessment=self.assessment, by=self.access.user, changes=form.changes()
            )
        except Refused as refusal:
            return self._not_saved(form, TOO_LATE.format(reason=refusal.reason), 409)
        if autosaves(request):
            return JsonResponse(self._reply(form, saved))
        settled = self._suggestions_settled(form, saved)
        clashes = [code for code, end in saved.outcomes.items() if end is Outcome.CLASH]
        if form.errors or clashes:
            answers_now = stored_answers(self.assessment) if settled else saved.answers
            again = form.show_again(answers_now, clashes)
            return self._page(answers_now, again, notice=self._partly(saved))
        return self._onward(saved, settled)

    def _suggestions_settled(self, form: DimensionForm, saved: Saved) -> list[str]:
        """Does what a button of a suggestion asks for, after what was typed is saved.

        Returns the codes of the questions concerned. One whose own fields are not saved waits.
        """
        posted, who = self.request.POST, self.access.user
        kept = (Outcome.SAVED, Outcome.UNCHANGED)
        unsaved = {code for code, end in saved.outcomes.items() if end not in kept}
        unsaved |= {q.code for q in form.questions if form.errors_of(q.code)}
        if wanted := posted.get("accept-all", ""):
            waiting = suggestions_of(self.assessment, saved.answers)
            stale = stale_in(self.assessment, waiting, saved.answers, self.asking.holding)
            ready = ready_in(self.assessment, self.asking.dimension, waiting, saved.answers, stale)
            codes = [c for c in ready if wanted == "all" or not waiting[c].changes]
        else:
            codes = [posted.get("accept", "") or posted.get("leave-out", "")]
        codes = [code for code in codes if code and code not in unsaved]
        if codes and posted.get("leave-out"):
            suggestions.leave_out(assessment=self.assessment, by=who, codes=codes)
        elif codes:
            codes = suggestions.accept(
                assessment=self.assessment, by=who, codes=codes, over=saved.answers
            )
            if codes and wanted:
                done = counted(len(codes), "suggested answer")
                messages.success(self.request, f"{done} accepted. Each can still be changed.")
        return codes

    def _use(self, data: QueryDict, used: str) -> None:
        """Puts what was chosen among what is held into the evidence of its question."""
        code, _, reference = used.partition(" ")
        for question in self.asking.every:
            for one in self.asking.holding.supporting(question):
                if (question.code, one.reference) == (code, reference):
                    if not with_evidence(data, code, one.line):
                        messages.info(self.request, FULL.format(title=one.title, code=code))
                    return
        messages.info(self.request, GONE)

    def _not_saved(self, form: DimensionForm, why: str, status: int) -> HttpResponse:
        """Everything as it was typed, and why none of it was saved."""
        if autosaves(self.request):
            return JsonResponse({"message": why}, status=status)
        page = self._page(stored_answers(self.assessment), form, notice=why)
        page.status_code = status
        return page

    def _partly(self, saved: Saved) -> str:
        kept = [code for code, end in saved.outcomes.items() if end is Outcome.SAVED]
        if not kept:
            return ""
        return f"{self._said(kept)} saved at {saved.time}. Look at the others below."

    def _onward(self, saved: Saved, settled: Sequence[str]) -> HttpResponse:
        """Away from the post: to the next page, or back to this one, which says what was done."""
        newer = [code for code, end in saved.outcomes.items() if end is Outcome.UNTOUCHED]
        if newer:
            people = listed(sorted({saved.answers[code].saved_by for code in newer}))
            messages.info(
                self.request,
                f"{people} changed {self._said(newer)} after you opened this page. "
                "Nothing of yours was lost: what is newer is kept.",
            )
        posted = self.request.POST
        here = self.ways.here
        if other := self.ways.place_of(posted.get("go", "")):
            return redirect(other)
        if posted.get("then") == "continue":
            return self._continued(saved)
        if "accept-all" in posted:
            return redirect(here)
        if settled and self.ways.back == "renewal":
            return redirect(self.ways.onward(())[0])
        chosen = names_of(self.asking.keys, posted, "-use-theirs")
        chosen += names_of(self.asking.keys, posted, "-overwrite")
        codes = {*self.asking.keys} - {q.code for q in self.asking.every}
        codes |= {question.code for question in self.asking.questions}
        pressed = [posted.get("clear", ""), posted.get("use", "").partition(" ")[0]]
        place = next((c for c in [*pressed, *settled, *chosen] if c in codes), "")
        if not place:
            messages.success(self.request, f"Saved at {saved.time}")
        return redirect(f"{here}#question-{place}" if place else here)

    def _continued(self, saved: Saved) -> HttpResponse:
        """To the next page, unless the save has brought up something to look at on this one."""
        before, after = self._asked(saved.before), self._asked(saved.answers)
        opened, unfit = self._unanswered(after - before, saved), self._newly_met(saved)
        if opened:
            place, said = opened[0], f"Your answers open more to answer here: {listed(opened)}."
        elif unfit:
            here = {question.code for question in self.asking.questions}
            place = unfit[0].question if unfit[0].question in here else unfit[0].other
            pairs = listed([f"{one.question} and {one.other}" for one in unfit])
            said = f"Look again at {pairs}, which do not fit together."
        else:
            return redirect(self.ways.onward(after)[0])
        messages.info(self.request, f"Saved at {saved.time}. {said}")
        return redirect(f"{self.ways.here}#question-{place}")

    def _newly_met(self, saved: Saved) -> list[ContradictionSpec]:
        """The contradictions with a question of this page that the save has brought about."""
        here = {question.code for question in self.asking.questions}
        pairs = [one for one in self.asking.pairs if one.pair & here]
        if not pairs:
            return []
        before, after = (self._standing(stored)["met"] for stored in (saved.before, saved.answers))
        return [one for one in pairs if one.code in after - before]

    def _said(self, keys: Sequence[str]) -> str:
        """What was saved under the keys, as a list in a sentence."""
        return listed([named(key, self.asking.spec) for key in keys])

    def _unanswered(self, opened: Collection[str], saved: Saved) -> list[str]:
        """Those of the opened questions that are on this page and have no answer."""
        codes = [q.code for q in self.asking.questions if q.code in opened]
        return [
            code
            for code in codes
            if code not in saved.answers or saved.answers[code].reply.state is State.UNANSWERED
        ]

    def _asked(self, stored: Mapping[str, StoredAnswer]) -> frozenset[str]:
        """The codes of the questions that are asked, as the answers are."""
        return asked(self.asking.spec, sheet_from(self.assessment, stored), MARKER)

    def _standing(self, stored: Mapping[str, StoredAnswer]) -> Standing:
        return standing_of(self.asking, sheet_from(self.assessment, stored))

    def _reply(self, form: DimensionForm, saved: Saved) -> dict[str, object]:
        standing = self._standing(saved.answers)
        progress = standing["progress"]
        return {
            "saved_at": saved.time,
            "questions": save_reply(form, saved, shown=self.request.POST.get("seen", "")),
            "progress": {
                "answered": progress.answered,
                "total": progress.total,
                "text": answered_of(progress.answered, progress.total),
            },
            "range_text": standing["outlook"],
            "not_fitting": standing["not_fitting"],
            "contradictions": {one.code: one.code in standing["met"] for one in form.pairs},
            "asked": [q.code for q in form.questions if q.code in standing["asked"]],
            "rail": states_of(self.asking, saved.answers),
        }

    def _page(
        self,
        stored: Mapping[str, StoredAnswer],
        form: DimensionForm | None = None,
        *,
        reason: str = "",
        notice: str = "",
    ) -> HttpResponse:
        dimensions = self.asking.spec.dimensions
        standing = self._standing(stored)
        context: dict[str, object] = {
            **standing,
            "spec": self.asking.spec,
            "dimension": self.asking.dimension,
            "place": dimensions.index(self.asking.dimension) + 1,
            "places": len(dimensions),
            "onward": self.ways.onward(standing["asked"]),
            "here": self.ways.here,
            "notice": notice,
            "reason": reason,
            "hides": any(q.code not in standing["asked"] for q in self.asking.questions),
        }
        waiting, before = offered_to(self.assessment, stored) if form else ({}, {})
        work, left = work_and_left(self.assessment, saves_of(stored), finished(waiting))
        said = said_at_questions(self.assessment)
        done = to_confirm(self.asking.spec, said.finished, standing["result"])
        marks = _marks(waiting, done, said.discussed)
        context |= self._around(stored, standing["asked"], work, marks)
        context |= {"back": said.back, "named": said.back.among(self.asking.dimension.questions)}
        if form is None:
            shown = (standing["asked"], standing["not_fitting"], standing["met"], said.back.reasons)
            context["answers"] = read_only(self.asking, stored, *shown, done)
        else:
            form.stored, form.suggestions, form.before = stored, waiting, before
            form.met, form.not_fitting = standing["met"], standing["not_fitting"]
            form.returned, form.finished, form.history = said.back.reasons, done, self.ways.history
            form.discussions = self.ways.to("discussion-list")
            context["questions"] = self._questions(form, standing, left, said)
            context["form"] = form if form.is_bound else None
        return self.render(context)

    def _questions(
        self,
        form: DimensionForm,
        standing: Standing,
        left: Mapping[str, Sequence[str]],
        said: SaidAtQuestions,
    ) -> str:
        """The questions of the form as markup."""
        waiting, holding = form.suggestions, self.asking.holding
        known = Known(left=left, finished=said.finished)
        form.stale = stale_in(self.assessment, waiting, form.stored, holding, known)
        home = self.asking.dimension
        ready = ready_in(self.assessment, home, waiting, form.stored, form.stale)
        signin = f"{reverse('account_login')}?{urlencode({'next': self.ways.here})}"
        helper = helper_for(form, standing["asked"], signin, ready)
        return str(helper.render_layout(form, Context()))

    def _around(
        self,
        stored: Mapping[str, StoredAnswer],
        asked: Collection[str],
        found: Sequence[Work],
        marks: Mapping[str, Collection[str]],
    ) -> dict[str, object]:
        """Who works on the part, the rail with its questions, and where to learn what changed."""
        part, who = self.asking.dimension, self.access.user
        work = assignments.look_at(
            self.assessment, part, stored, by=who, found=found, is_read=is_read(self.request)
        )
        mine = [one for one, _, is_mine in work if is_mine and one.is_open]
        marks = {"yours": [code for one in mine for code in one.covers], **marks}
        rail = rail_of(self.asking, stored, asked, self.ways.leaf_at, marks)
        shown = [(one.code, stored.get(one.code)) for one in self.asking.questions]
        return {
            "leaf": self.asking.leaf,
            "which": self.asking.leaf.said("Question"),
            "neighbours": self.ways.neighbours,
            "work": sorted(work, key=lambda one: not one[2]),
            "rail": rail,
            "news": self.ways.to("dimension-news", self.asking.dimension.code),
            "seen": " ".join(f"{code}:{one.revision if one else 0}" for code, one in shown),
            "history": self.ways.history,
        }


def _marks(
    waiting: Collection[str], done: Collection[str], discussed: Mapping[str, OpenDiscussions]
) -> dict[str, list[str]]:
    """The codes of the questions of which a word is to be said, by the word."""
    marks = {"suggested": [*waiting], "action done": [*done]}
    for code, talk in discussed.items():
        marks.setdefault(talk.said, []).append(code)
    return marks
