"""Keeps the links that let people in out of the logs.

A reader of a log must not be able to follow a link from an email. gunicorn's access log uses
`MaskingLogger` (see gunicorn.conf.py), and what Django and we log goes through `MaskTokens`. The
log of a proxy has to do the same: docs/deploying.md shows how for nginx.
"""

import logging
import re

from gunicorn.glogging import Logger

SECRET_ADDRESSES = (
    "/account/open/",
    "/account/email/",
    "/accounts/confirm-email/",
    "/accounts/password/reset/key/",
    "/invitations/",
    "/reminders/stop/",
    "/shared/",
)
"""Where an address goes on with a token. A test compares them with the address book."""

MASKED = "[token]"
# At the beginning of an address only: `/organisations/x/invitations/7/` has no token.
_SECRET = re.compile(
    r"(?P<before>(?<![\w.~/-])|(?<=://)[^\s/\"']+)"
    rf"(?P<prefix>{'|'.join(map(re.escape, SECRET_ADDRESSES))})[^\s/?\"'<>#]+"
)


def masked(text: str) -> str:
    """The text with every token of a secret address taken out."""
    return _SECRET.sub(rf"\g<before>\g<prefix>{MASKED}", text)


class MaskTokens(logging.Filter):
    """Masks tokens in a record, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


class MaskingLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger, with the request's address and the one that it came from masked."""

    def atoms(self, *args: object, **kwargs: object) -> dict[str, object]:
        """What a line of the access log is made from."""
        found: dict[str, object] = super().atoms(*args, **kwargs)
        return {
            name: masked(value) if isinstance(value, str) else value
            for name, value in found.items()
        }
