"""The demonstration, built once for the tests of a process that ask for it."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.core import mail

from tests.management.running import run
from tests.plugins.cast import Prepare
from tests.prepared import Prepared


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
