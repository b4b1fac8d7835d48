"""An email address is looked up exactly: see `names.email_address`."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, sources

HISTORY = ("assessments/migrations/",)


def loose_lookups(source: Source) -> list[str]:
    """Where a module looks something up without regard to case."""
    named = [node for node in ast.walk(source.tree) if isinstance(node, ast.keyword)]
    return [
        f"{source.place}:{node.value.lineno} {node.arg}"
        for node in named
        if (node.arg or "").split("__")[-1] in ("iexact", "iregex")
    ]


def test_no_address_is_looked_up_without_regard_to_case() -> None:
    found = [place for source in sources(but_not=HISTORY) for place in loose_lookups(source)]
    assert not found, "Look up names.email_address(...) exactly:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "breach", ["User.objects.get(email__iexact=e)", "f(user__email__iregex=e)"]
)
def test_a_loose_lookup_is_found_out(breach: str) -> None:
    assert loose_lookups(Source("assessments/services/planted.py", breach))
