"""Changes to what guards an account, recorded in the trail from allauth's signals."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from assessments.audit.events import Event
from assessments.audit.trail import record_of_account
from assessments.models import User
from assessments.services import sessions

PASSWORDS = frozenset({Event.ACCOUNT_PASSWORD_CHANGED, Event.ACCOUNT_PASSWORD_RESET})
SESSION_NUMBER = "signed_in_device"
"""Where a session holds the number of its own row."""


def connect() -> None:
    """Listens from now on. Called once, when the app is ready."""
    recorded = {
        account.password_changed: Event.ACCOUNT_PASSWORD_CHANGED,
        account.password_set: Event.ACCOUNT_PASSWORD_CHANGED,
        account.password_reset: Event.ACCOUNT_PASSWORD_RESET,
        mfa.authenticator_added: Event.ACCOUNT_SECOND_STEP_ADDED,
        mfa.authenticator_removed: Event.ACCOUNT_SECOND_STEP_REMOVED,
        mfa.authenticator_reset: Event.ACCOUNT_SECOND_STEP_RENEWED,
    }
    for signal, event in recorded.items():
        signal.connect(_writer(event), weak=False, dispatch_uid=event.value + str(id(signal)))


def _writer(event: Event) -> Callable[..., None]:
    def written(
        sender: object,
        user: User,
        request: HttpRequest | None = None,
        authenticator: Authenticator | None = None,
        **_: object,
    ) -> None:
        step = authenticator.get_type_display() if authenticator else ""
        record_of_account(event, user=user, by=user, **({"step": str(step)} if step else {}))
        if event in PASSWORDS:
            _end_sessions(user, request, changed=event is Event.ACCOUNT_PASSWORD_CHANGED)

    return written


def _end_sessions(user: User, request: HttpRequest | None, *, changed: bool) -> None:
    """A new password ends every session but the one in which it was changed."""
    here = ""
    if changed and request is not None:
        here = request.session.session_key or ""
        sessions.rename(number=request.session.get(SESSION_NUMBER, 0), key=here)
    sessions.end_all(user=user, but=here)
