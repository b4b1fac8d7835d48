"""Pages that people write on. A post that cannot be taken gives its sender every word back.

What is given back is what was posted, and nothing else: the pages here read no row, so they tell
a stranger nothing.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from assessments.question_types.base_field import STATE_LABELS
from assessments.views.base import AssessmentView
from assessments.workflow import Refused

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "autosave"})
NOT_YOURS = "This page is not yours to change any more."
TOO_LATE = "Not saved. {reason} What you wrote is still on this page, so you can copy it."

_FIELD = re.compile(
    r"(?:(?P<code>.+)-)?"
    r"(?:(?P<part>value|state|reason|note)|evidence-(?P<row>\d{1,3})-(?P<of_row>title|link))",
    re.ASCII,
)


class KeepsWords(AssessmentView, abstract=True):
    """A page of one assessment that people write on.

    Whoever is signed out, lost the permission or is no member any more when the post arrives is
    refused with the status that every page gives them, and gets back what the post brought.
    """

    stale_token = False
    """Whether the post came with a token from before a new sign-in: it may change nothing."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        # `dispatch` sends the signed-out away itself, because a post must not lose its words.
        view.login_required = False
        return view

    @classmethod
    def too_old(cls, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The answer to a post whose token is old: nothing is saved and nothing typed is lost."""
        page = cls()
        page.setup(request, **kwargs)
        page.stale_token = True
        return page.dispatch(request, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _signed_out(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as refusal:
            if request.method != "POST":
                raise
            return _turned_away(request, str(refusal), 403)
        except Http404:
            if request.method != "POST":
                raise
            return _turned_away(request, NOT_YOURS, 404)

    def refuse(self, refusal: Refused) -> HttpResponse:
        if self.request.method != "POST":
            return super().refuse(refusal)
        return _turned_away(self.request, refusal.reason, 409)


def autosaves(request: HttpRequest) -> bool:
    """Whether a script posted, whose page still stands there with everything on it."""
    return request.method == "POST" and "autosave" in request.POST


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; for a plain post by a page that keeps it whole."""
    if request.method != "POST" or autosaves(request):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS
        for value in values
    ]
    sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('home')})}"
    context = {"kept": kept, "words": words_of(request.POST), "sign_in": sign_in}
    return _given_back(request, "assessments/signed_out.html", context, 401)


def _turned_away(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Why nothing was saved, with what was written."""
    if autosaves(request):
        return JsonResponse({"message": TOO_LATE.format(reason=reason)}, status=status)
    context = {"reason": reason, "words": words_of(request.POST)}
    return _given_back(request, "assessments/not_saved.html", context, status)


def _given_back(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def words_of(post: QueryDict) -> list[tuple[str, str]]:
    """Each answer, reason, note and piece of evidence that a post brought: its name, its words."""
    found = []
    for name, values in post.lists():
        field = _FIELD.fullmatch(name)
        given = [STATE_LABELS.get(value, value) for value in values if value.strip()]
        if field and given:
            found.append((_name_of(field), ", ".join(given)))
    return found


def _name_of(field: re.Match[str]) -> str:
    """What the page calls a field: "BUD-01 answer", "BUD-01 evidence 1 link", "Reason"."""
    if field["row"]:
        part = f"evidence {int(field['row']) + 1} {field['of_row']}"
    else:
        part = {"value": "answer", "state": "answer"}.get(field["part"], field["part"])
    return f"{field['code']} {part}" if field["code"] else part.capitalize()
