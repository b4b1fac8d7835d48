"""The least a browser does, straight into the WSGI handler: no test client in the figures."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler

from assessments.access.backends import SessionStore
from assessments.models import User
from assessments.services import sessions
from tests.outages.serving import TOKEN
from tests.page import Page


@dataclass(frozen=True)
class Answer:
    size: int
    revision: int


class Browser:
    """A person, signed in unless it is `None`; requests go through every middleware."""

    def __init__(self, user: User | None) -> None:
        self.handler = WSGIHandler()
        self.cookie = f"csrftoken={TOKEN}"
        if user is None:
            return
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions.begin(user=user, key=session.session_key or "", agent="", network="")
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={TOKEN}"

    def request(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """The status and the body."""
        status: list[int] = []
        place, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT": "application/json" if method == "POST" else "text/html",
            "HTTP_X_CSRFTOKEN": TOKEN,
            "HTTP_X_REQUESTED_WITH": "fetch",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }
        response = self.handler(environ, lambda line, _: status.append(int(line[:3])))
        content = b"".join(response)
        response.close()  # type: ignore[attr-defined]
        return status[0], content

    def get(self, path: str) -> int:
        """The size of a page in bytes; the page must be there."""
        status, content = self.request("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return len(content)

    def form(self, path: str) -> dict[str, list[str]]:
        """The fields of the page's form, as a browser would post them."""
        return Page(self.request("GET", path)[1].decode()).fields

    def save(self, path: str, fields: dict[str, list[str]]) -> Answer:
        """Posts the form as autosave does, and answers with the new revision of BUD-01."""
        body = urlencode({**fields, "autosave": ["1"]}, doseq=True).encode()
        status, content = self.request("POST", path, body)
        if status != 200:
            raise SystemExit(f"The save answered {status}: {content[:300]!r}")
        revision = json.loads(content)["questions"]["BUD-01"]["revision"]
        return Answer(len(content), revision)
