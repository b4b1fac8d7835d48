"""The gate check without an account: its questions, part by part, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.contradictions import met
from assessments.forms import tried
from assessments.forms.answering import Asking, DimensionForm
from assessments.forms.answering_layout import bare_helper_for
from assessments.forms.sandbox import Replies, form_with
from assessments.forms.sandbox import tried as posted_to
from assessments.queries.rubrics import edition_to_try, spec_of
from assessments.question_types import MARKER
from assessments.reports.checking import first_look
from assessments.reports.preview import preview
from assessments.rubric.files.answers import sheet_from_document, sheet_to_document
from assessments.scoring.engine import score
from assessments.scoring.progress import progress_over
from assessments.scoring.sheet import AnswerSheet, asked
from assessments.views.base import Address, Page, Who
from assessments.views.refused_posts import tried_too_often

NONE_TO_TRY = "There is no gate check to try at the moment."


class Trying(Page, abstract=True):
    """A page of the gate check. The sector is in the address, so that to look keeps nothing."""

    who = Who.PUBLIC
    body_most = 32_768

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        version = edition_to_try()
        if version is None:
            raise Http404(NONE_TO_TRY)
        self.version, self.spec = version, spec_of(version)
        self.sector = kwargs.get("slug", "")
        if self.sector and self.sector not in {one.code for one in self.spec.sectors}:
            raise Http404
        self.kept = tried.tried_in(request)

    @cached_property
    def replies(self) -> Replies:
        """What was answered before, to this edition."""
        if self.kept is None or self.kept.edition != self.version.pk:
            return {}
        return dict(sheet_from_document(self.spec, self.kept.document).replies)

    @cached_property
    def parts(self) -> list[Asking]:
        """The parts that the sector is asked."""
        every = [
            Asking(spec=self.spec, dimension=dimension, sector=self.sector)
            for dimension in self.spec.dimensions
        ]
        return [part for part in every if part.every]

    def address_of(self, code: str) -> str:
        """Where the question of that code is asked, or nothing."""
        for part in self.parts:
            if any(question.code == code for question in part.every):
                page = reverse("try-answer", args=[self.sector, part.dimension.code])
                return f"{page}#question-{code}"
        return ""

    def context(self) -> dict[str, object]:
        crumbs = [("Home", reverse("home"))]
        if self.sector:
            crumbs.append(("Try the gate check", reverse("try")))
        return {"spec": self.spec, "sector": self.sector, "crumbs": crumbs}

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if request.method == "POST":
            too_often = tried_too_often(request, action="try")
            if too_often is not None:
                return too_often
        return super().dispatch(request, **kwargs)  # type: ignore[return-value]


class TryStart(Trying):
    """What the gate check is, and for which sector to try it."""

    template_name = "trying/start.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        offers = []
        for sector in self.spec.sectors:
            asks = preview(self.spec, sector.code)
            first = next((each.code for each in asks.dimensions if each.questions), "")
            offers.append({"sector": sector, "questions": asks.questions, "first": first})
        kept = self.kept if self.replies else None
        return self.render({"offers": offers, "kept": kept})


class TryAnswer(Trying):
    """A part of its questions. Notes and evidence are for an assessment, and are not asked."""

    template_name = "trying/part.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        codes = [part.dimension.code for part in self.parts]
        if kwargs["key"] not in codes:
            raise Http404
        self.place = codes.index(kwargs["key"])
        self.asking = self.parts[self.place]

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page(form_with(self.asking, self.replies), self.replies)

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        back = posted_to(self.asking, request.POST, self.replies)
        bare = {code: replace(one, note="", evidence=()) for code, one in back.replies.items()}
        sheet = AnswerSheet(sector=self.sector, replies=bare)
        tried.hold(request, self.version.pk, sheet_to_document(sheet, self.spec))
        if back.form.errors:
            return self._page(back.form, back.replies)
        if cleared := request.POST.get("clear", ""):
            return redirect(f"{request.path}#question-{cleared}")
        return redirect(self.address_of(request.POST.get("go", "")) or self._next())

    def _next(self) -> str:
        if self.place + 1 < len(self.parts):
            return reverse("try-answer", args=[self.sector, self._code(self.place + 1)])
        return reverse("try-result", args=[self.sector])

    def _code(self, place: int) -> str:
        return self.parts[place].dimension.code

    def _page(self, form: DimensionForm, replies: Replies) -> HttpResponse:
        sheet = AnswerSheet(sector=self.sector, replies=replies)
        codes = asked(self.spec, sheet, MARKER)
        before = self.place and reverse(
            "try-answer", args=[self.sector, self._code(self.place - 1)]
        )
        last = self.place + 1 == len(self.parts)
        form.met = {one.code for one in met(self.spec, score(self.spec, sheet, MARKER))}
        return self.render(
            {
                "form": form,
                "helper": bare_helper_for(form, codes, last=last),
                "dimension": self.asking.dimension,
                "place": self.place + 1,
                "places": len(self.parts),
                "progress": progress_over(self.spec, sheet, codes),
                "before": before,
            }
        )


class TryResult(Trying):
    """What would hold the organisation today, what to do first, and how to keep the answers."""

    template_name = "trying/result.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if not self.replies:
            return redirect("try-answer", self.sector, self.parts[0].dimension.code)
        sheet = AnswerSheet(sector=self.sector, replies=self.replies)
        result = score(self.spec, sheet, MARKER)
        unfit = [
            (one.message, [(code, self.address_of(code)) for code in (one.question, one.other)])
            for one in met(self.spec, result)
        ]
        return self.render(
            {
                "unfit": unfit,
                "look": first_look(self.spec, sheet, result),
                "kept": self.kept,
                "first": self.parts[0].dimension.code,
            }
        )

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        tried.forget(request)
        return redirect("try")
