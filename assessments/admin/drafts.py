"""What the admin pages of rubric rows share: a draft's rows can be changed, a published one's read.

One level of the tree is shown on a page, with a link up and links down, so no page comes near the
limit on the number of fields in a post.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from assessments.admin.edition_codes import vocabulary_of
from assessments.admin.fields import overrides
from assessments.admin.form_classes import code_field, form_class, formset_class
from assessments.admin.layout import Table, names_of, sections
from assessments.admin.links import address_in_table, address_of, on_same_pages, version_of
from assessments.admin.part_forms import DraftForm, PartForm
from assessments.admin.part_formsets import MOST_ROWS, PartFormSet
from assessments.admin.refusals import GivesBack, RefusalsOnThePage
from assessments.admin.soundness import SoundnessPanel
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


def locked(obj: Any, read: Callable[[], Any]) -> Any:
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
    if row is not None:
        row.version = present
    return row


class EditionFilter(admin.SimpleListFilter):
    """Narrows a list to one edition, without reading the editions' long documents."""

    title = "edition"
    parameter_name = EDITION

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = RubricVersion.objects.only("title", "published_at", "retired_at")
        return [(str(version.pk), f"{version.title} ({version.state})") for version in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        if not chosen.isdecimal() or len(chosen) > 18:
            raise IncorrectLookupParameters(f"{chosen} is no edition")
        return queryset.filter(version=int(chosen))


class FrozenWhenPublished(admin.options.BaseModelAdmin):
    """Takes every change away once the edition is published."""

    form = DraftForm
    formfield_overrides = overrides(rows=3)

    def _is_draft(self, obj: Any) -> bool:
        version = version_of(obj)
        return version is None or not version.is_published

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_delete_permission(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Codes of the edition are chosen from what it has: see `DraftForm`."""
        of_codes = code_field(db_field)
        return of_codes or super().formfield_for_dbfield(db_field, request, **kwargs)


class PartInline(FrozenWhenPublished, admin.TabularInline):
    """Rows under a row, each with a link to its own page where it has one.

    Empty rows are added by Django's script, and without it by asking for one (`?rows=level`).
    """

    form = PartForm
    formset = PartFormSet
    template = "admin/assessments/_rows.html"
    formfield_overrides = overrides(rows=2)
    extra = 0
    column_names: ClassVar[dict[str, str]] = {}
    """The heading of a column, where that is not the name of its first field."""

    def has_rows(self, above: Any) -> bool:
        """Whether it is worth asking for rows of that one."""
        return True

    def initial_rows(self, above: Any) -> list[dict[str, Any]]:
        """What the first empty rows begin with."""
        return []

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_add_permission(request, obj)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if request.GET.get("rows") == self.opts.model_name else 0

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        shown = list(self.fields or ())
        return [*shown, "seen"] if self.has_change_permission(request, obj) else shown

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        shown = names_of(self.get_fieldsets(request, obj))
        above: Any = self.parent_model
        return formset_class(
            type(self),
            above,
            tuple(name for name in shown if name not in self.readonly_fields),
            self.get_extra(request, obj),
            self.can_delete and self.has_delete_permission(request, obj),
        )


class DraftAdmin(GivesBack, SoundnessPanel, FrozenWhenPublished, RefusalsOnThePage):
    """A page of an edition: changes are kept as states of the draft, inside one transaction."""

    actions = None

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        def read() -> Any:
            return super(DraftAdmin, self).get_object(request, object_id, from_field)

        return locked(read(), read) if request.method == "POST" else read()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """What makes the form: its class is made once, and gets the edition of each request."""
        may = not change or self.has_change_permission(request, obj)
        shown = names_of(self.get_fieldsets(request, obj)) if may else ()
        names = tuple(name for name in shown if name not in self.readonly_fields)
        draft = version_of(obj) or draft_to_add_to(request)
        more = {"draft": draft} if issubclass(self.form, PartForm) else {}
        edition = vocabulary_of(draft) if draft else None
        model: Any = self.model
        return partial(form_class(type(self), model, names), edition=edition, **more)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        version = version_of(obj)
        about = {
            "draft": version,
            "edition": vocabulary_of(version) if version else None,
            "in_table": True,
            "may_add": inline.has_add_permission(request, obj),
            "may_change": inline.has_change_permission(request, obj),
        }
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and not inline.has_rows(obj):
            given["queryset"] = given["queryset"].none()
        given["initial"] = inline.initial_rows(obj)
        return {**given, "by": request.user, "query": request.GET, "form_kwargs": about}

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> Any:
        """The rows as tables of ours, with what this person may do with them."""
        may = obj is not None and self.has_change_permission(request, obj)
        return [
            Table(
                inline,
                formset,
                inline.get_fieldsets(request, obj),
                {},
                inline.readonly_fields,
                model_admin=self,
                has_add_permission=may and inline.has_add_permission(request, obj),
                has_change_permission=may and inline.has_change_permission(request, obj),
                has_delete_permission=may and inline.has_delete_permission(request, obj),
            )
            for inline, formset in zip(inline_instances, formsets, strict=True)
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *a: Any, **kw: Any) -> Any:
        page = context["adminform"]
        context["sections"] = sections(page.form, page.fieldsets, self, page.readonly_fields)
        return super().render_change_form(request, context, *a, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Who goes on editing stays on the pages of the tables that were shown."""
        return on_same_pages(request, super().response_change(request, obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        row = form.instance
        verb = "Changed" if change else "Added"
        summary = f"{verb} {row._meta.verbose_name} {row}" if version_of(row) is not row else verb
        self.keep(request, row, summary)

    def keep(self, request: HttpRequest, row: Any, summary: str) -> None:
        """Keeps the draft as it is now, for its history."""
        version = version_of(row)
        if version is not None:
            drafts.keep_state(draft=version, by=request.user, summary=summary)  # type: ignore[arg-type]


class PartAdmin(DraftAdmin):
    """A row of an edition. New ones are added from the page above, or to the draft in hand."""

    form = PartForm
    list_filter: ClassVar[tuple[Any, ...]] = (EditionFilter,)
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/assessments/part_change_form.html"
    gone: ClassVar[str] = "Deleted"
    """What the history says of a row that was deleted."""
    above: ClassVar[tuple[str, ...]] = ()
    """The way up, as lookups: what a level says is `("question", "question__dimension")`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("version", *self.above)
        return rows.defer("version__scoring_notes")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
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
        standing_alone = not self.model.parent
        return (
            standing_alone
            and super().has_add_permission(request)
            and draft_to_add_to(request) is not None
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        columns = [field.name for field in self.opts.fields if field.editable]
        above = {"id", "version", self.model.parent}
        kept = [name for name in (*columns, *self.readonly_fields) if name not in above]
        return [*kept, "seen"] if obj and self.has_change_permission(request, obj) else kept

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What hangs on a row is added on its own page, once the row is there."""
        return super().get_inline_instances(request, obj) if obj else []

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        draft = draft_to_add_to(request)
        may = super().has_view_permission(request)
        if draft is None and may and not self.model.parent:
            messages.error(request, NO_DRAFT)
            return redirect(f"admin:assessments_{self.opts.model_name}_changelist")
        title = {"title": f"Add {self.opts.verbose_name} to {draft}"}
        return super().add_view(request, form_url, {**title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *a: Any, **kw: Any) -> Any:
        obj = kw.get("obj")
        context["trail"] = self.trail(obj) if obj else []
        context["edition"] = version_of(obj) or draft_to_add_to(request)
        return super().render_change_form(request, context, *a, **kw)

    def trail(self, part: RubricPart) -> list[tuple[str, str]]:
        """The way up, from the edition down to the row above: addresses and words."""
        rows: list[Any] = [part.version]
        for lookup in reversed(self.above):
            row: Any = part
            for name in lookup.split("__"):
                row = getattr(row, name)
            rows.append(row)
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

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.up(obj))

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """A row that others hang on is not done with yet."""
        return HttpResponseRedirect(address_of(obj) if self.inlines else self.up(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A row goes with everything below it, all of which is named before."""
        gone = [row for part in objs for row in (*rubric_parts.below(part), part)]
        names = [f"{row._meta.verbose_name.capitalize()}: {row}" for row in gone]
        counts: dict[str, int] = {}
        for row in gone:
            name = str(row._meta.verbose_name_plural)
            counts[name] = counts.get(name, 0) + 1
        return [format_html("{}", name) for name in reversed(names)], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.up = self.up(obj)  # type: ignore[attr-defined]
        words = f"{self.gone} {obj._meta.verbose_name} {obj}"
        rubric_parts.delete(part=obj, by=request.user)  # type: ignore[arg-type]
        self.keep(request, obj, words)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        return redirect(request.up)  # type: ignore[attr-defined]
