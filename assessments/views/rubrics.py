"""The questionnaires, readable without an account: editions, their changes and their files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import conditional_page

from assessments.forms.frameworks import FrameworkSearchForm
from assessments.forms.rubric_upload import SectorChoiceForm
from assessments.paging import Leaf, by_head, cut, page_of
from assessments.queries.drafts import comparison_of, earlier_editions, one_before
from assessments.queries.rubrics import (
    published_edition,
    published_editions,
    published_spec,
    spec_of,
)
from assessments.reports.questionnaire import ShownDimension, dimension_of, read
from assessments.rubric.comparison_pages import page_of_comparison
from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import FileRefused
from assessments.rubric.frameworks import Found, Search, found, room_of
from assessments.rubric.workbook.codec import FORMATS, file_name
from assessments.views.base import Address, Page, Who
from assessments.workflow import Refused

QUESTIONS_MOST, ROOM = 25, 100_000
"""The most questions on a page, and the characters of markup that they may come to together."""

DIMENSIONS_KEPT = 64
"""How many dimensions stay drawn in a process."""

TEXTS_KEPT = 16
"""How many wordings stay drawn in a process: four sectors and the common one of three editions."""


def crumbs_of_list() -> list[tuple[str, str]]:
    return [("Home", reverse("home")), ("Questionnaires", reverse("rubric-list"))]


class RubricList(Page):
    """Every published edition, retired ones too: reports name them for years."""

    who = Who.PUBLIC
    cacheable = True
    template_name = "rubrics/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render(
            {"editions": list(published_editions()), "crumbs": [("Home", reverse("home"))]}
        )


class EditionPage(Page, abstract=True):
    """A page of one published edition."""

    who = Who.PUBLIC
    cacheable = True

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        version = published_edition(kwargs["slug"], kwargs["number"])
        if version is None:
            raise Http404
        self.version = version

    def crumbs(self, query: str = "") -> list[tuple[str, str]]:
        """The way to a page below that of the edition."""
        edition = reverse("rubric-detail", args=[self.version.rubric.slug, self.version.number])
        return [*crumbs_of_list(), (self.version.title, f"{edition}{query}")]


@method_decorator(conditional_page, name="dispatch")
class RubricDetail(EditionPage):
    """One published edition, but for its questions, in the common wording or that of `?sector=`."""

    template_name = "rubrics/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        version, spec = self.version, spec_of(self.version)
        sectors, sector = _sectors(request, spec)
        return self.render(
            {
                "version": version,
                "before": one_before(version, earlier_editions(version)),
                "spec": spec,
                "sector_name": sectors.get(sector, ""),
                "choice": SectorChoiceForm(sectors.items(), sector),
                "formats": list(FORMATS.values()),
                "text": _draw(_Text(spec, version.content_hash), sector),
                "crumbs": crumbs_of_list(),
            }
        )


@method_decorator(conditional_page, name="dispatch")
class RubricDimension(EditionPage):
    """A dimension of a published edition: its questions, a page at a time.

    `?sector=` names a wording, `?page=` a page, and `?question=` a question on it.
    """

    template_name = "rubrics/dimension.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        version, spec = self.version, spec_of(self.version)
        dimension = dimension_of(spec, kwargs["key"])
        if dimension is None:
            raise Http404
        sectors, sector = _sectors(request, spec)
        text = _Text(spec, version.content_hash)
        part, pages = _draw_dimension(text, sector, dimension.code)
        codes = [one.code for one in part.questions]
        wanted = request.GET.get("question", "")
        place = codes.index(wanted) + 1 if wanted in codes else 0
        held = next((one for one in pages if one.first <= place <= one.last), None)
        leaf = held or page_of(pages, request.GET.get("page", ""))
        query = f"?{urlencode({'sector': sector})}" if sector else ""
        return self.render(
            {
                "version": version,
                "sector_name": sectors.get(sector, ""),
                "dimension": part,
                "frameworks": any(one.counts_towards for one in part.questions),
                "query": query,
                "leaf": leaf,
                "which": leaf.said("Question"),
                "neighbours": leaf.neighbours(sector=sector),
                "crumbs": self.crumbs(query),
            }
        )


FOUND_MOST, FOUND_ROOM = 100, 85_000
"""The most questions that a page of a search names, and their characters of markup together."""


@method_decorator(conditional_page, name="dispatch")
class RubricCountsTowards(EditionPage):
    """The questions of an edition that count towards other frameworks too.

    `?framework=` and `?ref=` say towards what, `?sector=` in which wording, `?page=` which page.
    """

    template_name = "rubrics/counts_towards.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        spec = spec_of(self.version)
        sectors, sector = _sectors(request, spec)
        search = Search.of(spec, sector, request.GET)
        questions = found(spec, sector, search)
        pages = cut(questions, FOUND_MOST, size=_size, room=FOUND_ROOM)
        leaf = page_of(pages, request.GET.get("page", ""))
        query = f"?{urlencode({'sector': sector})}" if sector else ""
        return self.render(
            {
                "version": self.version,
                "sector": sector,
                "sector_name": sectors.get(sector, ""),
                "search": search,
                "form": FrameworkSearchForm(search, sector=sector),
                "said": search.said(len(questions)),
                "leaf": leaf,
                "which": leaf.said("Question"),
                "groups": by_head(spec.dimensions, leaf.items, lambda one: one.dimension.code),
                "neighbours": leaf.neighbours(sector=sector, **search.query),
                "crumbs": self.crumbs(query),
            }
        )


def _size(one: Found) -> int:
    """About how many characters of markup a question takes."""
    return 400 + len(one.question.title) + len(one.text) + room_of(one.towards)


def _sectors(request: HttpRequest, spec: RubricSpec) -> tuple[dict[str, str], str]:
    """The edition's sectors by code, and the one whose wording is asked for, if any."""
    sectors = {one.code: one.name for one in spec.sectors}
    asked_for = request.GET.get("sector", "")
    return sectors, asked_for if asked_for in sectors else ""


