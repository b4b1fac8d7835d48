"""What gunicorn serves: `gunicorn readiness.wsgi`.

A page may answer without reading what was sent with its request: it is too large, or the sender
has to sign in first. A connection that is closed on unread bytes is reset, and a proxy that is
still sending loses the answer and shows a 502 of its own. So the rest is read once the answer is
out, and thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.handlers.wsgi import LimitedStream
from django.core.wsgi import get_wsgi_application
from django.db import connections

from readiness.databases import limit_statements

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")

# More than any page takes, and than a proxy set up as in docs/deploying.md passes on.
MOST_THROWN_AWAY = 32 * 1_048_576

pages = get_wsgi_application()
# Commands may take longer, so they have no limit.
for alias in connections:
    limit_statements(connections[alias].settings_dict, settings.STATEMENT_SECONDS)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not length.isdigit() or not int(length[:18]):
        return pages(environ, start_response)
    sent = LimitedStream(environ["wsgi.input"], min(int(length[:18]), MOST_THROWN_AWAY))
    environ["wsgi.input"] = sent
    return _ReadingOn(pages(environ, start_response), sent)


class _ReadingOn:
    """An answer whose end is the end of its request as well."""

    def __init__(self, answer: Iterable[bytes], sent: LimitedStream) -> None:
        self.answer = answer
        self.sent = sent

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        close = getattr(self.answer, "close", None)
        if close:
            close()
        with suppress(OSError):
            while self.sent.read(65_536):
                pass
