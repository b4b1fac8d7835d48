"""The project's own Python, for tests that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "assessments"


@dataclass(frozen=True)
class Source:
    """A module: its place below the root, and its text."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def sources(*, under: Path = APP, but_not: tuple[str, ...] = ()) -> Iterator[Source]:
    """Every module below a folder, but for those whose place starts with one of the words."""
    for path in sorted(under.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith(but_not):
            yield Source(place, path.read_text(encoding="utf-8"))
