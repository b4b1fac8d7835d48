"""What the admin pages of rubric rows share: a draft's rows can be changed, a published one's read.

One level of the tree is shown on a page, with a link up and links down, so no page comes near the
limit on the number of fields in a post.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, cast
from urllib.parse import parse_qs

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.options import IncorrectLookupParameters, InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.admin.edition_codes import vocabulary_of
from assessments.admin.form_classes import form_class
from assessments.admin.layout import sections
from assessments.admin.links import address_in_table, address_of, on_same_pages, version_of
from assessments.admin.part_forms import DraftForm, PartForm
from assessments.admin.part_formsets import MOST_ROWS, PartFormSet
from assessments.admin.refusals import GivesBack, RefusalsOnThePage
from assessments.admin.soundness import panel_of
from assessments.admin.tables import FrozenWhenPublished, PartInline, Table
from assessments.admin.types import Context, Deleted, FieldNames, Fieldsets, editor
from assessments.models import RubricVersion
from assessments.models.rubric import RubricPart
from assessments.services import drafts, rubric_parts

EDITION = "version__id__exact"
"""The name under which a list says which edition it shows."""

NO_DRAFT = "Choose the draft to add to first: open it and follow the link from its page."


def draft_to_add_to(request: HttpRequest) -> RubricVersion | None:
    """The draft that the address names (`?version=3`, or the list it came from), or the only one.

    `None` for any other edition, and when there are several drafts and none is named.
    """
    if not hasattr(request, "rubric_draft"):
        filters = parse_qs(request.GET.get("_changelist_filters", ""))
        named = [request.GET.get("version"), request.GET.get(EDITION), *filters.get(EDITION, [])]
        asked = [name for name in named if name]
        found = RubricVersion.objects.filter(published_at__isnull=True)
        if asked:
            pk = int(asked[0]) if asked[0].isdecimal() and len(asked[0]) < 18 else 0
            found = found.filter(pk=pk)
        choices = list(found[:2])
        request.rubric_draft = choices[0] if len(choices) == 1 else None  # type: ignore[attr-defined]
    return request.rubric_draft  # type: ignore[attr-defined,no-any-return]


def locked(obj: Model | None, read: Callable[[], Model | None]) -> Model | None:
    """The row as it is once its edition is locked for a change; `None` when it is gone.

    `read` reads it again: another person may have changed or removed it while the lock was theirs.
    Whoever publishes takes the same lock, so no change slips in between looking and freezing.
    """
    version = version_of(obj)
    if version is None or not transaction.get_connection().in_atomic_block:
        return obj
    held = RubricVersion.objects.select_for_update().filter(pk=version.pk)
    present = held.first()
    if present is None or isinstance(obj, RubricVersion):
        return present
    row = read()
    if isinstance(row, RubricPart):
        row.version = present
    return row


class EditionFilter(admin.SimpleListFilter):
    """Narrows a list to one edition, without reading the editions' long documents."""

    title = "edition"
    parameter_name = EDITION

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        rows = RubricVersion.objects.only("title", "edition", "published_at", "retired_at")
        return [(str(one.pk), f"{one.title}, edition {one.edition} ({one.state})") for one in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.value()
        if chosen is None:
            return queryset
        if not chosen.isdecimal() or len(chosen) > 18:
            raise IncorrectLookupParameters(f"{chosen} is no edition")
        return queryset.filter(version=int(chosen))


class DraftAdmin(GivesBack, FrozenWhenPublished, RefusalsOnThePage):
    """A page of an edition: changes are kept as states of the draft, inside one transaction."""

    actions = None

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        def read() -> Model | None:
            return super(DraftAdmin, self).get_object(request, object_id, from_field)

        return locked(read(), read) if request.method == "POST" else read()

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> type[DraftForm]:
        """What makes the form: its class is made once, and gets the edition of each request."""
        may = not change or self.has_change_permission(request, obj)
        shown = flatten_fieldsets(self.get_fieldsets(request, obj)) if may else ()
        names = tuple(name for name in shown if name not in self.readonly_fields)
        draft = version_of(obj) or draft_to_add_to(request)
        more = {"draft": draft} if issubclass(self.form, PartForm) else {}
        edition = vocabulary_of(draft) if draft else None
        made = partial(
            form_class(type(self), cast(Hashable, self.model), names), edition=edition, **more
        )
        return cast(type[DraftForm], made)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Model, inline: InlineModelAdmin, prefix: str
    ) -> Context:
        version = version_of(obj)
        about = {
            "draft": version,
            "edition": vocabulary_of(version) if version else None,
            "in_table": True,
            "above": obj,
            "may_add": inline.has_add_permission(request, obj),
            "may_change": inline.has_change_permission(request, obj),
        }
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        assert isinstance(inline, PartInline)  # noqa: S101 - its pages have no other
        if request.method == "GET" and not inline.has_rows(obj):
            given["queryset"] = given["queryset"].none()
        given["initial"] = inline.initial_rows(obj)
        return {**given, "by": request.user, "query": request.GET, "form_kwargs": about}

    def get_inline_formsets(
        self,
        request: HttpRequest,
        formsets: Sequence[PartFormSet],
        inline_instances: Sequence[PartInline],
        obj: Model | None = None,
    ) -> list[Table]:
        """The rows as tables of ours, with what this person may do with them."""
        may = obj is not None and self.has_change_permission(request, obj)
        return [
            inline.table_of(request, formset, obj, may)
            for inline, formset in zip(inline_instances, formsets, strict=True)
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        page = cast(AdminForm, context["adminform"])
        context["sections"] = sections(
            cast(DraftForm, page.form), cast(Fieldsets, page.fieldsets), self, page.readonly_fields
        )
        tables = cast(Sequence[Table], context["inline_admin_formsets"])
        if any(table.opts.names_a_source for table in tables):
            edition = cast(DraftForm, page.form).edition
            context["sources"] = SafeString(
                edition.choices("sources").suggestions if edition else ""
            )
        context |= self.more_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def more_context(self, request: HttpRequest, obj: Model | None) -> Context:
        """What the page of a row says besides the row: what was found in the draft."""
        version = version_of(obj)
        if version is None or version.is_published:
            return {}
        return {"soundness": panel_of(version, obj if isinstance(obj, RubricPart) else None)}

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        """Who goes on editing stays on the pages of the tables that were shown."""
        return on_same_pages(request, super().response_change(request, obj))

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseInlineFormSet],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        row = form.instance
        verb = "Changed" if change else "Added"
        own = version_of(row) is row
        what = "the edition’s own page" if own else f"{row._meta.verbose_name} {row}"
        self.keep(request, row, f"{verb} {what}")

    def keep(self, request: HttpRequest, row: Model, summary: str) -> None:
        """Keeps the draft as it is now, for its history."""
        version = version_of(row)
        if version is not None:
            drafts.keep_state(draft=version, by=editor(request), summary=summary)


