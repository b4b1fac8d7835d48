"""Who is signed in: asked for every request, by way of the session."""

from __future__ import annotations

from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.db.models import F, Q
from django.http import HttpRequest

from assessments.models import User
from assessments.names import email_address
from assessments.queries.sessions import session_with_user, signed_in

_at_hand: ContextVar[User | None] = ContextVar("user read with the session", default=None)


class SessionStore(db.SessionStore):
    """Django's own, which reads in the same query who signed in with the session."""

    _user: User | None = None

    def load(self) -> dict[str, object]:
        found = session_with_user(self.session_key or "")
        if found is None:
            self._session_key = None
            return {}
        data, self._user = found
        return self.decode(data)

    def user(self) -> User | None:
        """Who was read with the session. Whether it still signs them in is not decided here."""
        self.get("")  # reads it, unless it has been
        return self._user


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Django's `get_user`, for which the user that was read with the session is not read again."""
    session = request.session
    token = _at_hand.set(session.user() if isinstance(session, SessionStore) else None)
    try:
        found: User | AnonymousUser = get_user(request)
    finally:
        _at_hand.reset(token)
    return found


class ConfirmedBackend(AuthenticationBackend):
    """Finds no user whose address is not confirmed, even one with a session.

    A password does not show whose the address is: a stranger could have typed it at sign-up.
    """

    def get_user(self, user_id: int) -> User | None:
        """The user who may be signed in, with their roles, or `None`. At most one query."""
        user = _at_hand.get()
        if user is None or user.pk != user_id:
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
