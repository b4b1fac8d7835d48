"""What a command needs of the machine, and how what it prints is spelled there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from assessments.management.base_commands import FileCommand
from tests.plugins.programs import ROOT
from tests.rubric.files.material import changed

READ_FILES_ONLY = sorted(
    name
    for name, app in get_commands().items()
    if app == "assessments" and isinstance(load_command_class(app, name), FileCommand)
)


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What a new process does of which no setting is given, except those here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        timeout=60,
    )


def test_the_commands_that_read_files_only_are_known() -> None:
    assert READ_FILES_ONLY == ["check_rubric", "explain_change", "score", "shortest_way"]


@pytest.mark.parametrize("command", READ_FILES_ONLY)
def test_a_command_that_reads_files_only_needs_no_settings(command: str) -> None:
    ended = manage(command, "--help")
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_what_is_printed_is_in_utf_8_no_matter_what_the_terminal_takes(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(changed(("weight: 70", "weight: größer")), encoding="utf-8")
    for taken in ("ascii", "latin-1"):
        ended = manage("check_rubric", str(path), PYTHONIOENCODING=taken)
        assert (ended.returncode, ended.stderr) == (1, b"")
        assert 'must be a number, got "größer"' in ended.stdout.decode("utf-8")
