"""Sending reminders: one mail a person a day, and each line of it once.

What is due for one person is read, written down and put into the outbox in one transaction, which
begins with the row of that day's mail. Of two runs at the same moment one makes that row and the
other finds it there; a run that is killed leaves neither rows nor mail, and the next begins again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.urls import reverse

from assessments import clock
from assessments.models import Invitation, Reminder, User
from assessments.queries import reminders as queries
from assessments.reminding import Kind, Line, news_in, sections, subject
from assessments.services import invitations
from assessments.services.outbox import letter, post
from assessments.services.own_account import stop_path, unwanted
from assessments.services.people import system_user
from assessments.workflow import Refused

log = logging.getLogger(__name__)


def send() -> tuple[int, int]:
    """Reminds all for whom there is something, and says how many mails were written, and for how
    many people that failed: each is tried by itself.
    """
    today = clock.today()
    by = system_user()
    asked: list[tuple[User | None, str]] = [(user, "") for user in queries.people_to_ask()]
    asked += [(None, address) for address in queries.addresses_to_ask()]
    written = failed = 0
    for user, address in asked:
        try:
            written += _remind(user, address, today, by)
        except DatabaseError:
            raise
        except Exception:
            # Not who it is: logs are read by more people than the outbox is.
            log.exception("The reminders of one person could not be written.")
            failed += 1
    return written, failed


class _Whom(TypedDict):
    user: User | None
    address: str


@transaction.atomic
def _remind(user: User | None, address: str, today: date, by: User) -> bool:
    """Whether a mail was written for that person, or that address."""
    whom: _Whom = {"user": user, "address": address}
    if queries.had_mail(today, **whom):
        return False
    lines = queries.lines_for(user, today) if user else queries.lines_for_address(address, today)
    sent = queries.sent_of([line.thing for line in lines], **whom)
    news = news_in(lines, unwanted=_unwanted(user, address), sent=sent)
    if not news or not _claim(today, whom):
        return False
    ready = [line for line in (_with_link(line, by) for line in news) if line]
    if not ready:
        transaction.set_rollback(True)
        return False
    Reminder.objects.bulk_create(
        [Reminder(**whom, kind=kind, thing=thing, day=day) for kind, thing, day in _keys(ready)]
    )
    post([_letter(user, address, ready)])
    return True


def _unwanted(user: User | None, address: str) -> set[str]:
    """What was refused for an address holds for the account that it has come to have."""
    if user is None:
        return unwanted(address=address)
    of_address = unwanted(address=user.email) & {Kind.INVITATION.value}
    return unwanted(user=user) | of_address


def _claim(today: date, whom: _Whom) -> bool:
    """Whether the mail of the day is ours to write: another run may be at it."""
    return Reminder.objects.get_or_create(**whom, kind=Reminder.MAIL, thing="", day=today)[1]


def _keys(lines: Sequence[Line]) -> list[tuple[str, str, date]]:
    return list(dict.fromkeys(line.key for line in lines))


def _with_link(line: Line, by: User) -> Line | None:
    """The line with its path: an invitation gets a new link. `None` where it cannot have one now,
    and is left for another day.
    """
    if line.renews is None:
        return line
    invitation = Invitation.objects.filter(pk=line.renews).first()
    if invitation is None:
        return None
    try:
        return replace(line, path=invitations.renew(invitation=invitation, by=by))
    except Refused:
        return None


def _letter(user: User | None, address: str, lines: Sequence[Line]) -> EmailMessage:
    shown = sections(lines)
    stop = _absolute(stop_path(user, address))
    message = letter(
        "reminder",
        to=user.email if user else address,
        absolute=_absolute,
        about_what=subject(shown),
        sections=[
            (heading, [(line.said, _absolute(line.path)) for line in found])
            for heading, found in shown
        ],
        choices=_absolute(reverse("account-reminders")) if user else "",
        stop=stop,
    )
    # A mail program may offer to end them with one press, which posts to the address (RFC 8058).
    message.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
