"""Our own emails: a subject and a text from templates, left in the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from assessments.names import one_line
from assessments.services.outbox import ABOUT

Absolute = Callable[[str], str]
"""Makes a path the full address that an email needs; a page passes `request.build_absolute_uri`."""


def letter(name: str, *, to: str, absolute: Absolute, about: str = "", **said: Any) -> EmailMessage:
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
