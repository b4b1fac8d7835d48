"""A command that needs the database says so in a sentence while the database is not ready."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from assessments.management.base_commands import NOT_OPENED, NOT_SET_UP
from assessments.management.commands import rescore
from assessments.rubric.files import SHIPPED
from tests.management.running import run
from tests.plugins.programs import ROOT
from tests.upgrades.databases import connected, database


def test_an_empty_database_is_reported_in_one_sentence(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), database("empty") as name, connected(name):
        for command in (
            ("import_rubric", SHIPPED, "--publish"),
            ("export_rubric", "uk-readiness-2026"),
            ("rescore", "--check"),
            ("seed_demo",),
        ):
            assert run(*command, skip_checks=False) == (1, "", f"{NOT_SET_UP}\n"), command


def test_a_database_that_cannot_be_opened_is_reported_in_one_sentence(tmp_path: Path) -> None:
    mode = {"READINESS_MODE": "development", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "manage.py", "rescore"],
        cwd=ROOT,
        env=os.environ | mode | {"DATABASE_URL": f"sqlite:///{tmp_path}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    reason = NOT_OPENED.format("unable to open database file")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{reason}\n")


@pytest.mark.django_db
def test_another_fault_of_the_database_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(rescore, "chunks", locked)
    with pytest.raises(OperationalError, match="database is locked"):
        run("rescore")
