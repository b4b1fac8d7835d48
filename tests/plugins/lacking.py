"""Tests for which this machine lacks a program: skipped with a loud line, failed in CI."""

import os
from collections import Counter
from typing import Any, NoReturn

import pytest

LACKING = "Lacking: "


def skip(why: str) -> NoReturn:
    """Ends the running test. `why` is one sentence on what is missing."""
    if os.environ.get("CI"):
        pytest.fail(why, pytrace=False)
    pytest.skip(f"{LACKING}{why}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    # From the reports, which come from every process that ran a part of the suite.
    reasons = [str(one.longrepr[2]) for one in terminalreporter.getreports("skipped")]
    whys = Counter(why.partition(LACKING)[2] for why in reasons if LACKING in why)
    if whys:
        terminalreporter.section("TESTS SKIPPED", red=True, bold=True)
        for why, number in whys.items():
            terminalreporter.line(f"{number} tests skipped. {why}", red=True, bold=True)
