"""Changes to what guards an account, written into the trail as allauth tells of them."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator

from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import User

log = logging.getLogger("assessments.account")


def write(event: Event, *, user: User, by: User, **detail: str) -> None:
    """Adds the event about an account to the trail and to the log."""
    record(event, by=by, kind="account", ref=str(user.pk), target=str(user), **detail)
    log.info("%s: account %s, by account %s", event.label, user.pk, by.pk)


def connect() -> None:
    """Listens from now on. Called once, when the app is ready."""
    told = {
        account.password_changed: Event.ACCOUNT_PASSWORD_CHANGED,
        account.password_set: Event.ACCOUNT_PASSWORD_CHANGED,
        account.password_reset: Event.ACCOUNT_PASSWORD_RESET,
        mfa.authenticator_added: Event.ACCOUNT_SECOND_STEP_ADDED,
        mfa.authenticator_removed: Event.ACCOUNT_SECOND_STEP_REMOVED,
        mfa.authenticator_reset: Event.ACCOUNT_SECOND_STEP_RENEWED,
    }
    for signal, event in told.items():
        signal.connect(_writer(event), weak=False, dispatch_uid=event.value + str(id(signal)))


def _writer(event: Event) -> Any:
    def written(
        sender: Any, user: User, authenticator: Authenticator | None = None, **_: Any
    ) -> None:
        step = authenticator.get_type_display() if authenticator else ""
        write(event, user=user, by=user, **({"step": str(step)} if step else {}))

    return written
