"""Looking for viruses in a file, by ClamAV's clamd where the operator has set one up.

The protocol is a few lines, and the packages that speak it are not kept any more.
"""

from __future__ import annotations

import logging
import socket
from typing import BinaryIO

from django.conf import settings

from assessments.workflow import Scan

log = logging.getLogger("assessments.files")

PIECE = 65_536
PATIENCE = 20
"""Seconds of each step. A person waits."""


def scans() -> bool:
    """Whether files are looked at when they arrive."""
    return bool(settings.CLAMAV_SOCKET)


def scan(file: BinaryIO) -> Scan:
    """What clamd says of a file. `UNSCANNED` where there is none, or it gave no verdict, which is
    logged: a scanner that is away must not lose what a person has at hand.
    """
    if not scans():
        return Scan.UNSCANNED
    try:
        said = _asked(file)
    except OSError as error:
        log.warning("clamd at %s gave no verdict: %s", settings.CLAMAV_SOCKET, error)
        return Scan.UNSCANNED
    if said.endswith("FOUND"):
        log.warning("clamd found something in a file: %s", said)
        return Scan.INFECTED
    if said == "stream: OK":
        return Scan.CLEAN
    log.warning("clamd at %s gave no verdict: %s", settings.CLAMAV_SOCKET, said or "no answer")
    return Scan.UNSCANNED


def _asked(file: BinaryIO) -> str:
    """The answer to `INSTREAM`: pieces with their lengths, then a length of nothing."""
    file.seek(0)
    with _connected() as clamd:
        try:
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                clamd.sendall(len(piece).to_bytes(4, "big") + piece)
            clamd.sendall(bytes(4))
        except BrokenPipeError:
            # It has had enough before the end, and says why.
            pass
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < PIECE:
            more = clamd.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    address: str = settings.CLAMAV_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(PATIENCE)
    try:
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd
