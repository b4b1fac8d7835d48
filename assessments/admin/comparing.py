"""Two editions side by side, for those who make the next one."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse

from assessments.admin.pages import View, edition_page, edition_to_read
from assessments.models import RubricVersion
from assessments.queries.comparing import comparison_of, one_before, siblings
from assessments.rubric.comparison_pages import page_of_comparison


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
        return edition_page(owner, request, version, "compare", f"Compare {version.title}", **more)

    return view
