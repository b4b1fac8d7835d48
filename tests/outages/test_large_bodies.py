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


@pytest.mark.parametrize("path", ["/accounts/login/", "/organisations/wexcombe/evidence/"])
@pytest.mark.parametrize("size", [10_400_000, 10_485_761, 22_000_000])
def test_the_answer_arrives_at_a_sender_that_first_sends_its_whole_body(
    server: Server, path: str, size: int
) -> None:
    """As a proxy does. A page that is not for strangers answers without reading, too."""
    head = f"Host: localhost\r\nContent-Type: text/plain\r\nContent-Length: {size}"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n\r\n".encode() + b"x" * size)
        status = int(connection.makefile("rb").readline().split()[1])
    assert status == 413 if size > 10_485_760 else 300 < status < 500


def test_a_body_in_chunks_is_refused_at_its_first(server: Server) -> None:
    assert " 411 " in answer_to(server, "Transfer-Encoding: chunked", b"5\r\nlogin\r\n")
