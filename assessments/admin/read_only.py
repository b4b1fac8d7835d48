"""Rows that the programme team may read here and that only services write."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html


def as_document(value: object) -> str:
    """Stored JSON, indented, as a block that wraps. What people wrote in it is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="rd-document">{}</pre>', text)


class ReadOnlyInline(admin.TabularInline):
    """Rows under a row, to read."""

    can_delete = False
    extra = 0
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: the admin shows them to users with any permissions."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    # The site shows what an organisation has to its members only.
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
