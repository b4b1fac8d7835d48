"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

SERVICE_NAME = "Readiness"
SERVICE_PURPOSE = "Digital and AI readiness self-assessment"


def service(request: HttpRequest) -> dict[str, str]:
    """The name and purpose of the service, for titles, header and emails; and where its operator
    gives help, as words and as a link, both empty where the operator has not said.
    """
    contact = settings.SERVICE_CONTACT
    is_page = contact.startswith("https://")
    return {
        "service_name": SERVICE_NAME,
        "service_purpose": SERVICE_PURPOSE,
        "contact": contact.removeprefix("https://").removesuffix("/") if is_page else contact,
        "contact_href": f"mailto:{contact}" if contact and not is_page else contact,
    }
