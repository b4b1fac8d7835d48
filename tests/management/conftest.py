"""The demonstration, built once for the tests of a process, and the worked example as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core import mail

from tests.management.running import run
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.rubric.files.worked_example import worked_example_answers


class Demonstration(NamedTuple):
    """The exit code, output and errors of the command that built it, and whom it wrote to."""

    code: int
    out: str
    err: str
    written_to: set[str]


@pytest.fixture(scope="session")
def prepared_demo(prepare: Prepare) -> Prepared[Demonstration]:
    def build() -> Demonstration:
        # Built before the mail of the test before is put away.
        mail.outbox.clear()
        printed = run("seed_demo")
        return Demonstration(*printed, {each for one in mail.outbox for each in one.to})

    return prepare(build)


@pytest.fixture
def demo(prepared_demo: Prepared[Demonstration], db: None) -> Demonstration:
    return prepared_demo.put_back()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The answers of the worked example of the shipped rubric."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(worked_example_answers()))
    return path
