"""The suite is quick, the same every time, and believes no answer that it did not look at."""

from __future__ import annotations

import ast

import pytest
from django.test import Client

from tests.architecture.source import ROOT, Source, sources
from tests.cost import counted

# Programs that measure, and the one place that sets how many examples hypothesis tries.
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


COUNTERS = {
    "CaptureQueriesContext",
    "django_assert_num_queries",
    "django_assert_max_num_queries",
}


def believed(source: Source) -> list[str]:
    """Where the queries of a request are counted and its status is never looked at."""
    tests = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)]
    return [
        f"{source.place}:{block.lineno}"
        for test in tests
        if "status_code" not in {_name(node) for node in ast.walk(test)}
        for block in ast.walk(test)
        if isinstance(block, ast.With)
        and COUNTERS & {_name(item.context_expr) for item in block.items}
        and {"get", "post"}
        & {_name(node) for line in block.body for node in ast.walk(line) if _is_call(node)}
    ]


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_no_queries_are_counted_of_an_answer_that_nothing_looked_at() -> None:
    found = [place for source in suite(*COUNTERS) for place in believed(source)]
    assert not found, "Count them with tests.cost.counted:\n" + "\n".join(found)


@pytest.mark.parametrize("counter", sorted(COUNTERS))
def test_a_page_that_could_be_missing_is_found_out(counter: str) -> None:
    test = f"def test():\n    with {counter}(8):\n        client.get('/nowhere/')"
    assert believed(Source("tests/test_planted.py", test))


@pytest.mark.django_db
def test_a_page_that_is_not_there_costs_nothing_that_counts(client: Client) -> None:
    with pytest.raises(AssertionError, match="answered 404, not 200"):
        counted(lambda: client.get("/nowhere/"))
