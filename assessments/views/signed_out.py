"""A post whose sender is signed out, or may no longer answer: its words are never lost."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "autosave"})


def signed_out(request: HttpRequest, *, keeps_words: bool) -> HttpResponse:
    """The way to the sign-in page; for a plain post (`keeps_words`) by a page that keeps it whole.

    The page repeats to the sender what the sender posted, and nothing else: it reads no row.
    """
    if request.method != "POST" or not keeps_words:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('home')})}"
    context = {
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_WORDS
            for value in values
        ],
        "words": words_of(request),
        "sign_in": sign_in,
    }
    response = render(request, "assessments/signed_out.html", context, status=401)
    response.headers["Cache-Control"] = "no-store"
    return response


def words_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The notes and reasons that a post brought, for its sender to copy."""
    return [
        (name, value)
        for name in request.POST
        if name.endswith(("-note", "-reason")) and (value := request.POST[name].strip())
    ]


def not_allowed(request: HttpRequest, reason: str) -> HttpResponse:
    """403 for a plain post by one who may no longer answer: why, and what they wrote."""
    context = {"reason": reason, "words": words_of(request)}
    return render(request, "assessments/not_saved.html", context, status=403)
