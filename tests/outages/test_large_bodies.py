"""A body that is too large, sent to the server as it runs: refused before it is there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outages.serving import PATIENCE, Server, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("no-database")
    with served(f"sqlite:///{folder / 'empty.sqlite3'}") as started:
        yield started


def answer_to(server: Server, head: str, body: bytes = b"") -> str:
    """The first line of the answer to a request of which no more than this is ever sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        request = f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n"
        connection.sendall(request.encode() + body)
        return connection.makefile("rb").readline().decode().strip()


@pytest.mark.parametrize("size", [10_485_761, 50_000_000_000])
def test_a_body_over_the_limit_is_refused_before_any_of_it_was_sent(
    server: Server, size: int
) -> None:
    head = f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {size}"
    assert " 413 " in answer_to(server, head)


def test_a_body_in_chunks_is_refused_at_its_first(server: Server) -> None:
    assert " 411 " in answer_to(server, "Transfer-Encoding: chunked", b"5\r\nlogin\r\n")
