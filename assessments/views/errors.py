"""The pages for requests that fail. None of them needs the database to be drawn.

A bad request and a fault of ours are drawn without the request: it may be the very thing that
cannot be read, and who is signed in is a question to the database. While that is away, neither who
is signed in nor what the address names is known: a form that was posted is given back, to be sent
again with one press.
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from assessments.queries.health import Trouble, trouble_behind
from assessments.views import refused_posts

MEGABYTE = 1_048_576
TOO_LARGE_ON_PAGE = (
    "Not saved. This page holds more than can be sent at once ({limit}). Your words are still on "
    "this page. Copy them, shorten the longest, and save again."
)

SOON = 5
LATER = 60

REASONS = {
    Trouble.AWAY: "Readiness cannot reach its database at the moment.",
    Trouble.FULL: "Readiness has run out of room to save anything.",
    Trouble.BUSY: "Readiness is busy, and what you asked for took too long.",
}
NOT_IN_ADMIN = (
    "Your account may not open or change this. If your work needs it, ask the people who run this "
    "service."
)
KEPT_ON_PAGE = "Not saved. {reason} Your words are still on this page; trying again."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read; or 413, where it was too large."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return HttpResponse(render_to_string("400.html"), status=400)


def too_large(request: HttpRequest, most: int = 0) -> HttpResponse:
    """413: more than is taken at once, or than `most` bytes. Drawn without looking at it."""
    most = most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    limit = f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most // 1024} KB"
    if not request.accepts("text/html"):
        return JsonResponse({"message": TOO_LARGE_ON_PAGE.format(limit=limit)}, status=413)
    return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)


def unmeasured(request: HttpRequest) -> HttpResponse:
    """411: a body that does not say how long it is. No browser sends one from a form."""
    return HttpResponse(render_to_string("411.html"), status=411)


def broken(request: HttpRequest, record: Exception) -> HttpResponse:
    """500: a frozen record is not what it was, so it is not used. What was typed is given back."""
    if refused_posts.autosaves(request) or refused_posts.brings_words(request):
        return refused_posts.turned_away(request, str(record), 500)
    context = {"heading": "This cannot be shown", "reason": str(record)}
    return render(request, "error.html", context, status=500)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed; says why when a door said so."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    if not reason and refused_posts.of_admin(request):
        reason = NOT_IN_ADMIN
    return render(request, "403.html", {"reason": reason}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of. Both read the same."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours; or 503, where the database is away, full or busy."""
    # Django calls this while the error is being handled, wherever it was raised.
    trouble = trouble_behind(sys.exc_info()[1])
    if trouble:
        return unavailable(request, trouble)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403 for a form that was too old, or that came from another site. Nothing was saved.

    A page may answer for itself (`too_old`) when only the token is old, as it is once a person
    has signed in again in another tab. What comes from another site is never shown again.
    """
    match = request.resolver_match
    page = getattr(match.func, "view_class", None) if match else None
    of_admin = refused_posts.of_admin(request)
    own_answer = refused_posts.too_old if of_admin else getattr(page, "too_old", None)
    if match and own_answer and reason.startswith(("CSRF token", "CSRF cookie not set")):
        # It is from a page of ours: should the database be away, its words may be given back.
        request.is_ours = True  # type: ignore[attr-defined]
        answer: HttpResponseBase | None = own_answer(request, **match.kwargs)
        if answer is not None:
            return answer
    return render(request, "403_csrf.html", status=403)


def unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503, with what became of the request, what to do, and what was posted."""
    post = _posted(request)
    response: HttpResponse
    if "autosave" in post or not request.accepts("text/html"):
        response = JsonResponse(
            {"message": KEPT_ON_PAGE.format(reason=REASONS[trouble])}, status=503
        )
    else:
        page = render_to_string("503.html", _context(request, post, trouble))
        response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(LATER if trouble is Trouble.FULL else SOON)
    response.headers["Cache-Control"] = "no-store"
    return response


def _context(request: HttpRequest, post: QueryDict, trouble: Trouble) -> dict[str, object]:
    context: dict[str, object] = {
        "reason": REASONS[trouble],
        "can_read": trouble is Trouble.FULL,
        "posted": request.method == "POST",
        "signing_in": request.path.startswith("/accounts/login"),
        "again": request.get_full_path(),
    }
    secret = any(refused_posts.is_secret(request, name) for name in post)
    if post and not secret:
        context |= {
            **refused_posts.kept(request),
            "files": bool(request.FILES),
            "csrf_token": get_token(request),
        }
    return context


def _posted(request: HttpRequest) -> QueryDict:
    """What a form of ours brought; nothing where it may have come from another site."""
    ours = getattr(request, "csrf_processing_done", False) or getattr(request, "is_ours", False)
    if not ours:
        return QueryDict()
    try:
        return request.POST
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return QueryDict()
