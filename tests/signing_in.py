"""A session of a person, with the rows that a sign-in by the form leaves and none of its work."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session

from assessments import clock
from assessments.access.backends import SessionStore
from assessments.models import SignedInDevice, User


def session_of(user: User) -> str:
    """The key of a new session in which the person is signed in, by a password only.

    Django's own way there asks the database a dozen times, which a thousand tests wait for.
    """
    now, key, store = clock.now(), uuid4().hex, SessionStore()
    content = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    Session(
        session_key=key, session_data=store.encode(content), expire_date=store.get_expiry_date()
    ).save(force_insert=True)
    SignedInDevice(user=user, session_key=key, agent="", network="", since=now).save(
        force_insert=True
    )
    user.last_login = now
    User.objects.filter(pk=user.pk).update(last_login=now)
    return key
