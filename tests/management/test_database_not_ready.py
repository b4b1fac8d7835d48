"""A command that needs the database says so in a sentence while the database is not ready."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from assessments.management.base_commands import NOT_OPENED, NOT_SET_UP
from assessments.management.commands import rescore
from assessments.rubric.files import SHIPPED
from tests.management.test_import_export import run

ROOT = Path(__file__).resolve().parents[2]


def manage(database: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code and both outputs of a command in a process of its own."""
    env = os.environ | {
        "READINESS_MODE": "development",
        "DATABASE_URL": f"sqlite:///{database}",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("import_rubric", str(SHIPPED), "--publish"),
        ("export_rubric", "uk-readiness-2026"),
        ("rescore", "--check"),
        ("seed_demo",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_empty_database_is_reported_in_one_sentence(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    assert manage(tmp_path / "empty.sqlite3", *arguments) == (1, "", f"{NOT_SET_UP}\n")


def test_a_database_that_cannot_be_opened_is_reported_in_one_sentence(tmp_path: Path) -> None:
    reason = NOT_OPENED.format("unable to open database file")
    assert manage(tmp_path, "rescore") == (1, "", f"{reason}\n")


@pytest.mark.django_db
def test_another_fault_of_the_database_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(rescore, "chunks", locked)
    with pytest.raises(OperationalError, match="database is locked"):
        run("rescore")
