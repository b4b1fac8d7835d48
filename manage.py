#!/usr/bin/env python
"""Django's command line for Readiness. Say which mode in READINESS_MODE."""

import os
import sys

READS_FILES_ONLY = {"check_rubric", "score"}


def main() -> None:
    if READS_FILES_ONLY.intersection(sys.argv[1:2]):
        # They open no database and serve nothing, so they need no secret and no site either.
        os.environ.setdefault("READINESS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    from django.core.management import execute_from_command_line

    from readiness.env import SettingError

    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        # Many of Django's commands would print a traceback around the sentence.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
