"""What a draft would do to past results, how far results depend on the weights, and two editions
side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from assessments.access.doors import is_moderator
from assessments.admin.pages import edition_page, edition_to_read
from assessments.admin.types import View, editor
from assessments.models import ImpactTrial, RubricVersion
from assessments.queries.drafts import comparison_of, kept_spec, one_before, siblings
from assessments.queries.sensitivity import sensitivity_of
from assessments.queries.trials import findings_of, latest_trial, outcomes
from assessments.rubric.comparison_pages import page_of_comparison
from assessments.rubric.comparison_words import to_editors
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import faults
from assessments.rubric.tallies import SectorTally, Tally, histogram
from assessments.services import trials
from assessments.workflow import Refused


def compare_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The edition compared with another of the same rubric: `?with=` names that one by its key.

    Without it the edition is compared with the one that it was made from. The older of the two is
    always the one before.
    """

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        others = siblings(version)
        wanted = request.GET.get("with", "")
        chosen = (
            next((one for one in others if str(one.pk) == wanted), None)
            if wanted
            else one_before(version, [one for one in others if one.number < version.number])
            or next(iter(others), None)
        )
        if wanted and chosen is None:
            raise Http404
        more: dict[str, object] = {"others": others, "chosen": chosen}
        if chosen is not None:
            before, after = sorted((chosen, version), key=lambda one: one.number)
            found = comparison_of(before, after, to_editors)
            part = page_of_comparison(found, request.GET.get("page", ""))
            query = {"with": wanted} if wanted else {}
            more |= {
                "before": before,
                "after": after,
                "found": found,
                "part": part,
                "at": part.addresses(query),
                "ways": part.leaf.neighbours(**query),
            }
        return edition_page(owner, request, version, "compare", f"Compare {version.title}", **more)

    return view


ROWS = 40
LEAST_SHOWN = 5
"""Sectors with fewer submissions are put together for those who may not know single results."""

NOT_YOURS = "Trying a draft takes the permission to change it."
IMPACT = "admin:assessments_rubricversion_impact"


def impact_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Trying a draft on the past submissions: how far it is, what it found, and the buttons."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        trial = latest_trial(version)
        if request.method == "POST":
            if not owner.has_change_permission(request, version):
                raise PermissionDenied(NOT_YOURS)
            return _act(request, version, trial)
        spec = kept_spec(version)
        more: dict[str, object] = {
            "trial": trial,
            "may_try": owner.has_change_permission(request, version),
            "faults": len(faults(spec)),
            "scored": spec.shows_score,
        }
        if trial is not None:
            more |= _findings(request, trial, spec)
        return edition_page(owner, request, version, "impact", f"Impact of {version.title}", **more)

    return view


def sensitivity_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """How far scores and bands depend on the weights of the dimensions, with the method."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        spec = kept_spec(version)
        count = 0 if version.is_published else len(faults(spec))
        more: dict[str, object] = {"faults": count, "scored": spec.shows_score}
        if spec.shows_score and not count:
            moderates = is_moderator(editor(request))
            more["found"] = sensitivity_of(version, fewest=1 if moderates else LEAST_SHOWN)
        return edition_page(
            owner, request, version, "sensitivity", f"Weights of {version.title}", **more
        )

    return view


def _act(request: HttpRequest, version: RubricVersion, trial: ImpactTrial | None) -> HttpResponse:
    """Starts, presses on or stops; a script is answered with how far it is."""
    action, by = request.POST.get("action", ""), editor(request)
    scripted = "application/json" in request.headers.get("Accept", "")
    try:
        if action == "start":
            trial = trials.start(version=version, by=by)
        elif trial is not None and action == "continue":
            batch = trials.BY_SCRIPT if scripted else trials.BATCH
            trial = trials.advance(trial=trial, by=by, batch=batch)
        elif trial is not None and action == "cancel":
            trial = trials.cancel(trial=trial, by=by)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    if scripted and trial is not None:
        state = {"status": trial.status, "done": trial.done, "total": trial.total}
        return JsonResponse(state)
    return redirect(IMPACT, version.pk)


def _findings(request: HttpRequest, trial: ImpactTrial, spec: RubricSpec) -> dict[str, object]:
    """What the trial found, as far as this person may know it."""
    found = findings_of(trial, spec)
    moderates = is_moderator(editor(request))
    shown: dict[str, object] = {
        "stale": found.stale,
        "stopped": trial.tallies.get("stopped", ""),
        "moderates": moderates,
        "enough": moderates or found.whole.compared >= LEAST_SHOWN,
        "whole": found.whole,
        "sectors": found.sectors if moderates else combined(found.sectors),
        "buckets": histogram(found.whole.steps),
        "moves": found.moves,
        "gates": found.gates,
        "drivers": _drivers(found.tally, found.draft),
    }
    if moderates:
        rows = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
        shown |= {"rows": rows, "outcomes": outcomes(list(rows.object_list), found.draft)}
    return shown


def combined(sectors: Sequence[tuple[str, SectorTally]]) -> list[tuple[str, SectorTally]]:
    """The sectors with those too small put together, so that no single result shows.

    What is put together is itself large enough, or joins the smallest of the others.
    """
    ordered = sorted(sectors, key=lambda one: one[1].compared)
    small: list[tuple[str, SectorTally]] = []
    while ordered and (
        ordered[0][1].compared < LEAST_SHOWN
        or (small and sum(one.compared for _, one in small) < LEAST_SHOWN)
    ):
        small.append(ordered.pop(0))
    large = [one for one in sectors if one not in small]
    pooled = sum((one for _, one in small), SectorTally())
    if pooled.compared < LEAST_SHOWN:
        return large
    return [*large, (", ".join(name for name, _ in small), pooled)]


def _drivers(tally: Tally, spec: RubricSpec) -> list[dict[str, object]]:
    titles = {question.code: question.title for _, question in spec.questions()}
    return [
        {"code": one.code, "title": titles.get(one.code, ""), "mean": one.mean, "size": one.size}
        for one in tally.drivers()
    ]


PAGES = (("compare", compare_view), ("impact", impact_view), ("sensitivity", sensitivity_view))
"""The pages about an edition as a whole, under the names of their addresses."""
