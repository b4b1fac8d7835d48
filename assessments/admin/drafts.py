"""What the admin pages of rubric rows share: a draft's rows can be changed, a published one's read.

One level of the tree stands on a page, with a link up and links down, so no page comes near the
limit on the number of fields in a post.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from assessments.models import RubricVersion
from assessments.models.rubric import RubricPart


def draft_named_in(request: HttpRequest) -> RubricVersion | None:
    """The draft that the address asks to add to (`?version=3`); `None` for any other edition."""
    named = request.GET.get("version", "")
    if not named.isdecimal() or len(named) > 18:
        return None
    return RubricVersion.objects.filter(pk=int(named), published_at__isnull=True).first()


def version_of(obj: Any) -> RubricVersion | None:
    """The edition that a row is, or belongs to."""
    return obj if isinstance(obj, RubricVersion) or obj is None else obj.version


def link_to(obj: models.Model, text: str = "") -> str:
    """A link to a row's own admin page."""
    address = reverse(f"admin:assessments_{obj._meta.model_name}_change", args=[obj.pk])
    return format_html('<a href="{}">{}</a>', address, text or str(obj))


class PartForm(forms.ModelForm):
    """Checks what is unique in an edition, although the edition itself is no field of the form."""

    draft: RubricVersion | None = None

    def clean(self) -> dict[str, Any] | None:
        parent = type(self.instance).parent
        above = getattr(self.instance, parent, None) if parent else None
        if above is not None:
            self.instance.version_id = above.version_id
        elif self.draft is not None:
            self.instance.version = self.draft
        return super().clean()

    def _get_validation_exclusions(self) -> set[str]:
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        if getattr(self.instance, "version_id", None):
            exclude -= {"version"}
        return exclude


class FrozenWhenPublished(admin.options.BaseModelAdmin):
    """Takes every change away once the edition is published."""

    def _is_draft(self, obj: Any) -> bool:
        version = version_of(obj)
        return version is None or not version.is_published

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_delete_permission(request, obj)


class PartInline(FrozenWhenPublished, admin.TabularInline):
    """Rows under a row, each with a link to its own page where it has one."""

    form = PartForm
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_add_permission(request, obj)


class PartAdmin(FrozenWhenPublished, admin.ModelAdmin):
    """A row of an edition. New ones are added from the page above, or from the draft's own page."""

    form = PartForm
    list_filter: ClassVar[Any] = [("version", admin.RelatedOnlyFieldListFilter)]
    list_select_related: ClassVar[Any] = ("version",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        standing_alone = not self.model.parent
        draft = draft_named_in(request) if standing_alone else None
        return draft is not None and super().has_add_permission(request)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"draft": None if obj else draft_named_in(request)})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("above", *super().get_readonly_fields(request, obj)) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = [name for name in super().get_fields(request, obj) if name != "above"]
        hidden = {"version", self.model.parent}
        kept = [str(name) for name in fields if name not in hidden]
        return ["above", *kept] if obj else kept

    @admin.display(description="belongs to")
    def above(self, part: RubricPart) -> str:
        """The way up: the row that this one hangs on, and the edition."""
        parent = getattr(part, part.parent) if part.parent else None
        edition = link_to(part.version)
        return format_html("{} › {}", edition, link_to(parent)) if parent else edition
