"""Two editions side by side, for those who make the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from assessments.models import RubricVersion
from assessments.queries.comparing import comparison_of, one_before, siblings
from assessments.queries.rubrics import editions
from assessments.rubric.comparison_pages import page_of_comparison

View = Callable[..., HttpResponse]


def edition_to_read(
    owner: admin.ModelAdmin[RubricVersion], request: HttpRequest, pk: int
) -> RubricVersion:
    """The edition at the address, for somebody who may see editions."""
    version = editions().filter(pk=pk).first()
    if not owner.has_view_permission(request, version):
        raise PermissionDenied("Reading editions here takes the permission to view rubrics.")
    if version is None:
        raise Http404
    return version


def page(
    owner: admin.ModelAdmin[RubricVersion],
    request: HttpRequest,
    version: RubricVersion,
    name: str,
    title: str,
    **more: Any,
) -> HttpResponse:
    """A page about one edition, in the frame of the admin."""
    context = {
        **owner.admin_site.each_context(request),
        "title": title,
        "version": version,
        "opts": owner.opts,
        **more,
    }
    return TemplateResponse(request, f"admin/assessments/rubricversion/{name}.html", context)


def compare_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """The edition beside another of the same rubric: `?with=` names that one by its key.

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
        more: dict[str, Any] = {"others": others, "chosen": chosen}
        if chosen is not None:
            before, after = sorted((chosen, version), key=lambda one: one.number)
            found = comparison_of(before, after)
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
        return page(owner, request, version, "compare", f"Compare {version.title}", **more)

    return view
