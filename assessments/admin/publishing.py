"""Publishing and retiring an edition: what prevents it, what it means, then the service."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from assessments import clock
from assessments.admin.fields import PlainText
from assessments.admin.links import seen_by
from assessments.admin.pages import edition_page
from assessments.admin.refusals import not_saved
from assessments.admin.soundness import panel_of
from assessments.admin.types import View, editor
from assessments.models import RubricVersion
from assessments.queries.drafts import comparison_of, earlier_editions, one_before
from assessments.queries.rubrics import editions, in_use_without, still_to_come
from assessments.queries.uploads import last_state
from assessments.rubric.comparison import Change
from assessments.services import rubrics
from assessments.wording import listed, long_date
from assessments.workflow import Refused

PUBLISH = "assessments.publish_rubricversion"
MOST_NAMED = 8
"""How many questions or parts the page names of those that changed in one way."""
CHANGE_PAGE = "admin:assessments_rubricversion_change"
NOT_YOURS = "Publishing and retiring editions takes the permission to publish rubrics."


class PublishForm(forms.Form):
    """What publishing asks for: a note for respondents, and a day when it is not at once."""

    change_note = PlainText(
        label="What changed, for respondents to read",
        required=False,
        max_length=rubrics.NOTE_MOST,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )
    effective_from = forms.DateField(
        label="First day of use, if not today",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Until then new assessments go on using the edition before.",
        error_messages={"invalid": "Enter a real date, like 2027-04-01."},
    )


def publish_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The page that shows a draft's faults and warnings, with the button when there is no fault."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = _edition(request, pk)
        if request.method == "POST":
            return _publish(owner, request, version)
        if version.is_published:
            messages.info(request, f"{version.title} is already published.")
            return redirect(CHANGE_PAGE, version.pk)
        form = PublishForm(initial={"change_note": version.change_note})
        return _page(
            owner, request, version, form, rubrics.why_not_publish(version, editor(request))
        )

    return view


def _page(
    owner: admin.ModelAdmin[RubricVersion],
    request: HttpRequest,
    version: RubricVersion,
    form: PublishForm,
    why_not: str = "",
) -> HttpResponse:
    return edition_page(
        owner,
        request,
        version,
        "publish",
        f"Publish {version.title}",
        form=form,
        last=last_state(version.pk),
        why_not=why_not,
        panel=panel_of(version),
        **_changes(version),
    )


def retire_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The page that says what retiring an edition means, and asks."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        version = _edition(request, pk)
        if request.method == "POST":
            return _retire(request, version)
        if version.state != "published":
            messages.info(
                request, f"{version.title} is {version.state}: there is nothing to retire."
            )
            return redirect(CHANGE_PAGE, version.pk)
        return edition_page(
            owner,
            request,
            version,
            "retire",
            f"Retire {version.title}",
            after=in_use_without(version),
            later=still_to_come(version).first(),
            waits=not _has_begun(version),
            under_way=version.assessments.filter(status="in_progress").count(),
        )

    return view


def _edition(request: HttpRequest, pk: int) -> RubricVersion:
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied(NOT_YOURS)
    return get_object_or_404(editions(), pk=pk)


def _changes(version: RubricVersion) -> dict[str, object]:
    """In words, what publishing changes for respondents since the edition before."""
    before = one_before(version, earlier_editions(version))
    if before is None:
        return {"before": None}
    found = comparison_of(before, version)
    moved = "share of the score" if found.shares else "weight"
    came, left, altered = (
        [one for one in found.dimensions if one.change is change]
        for change in (Change.ADDED, Change.REMOVED, Change.CHANGED)
    )
    others = [*found.bands, *altered, *found.sectors, *found.others]
    whole = {one.question.code for one in (*found.added, *found.retired)}
    reweighed = [one for one in found.weights if one.dimension and one.code not in whole]
    not_alike = {one.code for one in (*came, *left)}
    dimensions = [one for one in found.dimension_weights if one.code not in not_alike]
    named = (
        ([one.name for one in came], "New dimensions"),
        ([one.name for one in left], "Dimensions that are left out"),
        ([one.question.code for one in found.added], "New questions"),
        ([one.question.code for one in found.retired], "Questions no longer asked"),
        ([one.code for one in found.questions], "Questions with other words, rules or places"),
        ([one.code for one in reweighed], f"Questions with another {moved}"),
        ([one.name for one in dimensions], f"Dimensions with another {moved}"),
        (
            [one.name or one.code for one in others],
            "Other parts that changed, such as bands, sectors and sources",
        ),
    )
    changes = [f"{what}: {_first_of(names)}" for names, what in named if names]
    return {"before": before, "changes": changes}


def _first_of(names: Sequence[str]) -> str:
    """Which they are; of many the first, and how many more."""
    more = len(names) - MOST_NAMED
    return listed(names if more <= 1 else [*names[:MOST_NAMED], f"{more} more"])


def _publish(
    owner: admin.ModelAdmin[RubricVersion], request: HttpRequest, version: RubricVersion
) -> HttpResponse:
    """Publishes; what was typed stays on the page with the reason when that is refused."""
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            published = rubrics.publish(
                version=version,
                by=editor(request),
                seen=seen_by(request),
                **form.cleaned_data,
            )
        except Refused as refusal:
            # The page lists the faults one by one; the first line says what the matter is.
            lines = refusal.reason.splitlines()
            listed_below = bool(panel_of(version).faults)
            at_note = isinstance(refusal, rubrics.NoteRefused) and not listed_below
            said = lines[0] if listed_below else " ".join(lines)
            form.add_error("change_note" if at_note else None, said)
        else:
            messages.success(request, f"{version.title} is published. {_in_use(published)}")
            return redirect(CHANGE_PAGE, version.pk)
    present = editions().filter(pk=version.pk).first()
    if present is None or present.is_published:
        why = " ".join(map(str, form.non_field_errors())) or "It is published already."
        return not_saved(owner.admin_site, request, why)
    return _page(owner, request, present, form)


def _in_use(published: RubricVersion) -> str:
    """From when new assessments use what has just been published."""
    first = published.effective_from
    if first is None or _has_begun(published):
        return "New assessments can use it."
    return f"New assessments use it from {long_date(first)}."


def _has_begun(version: RubricVersion) -> bool:
    first = version.effective_from
    return first is None or first <= clock.today()


def _retire(request: HttpRequest, version: RubricVersion) -> HttpResponse:
    try:
        rubrics.retire(version=version, by=editor(request))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        done = f"{version.title} is retired. New assessments can no longer use it."
        messages.success(request, done)
    return redirect(CHANGE_PAGE, version.pk)
