"""The admin site: the same sign-in as everyone, an index grouped by noun."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from assessments.access.doors import SecondStepNeeded, waits_for_second_step

if TYPE_CHECKING:
    # Models may be imported only after Django has loaded this site.
    from assessments.admin.types import Context, View
    from assessments.models import User

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
        "Framework",
        "Contradiction",
        "ScaleLevel",
        "Term",
    ),
    "Organisations and people": (
        "Organisation",
        "Membership",
        "Invitation",
        "JoinRequest",
        "Deputy",
        "Evidence",
        "Attachment",
        "PlannedAction",
        "Scenario",
        "User",
        "Group",
        "EmailAddress",
        "Authenticator",
    ),
    "Assessments": (
        "Assessment",
        "Answer",
        "AnswerRevision",
        "Assignment",
        "SuggestedAnswer",
        "ContradictionReason",
        "Review",
        "Submission",
        "ScoreSnapshot",
    ),
    "Trail": ("AuditEvent", "SignInEvent", "OutgoingMail", "Reminder"),
}
"""Headings of the index, and the models under each; a model that is in none comes last."""

NOT_FOR_YOU = (
    "Your account cannot open the administration pages. "
    "If your work needs them, ask the people who run this service."
)


class ReadinessAdminSite(admin.AdminSite):
    """Django's admin, entered through the one sign-in page with its limits and second step."""

    site_header = "Readiness administration"
    site_title = "Readiness administration"
    index_title = "What would you like to look after?"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff who have used a second step, where one is needed."""
        return super().has_permission(request) and not self._waits(request)

    def _waits(self, request: HttpRequest) -> bool:
        """Whether a member of staff asks before they used a second step."""
        return super().has_permission(request) and waits_for_second_step(cast("User", request.user))

    def admin_view(  # type: ignore[override]
        self, view: View, cacheable: bool = False
    ) -> View:
        """Every page of the admin is wrapped in this, so none opens without the second step."""
        guarded = super().admin_view(view, cacheable)

        def led(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.path != reverse("admin:logout") and self._waits(request):
                raise SecondStepNeeded
            return guarded(request, *args, **kwargs)

        return update_wrapper(led, guarded)

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        """Sends people to the sign-in page of the product, and those without leave away."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if self._waits(request):
            raise SecondStepNeeded
        if request.user.is_authenticated:
            messages.error(request, NOT_FOR_YOU)
            return redirect("home")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Context | None = None
    ) -> HttpResponse:
        """The product's own sign-out; its button is kept pressed."""
        return redirect("account_logout", preserve_request=True)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Context | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: Context | None = None) -> TemplateResponse:
        """Begins with the editors' work, and with emails that could not be sent."""
        # Models may be imported only after Django has loaded this site.
        from assessments.queries.outbox import stuck_mails
        from assessments.queries.rubrics import drafts_in_progress, editions_to_follow

        may = request.user.has_perm
        extra = {
            "stuck_mails": stuck_mails() if may("assessments.view_outgoingmail") else 0,
            "drafts": drafts_in_progress() if may("assessments.view_rubricversion") else (),
            "to_follow": editions_to_follow() if may("assessments.change_rubricversion") else (),
        }
        return super().index(request, {**(extra_context or {}), **extra})

    def each_context(self, request: HttpRequest) -> Context:
        """What every page of the admin shows: without the list of models, which only one does.

        The front page leads an editor back here, so the site begins with the rubrics.
        """
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/" if request.user.is_superuser else reverse("rubric-list"),
            "has_permission": self.has_permission(request),
            "available_apps": (),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
        }

    def app_index(  # type: ignore[override]
        self, request: HttpRequest, app_label: str, extra_context: Context | None = None
    ) -> HttpResponse:
        """There is one index: the apps of the code are nothing to people."""
        return redirect("admin:index")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Context]:
        """The models under our headings instead of under Django's apps."""
        models = {
            model["object_name"]: model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        grouped = [
            _group(heading, [models.pop(name) for name in names if name in models])
            for heading, names in GROUPS.items()
        ]
        grouped.append(_group("Other", list(models.values())))
        return [group for group in grouped if group["models"]]


def _group(heading: str, models: list[Context]) -> Context:
    return {
        "name": heading,
        "app_label": "assessments",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": models,
    }
