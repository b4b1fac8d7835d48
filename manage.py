#!/usr/bin/env python
"""Django's command line for Readiness. Say which mode in READINESS_MODE."""

import os
import sys

READS_FILES_ONLY = {"check_rubric", "score"}
NOT_READ_TO_THE_END = 141
"""The exit code that a shell gives a program which its reader, such as `head`, has left."""


def main() -> None:
    if READS_FILES_ONLY.intersection(sys.argv[1:2]):
        # They open no database and serve nothing, so they need no secret and no site either.
        os.environ.setdefault("READINESS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    from django.core.management import execute_from_command_line

    from readiness.env import SettingError

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
        # What is still to be written would end in the same error when Python stops.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOT_READ_TO_THE_END)


if __name__ == "__main__":
    main()
