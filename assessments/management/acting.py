"""Who a command acts as."""

from __future__ import annotations

from assessments.models import User
from assessments.names import email_address
from assessments.services.people import system_user
from assessments.workflow import Refused


def acting_user(email: str | None) -> User:
    """The user of that address, or the service's own account without one.

    Raises `Refused` when nobody who may sign in has the address.
    """
    if email is None:
        return system_user()
    found = User.objects.confirmed().filter(email=email_address(email), is_active=True).first()
    if found is None:
        raise Refused(
            f"Nobody who can sign in has the email address {email}. Somebody new has to follow "
            "the link in their email first."
        )
    return found
