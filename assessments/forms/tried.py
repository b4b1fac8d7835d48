"""What is answered without an account: in the browser's session on the server, for a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from assessments import clock
from assessments.rubric.definition import Document
from assessments.services import sessions

KEY, ASIDE = "tried", "tried_in"
"""Where a session holds the answers, or the key of the row that does."""
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Tried:
    """Answers to the edition of that key, as an answers document (`rubric.files.answers`).

    `until` is when they go, in seconds since 1970.
    """

    edition: int
    until: float
    document: Document

    @property
    def ends(self) -> datetime:
        return datetime.fromtimestamp(self.until, tz=clock.now().tzinfo)

    @property
    def sector(self) -> str:
        return str(self.document["sector"])

    @property
    def answers(self) -> Document:
        """What was answered, by question code."""
        found: Document = self.document["answers"]
        return found


def tried_in(request: HttpRequest) -> Tried | None:
    """What this browser has tried in the last day, if anything."""
    held = _held(request).get(KEY)
    if held is None:
        return None
    found = Tried(**held)
    if found.ends <= clock.now():
        forget(request)
        return None
    return found


def hold(request: HttpRequest, edition: int, document: Document) -> None:
    """Keeps the answers to that edition. The day counts from the first of them.

    Nothing is kept of nothing, so that a visitor who only looks has no session.
    """
    before = tried_in(request)
    if not document["answers"]:
        forget(request)
        return
    same = before is not None and before.edition == edition
    until = before.until if before and same else (clock.now() + KEPT_FOR).timestamp()
    held = Tried(edition=edition, until=until, document=document)
    if request.user.is_authenticated:
        _set_aside(request, held)
    else:
        request.session[KEY] = asdict(held)
        # The row goes with `clearsessions` even if the browser never comes back.
        request.session.set_expiry(held.ends)


def forget(request: HttpRequest) -> None:
    """Takes the answers away."""
    session = request.session
    if ASIDE in session:
        sessions.end_aside(key=session.pop(ASIDE))
    if session.pop(KEY, None) is not None:
        session.set_expiry(None)
        if not list(session.keys()):
            session.flush()


def signed_in(request: HttpRequest) -> None:
    """Lets the session of a person who has just signed in last as long as any, and the answers in
    it no longer than their day.
    """
    held = request.session.pop(KEY, None)
    if held is not None:
        request.session.set_expiry(None)
        _set_aside(request, Tried(**held))


def _held(request: HttpRequest) -> SessionBase:
    """The session that has the answers: the browser's own, or the row that it names."""
    if ASIDE in request.session:
        return sessions.set_aside_of(request.session[ASIDE])
    return request.session


def _set_aside(request: HttpRequest, held: Tried) -> None:
    """Keeps the answers in a row of their own, which ends with their day and signs no person in.

    A session of a person who is signed in lasts for weeks.
    """
    request.session[ASIDE] = sessions.set_aside(
        key=request.session.get(ASIDE, ""), content={KEY: asdict(held)}, until=held.ends
    )
