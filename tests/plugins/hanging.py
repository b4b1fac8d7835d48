"""A test that hangs for five minutes says where.

pytest's own `faulthandler_timeout` starts and ends a thread for each test, which costs thousands
of quick ones more than they take; an alarm of the system costs nothing.
"""

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator

import pytest

SECONDS = 300
_stderr = os.dup(sys.__stderr__.fileno() if sys.__stderr__ else 2)


def watch(file: int = _stderr) -> None:
    """From now on an alarm writes to the file what every thread is doing."""
    faulthandler.register(signal.SIGALRM, file=file, all_threads=True)


def pytest_configure() -> None:
    watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    signal.alarm(SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)
