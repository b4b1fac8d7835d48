"""Who is signed in: asked for every request, by way of the session."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from assessments.models import User


class ConfirmedBackend(AuthenticationBackend):
    """Knows nobody whose address is not confirmed, whatever their session says.

    A password says nothing about whose the address is: anybody could have typed it at sign-up.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The user who may be signed in, or `None`. One query."""
        user = User.objects.confirmed().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
