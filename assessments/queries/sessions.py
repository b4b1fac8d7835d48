"""Who is signed in, and on which devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import DateTimeField, Exists, F, Field, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from assessments import clock
from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS
from assessments.models import Membership, SignedInDevice, User
from assessments.queries.prepared import Prepared

# The first that is found counts: Edge and Opera call themselves Chrome too, and Chrome Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "a Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as its owner sees it."""

    number: int
    device: str
    since: datetime
    is_this: bool


def sessions_of(user: User, this: str | None) -> list[SignedIn]:
    """Where the user is signed in, the session of the key `this` first. One query."""
    running = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    rows = SignedInDevice.objects.filter(user=user, session_key__in=running)
    found = [
        SignedIn(row.pk, device_of(row.agent), row.since, row.session_key == this) for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_this)


def device_of(agent: str) -> str:
    """What a browser says it is, for people: "Firefox on Windows"."""
    browser = next((word for mark, word in BROWSERS.items() if mark in agent), "A browser")
    system = next((word for mark, word in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser


SECOND_STEPS = ("totp", "webauthn")
"""What can be a second step; recovery codes replace one."""

KNOWN = ("moderates", "edits_rubrics", "belongs", "has_second_step")
"""What the user of a request knows besides their columns: roles, and whether they have any."""


def _confirmed() -> QuerySet[User]:
    """The confirmed users, with what is `KNOWN` of each."""
    groups = User.groups.through._default_manager.filter(user_id=OuterRef("pk"))
    editors = groups.filter(group__name__in=(RUBRIC_EDITORS, RUBRIC_PUBLISHERS))
    memberships = Membership._base_manager.filter(user=OuterRef("pk"))
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    found = (groups.filter(group__name=MODERATORS), editors, memberships, steps)
    return User.objects.confirmed().annotate(
        **{name: Exists(rows) for name, rows in zip(KNOWN, found, strict=True)}
    )


def signed_in(pk: int | str) -> User | None:
    """The confirmed user with what is `KNOWN` of them; `None` where there is none. One query."""
    return _confirmed().filter(pk=pk).first()


def _columns() -> list[Field[object, object]]:
    """The columns of a user that a request needs: no times, which JSON has as text."""
    return [one for one in User._meta.concrete_fields if not isinstance(one, DateTimeField)]


def _running(key: str, now: datetime) -> QuerySet[Session, tuple[str, dict[str, object] | None]]:
    """What the session holds, with its user as JSON."""
    device = SignedInDevice.objects.filter(session_key=OuterRef(OuterRef("session_key")))
    users = _confirmed().filter(pk=Subquery(device.order_by().values("user"))).order_by()
    columns = [column.attname for column in _columns()]
    person = JSONObject(**{name: F(name) for name in (*columns, *KNOWN)})
    return (
        Session.objects.filter(session_key=key, expire_date__gt=now)
        .annotate(person=Subquery(users.values(person=person)))
        .values_list("session_data", "person")
    )


_session = Prepared(_running, "the key", datetime(1, 1, 1, tzinfo=UTC))


def session_with_user(key: str) -> tuple[str, User | None] | None:
    """What the running session of that key holds, and who signed in with it. One query.

    The user is `None` where the session is no person's that `signed_in` would find.
    """
    row = _session.first(key, timezone.now())
    if row is None:
        return None
    data, person = row
    return data, _user_from(person) if person else None


def _user_from(person: dict[str, object]) -> User:
    columns = _columns()
    values = [column.to_python(person[column.attname]) for column in columns]
    user = User.from_db(connection.alias, [column.attname for column in columns], values)
    for name in KNOWN:
        setattr(user, name, bool(person[name]))
    return user
