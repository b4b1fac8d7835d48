"""Rooms stay small: a file past 400 lines or a function past 40 says why, here."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, Source, sources

FILE_LINES, FUNCTION_LINES = 400, 40

LONG_FILES: dict[str, str] = {
    # place -> why it is one file
    "assessments/rubric/definition.py": (
        "every field of a rubric is declared in one place, which imports nothing of ours"
    ),
}
LONG_FUNCTIONS: dict[str, str] = {
    # place:function -> why it is one function
}


def long_functions(source: Source) -> list[str]:
    """The functions past the limit, as `place:name`; a docstring's lines do not count."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False) or ""
            length = (node.end_lineno or 0) - node.lineno + 1 - len(text.splitlines())
            if length > FUNCTION_LINES:
                found.append(f"{source.place}:{node.name}")
    return found


def ours() -> list[Source]:
    every = [*sources(), *sources(under=ROOT / "readiness")]
    return [source for source in every if "/migrations/" not in source.place]


def test_no_file_is_long_without_saying_why() -> None:
    long = {s.place for s in ours() if len(s.text.splitlines()) > FILE_LINES}
    assert long == set(LONG_FILES)


def test_no_function_is_long_without_saying_why() -> None:
    long = {name for source in ours() for name in long_functions(source)}
    assert long == set(LONG_FUNCTIONS)


def test_a_long_function_is_found_out() -> None:
    body = "\n".join(f"    x{n} = {n}" for n in range(FUNCTION_LINES))
    assert long_functions(Source("planted.py", f"def long():\n{body}\n")) == ["planted.py:long"]