@dataclass(frozen=True, slots=True)
class _Text:
    """An edition's long text, drawn once per process: it depends on nothing but what is published.

    Equal when the content is: that makes it the key under which its drawing is kept.
    """

    spec: RubricSpec = field(compare=False)
    content_hash: str


@lru_cache(maxsize=TEXTS_KEPT)
def _draw(text: _Text, sector: str) -> SafeString:
    offered = Search.of(text.spec, sector, {}).offered
    context = {"spec": text.spec, "read": read(text.spec, sector), "offered": offered}
    return render_to_string("rubrics/_questionnaire.html", context)


@lru_cache(maxsize=DIMENSIONS_KEPT)
def _draw_dimension(
    text: _Text, sector: str, code: str
) -> tuple[ShownDimension, Sequence[Leaf[SafeString]]]:
    """A dimension as it is read, and its questions as markup, page by page."""
    part = next(one for one in read(text.spec, sector).dimensions if one.code == code)
    drawn = [
        render_to_string("rubrics/_question.html", {"question": one}) for one in part.questions
    ]
    return part, cut(drawn, QUESTIONS_MOST, size=len, room=ROOM)


class RubricChanges(EditionPage):
    """What changed in a published edition since an earlier one: `?since=` gives its number.

    Without it the edition is compared with the one that it was made from.
    """

    template_name = "rubrics/changes.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        version, earlier = self.version, earlier_editions(self.version)
        wanted = request.GET.get("since", "")
        before = (
            next((one for one in earlier if str(one.number) == wanted), None)
            if wanted
            else one_before(version, earlier)
        )
        if wanted and before is None:
            raise Http404
        context: dict[str, object] = {
            "version": version,
            "before": before,
            "crumbs": self.crumbs(),
        }
        if before is not None:
            found = comparison_of(before, version)
            part = page_of_comparison(found, request.GET.get("page", ""))
            query = {"since": wanted} if wanted else {}
            context |= {
                "found": found,
                "part": part,
                "at": part.addresses(query),
                "ways": part.leaf.neighbours(**query),
                "others": [one for one in earlier if one != before],
            }
        return self.render(context)


FILES_KEPT = 9
"""How many files a process keeps: three editions in each format."""

TOO_LONG = (
    "This edition is too long for this kind of spreadsheet, or holds a text that is too long for a "
    "cell. Download the YAML file instead."
)


class RubricDownload(EditionPage):
    """A published edition in one of the formats; 304 to a reader who has it already."""

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        version, chosen = self.version, FORMATS.get(kwargs["key"])
        if chosen is None:
            raise Http404
        try:
            content, name, etag = _file(version.pk, version.content_hash, chosen.key)
        except FileRefused:
            raise Refused(TOO_LONG) from None
        response = HttpResponse(content, content_type=chosen.content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = etag
        # Kept by any cache, and asked about each time: what is published stays as it is, but
        # the way of writing it may get better.
        patch_cache_control(response, public=True, no_cache=True)
        return get_conditional_response(request, etag=etag, response=response) or response


@lru_cache(maxsize=FILES_KEPT)
def _file(pk: int, content_hash: str, key: str) -> tuple[bytes, str, str]:
    """The file, its name, and the tag that names its bytes."""
    spec, chosen = published_spec(pk, content_hash), FORMATS[key]
    content = chosen.write(spec)
    tag = hashlib.sha256(content).hexdigest()[:32]
    return content, file_name(spec, chosen), f'"{tag}"'
