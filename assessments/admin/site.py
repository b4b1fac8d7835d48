"""The admin site: the same sign-in as everyone, an index grouped by noun."""

from __future__ import annotations

from django.contrib import admin


class ReadinessAdminSite(admin.AdminSite):
    site_header = "Readiness administration"
    site_title = "Readiness administration"
    index_title = "What would you like to look after?"
