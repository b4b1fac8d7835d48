#!/usr/bin/env python
"""Django's command line for Readiness. Say which mode in READINESS_MODE."""

import os
import select
import sys
from io import TextIOWrapper
from typing import TextIO

READS_FILES_ONLY = {"check_rubric", "explain_change", "score", "shortest_way"}
NOT_READ_TO_THE_END = 141
"""The exit code that a shell gives a program which its reader, such as `head`, has left."""


def main() -> None:
    if READS_FILES_ONLY.intersection(sys.argv[1:2]):
        # They open no database and serve nothing, so they need no secret and no site either.
        os.environ.setdefault("READINESS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    from django.core.management import execute_from_command_line

    from readiness.env import SettingError

    if isinstance(sys.stdout, TextIOWrapper):
        # Files are in UTF-8 on every machine, and so is one that is printed.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            if sys.stdout is not None:  # it may be closed
                sys.stdout.flush()
    except SettingError as error:
        # Many of Django's commands would print a traceback around the sentence.
        sys.exit(str(error))
    except BrokenPipeError:
        unread = [stream for stream in (sys.stdout, sys.stderr) if stream and reader_left(stream)]
        if not unread:
            raise  # it was another pipe: the database's, or that of a storage
        for stream in unread:
            # What is still to be written would end in the same error when Python stops.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(NOT_READ_TO_THE_END)


def reader_left(stream: TextIO) -> bool:
    """Whether the stream is a pipe or a socket at whose other end there is no reader any more."""
    ends = select.poll()
    ends.register(stream.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in ends.poll(0))


if __name__ == "__main__":
    main()
