"""What every page knows."""

from __future__ import annotations

from django.http import HttpRequest

SERVICE_NAME = "Readiness"
SERVICE_PURPOSE = "Digital and AI readiness self-assessment"


def service(request: HttpRequest) -> dict[str, str]:
    """The name and purpose of the service, for titles, header and emails."""
    return {"service_name": SERVICE_NAME, "service_purpose": SERVICE_PURPOSE}
