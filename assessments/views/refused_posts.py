"""A post that cannot be taken gives its sender every word back, whichever page it was sent to.

What is given back is what was posted, and nothing else: the pages here read no row, so they tell
a stranger nothing. The answer to one try too many says how long to wait instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from allauth.core import ratelimit
from allauth.core.exceptions import RateLimited
from allauth.core.internal.ratelimit import parse_rate
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from assessments.forms.typed import SECRET, typed
from assessments.question_types import STATE_LABELS
from assessments.rubric.definition import PAIR

_ACCOUNTS_WAIT = 900
_WORDS = {60: "a minute", 900: "15 minutes", 3_600: "an hour", 86_400: "a day"}

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "autosave"})
BUTTONS = re.compile(
    r"action|then|seen|session|version|clear|use|go|move|item|page|accept(-all)?|leave-out"
    r"|.+-(revision|use-theirs)"
)
"""Fields that a person chose by pressing, or not at all: they are sent again but not shown."""
NOT_YOURS = "This page is not yours to change any more."
TOO_LATE = "Not saved. {reason} What you wrote is still on this page, so you can copy it."
SIGNED_IN_AGAIN = (
    "Nothing has been done yet, because you have signed in again since you opened this page. "
    "What you wrote is still here. Send it again."
)

_FIELD = re.compile(
    r"(?:(?P<code>.+)-)?"
    r"(?:(?P<part>value|state|reason|note|why)|evidence-(?P<row>\d{1,3})-(?P<of_row>title|link))",
    re.ASCII,
)


def autosaves(request: HttpRequest) -> bool:
    """Whether a script posted, whose page is still open with everything on it."""
    return request.method == "POST" and "autosave" in request.POST


def brings_words(request: HttpRequest) -> bool:
    """Whether a form was posted in which a person wrote or chose something."""
    return request.method == "POST" and bool(words_in(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; for a plain post with words by a page that keeps it whole.

    Whoever is signed in and cannot open the admin sent it what another person wrote in the tab: it
    waits there, and is not shown.
    """
    if autosaves(request) or not brings_words(request):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('home')})}"
    context = {**kept(request), "sign_in": sign_in}
    status = 403 if request.user.is_authenticated else 401
    return given_back(request, "assessments/signed_out.html", context, status)


def too_old(request: HttpRequest, **_: object) -> HttpResponse | None:
    """The answer to a form whose token is old; `None` where it brought nothing to keep.

    Nothing is done, and nothing typed is lost.
    """
    if not brings_words(request):
        return None
    is_theirs = request.user.is_authenticated and (request.user.is_staff or not of_admin(request))
    return signed_in_again(request) if is_theirs else signed_out(request)


def signed_in_again(request: HttpRequest) -> HttpResponse:
    """What a form brought whose token is from before a new sign-in, to be sent with one press."""
    context = {**kept(request), "reason": SIGNED_IN_AGAIN}
    return given_back(request, "assessments/send_again.html", context, 403)


def turned_away(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Why nothing was saved, with what was written."""
    if autosaves(request):
        return JsonResponse({"message": TOO_LATE.format(reason=reason)}, status=status)
    context = {"reason": reason, "words": words_in(request)}
    return given_back(request, "assessments/not_saved.html", context, status)


def kept(request: HttpRequest) -> dict[str, object]:
    """Every field that was posted, but for secrets, and the words among them."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS and not is_secret(request, name)
        for value in values
    ]
    return {"kept": fields, "words": words_in(request)}


def given_back(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int
) -> HttpResponse:
    """A page with what was posted, which no cache keeps."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def of_admin(request: HttpRequest) -> bool:
    """Whether the request went to the admin, some of whose fields have the names of others here."""
    return request.path.startswith(reverse("admin:index"))


def is_secret(request: HttpRequest, name: str) -> bool:
    """Whether the field is never shown again. The `code` of a rubric's part may be."""
    return bool(SECRET.fullmatch(name)) and not (name == "code" and of_admin(request))


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a post brought: answers by their questions, or else each field by its label."""
    plain = request.POST.copy()
    for name in list(plain):
        if name in NOT_WORDS or is_secret(request, name) or BUTTONS.fullmatch(name):
            del plain[name]
    answers = [] if of_admin(request) else words_of(plain)
    return answers or list(typed(plain, request.resolver_match))


def words_of(post: QueryDict) -> list[tuple[str, str]]:
    """Each answer, reason, note and piece of evidence that a post brought: its name, its words."""
    found = []
    for name, values in post.lists():
        field = _FIELD.fullmatch(name)
        given = [STATE_LABELS.get(value, value) for value in values if value.strip()]
        if field and given:
            found.append((_name_of(field), ", ".join(given)))
    return found


_PARTS = {"value": "answer", "state": "answer", "why": "reason why both are right"}


def _name_of(field: re.Match[str]) -> str:
    """What the page calls a field: "BUD-01 answer", "BUD-01 evidence 1 link", "Reason"."""
    if field["row"]:
        part = f"evidence {int(field['row']) + 1} {field['of_row']}"
    else:
        part = _PARTS.get(field["part"], field["part"])
    return f"{field['code'].removeprefix(PAIR)} {part}" if field["code"] else part.capitalize()


def tried_too_often(request: HttpRequest, *, action: str, **given: object) -> HttpResponse | None:
    """Counts a try of an action of `ACCOUNT_RATE_LIMITS`, each of whose limits is asked in order:
    429 with the time of the first that it is over, or `None`. `given` are allauth's own: `key`,
    and `limit_get` where looking counts too.
    """
    for rate in settings.ACCOUNT_RATE_LIMITS[action].split(","):
        try:
            ratelimit.consume_or_429(
                request, action=action, config={action: rate}, raise_exception=True, **given
            )
        except RateLimited:
            wait = int(parse_rate(rate).duration)
            return _page(request, wait, emails=action == "signup")
    return None


def of_accounts(request: HttpRequest) -> HttpResponse:
    """The same where allauth's own pages count; the longest of their limits is over by then."""
    return _page(request, _ACCOUNTS_WAIT, emails=True)


def _page(request: HttpRequest, wait: int, *, emails: bool) -> HttpResponse:
    said = _WORDS.get(wait) or f"{wait} seconds"
    response = render(request, "429.html", {"wait": said, "emails": emails}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
