"""The project's own Python, for tests that read it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "assessments"


@cache
def ground() -> tuple[str, ...]:
    """The rooms of the ground as Python names them: the lowest storey of the import contracts,
    which name every room (`tests/setup/test_contracts.py`).
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    [storeys] = [one["layers"] for one in contracts if one["type"] == "layers"]
    return tuple(storeys[-1].split(" : "))


def on_the_ground(module: str) -> bool:
    """Whether the module, as Python names it, is a room of the ground or in one."""
    return f"{module}.".startswith(tuple(f"{room}." for room in ground()))


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
