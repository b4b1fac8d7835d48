"""Registration of the app and of its admin."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AssessmentsConfig(AppConfig):
    """The one app: organisations, rubrics, assessments, scores and reports."""

    name = "assessments"
    verbose_name = "Readiness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The checks, and the guard of what is published, register themselves when they are read.
        import_module("assessments.checks")
        import_module("assessments.models.publishing")
        from assessments.forms import typed

        typed.refuse_everywhere()
        # allauth announces what it does to an account by signals.
        from assessments.services import account_trail

        account_trail.connect()


class ReadinessAdminConfig(AdminConfig):
    """Django's admin with our own site: sign-in through the same door as everyone's."""

    default_site = "assessments.admin.site.ReadinessAdminSite"

    def ready(self) -> None:
        super().ready()
        # The rooms register with the site, so they are loaded after it exists.
        rooms = import_module("assessments.admin").ROOMS
        for room in rooms:
            import_module(f"assessments.admin.{room}")
