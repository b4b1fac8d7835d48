"""Earlier answers: an assessment that starts with them, brings them in, and renews them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from assessments.access.roles import Permission
from assessments.forms.answering_layout import reply_text
from assessments.forms.assessments import SourceForm, StartForm
from assessments.forms.tried import forget, tried_in
from assessments.names import whole_number, within_a_sentence
from assessments.queries import assessments as queries
from assessments.queries.answers import stored_answers
from assessments.queries.carrying import (
    Source,
    is_open,
    last_submission,
    named,
    plan_from,
    plan_of_submission,
    sources_for,
)
from assessments.queries.evidence import holding_of
from assessments.queries.renewal import stale_in
from assessments.queries.rubrics import current_editions, spec_of
from assessments.queries.suggestions import ready_in, suggestions_of
from assessments.reports.preview import preview
from assessments.rubric.carrying import CarryPlan
from assessments.rubric.definition import DimensionSpec, QuestionSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.sectors import SECTORS
from assessments.services import assessments as services
from assessments.services import suggestions
from assessments.views.assessments import why_not
from assessments.views.base import Address, AssessmentView, OrganisationView
from assessments.wording import counted
from assessments.workflow import Step, check

LISTED_MOST = 60
"""How many questions are listed to be looked at: those after them follow one by one."""

SHOWN_MOST = 100
"""With more answers than these to accept, the page says how many there are in place of which."""

NOTHING = (
    "Nothing was accepted: look at what is left, which has changed since you opened this page."
)


class _FromWhere(TypedDict):
    sources: Sequence[Source]
    tried: int
    last: str


class _Part(TypedDict):
    dimension: DimensionSpec
    codes: list[str]
    answers: list[tuple[QuestionSpec, str]]


class AssessmentStart(OrganisationView):
    """Which questionnaire; then what it asks and who should help, and the button that starts it."""

    permission = Permission.START
    template_name = "assessments/start.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(request.GET.get("rubric", ""))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        key = whole_number(request.POST.get("version"))
        if key is None:
            return self._page(request.GET.get("rubric", ""))
        version = queries.version_of(key)
        if version is None:
            raise Http404
        organisation = self.access.organisation
        kept = self._tried(version)
        last = self._last(version)
        form = StartForm(data=request.POST, **self._from_where(version, kept, last))
        if not form.is_valid():
            return self._page(version.rubric.slug, form)
        assessment = services.start(
            organisation=organisation,
            version=version,
            by=self.access.user,
            title=form.cleaned_data["title"],
            source=form.source.assessment if form.source else None,
            tried=kept if form.wants_tried else None,
            last=last if form.wants_last else None,
        )
        if form.wants_tried:
            forget(request)
        if form.wants_last:
            return redirect("assessment-renewal", organisation.slug, assessment.reference)
        return redirect(assessment)

    def _from_where(
        self,
        version: queries.RubricVersion,
        tried: CarryPlan | None,
        last: queries.Submission | None,
    ) -> _FromWhere:
        """What the answers of a new assessment can come from."""
        organisation, apart = self.access.organisation, last.assessment if last else None
        sources = sources_for(organisation, version, organisation.sector, apart=apart)
        return {
            "sources": sources,
            "tried": len(tried.answers) if tried else 0,
            "last": named(last) if last else "",
        }

    def _last(self, version: queries.RubricVersion) -> queries.Submission | None:
        """What was submitted last on the questionnaire, where it says something to that edition."""
        last = last_submission(self.access.organisation, version.rubric_id)
        if last is None:
            return None
        sector = self.access.organisation.sector
        return last if plan_of_submission(last, version, sector).suggested else None

    def _page(self, slug: str, form: StartForm | None = None) -> HttpResponse:
        organisation = self.access.organisation
        editions, open_ones = list(current_editions()), queries.in_progress(organisation)
        chosen = next((one for one in editions if one.rubric.slug == slug), None)
        if chosen is None and slug:
            raise Http404
        if chosen is None and len(editions) == 1:
            (chosen,) = editions
        context: dict[str, object] = {"several": len(editions) > 1, "version": chosen}
        if chosen is None:
            context["offers"] = [
                {
                    "version": version,
                    "preview": preview(spec_of(version), organisation.sector),
                    "spec": spec_of(version),
                    "open_one": open_ones.get(version.rubric_id),
                }
                for version in editions
            ]
            return self.render(context)
        spec = spec_of(chosen)
        if form is None:
            initial = {"version": chosen.pk, "title": services.default_title(chosen.title)}
            kept, last = self._tried(chosen), self._last(chosen)
            form = StartForm(initial=initial, **self._from_where(chosen, kept, last))
        return self.render(
            {
                **context,
                "spec": spec,
                "preview": preview(spec, organisation.sector),
                "open_one": open_ones.get(chosen.rubric_id),
                "form": form,
            }
        )

    def _tried(self, version: queries.RubricVersion) -> CarryPlan | None:
        """What this browser tried without an account, as suggestions in that edition, if any."""
        kept = tried_in(self.request)
        edition = queries.version_of(kept.edition) if kept else None
        if kept is None or edition is None:
            return None
        spec = spec_of(edition)
        sector = self.access.organisation.sector
        found = plan_from(spec, sheet_from_document(spec, kept.document), spec_of(version), sector)
        return found if found.answers else None


class AssessmentSuggest(AssessmentView):
    """Which other assessment of the organisation gives its answers as suggestions to this one."""

    permission = Permission.ANSWER
    template_name = "assessments/suggest.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        self.stored = stored_answers(self.assessment)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.ANSWER, self.assessment.status)
        return self._page(self._form(self._last()))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        last, who = self._last(), self.access.user
        form = self._form(last, request.POST)
        if form.is_valid() and last and form.wants_last:
            suggestions.bring_last(assessment=self.assessment, submission=last, by=who)
            return redirect(self.to("assessment-renewal"))
        if not form.is_valid() or form.source is None:
            return self._page(form)
        number = suggestions.bring(
            assessment=self.assessment, source=form.source.assessment, by=who
        )
        wait = counted(number, "suggested answer waits", "suggested answers wait")
        messages.success(request, f"{wait} for you. None counts until you accept it.")
        return redirect(self.assessment)

    def _last(self) -> queries.Submission | None:
        """What was submitted last on the questionnaire, from another assessment, where it says
        something to a question that is open in this one.
        """
        here = self.assessment
        last = last_submission(self.access.organisation, here.rubric_id, apart=here)
        found = plan_of_submission(last, here.version, here.sector).suggested if last else ()
        return last if any(is_open(one.question.code, self.stored) for one in found) else None

    def _form(self, last: queries.Submission | None, data: QueryDict | None = None) -> SourceForm:
        here = self.assessment
        found = sources_for(
            self.access.organisation, here.version, here.sector, apart=here, stored=self.stored
        )
        sources = [one for one in found if not last or one.assessment.pk != last.assessment_id]
        return SourceForm(data=data, sources=sources, last=named(last) if last else "")

    def _page(self, form: SourceForm) -> HttpResponse:
        return self.render({"form": form})


class AssessmentRenewal(AssessmentView):
    """What waits from last time: what to look at one by one and why, and the rest by parts.

    `?next=CODE` leads to the first question after that one which has to be looked at.
    """

    permission = Permission.VIEW
    write_permission = Permission.ANSWER
    template_name = "assessments/renewal.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        self.stored = stored_answers(self.assessment)
        self.waiting = suggestions_of(self.assessment, self.stored)
        holding = holding_of(self.access.organisation)
        self.stale = stale_in(self.assessment, self.waiting, self.stored, holding)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if "next" in request.GET and (following := self._after(request.GET["next"])):
            return redirect(self._question(following))
        refusal = why_not(self, Step.ANSWER, Permission.ANSWER)
        parts = self._parts()
        number = sum(len(part["codes"]) for part in parts)
        return self.render(
            {
                "first": self._question(next(iter(self.stale))) if self.stale else "",
                "look": [
                    (self.waiting[code], reasons, self._question(code))
                    for code, reasons in [*self.stale.items()][:LISTED_MOST]
                ],
                "stale": len(self.stale),
                "more": max(len(self.stale) - LISTED_MOST, 0),
                "parts": parts,
                "number": number,
                "shown": number <= SHOWN_MOST,
                "waiting": len(self.waiting),
                "refusal": refusal,
                **self._since_last_time(),
            }
        )

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        seen = request.POST.get("codes", "").split()
        codes = [
            code
            for dimension in spec_of(self.assessment.version).dimensions
            if dimension.code == request.POST.get("part", "")
            for code in self._ready(dimension)
            if code in seen
        ]
        done = suggestions.accept(
            assessment=self.assessment, by=self.access.user, codes=codes, over=self.stored
        )
        if done:
            said = counted(len(done), "answer")
            messages.success(request, f"{said} accepted. Each can still be changed.")
        else:
            messages.info(request, NOTHING)
        return redirect(self.to("assessment-renewal"))

    def _since_last_time(self) -> dict[str, object]:
        """What of the report that is renewed falls away here, and its sector, if that is another
        one.
        """
        here = self.assessment
        last = last_submission(self.access.organisation, here.rubric_id, suggested_in=here)
        if last is None:
            return {}
        now, then = (
            within_a_sentence(SECTORS.get(code, code))
            for code in (here.sector, last.assessment.sector)
        )
        gone = plan_of_submission(last, here.version, here.sector).gone
        return {"last": last, "gone": gone, "sector": now, "last_sector": then}

    def _after(self, code: str) -> str:
        """The first stale question after that one in the order of asking; empty if there is none.

        After none, it is the first.
        """
        order = [one.code for _, one in spec_of(self.assessment.version).questions()]
        place = order.index(code) if code in order else -1
        later: Collection[str] = order[place + 1 :]
        return next((each for each in later if each in self.stale), "")

    def _ready(self, dimension: DimensionSpec) -> list[str]:
        """What of last time may be accepted together in a dimension: the codes of its questions."""
        ready = ready_in(self.assessment, dimension, self.waiting, self.stored, self.stale)
        return [code for code in ready if self.waiting[code].finished]

    def _parts(self) -> list[_Part]:
        """Each dimension with what may be accepted together: codes, and answers in words."""
        spec = spec_of(self.assessment.version)
        found: list[_Part] = []
        for dimension in spec.dimensions:
            codes = self._ready(dimension)
            answers = [
                (one.question, reply_text(spec, one.question, one.reply))
                for one in map(self.waiting.__getitem__, codes)
            ]
            if codes:
                found.append({"dimension": dimension, "codes": codes, "answers": answers})
        return found

    def _question(self, code: str) -> str:
        dimension = self.waiting[code].dimension.code
        page = self.to("dimension-answer", dimension)
        return f"{page}?question={code}&from=renewal#question-{code}"
