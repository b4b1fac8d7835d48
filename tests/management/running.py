"""A command run as a terminal would see it."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from django.core.management import call_command


def run(command: str, *arguments: Path | str, **options: Any) -> tuple[int, str, str]:
    """The exit code, and all that went to standard output and standard error."""
    code = 0
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            call_command(command, *map(str, arguments), **options)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return code, out.getvalue(), err.getvalue()
