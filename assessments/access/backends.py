"""Who is signed in: asked for every request, by way of the session."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import F, Q

from assessments.models import User
from assessments.names import email_address
from assessments.queries.sessions import signed_in


class ConfirmedBackend(AuthenticationBackend):
    """Finds no user whose address is not confirmed, even one with a session.

    A password does not show whose the address is: a stranger could have typed it at sign-up.
    """

    def get_user(self, user_id: object) -> User | None:
        """The user who may be signed in, with their roles, or `None`. One query."""
        user = signed_in(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """One query whether or not an account has the address; allauth asks twice if none has."""
        address = email_address(email)
        theirs = Q(emailaddress__email=address, emailaddress__verified=True) | Q(email=address)
        proven_first = F("emailaddress__verified").desc(nulls_last=True)
        found = User.objects.filter(theirs).order_by(proven_first, "pk").first()
        user: User | None = self._check_password(found, password)
        return user
