"""Registration of the app and of its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AssessmentsConfig(AppConfig):
    """The one app: organisations, rubrics, assessments, scores and reports."""

    name = "assessments"
    verbose_name = "Readiness"
    default_auto_field = "django.db.models.BigAutoField"


class ReadinessAdminConfig(AdminConfig):
    """Django's admin with our own site: sign-in through the same door as everyone's."""

    default_site = "assessments.admin.site.ReadinessAdminSite"
