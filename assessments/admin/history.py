"""Who changed which field of a draft, from what to what and when; and putting a state back."""

from __future__ import annotations

from os.path import commonprefix

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from assessments.admin.links import seen_by
from assessments.admin.pages import edition_page, edition_to_read
from assessments.admin.types import View, editor
from assessments.models import DraftState, RubricVersion
from assessments.queries.uploads import last_state
from assessments.services import drafts
from assessments.workflow import Refused

STATES = 10
CHANGES = 40
"""Changes on a page of one state."""
FIRST_CHANGES = 5
"""Changes of each state on a page of many; the others are a link away."""
LONGEST = 300
"""Characters that are shown of a text."""
LEAD = 60
"""Characters that two texts have in common, shown before where they part."""
HISTORY = "admin:assessments_rubricversion_history-of-draft"
NOT_YOURS = "Putting a draft back takes the permission to change rubrics."
Change = dict[str, str]
"""One field of a state: its place, code and name, and what it said before and after."""


def history_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The states of a draft, the newest first.

    `?code=BUD-01` shows one part's changes only, `?state=7` all changes of one state.
    """

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        code, asked = request.GET.get("code", "").strip(), request.GET.get("page")
        kept = DraftState.objects.filter(version=pk).defer("packed").select_related("saved_by")
        newest = last_state(pk)
        alone = _state(kept, request.GET["state"]) if "state" in request.GET else None
        if alone is not None:
            pages: Page = Paginator(_of(alone.changes, code), CHANGES).get_page(asked)
            shown = [(alone, [_around(one) for one in pages], 0)]
        else:
            if code:
                named = kept.values_list("pk", "changes")
                kept = kept.filter(pk__in=[key for key, changes in named if _of(changes, code)])
            pages = Paginator(kept, STATES).get_page(asked)
            shown = [(state, *_first(_of(state.changes, code))) for state in pages]
        more: dict[str, object] = {
            "code": code,
            "alone": alone,
            "pages": pages,
            "shown": shown,
            "longest": LONGEST,
            "newest": newest if owner.has_change_permission(request, version) else 0,
        }
        title = f"History of {version.title}" + (f": {code}" if code else "")
        return edition_page(owner, request, version, "history_of_draft", title, **more)

    return view


def put_back_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Says what putting the draft back means (`?state=` is its number), asks, and does it."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        if not owner.has_change_permission(request, version):
            raise PermissionDenied(NOT_YOURS)
        state = _state(DraftState.objects.filter(version=pk), request.GET.get("state", ""))
        if request.method != "POST":
            title = f"Put back {version.title}"
            last = last_state(pk)
            return edition_page(owner, request, version, "put_back", title, state=state, last=last)
        try:
            drafts.put_back(draft=version, state=state, by=editor(request), seen=seen_by(request))
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, f"The draft is as it was in state {state.number}.")
        return redirect(HISTORY, pk)

    return view


def _state(kept: QuerySet[DraftState], number: str) -> DraftState:
    """The state with that number."""
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(kept, number=number)


def _first(changes: list[Change]) -> tuple[list[Change], int]:
    """The changes that a page of many states shows, and how many others there are."""
    shown = [_around(one) for one in changes[:FIRST_CHANGES]]
    return shown, max(len(changes) - FIRST_CHANGES, 0)


def _of(changes: list[Change], code: str) -> list[Change]:
    """The changes of the part with that code; all of them when no code is given."""
    return [one for one in changes if not code or one["code"] == code]


def _around(change: Change) -> Change:
    """A change of long texts that begin alike, from shortly before where they part."""
    texts = [change["before"], change["after"]]
    start = len(commonprefix(texts)) - LEAD
    if start <= 0 or max(map(len, texts)) <= LONGEST:
        return change
    before, after = (f"…{text[start:]}" for text in texts)
    return {**change, "before": before, "after": after}


PAGES = (("history-of-draft", history_view), ("put-back", put_back_view))
"""The pages about a draft's past, under the names of their addresses."""
