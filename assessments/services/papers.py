"""PDFs that were made are kept in a folder of each machine, because to make one takes a hundred
times as long as to read it.

Only what cannot change is kept: a submission's papers, and public reports; never a draft. What is
kept is found by all that its bytes are made from, so nothing has to be taken back. Whoever asks has
been let in before, each time.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

DAYS = 30
"""How long a PDF is kept at most."""

_APP = Path(__file__).parents[1]


def _code() -> str:
    """A hash of all that makes a PDF: our modules, templates and fonts, and typst."""
    found = hashlib.sha256(version("typst").encode())
    for path in sorted(_APP.rglob("*.*")):
        if path.suffix in (".py", ".typ", ".ttf"):
            found.update(path.read_bytes())
    return found.hexdigest()


CODE = _code()
"""Taken when the process begins: later the files may be those of the next release."""


def once(make: Callable[[], bytes], *parts: object) -> bytes:
    """What `make` gives, made again only where nothing is kept that was made from these parts.

    The parts are values whose `repr` says all of them. Nothing is kept where there is no room for
    it, which is logged and otherwise makes no difference.
    """
    if not settings.PAPERS_MOST:
        return make()
    named = hashlib.sha256(repr((CODE, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    path = Path(settings.PAPERS_ROOT) / f"{named}.kept"
    with suppress(OSError):
        if path.stat().st_mtime > time.time() - DAYS * 86_400:
            return path.read_bytes()
    made = make()
    try:
        _keep(path, made)
    except OSError as error:
        log.warning("A PDF could not be kept in %s: %s", path.parent, error)
    return made


def _keep(path: Path, made: bytes) -> None:
    """Whole or not at all: another process may be writing or reading the same at this moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        Path(unfinished).replace(path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
    delete_old()


def delete_old() -> int:
    """Deletes what was kept for its days on this machine, and then the oldest until the rest is
    within `PAPERS_MOST` bytes. Says how many.
    """
    room, since, deleted = settings.PAPERS_MOST, time.time() - DAYS * 86_400, 0
    for made_at, size, path in sorted(_files(), reverse=True):
        room -= size
        if room < 0 or made_at < since:
            with suppress(OSError):
                path.unlink()
                deleted += 1
    return deleted


def _files() -> Iterator[tuple[float, int, Path]]:
    """What is in the folder: when it was made, its bytes, and where it is."""
    with suppress(OSError), os.scandir(settings.PAPERS_ROOT) as entries:
        for entry in entries:
            # Another process may have deleted it.
            with suppress(OSError):
                found = entry.stat()
                yield found.st_mtime, found.st_size, Path(entry.path)
