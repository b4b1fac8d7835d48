"""The admin site: the same sign-in as everyone, an index grouped by noun."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

GROUPS: dict[str, tuple[str, ...]] = {
    "Rubrics": ("Rubric", "RubricVersion", "Dimension", "Question", "Level"),
    "Vocabulary of a rubric": (
        "Band",
        "Sector",
        "OwnerRole",
        "Effort",
        "Source",
        "ContextFigure",
        "Comparator",
        "Term",
    ),
    "Organisations and people": ("Organisation", "Membership", "User", "Group"),
    "Assessments": ("Assessment", "Answer", "Submission", "ScoreSnapshot"),
    "Trail": ("AuditEvent",),
}
"""Headings of the index, and the models under each; a model that is in none comes last."""


class ReadinessAdminSite(admin.AdminSite):
    """Django's admin, entered through the one sign-in page with its limits and second step."""

    site_header = "Readiness administration"
    site_title = "Readiness administration"
    index_title = "What would you like to look after?"
    site_url = "/"
    enable_nav_sidebar = False

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sends people to the sign-in page of the product, and those without leave away."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            return redirect("home")
        wanted = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models under our headings instead of under Django's apps."""
        models = {
            model["object_name"]: model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        grouped = [
            {
                "name": heading,
                "app_label": "assessments",
                "app_url": "",
                "has_module_perms": True,
                "models": [models.pop(name) for name in names if name in models],
            }
            for heading, names in GROUPS.items()
        ]
        if models:
            grouped.append({**grouped[-1], "name": "Other", "models": list(models.values())})
        return [group for group in grouped if group["models"]]
