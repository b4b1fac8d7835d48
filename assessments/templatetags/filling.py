"""Templates that are drawn once for each shape of what they are given: the words are filled in.

For what a page repeats, or every page has. A shape says which texts there are, which lists with how
many entries, and what is true. No word of a person is kept, only markup of ours between gaps, and
words of an edition in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import count
from typing import TypedDict

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.reports.answered import Contradicted, Link, ReportQuestion
from assessments.templatetags.kept import Site, address, site

register = template.Library()

Given = Mapping[str, object]
"""Texts, truth values, and mappings and tuples of them. A template may print a text, and ask
whether there is one; no more.
"""
PATTERNS_MOST = 3_000
"""How many patterns a process keeps, of one or two KB each: of every question of a few editions
one for each level that is answered.
"""

LINKS = {
    "home": "home",
    "my-work": "work",
    "moderation-queue": "moderation",
    "help": "help",
    "account-detail": "account",
    "account_login": "login",
    "account_signup": "signup",
}
"""The pages that the header leads to, by the names of their addresses."""
KINDS_OF_READER = (
    "belongs",
    "has_programme_role",
    "moderates",
    "is_superuser",
    "is_staff",
    "edits_rubrics",
)

_Shape = tuple[Hashable, ...]
"""Of a mapping: its names, then the shape of each value."""
_GAP = "\0"  # in no text of a database or a rubric file
_NOTHING: Mapping[str, str] = {}


def filled(
    name: str, given: Given, *of: Hashable, known: Mapping[str, str] = _NOTHING
) -> SafeString:
    """What the template draws of what is given, to the letter. `of` is what else decides it.

    `known` are texts of an edition, of which there are few: what is drawn is kept with them in it.
    Raises `TypeError` for what is neither text, truth value, mapping nor tuple.
    """
    if settings.DEBUG:  # where templates change under way
        return render_to_string(name, {**known, **given})
    words: list[str] = []
    pattern = _pattern(name, _shape_of(given, words.append), tuple(known.items()), *of)
    return SafeString("".join([words[one] if isinstance(one, int) else one for one in pattern]))


def _shape_of(given: Given, say: Callable[[str], object]) -> _Shape:
    """The values without their words: each is said, as markup, in the order of the shape."""
    return *given, *_shapes(given.values(), say)


def _shapes(values: Iterable[object], say: Callable[[str], object]) -> list[Hashable]:
    found: list[Hashable] = []
    for value in values:
        if isinstance(value, str):
            if value:
                say(value if isinstance(value, SafeString) else escape(value))
            found.append(_GAP if value else "")
        elif isinstance(value, bool):
            found.append(value)
        elif isinstance(value, dict):
            found.append(_shape_of(value, say))
        elif isinstance(value, tuple):
            found.append((len(value), *_shapes(value, say)))
        else:
            raise TypeError(f"{value!r} is neither text, truth value, mapping nor tuple")
    return found


def _gaps(shape: Hashable, numbers: Iterator[int]) -> object:
    """What has the shape, with the number of each word between two marks in its place."""
    if shape == _GAP:
        return SafeString(f"{_GAP}{next(numbers)}{_GAP}")
    if not isinstance(shape, tuple):
        return shape
    if shape and isinstance(shape[0], int):
        return tuple([_gaps(one, numbers) for one in shape[1:]])
    return _named(shape, numbers)


def _named(shape: _Shape, numbers: Iterator[int]) -> dict[str, object]:
    """The same of a mapping."""
    half = len(shape) // 2
    pairs = zip(shape[:half], shape[half:], strict=True)
    return {str(name): _gaps(one, numbers) for name, one in pairs}


@lru_cache(maxsize=PATTERNS_MOST)
def _pattern(
    name: str, shape: _Shape, known: tuple[tuple[str, str], ...], *of: Hashable
) -> tuple[str | int, ...]:
    """Markup, and between two pieces of it which of the words is there."""
    texts = render_to_string(name, {**dict(known), **_named(shape, count())}).split(_GAP)
    return tuple([int(one) if place % 2 else one for place, one in enumerate(texts)])


@register.simple_tag(takes_context=True)
def page_header(context: Context) -> SafeString:
    """The header of every page."""
    request, access = context.get("request"), context.get("access")
    organisation = context.get("organisation") if access else None
    theirs = organisation if access and access.role else None
    here = site()
    given = {
        "service_name": context.get("service_name") or "Readiness",
        "organisation": organisation.name if organisation else "",
        "address": theirs.get_absolute_url() if theirs else "",
        "has_request": bool(request),
        "here": {_links(here).get(request.path, ""): True} if request else {},
        **(_reader(context) if request else {"signed_in": False}),
    }
    return filled("components/header.html", given, here)


@lru_cache(maxsize=8)
def _links(here: Site) -> Mapping[str, str]:
    """Which link of the header leads to an address."""
    return {address(here, name): link for name, link in LINKS.items()}


def _reader(context: Context) -> Given:
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return {"signed_in": False}
    return {
        "signed_in": True,
        "csrf_token": str(context.get("csrf_token", "")),  # To read it has a cookie set.
        "name": user.name or user.email,
        **{one: bool(getattr(user, one)) for one in KINDS_OF_READER},
    }


@register.simple_tag(takes_context=True)
def question_links(
    context: Context, parts: Iterable[ReportQuestion], adds: bool = False
) -> list[SafeString]:
    """Questions of a list of what to look at. `adds`: each with a link to add evidence."""
    at, here = (context["organisation"].slug, context["assessment"].reference), site()
    return [
        filled(
            "assessments/_question_link.html",
            {
                "critical": part.critical and part.state == "unanswered" and not adds,
                "change": address(here, "dimension-answer", *at, part.dimension),
                "add": address(here, "answer-evidence", *at, part.code) if adds else "",
            },
            known={"code": part.code, "title": part.title, "dimension": part.dimension_name},
        )
        for part in parts
    ]


@register.simple_tag(takes_context=True)
def answer_rows(context: Context, parts: Iterable[ReportQuestion], change: str) -> SafeString:
    """Questions with their answers in words, as rows of the check. `change` is the address to
    change those of their dimension.
    """
    at, here = (context["organisation"].slug, context["assessment"].reference), site()
    can_change, searched = context["can_change"], context["search"].active
    returned, waiting, rows = context["returned"], context["waiting"], []
    for part in parts:
        adds = can_change and part.state == "answered" and not part.evidence
        given = {
            "returned": returned.get(part.code, ""),
            "unanswered": part.state == "unanswered",
            "waits": part.code in waiting,
            "answer": part.answer,
            "reason": part.reason,
            "note": part.note,
            "evidence": tuple([_evidence(one) for one in part.evidence]),
            "towards": _towards(part) if searched else "",
            "not_fitting": part.not_fitting,
            "contradictions": tuple([_unfit(one) for one in part.contradictions]),
            "change": change if can_change else "",
            "add": address(here, "answer-evidence", *at, part.code) if adds else "",
        }
        known = {
            "code": part.code,
            "title": part.title,
            "level_name": part.level_name,
            "level_text": part.level_text,
            "still_missing": part.still_missing,
        }
        rows.append(filled("assessments/_answer_row.html", given, known=known))
    return SafeString("".join(rows))


class Task(TypedDict, total=False):
    """A thing to do of a list; its title and status are always there."""

    title: str
    href: str
    hint: str
    more: Sequence[str]
    status: str
    colour: str


@register.simple_tag
def task_rows(items: Iterable[Task], prefix: str) -> SafeString:
    """Things to do as rows of a list, whose ids begin with the prefix."""
    rows = []
    for number, item in enumerate(items, start=1):
        given = {
            "title": item["title"],
            "href": item.get("href", ""),
            "hint": item.get("hint", ""),
            "more": tuple(item.get("more", ())),
        }
        known = {
            "id": f"{prefix}-{number}",
            "status": item["status"],
            "colour": item.get("colour", ""),
        }
        rows.append(f"\n    {filled('components/_task.html', given, known=known)}\n  ")
    return SafeString("".join(rows))


def _evidence(one: Link) -> Given:
    return {"title": one.title, "href": one.href, "url": one.url, "past": one.past}


def _towards(part: ReportQuestion) -> SafeString:
    return render_to_string("rubrics/_counts_towards.html", {"towards": part.counts_towards})


def _unfit(one: Contradicted) -> Given:
    return {"code": one.other.code, "message": one.message, "reason": one.reason}
