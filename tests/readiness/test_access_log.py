"""No log holds a link that signs a person in."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from readiness.access_log import MASKED, SECRET_ADDRESSES, MaskTokens, masked

ROOT = Path(__file__).parent.parent.parent
TOKEN = "planted-SECRET_token.x:1u"  # noqa: S105 - planted


@pytest.mark.parametrize("prefix", SECRET_ADDRESSES)
def test_a_token_is_masked_in_every_part_of_a_line(prefix: str) -> None:
    path = f"{prefix}{TOKEN}/more/?next=/"
    for text in (
        f"GET {path} HTTP/1.1",
        path,
        f"https://readiness.example.org{path}",
        f'"{path}"',
        f"Not Found: {path}",
    ):
        assert TOKEN not in masked(text), text
        assert masked(text) == text.replace(TOKEN, MASKED)


@pytest.mark.parametrize(
    "text",
    [
        "GET /organisations/wexcombe/invitations/7/ HTTP/1.1",
        "GET /account/ HTTP/1.1",
        "GET /account/email/ HTTP/1.1",
        "/invitations/",
    ],
)
def test_an_address_without_a_token_stays(text: str) -> None:
    assert masked(text) == text


def tokens_in(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    """Every address that goes on with a token or a key that signs in: what is before it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from tokens_in(pattern.url_patterns, route)
        elif re.search(r"<str:(token|key)>|<(token|key)>|<uidb36>", route):
            yield re.split(r"<|\(\?P<", route)[0]


def unmasked(patterns: list[Any]) -> set[str]:
    return {found for found in tokens_in(patterns) if not found.startswith(SECRET_ADDRESSES)}


def test_every_address_with_a_token_is_masked() -> None:
    found = set(tokens_in(get_resolver().url_patterns))
    assert {"/account/open/", "/accounts/password/reset/key/"} <= found
    assert unmasked(get_resolver().url_patterns) == set()


def test_an_address_missing_from_the_list_is_found() -> None:
    from django.urls import path

    planted = path("let-me-in/<str:token>/", lambda request: None)
    assert unmasked([planted]) == {"/let-me-in/"}


def test_a_record_is_masked_with_its_arguments_and_traceback() -> None:
    try:
        raise ValueError(f"/account/open/{TOKEN}/")
    except ValueError:
        failed = sys.exc_info()
    record = logging.LogRecord(
        "x", logging.ERROR, "x", 1, "Fault at %s", (f"/account/open/{TOKEN}/",), failed
    )
    assert MaskTokens().filter(record)
    written = logging.Formatter().format(record)
    assert TOKEN not in written and f"Fault at /account/open/{MASKED}/" in written


def test_gunicorn_writes_no_token(tmp_path: Path) -> None:
    """As docs/deploying.md starts it: the configuration in the project's folder is read."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "planted.py").write_text(
        "def application(environ, start):\n    start('200 OK', [])\n    return [b'']\n"
    )
    command = [sys.executable, "-m", "gunicorn", "planted:application", "--access-logfile", "-"]
    command += ["--bind", f"127.0.0.1:{port}", "--pythonpath", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ}
    ) as server:
        try:
            request = urllib.request.Request(  # noqa: S310 - this machine
                f"http://127.0.0.1:{port}/account/open/{TOKEN}/",
                headers={"Referer": f"http://127.0.0.1:{port}/invitations/{TOKEN}/"},
            )
            for _ in range(100):
                try:
                    urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
                    break
                except OSError:
                    time.sleep(0.1)
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.stdout is not None
            written = server.stdout.read().decode()
    assert f"/account/open/{MASKED}/" in written and f"/invitations/{MASKED}/" in written
    assert TOKEN not in written


def test_the_example_for_nginx_masks_the_same_addresses() -> None:
    text = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    for prefix in SECRET_ADDRESSES:
        assert prefix in text, prefix
