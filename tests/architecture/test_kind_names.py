"""A question kind is known in its own room only: nothing elsewhere asks "is it a checklist?"."""

from __future__ import annotations

import ast

import pytest

from assessments.question_types import KINDS
from tests.architecture.source import Source, sources

PLAIN = {"number", "text"}
"""Kinds that are plain words too: they are looked for only where kinds are compared."""
DISTINCTIVE = set(KINDS) - PLAIN

AT_HOME = (
    "assessments/question_types/",
    "assessments/migrations/",
)
ALLOWED: dict[str, str] = {
    # place -> why the file may name a kind
}


def kinds_named_in(source: Source) -> list[str]:
    """Where a module names a kind as a value, or compares something called kind with one."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and node.value in DISTINCTIVE:
            found.append(f"{source.place}:{node.lineno} {node.value!r}")
        if isinstance(node, ast.Compare) and "kind" in ast.unparse(node.left):
            named = {
                part.value
                for part in ast.walk(node)
                if isinstance(part, ast.Constant) and part.value in KINDS
            }
            found += [f"{source.place}:{node.lineno} compares a kind with {n!r}" for n in named]
    return found


def test_no_module_outside_its_room_names_a_kind() -> None:
    found = [
        place
        for source in sources(but_not=AT_HOME)
        if source.place not in ALLOWED
        for place in kinds_named_in(source)
    ]
    assert not found, "Ask the kind's room instead:\n" + "\n".join(found)


@pytest.mark.parametrize("breach", ["q.kind == 'text'", "'checklist'", "q.kind in ('number',)"])
def test_a_kind_named_elsewhere_is_found_out(breach: str) -> None:
    assert kinds_named_in(Source("assessments/views/planted.py", breach))
