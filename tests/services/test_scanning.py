"""What clamd is asked about a file, and what is made of its answer."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from assessments.services.attachments import scan, scans
from assessments.workflow import Scan

Clamd = Callable[..., list[bytes]]


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[Clamd]:
    """Listens once, gives the answer, and keeps what it was sent."""
    settings.CLAMAV_SOCKET = str(tmp_path / "clamd")
    threads: list[Thread] = []

    def listening(answer: bytes, *, most: int = 10**9) -> list[bytes]:
        server = socket.socket(socket.AF_UNIX)
        server.bind(settings.CLAMAV_SOCKET)
        server.listen()
        received: list[bytes] = []

        def serve() -> None:
            connection, _ = server.accept()
            with server, connection:
                while not b"".join(received).endswith(bytes(4)) and len(received) < most:
                    received.append(connection.recv(65_536))
                connection.sendall(answer)

        threads.append(Thread(target=serve, daemon=True))
        threads[-1].start()
        return received

    yield listening
    for thread in threads:
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Made.Up.Signature FOUND\0", Scan.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.UNSCANNED),
        (b"", Scan.UNSCANNED),
    ],
)
def test_the_answer_is_believed_only_when_it_is_a_verdict(
    clamd: Clamd, answer: bytes, found: Scan
) -> None:
    received = clamd(answer)
    file = BytesIO(b"a" * 70_000)
    file.seek(10)
    assert scan(file) is found
    sent = b"".join(received)
    assert sent.startswith(b"zINSTREAM\0" + (65_536).to_bytes(4, "big") + b"a")
    assert sent.count(b"a") == 70_000


def test_one_that_closes_early_has_given_no_verdict(clamd: Clamd) -> None:
    clamd(b"", most=1)
    assert scan(BytesIO(b"a" * 5_000_000)) is Scan.UNSCANNED


def test_one_that_is_away_has_given_no_verdict(settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nothing")
    assert scans()
    assert scan(BytesIO(b"a")) is Scan.UNSCANNED


def test_without_a_socket_nothing_is_asked() -> None:
    assert not scans()
    assert scan(BytesIO(b"a")) is Scan.UNSCANNED
