"""A command run as a terminal would see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


def run(
    capsys: pytest.CaptureFixture[str], command: str, *arguments: Path | str, **options: Any
) -> tuple[int, str, str]:
    """The exit code, and all that went to standard output and standard error."""
    try:
        call_command(command, *map(str, arguments), **options)
        code = 0
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err
