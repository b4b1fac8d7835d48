"""The suite is quick and the same every time: no test asserts a timing or has limits of its own."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import ROOT, Source, sources

# Programs that measure, and the one place where hypothesis is told how much to do.
MEASURING = ("tests/benchmarks/", "tests/plugins/examples.py")
STOPWATCHES = {"process_time", "perf_counter"}
CLOCKS = {"monotonic", "time"}


def _name(node: ast.AST) -> str:
    named = node.func if isinstance(node, ast.Call) else node
    return getattr(named, "attr", getattr(named, "id", ""))


def timings(source: Source) -> list[str]:
    """Where a test looks at a stopwatch, or asserts how much of the clock has gone by."""
    looked = [node for node in ast.walk(source.tree) if _name(node) in STOPWATCHES]
    for one in ast.walk(source.tree):
        if isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.Lt | ast.LtE):
            spans = [node for node in ast.walk(one) if isinstance(node, ast.Sub)]
            clocks = [node for node in ast.walk(one) if _name(node) in CLOCKS]
            looked += [one] if spans and clocks else []
    return sorted({f"{source.place}:{getattr(node, 'lineno', 0)}" for node in looked})


def own_limits(source: Source) -> list[str]:
    """Where a test tells hypothesis how many examples to try, or how long."""
    return [
        f"{source.place}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "hypothesis"
        and "settings" in {name.name for name in node.names}
    ]


def suite(*words: str) -> list[Source]:
    """The modules of the suite that hold one of the words; the others need no look."""
    found = sources(under=ROOT / "tests", but_not=MEASURING)
    return [source for source in found if any(word in source.text for word in words)]


def test_no_timing_is_asserted() -> None:
    found = [
        place
        for source in suite("monotonic(", "time.time(", *STOPWATCHES)
        for place in timings(source)
    ]
    assert not found, "Count steps or queries instead (tests/steps.py):\n" + "\n".join(found)


@pytest.mark.parametrize(
    "breach",
    ["assert time.process_time() < limit", "assert monotonic() - began < 2", "x = perf_counter()"],
)
def test_a_timing_is_found_out(breach: str) -> None:
    assert timings(Source("tests/test_planted.py", breach))


def test_waiting_no_longer_than_a_deadline_is_no_timing() -> None:
    waiting = "while True:\n    assert time.monotonic() < deadline, 'it did not start'"
    assert timings(Source("tests/test_planted.py", waiting)) == []


def test_only_the_profile_says_how_many_examples() -> None:
    found = [place for source in suite("hypothesis") for place in own_limits(source)]
    assert not found, "tests/plugins/examples.py says it for all:\n" + "\n".join(found)


def test_limits_of_ones_own_are_found_out() -> None:
    assert own_limits(Source("tests/test_planted.py", "from hypothesis import given, settings"))
