"""Addresses of the admin, links to them, and what a request says of the page it came from."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.db import models
from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from assessments.admin.part_formsets import MOST_ROWS, page_field
from assessments.models import RubricVersion
from assessments.models.rubric import RubricPart


def link_to(obj: models.Model, text: str = "") -> str:
    """A link to a row's own admin page."""
    return format_html('<a href="{}">{}</a>', address_of(obj), text or str(obj))


def address_of(obj: models.Model) -> str:
    """Where a row's own admin page is."""
    return reverse(f"admin:assessments_{obj._meta.model_name}_change", args=[obj.pk])


def with_query(address: str, more: dict[str, str]) -> str:
    """The address with more in its query."""
    if not more:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


def address_in_table(part: RubricPart) -> str:
    """The page of the row above, at the page of its table that holds this row."""
    above = getattr(part, str(part.parent))
    rows = type(part)._default_manager.filter(**{str(part.parent): above})
    before = Q(position__lt=part.position) | Q(position=part.position, pk__lt=part.pk)  # type: ignore[attr-defined]
    page = rows.filter(before).count() // MOST_ROWS + 1
    parent = type(part)._meta.get_field(part.parent)
    named = str(cast(ForeignKey, parent).remote_field.get_accessor_name())
    return with_query(address_of(above), {page_field(named): str(page)} if page > 1 else {})


def on_same_pages(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to "Save and continue editing", back on the pages of tables that were shown."""
    if "_continue" not in request.POST or not isinstance(response, HttpResponseRedirect):
        return response
    asked = request.GET.items()
    pages = {name: str(value) for name, value in asked if name.endswith(page_field(""))}
    return HttpResponseRedirect(with_query(response.url, pages))


def version_of(obj: Model | None) -> RubricVersion | None:
    """The edition that a row is, or belongs to."""
    if isinstance(obj, RubricPart):
        return obj.version
    return obj if isinstance(obj, RubricVersion) else None


def seen_by(request: HttpRequest) -> int | None:
    """The number of the draft's last state when the page was shown that was posted."""
    given = request.POST.get("last_state", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def list_of(model: str, text: str, **exactly: Model) -> str:
    """A link to the rows that a row has: `list_of("answer", "Answers", assessment=row)`."""
    asked = "&".join(f"{name}__id__exact={row.pk}" for name, row in exactly.items())
    return format_html(
        '<a href="{}?{}">{}</a>', reverse(f"admin:assessments_{model}_changelist"), asked, text
    )