class PartAdmin(DraftAdmin):
    """A row of an edition. New ones are added from the page above, or to the draft in hand."""

    form = PartForm
    list_filter: ClassVar[tuple[str | type[admin.ListFilter], ...]] = (EditionFilter,)
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/assessments/part_change_form.html"
    gone: ClassVar[str] = "Deleted"
    """What the history says of a row that was deleted."""
    above: ClassVar[tuple[str, ...]] = ()
    """The way up, as lookups: what a level says is `("question", "question__dimension")`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows = super().get_queryset(request).select_related("version", *self.above)
        return rows.defer("version__scoring_notes")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """One instance for each edition on the list, which then reads its weights once."""
        shown = super().get_changelist_instance(request)
        editions: dict[int, RubricVersion] = {}
        for row in shown.result_list:
            row.version = editions.setdefault(row.version_id, row.version)
        return shown

    @admin.display(ordering="version_id")
    def edition(self, part: RubricPart) -> str:
        """The edition in a few letters, for lists."""
        return f"{part.version.edition} ({part.version.state})"

    def has_add_permission(self, request: HttpRequest) -> bool:
        is_at_the_top = not self.model.parent
        return (
            is_at_the_top
            and super().has_add_permission(request)
            and draft_to_add_to(request) is not None
        )

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> FieldNames:
        kept = tuple(self.columns(with_notes=obj is not None))
        return (*kept, "seen") if obj and self.has_change_permission(request, obj) else kept

    def get_inline_instances(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[admin.options.InlineModelAdmin]:
        """What hangs on a row is added on its own page, once the row is there."""
        return super().get_inline_instances(request, obj) if obj else []

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        draft = draft_to_add_to(request)
        may = super().has_view_permission(request)
        if draft is None and may and not self.model.parent:
            messages.error(request, NO_DRAFT)
            return redirect(f"admin:assessments_{self.opts.model_name}_changelist")
        title = {"title": f"Add {self.opts.verbose_name} to {draft}"}
        return super().add_view(request, form_url, {**title, **(extra_context or {})})

    def more_context(self, request: HttpRequest, obj: Model | None) -> Context:
        return {
            **super().more_context(request, obj),
            "trail": self.trail(obj) if isinstance(obj, RubricPart) else [],
            "edition": version_of(obj) or draft_to_add_to(request),
        }

    def trail(self, part: RubricPart) -> list[tuple[str, str]]:
        """The way up, from the edition down to the row above: addresses and words."""
        rows: list[Any] = [part.version]
        for lookup in reversed(self.above):
            rows.append(attrgetter(lookup.replace("__", "."))(part))
        addresses = [address_of(row) for row in rows]
        if part.parent:
            siblings = vocabulary_of(part.version).rows(rows[-1].code, f"{self.opts.model_name}s")
            if siblings is None or siblings > MOST_ROWS:
                addresses[-1] = self.up(part)
        return list(zip(addresses, map(str, rows), strict=True))

    def up(self, part: RubricPart) -> str:
        """Where to go when the page is done with: the row above, or the list of the edition."""
        if part.parent:
            return address_in_table(part)
        listed = reverse(f"admin:assessments_{self.opts.model_name}_changelist")
        return f"{listed}?{EDITION}={part.version_id}"

    def response_post_save_change(
        self, request: HttpRequest, obj: RubricPart
    ) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.up(obj))

    def response_post_save_add(self, request: HttpRequest, obj: RubricPart) -> HttpResponseRedirect:
        """A row that others hang on is not done with yet."""
        return HttpResponseRedirect(address_of(obj) if self.inlines else self.up(obj))

    def get_deleted_objects(self, objs: Iterable[RubricPart], request: HttpRequest) -> Deleted:
        """A row goes with everything below it, all of which is named before."""
        gone = [row for part in objs for row in (*rubric_parts.below(part), part)]
        names = [f"{str(row._meta.verbose_name).capitalize()}: {row}" for row in gone]
        counts: dict[str, int] = {}
        for row in gone:
            name = str(row._meta.verbose_name_plural)
            counts[name] = counts.get(name, 0) + 1
        return [format_html("{}", name) for name in reversed(names)], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: RubricPart) -> None:
        request.up = self.up(obj)  # type: ignore[attr-defined]
        words = f"{self.gone} {obj._meta.verbose_name} {obj}"
        rubric_parts.delete(part=obj, by=editor(request))
        self.keep(request, obj, words)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        return redirect(request.up)  # type: ignore[attr-defined]
