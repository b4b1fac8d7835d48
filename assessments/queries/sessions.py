"""Reading where somebody is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session

from assessments import clock
from assessments.models import SignedInDevice, User

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
