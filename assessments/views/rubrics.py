"""The questionnaires, readable by everybody before they start and without an account."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import conditional_page

from assessments.forms.rubric_reading import SectorChoiceForm
from assessments.paging import Leaf, cut, page_of
from assessments.queries.comparing import earlier_editions, one_before
from assessments.queries.rubrics import published_edition, published_editions, spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.workbook.formats import FORMATS
from assessments.views.answering import dimension_of
from assessments.views.base import Page, Who
from assessments.views.questionnaire import read
from assessments.views.questionnaire_parts import DimensionPart

QUESTIONS_MOST, ROOM = 25, 100_000
"""The most questions on a page, and the characters of markup that they may come to together."""

DIMENSIONS_KEPT = 64
"""How many dimensions stay drawn in a process."""

TEXTS_KEPT = 16
"""How many wordings stay drawn in a process: four sectors and the common one of three editions."""


class RubricList(Page):
    """Every published edition, retired ones too: reports name them for years."""

    who = Who.EVERYBODY
    cacheable = True
    template_name = "rubrics/list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render(
            {"editions": list(published_editions()), "crumbs": [("Home", reverse("home"))]}
        )


@method_decorator(conditional_page, name="dispatch")
class RubricDetail(Page):
    """One published edition, but for its questions, in the common wording or that of `?sector=`."""

    who = Who.EVERYBODY
    cacheable = True
    template_name = "rubrics/detail.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        version = published_edition(kwargs["slug"], kwargs["number"])
        if version is None:
            raise Http404
        spec = spec_of(version)
        sectors, sector = _sectors(request, spec)
        return self.render(
            {
                "version": version,
                "before": one_before(version, earlier_editions(version)),
                "spec": spec,
                "sector_name": sectors.get(sector, ""),
                "choice": SectorChoiceForm(sectors.items(), sector),
                "formats": list(FORMATS.values()),
                "text": _Text(spec, version.content_hash).drawn(sector),
                "crumbs": [("Home", reverse("home")), ("Questionnaires", reverse("rubric-list"))],
            }
        )


@method_decorator(conditional_page, name="dispatch")
class RubricDimension(Page):
    """A dimension of a published edition: its questions, a page at a time.

    `?sector=` names a wording and `?page=` a page.
    """

    who = Who.EVERYBODY
    cacheable = True
    template_name = "rubrics/dimension.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        version = published_edition(kwargs["slug"], kwargs["number"])
        spec = spec_of(version) if version else None
        dimension = dimension_of(spec, kwargs["key"]) if spec else None
        if version is None or spec is None or dimension is None:
            raise Http404
        sectors, sector = _sectors(request, spec)
        text = _Text(spec, version.content_hash)
        part, pages = _draw_dimension(text, sector, dimension.code)
        leaf = page_of(pages, request.GET.get("page", ""))
        edition = reverse("rubric-detail", args=[version.rubric.slug, version.number])
        query = f"?{urlencode({'sector': sector})}" if sector else ""
        return self.render(
            {
                "version": version,
                "sector_name": sectors.get(sector, ""),
                "dimension": part,
                "leaf": leaf,
                "which": leaf.said("Question"),
                "neighbours": leaf.neighbours(sector=sector),
                "crumbs": [
                    ("Home", reverse("home")),
                    ("Questionnaires", reverse("rubric-list")),
                    (version.title, f"{edition}{query}"),
                ],
            }
        )


def _sectors(request: HttpRequest, spec: RubricSpec) -> tuple[dict[str, str], str]:
    """The edition's sectors by code, and the one whose wording is asked for, if any."""
    sectors = {one.code: one.name for one in spec.sectors}
    asked_for = request.GET.get("sector", "")
    return sectors, asked_for if asked_for in sectors else ""


class _Text:
    """An edition's long text, drawn once per process: it depends on nothing but what is published.

    Equal when the content is: that makes it the key under which its drawing is kept.
    """

    def __init__(self, spec: RubricSpec, content_hash: str) -> None:
        self.spec, self.content_hash = spec, content_hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Text) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def drawn(self, sector: str) -> SafeString:
        return _draw(self, sector)


@lru_cache(maxsize=TEXTS_KEPT)
def _draw(text: _Text, sector: str) -> SafeString:
    context = {"spec": text.spec, "read": read(text.spec, sector)}
    return render_to_string("rubrics/_questionnaire.html", context)


@lru_cache(maxsize=DIMENSIONS_KEPT)
def _draw_dimension(
    text: _Text, sector: str, code: str
) -> tuple[DimensionPart, Sequence[Leaf[SafeString]]]:
    """A dimension as it is read, and its questions as markup, page by page."""
    part = next(one for one in read(text.spec, sector).dimensions if one.code == code)
    drawn = [
        render_to_string("rubrics/_question.html", {"question": one}) for one in part.questions
    ]
    return part, cut(drawn, QUESTIONS_MOST, size=len, room=ROOM)
