"""The outbox: messages are rows first, so that nothing is lost when the mail server is away.

A message is written in the transaction of its cause, and leaves after that has committed:
a transaction that is rolled back sends nothing. The sender that is first claims a row by moving
its next try into the future, in one statement that only one of two senders can win. A sender that
is killed between the mail server's yes and the row's `sent` is the only way to a second copy, and
that carries the same Message-ID.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from assessments import clock
from assessments.models import OutgoingMail, User
from assessments.names import one_line

log = logging.getLogger(__name__)

TRIES_MOST = 12
"""With the pauses below, a little more than two days."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
"""Each pause is twice the one before. The first is longer than any one try can take."""

ABOUT = "X-About"
"""A header of the row alone: what the message is about, so that it can be taken back."""

OF_ONE_MESSAGE = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
"""What a mail server answers about one message; after anything else from it, the others wait."""


def put(messages: Iterable[EmailMessage]) -> Sequence[OutgoingMail]:
    """The rows of messages, one for each recipient. Text without HTML gets it, in the same words.

    Raises `ValueError` for what the outbox does not carry: copies, attachments, bare HTML.
    """
    return OutgoingMail.objects.bulk_create([row for message in messages for row in _rows(message)])


def _rows(message: EmailMessage) -> Sequence[OutgoingMail]:
    now, html = clock.now(), _html_of(message)
    return [
        OutgoingMail(
            message_id=_new_id(),
            sender=message.from_email,
            recipient=recipient,
            subject=str(message.subject),
            headers={"Auto-Submitted": "auto-generated", **message.extra_headers},
            text=str(message.body),
            html=html,
            queued=now,
            due=now,
        )
        for recipient in message.to
    ]


def take_back(*, about: str, by: User) -> int:
    """Deletes what has not left of the messages about that, and says how many.

    `by` is whose step makes them pointless; that step is recorded, this is not.
    """
    rows = OutgoingMail.objects.filter(sent=None, **{f"headers__{ABOUT}": about})
    return rows.delete()[0]


def _html_of(message: EmailMessage) -> str:
    given = [(str(each[0]), each[1]) for each in getattr(message, "alternatives", None) or []]
    if message.cc or message.bcc or message.attachments or message.content_subtype != "plain":
        raise ValueError("The outbox carries a text to people in `to`, without attachments.")
    if len(given) > 1 or any(kind != "text/html" for _, kind in given):
        raise ValueError("The only other form of a message that the outbox carries is HTML.")
    return given[0][0] if given else html_of(str(message.subject), str(message.body))


def _new_id() -> str:
    """From the sender's domain: asking for this machine's own name can take seconds."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return make_msgid(domain=domain or "localhost")


def send_due() -> tuple[int, int]:
    """Sends what is due, and says how many messages left and how many failed.

    Stops early where the mail server is out of reach, so that one run costs one waiting time.
    """
    sent = failed = 0
    connection: BaseEmailBackend = get_connection(settings.OUTBOX_BACKEND)
    try:
        while (mail := _claim()) is not None:
            error = _send(mail, connection)
            sent, failed = sent + (error is None), failed + (error is not None)
            if isinstance(error, OSError) and not isinstance(error, OF_ONE_MESSAGE):
                break
    finally:
        _close(connection)
    return sent, failed


def _claim() -> OutgoingMail | None:
    """The next message that is due, with its next try put off: no other sender has it too."""
    while True:
        now = clock.now()
        waiting = OutgoingMail.objects.filter(sent=None, given_up=None, due__lte=now)
        mail = waiting.order_by("due", "pk").first()
        if mail is None:
            return None
        pause = min(FIRST_PAUSE * 2 ** min(mail.tries, TRIES_MOST), LONGEST_PAUSE)
        claimed = waiting.filter(pk=mail.pk, tries=mail.tries)
        if claimed.update(tries=F("tries") + 1, due=now + pause):
            mail.tries += 1
            return mail


def _send(mail: OutgoingMail, connection: BaseEmailBackend) -> Exception | None:
    """Tries once, and writes down what came of it. Returns the error, if there was one."""
    try:
        connection.open()
        connection.send_messages([_message(mail)])
    except Exception as error:  # noqa: BLE001 - any fault is one of this message; the row keeps it
        _failed(mail, error)
        return error
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent=clock.now(), text="", html="", last_error=""
    )
    return None


def _failed(mail: OutgoingMail, error: Exception) -> None:
    said = f"{type(error).__name__}: {_words_of(error)}"[:300]
    stuck = mail.tries >= TRIES_MOST or _is_for_good(error)
    OutgoingMail.objects.filter(pk=mail.pk, sent=None).update(
        last_error=said, given_up=clock.now() if stuck else None
    )
    # Not the recipient: logs are read by more people than the outbox is.
    log.warning("Email %s, try %s: %s%s", mail.pk, mail.tries, said, ". Given up." * stuck)


def _words_of(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
    if isinstance(error, SMTPSenderRefused | SMTPDataError):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _is_for_good(error: Exception) -> bool:
    """Whether the mail server refused the recipient with a code that means never."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {**mail.headers, "Message-ID": mail.message_id}
    headers.pop(ABOUT, None)
    message = EmailMultiAlternatives(
        mail.subject, mail.text, mail.sender, [mail.recipient], headers=headers
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        log.info("The mail server left without a word: %s", error)


@transaction.atomic
def try_again(*, mails: Iterable[OutgoingMail], by: User) -> int:
    """Lets messages that were given up wait for their first try again, and says how many.

    `by` is who asked for it; a message concerns no organisation, so nothing is recorded.
    """
    keys = [mail.pk for mail in mails]
    stuck = OutgoingMail.objects.filter(pk__in=keys, sent=None).exclude(given_up=None)
    return stuck.update(given_up=None, tries=0, due=clock.now())


def delete_before(moment: datetime) -> int:
    """Deletes messages that were sent or given up before the moment, and says how many."""
    over = Q(sent__lt=moment) | Q(given_up__lt=moment)
    return OutgoingMail.objects.filter(over).delete()[0]


Absolute = Callable[[str], str]
"""Makes a path the full address that an email needs; a page passes `request.build_absolute_uri`."""


def letter(
    name: str, *, to: str, absolute: Absolute, about: str = "", **said: object
) -> EmailMessage:
    """The email of that name (`templates/email/<name>.txt` and `<name>_subject.txt`).

    `about` is what `outbox.take_back` knows it by, should there be a reason not to send it.
    """
    said = {**said, "to": to, "site": absolute("/")}
    subject = one_line(render_to_string(f"email/{name}_subject.txt", said))
    text = render_to_string(f"email/{name}.txt", said).strip()
    return EmailMessage(subject, text, to=[to], headers={ABOUT: about} if about else {})


def post(letters: Iterable[EmailMessage]) -> None:
    """Puts the emails into the outbox. Inside a transaction they leave when it commits."""
    get_connection().send_messages(list(letters))


def html_of(subject: str, text: str) -> str:
    """A whole HTML document: an empty line parts paragraphs, and a line that is an address is a
    link. An address inside a sentence is not: it may have been typed as a name.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    lines = [[line.strip() for line in block.strip().splitlines()] for block in blocks]
    return render_to_string("email/base.html", {"subject": subject, "paragraphs": lines})
