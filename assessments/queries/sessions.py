"""Who is signed in, and on which devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from assessments import clock
from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS
from assessments.models import Membership, SignedInDevice, User

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
"""What can be a second step; recovery codes stand in for one."""


def signed_in(pk: object) -> User | None:
    """The confirmed user with `moderates`, `edits_rubrics`, `belongs` (to an organisation) and
    `has_second_step` as they are; `None` where there is none.
    """
    groups = User.groups.through._default_manager.filter(user_id=OuterRef("pk"))
    editors = groups.filter(group__name__in=(RUBRIC_EDITORS, RUBRIC_PUBLISHERS))
    memberships = Membership._base_manager.filter(user=OuterRef("pk"))
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    # The type checker takes the attributes that stand in for them elsewhere for the same names.
    confirmed: Any = User.objects.confirmed()
    found = confirmed.annotate(
        moderates=Exists(groups.filter(group__name=MODERATORS)),
        edits_rubrics=Exists(editors),
        belongs=Exists(memberships),
        has_second_step=Exists(steps),
    )
    user: User | None = found.filter(pk=pk).first()
    return user
