"""What is kept for some days only, in words. Pure.

How many days is in the setting `KEEP_DAYS`; `services.retention` deletes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Records of one kind. `since` says, after "days after", from when their days count."""

    noun: str
    what: str
    since: str


PERIODS: Mapping[str, Period] = {
    "sign_ins": Period(
        noun="sign-in event",
        what="Failed sign-ins, and sign-ins on a new device",
        since="they happened",
    ),
    "invitations": Period(
        noun="invitation",
        what="Invitations",
        since="they were accepted or withdrawn or had expired",
    ),
    "report_links": Period(
        noun="link to a report", what="Links to reports", since="they ended or were revoked"
    ),
    "requests": Period(
        noun="request", what="Requests to join an organisation", since="they were decided"
    ),
    "comments": Period(
        noun="comment",
        what="Comments on the questions of an assessment that was submitted or withdrawn",
        since="the last comment of their discussion",
    ),
    "removed_files": Period(
        noun="removed file",
        what="Files that were taken away from evidence, and that no report keeps",
        since="they were removed",
    ),
    "emails": Period(
        noun="email", what="Emails that were sent", since="they were sent or given up"
    ),
    "reminders": Period(
        noun="reminder", what="Which reminders a person was sent", since="they were written"
    ),
}
"""By the key of their days in the setting."""


TYPING = timedelta(minutes=10)
"""Of what one person saves of an answer within such a span of the clock, the last stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A revision of an answer by its key, who saved it, and when."""

    key: int
    answer: int
    person: int
    at: datetime


def typed_over(saves: Iterable[Saved], sent: Sequence[datetime]) -> list[int]:
    """The keys of the revisions that their writer replaced while typing, in the given order.

    `saves` come in the order in which each answer was saved, and `sent` are the moments at which
    the assessment was submitted, in order. What an answer was when it was submitted stays, and so
    does what it is.
    """
    last: dict[tuple[int, int, int, int], int] = {}
    over = []
    for one in saves:
        span = int(one.at.timestamp() // TYPING.total_seconds())
        place = (one.answer, one.person, span, bisect_left(sent, one.at))
        if place in last:
            over.append(last[place])
        last[place] = one.key
    return over
