"""Lists that grow with the service: a window of pages, searched by what an index finds.

Django's own list counts every row, skips to a page, sorts by any column and looks for a word inside
every text; each of those reads whole tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from assessments.admin.trail import LedToTheTrail
from assessments.models import Assessment, Organisation, Submission, User
from assessments.queries.windows import Window, after, looked_up
from assessments.wording import listed

BEFORE = "before"
MOST_KEYS, MANY_KEYS = 500, 5_000
KNOWN_BY: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Assessment: ("an assessment's reference", ("reference",)),
    Submission: ("a submission's reference or code", ("reference", "code")),
    Organisation: (
        "an organisation's name or the beginning of it, its official code or its address",
        ("name__istartswith", "official_code", "slug"),
    ),
    User: (
        "a person's name, or the beginning of their email address",
        ("name", "email__startswith"),
    ),
}
"""By which fields a row is found that others name, and in words."""


def known_by(model: type[Model], term: str) -> Q:
    """Which rows are known by that term."""
    found = Q()
    for field in KNOWN_BY[model][1]:
        found |= Q(**{field: term.lower() if field == "email__startswith" else term})
    return found


def keys_of(request: HttpRequest, model: type[Model], term: str) -> list[int]:
    """The keys of the rows that are known by that term; see `_keys`."""
    return _keys(request, model._base_manager.filter(known_by(model, term)), term)


def _keys(request: HttpRequest, rows: QuerySet[Model], term: str) -> list[int]:
    """The keys of these rows. Of more than `MOST_KEYS` the newest, and the page says so."""
    keys = rows.values_list("pk", flat=True)
    # Without an order an index finds a few; of many the newest are soon met from the end.
    found = sorted(keys.order_by()[:MANY_KEYS], reverse=True)
    if len(found) == MANY_KEYS:
        found = list(keys.order_by("-pk")[: MOST_KEYS + 1])
    if len(found) > MOST_KEYS:
        many = f"More than {MOST_KEYS} {rows.model._meta.verbose_name_plural} fit “{term}”"
        messages.warning(request, f"{many}, so only the newest were looked for. Type more of it.")
    return found[:MOST_KEYS]


class LongList(ChangeList):
    """A window of pages in the list's own order, from its beginning or from after a row."""

    before = ""

    def get_filters_params(self, params: dict[str, object] | None = None) -> dict[str, list[str]]:
        found = super().get_filters_params(params)
        self.before = (found.pop(BEFORE, None) or [""])[-1]
        return found

    def get_ordering(
        self, request: HttpRequest, queryset: QuerySet[Model]
    ) -> list[str | Combinable]:
        """The list's own, no matter what an address asks for."""
        self.params.pop(ORDER_VAR, None)
        return [*super().get_ordering(request, queryset)]

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Model]:
        # Django asks for it only where the admin has joined nothing for the page of a row.
        rows = self.apply_select_related(super().get_queryset(request, exclude_parameters))
        return (
            after(rows, [*map(str, self.get_ordering(request, rows))], self.before)
            if self.before
            else rows
        )

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            # Django takes the list itself then.
            self.result_list = self.paginator.page(1).object_list

    def apply_select_related(self, qs: QuerySet[Model]) -> QuerySet[Model]:
        """What the list shows, where it says so, and not all that the page of a row does."""
        shown = self.list_select_related
        if isinstance(shown, bool):
            return qs
        return qs.select_related(None).select_related(*shown) if shown else qs.select_related(None)

    def get_query_string(
        self, new_params: dict[str, object] | None = None, remove: Iterable[str] | None = None
    ) -> str:
        """Another filter or search begins at the beginning."""
        stays = PAGE_VAR in (new_params or {}) or BEFORE in (new_params or {})
        return super().get_query_string(new_params, [*(remove or ()), *(() if stays else [BEFORE])])

    @property
    def goes_on(self) -> bool:
        """Whether rows follow that are on no page of this window."""
        return self.paginator.more

    @property
    def older(self) -> str:
        """Leads to the window after this one, from its last page."""
        if not self.goes_on or self.page_num < self.paginator.num_pages:
            return ""
        rows = self.result_list
        return self.get_query_string({BEFORE: rows[len(rows) - 1].pk}, remove=[PAGE_VAR])

    @property
    def newest(self) -> str:
        """Leads to the first window, from another one."""
        return self.get_query_string() if self.before else ""


class LongListAdmin(LedToTheTrail):
    """A list of many rows.

    `search_fields` are fields of the row, looked up whole, and ways to rows that `KNOWN_BY` says
    how to find: `pk` is the row itself. `ordering` has an index. There is no date hierarchy,
    and no filter that asks the table which values there are.
    """

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    paginator = Window

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return LongList

    @property
    def search_help_text(self) -> str:  # type: ignore[override]
        words = []
        for name in self.search_fields:
            model = _related(self.model, name)
            field = None if model else self.model._meta.get_field(name)
            words.append(KNOWN_BY[model][0] if model else f"the whole {field.verbose_name}")  # type: ignore[union-attr]
        return f"Finds {listed(list(dict.fromkeys(words)), 'or')}." if words else ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        return looked_up(queryset.filter(self.found_by(request, term))), False

    def found_by(self, request: HttpRequest, term: str) -> Q:
        """Which rows are found by a term. Rows that others name are looked up first, by key."""
        found = Q(pk__in=())
        for name in self.search_fields:
            model = _related(self.model, name)
            if model is None:
                found |= Q(**{name: term})
            elif keys := keys_of(request, model, term):
                named = Q(**{f"{name}__in": keys})
                if "__" in name:
                    named = Q(pk__in=_keys(request, self.model._base_manager.filter(named), term))
                found |= named
        return found


def _related(model: type[Model], path: str) -> type[Model] | None:
    """The model that a path of relations leads to, `pk` to the row's own; `None` for a field."""
    for name in path.split("__") if path != "pk" else ():
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            return None
        model = related
    return model
