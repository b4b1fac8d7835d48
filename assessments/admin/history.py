"""Who changed which field of a draft, from what to what and when; and putting a state back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.admin.comparing import edition_to_read, page
from assessments.models import DraftState, RubricVersion
from assessments.services import drafts
from assessments.workflow import Refused

STATES = 10
CHANGES = 40
LONGEST = 300
HISTORY = "admin:assessments_rubricversion_history-of-draft"
NOT_YOURS = "Putting a draft back takes the permission to change rubrics."
View = Callable[..., HttpResponse]


def history_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The states of a draft, the newest first; `?code=BUD-01` shows one part's changes only."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        code = request.GET.get("code", "").strip()
        kept = DraftState.objects.filter(version=pk).defer("packed").select_related("saved_by")
        if code:
            named = kept.values_list("pk", "changes")
            kept = kept.filter(pk__in=[key for key, changes in named if _of(changes, code)])
        states = Paginator(kept, STATES).get_page(request.GET.get("page"))
        newest = DraftState.objects.filter(version=pk).values_list("number", flat=True).first()
        may = owner.has_change_permission(request, version)
        shown = [
            {
                "state": state,
                "changes": (found := _of(state.changes, code))[:CHANGES],
                "more": max(len(found) - CHANGES, 0),
                "can_be_put_back": may and state.number != newest,
            }
            for state in states
        ]
        more: dict[str, Any] = {"code": code, "states": states, "shown": shown, "longest": LONGEST}
        title = f"History of {version.title}" + (f": {code}" if code else "")
        return page(owner, request, version, "history_of_draft", title, **more)

    return view


def put_back_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Says what putting the draft back means (`?state=` is its number), asks, and does it."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        if not owner.has_change_permission(request, version):
            raise PermissionDenied(NOT_YOURS)
        number = request.GET.get("state", "")
        known = number.isdecimal() and len(number) < 10
        state = DraftState.objects.filter(version=pk, number=number).first() if known else None
        if state is None:
            raise Http404
        if request.method != "POST":
            title = f"Put back {version.title}"
            return page(owner, request, version, "put_back", title, state=state)
        try:
            drafts.put_back(draft=version, state=state, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, f"The draft is as it was in state {state.number}.")
        return redirect(HISTORY, pk)

    return view


def _of(changes: list[dict[str, str]], code: str) -> list[dict[str, str]]:
    """The changes of the part with that code; all of them when no code is given."""
    return [one for one in changes if not code or one["code"] == code]


PAGES = (("history-of-draft", history_view), ("put-back", put_back_view))
"""The pages about a draft's past, under the names of their addresses."""
