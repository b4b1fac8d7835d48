"""The page for when the database is away, full or busy. It asks the database nothing.

Neither who is signed in nor what the address names is known here. A form that was posted is given
back, to be sent again with one press.
"""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from assessments.forms.posted_words import SECRET
from assessments.queries.health import Trouble
from assessments.views.refused_posts import NOT_WORDS, words_in

SOON = 5
LATER = 60

REASONS = {
    Trouble.AWAY: "Readiness cannot reach its database at the moment.",
    Trouble.FULL: "Readiness has run out of room to save anything.",
    Trouble.BUSY: "Readiness is busy, and what you asked for took too long.",
}
KEPT_ON_PAGE = "Not saved. {reason} Your words are still on this page; trying again."


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
    secret = any(SECRET.fullmatch(name) for name in post)
    if post and not secret:
        context |= {
            "words": words_in(post),
            "files": bool(request.FILES),
            "csrf_token": get_token(request),
            "kept": [
                (name, value)
                for name, values in post.lists()
                if name not in NOT_WORDS
                for value in values
            ],
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
