"""The outbox as Django's way of sending, so that every message goes through it, allauth's too."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as DjangoConsole
from django.db import connections, transaction

from assessments.services import outbox

log = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND of the service: writes rows, and wakes the sender once they are committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages are in the outbox now."""
        put = [message for message in email_messages if message.to]
        if put:
            outbox.put(put)
            transaction.on_commit(wake)
        return len(put)


class ConsoleBackend(DjangoConsole):
    """Prints the words alone, so that a link is on a line of its own and can be followed."""

    def write_message(self, message: EmailMessage) -> None:
        rule = "-" * 72
        self.stream.write(
            f"{rule}\nEmail to {', '.join(message.to)}\nSubject: {message.subject}\n\n"
            f"{message.body}\n{rule}\n"
        )


def wake() -> None:
    """Lets what is due be sent, without letting the page that asks wait for it.

    A thread, not the request: how long a mail server takes must neither hold a page up nor tell
    one recipient from another. A thread that is lost with its process loses nothing: the rows
    stay, and `send_mail_queue` finds them.
    """
    if settings.OUTBOX_IN_THREAD:
        _sender.wake()
    else:
        outbox.send_due()


class _Sender:
    """At most one thread of a process, which ends when nothing is due."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._again = self._running = False

    def wake(self) -> None:
        with self._lock:
            self._again = True
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._run, name="outbox").start()

    def _run(self) -> None:
        while self._asked():
            try:
                outbox.send_due()
            except Exception:
                # The rows wait for the next run, which says so again if it has to.
                log.exception("The outbox could not be sent.")
            finally:
                connections.close_all()

    def _asked(self) -> bool:
        """Whether anything came since the last round; if not, the thread is over."""
        with self._lock:
            again, self._again = self._again, False
            self._running = again
            return again


_sender = _Sender()
