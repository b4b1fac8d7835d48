"""The bytes of a file that was named, never more of it than any file may hold."""

from __future__ import annotations

import os
from pathlib import Path

from assessments.rubric.files.reading import MOST_BYTES
from assessments.rubric.findings import refusal


def read_bytes(path: str | Path) -> bytes:
    """What the file holds; raises `FileRefused` with one plain reason. Reads no endless device.

    A pipe is read to its end, which is where it begins when nothing writes to it.
    """
    try:
        # Not by way of Path, for which no name at all is the current directory.
        with open(path, "rb", opener=_without_waiting) as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise refusal("does not exist") from None
    except IsADirectoryError:
        raise refusal("is a directory, not a file") from None
    except PermissionError:
        raise refusal("may not be read by this user") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(f"cannot be read: {reason}") from None
    if len(content) > MOST_BYTES:
        raise refusal(f"is too big: it may hold {MOST_BYTES:,} bytes")
    return content


def _without_waiting(path: str, flags: int) -> int:
    """Opens a file; a named pipe at once, where an ordinary opening waits for a writer."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor
