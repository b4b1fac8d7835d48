"""`make check` runs its checks next to one another, and fails when any of them does."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / ".ci" / "check"


def check(folder: Path, failing: str) -> subprocess.CompletedProcess[str]:
    """What it says where every program does nothing, but for the one that fails."""
    for place in (folder / ".ci", folder / ".venv" / "bin"):
        place.mkdir(parents=True)
    shutil.copy(SCRIPT, folder / ".ci")
    for name in ("python", "lint-imports"):
        program = folder / ".venv" / "bin" / name
        line = f'case "{name} $*" in *"{failing}"*) echo found; exit 1;; esac'
        program.write_text(f'#!/bin/sh\necho "$READINESS_MODE: {name} $*"\n{line}\n')
        program.chmod(0o755)
    command = [folder / ".ci" / "check"]
    environment = os.environ | {"READINESS_MODE": "development"}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_it_is_quiet_about_what_is_in_order(tmp_path: Path) -> None:
    done = check(tmp_path, failing="nothing")
    assert done.returncode == 0 and "found" not in done.stdout
    assert "test: python manage.py check --fail-level" in done.stdout
    assert "production: python manage.py check --deploy" in done.stdout


@pytest.mark.parametrize(
    "failing",
    ["mypy", "ruff check", "ruff format", "lint-imports", "djlint", "makemigrations", "--deploy"],
)
def test_each_step_that_fails_fails_it(failing: str, tmp_path: Path) -> None:
    done = check(tmp_path, failing)
    assert done.returncode != 0 and "found" in done.stdout
