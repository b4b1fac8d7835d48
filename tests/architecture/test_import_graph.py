"""Imports stay shallow, views load little, and the ground holds no halves of files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from statistics import median

import grimp
import pytest

from tests.architecture.source import ROOT, on_the_ground

DEPTH = 15
"""The longest chain of imports. To be lowered when it gets shorter, never raised."""

LOADED_BY_A_VIEW = 40
"""The median number of our modules that a view loads, likewise."""

SMALL = 60
HALVES = {
    # module under 60 lines with one importer -> why it is a file of its own
    "assessments.rubric.files.yaml_words",
}


@cache
def built() -> grimp.ImportGraph:
    return grimp.build_graph("assessments", exclude_type_checking_imports=True, cache_dir=None)


def longest_chain(graph: grimp.ImportGraph) -> list[str]:
    """The modules of the longest chain of imports, each importing the next."""
    known: dict[str, list[str]] = {}

    def below(module: str, above: frozenset[str]) -> list[str]:
        if module not in known:
            chains = [
                below(one, above | {module})
                for one in graph.find_modules_directly_imported_by(module)
                if one not in above
            ]
            known[module] = [module, *max(chains, key=len, default=[])]
        return known[module]

    return max((below(module, frozenset({module})) for module in graph.modules), key=len)


def loaded(graph: grimp.ImportGraph, room: str) -> list[int]:
    """How many modules each module of the room loads, itself not counted."""
    return [len(graph.find_upstream_modules(one)) for one in graph.find_children(room)]


def halves(graph: grimp.ImportGraph, lines: dict[str, int]) -> Iterator[str]:
    """The modules of the given lengths that are short and imported by one module alone."""
    for module, length in lines.items():
        importers = graph.find_modules_that_directly_import(module)
        if 0 < length < SMALL and len(importers) == 1:
            yield module


def lines_on_the_ground() -> dict[str, int]:
    found = {}
    for module in built().modules:
        path = ROOT / f"{module.replace('.', '/')}.py"
        if on_the_ground(module) and path.exists():
            found[module] = len(path.read_text(encoding="utf-8").splitlines())
    return found


def test_no_chain_of_imports_gets_longer() -> None:
    chain = longest_chain(built())
    assert len(chain) <= DEPTH, "\n".join(chain)


def test_views_load_no_more_than_they_did() -> None:
    assert median(loaded(built(), "assessments.views")) <= LOADED_BY_A_VIEW


def test_no_half_of_a_file_is_on_the_ground() -> None:
    assert set(halves(built(), lines_on_the_ground())) <= HALVES


@pytest.fixture
def planted() -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in (
        ("app.views.page", "app.forms"),
        ("app.forms", "app.models"),
        ("app.views.other", "app.models"),
    ):
        graph.add_import(importer=importer, imported=imported)
    graph.add_module("app.views")
    return graph


def test_a_longer_chain_is_found(planted: grimp.ImportGraph) -> None:
    assert longest_chain(planted) == ["app.views.page", "app.forms", "app.models"]


def test_what_a_view_loads_is_counted(planted: grimp.ImportGraph) -> None:
    assert sorted(loaded(planted, "app.views")) == [1, 2]


def test_half_a_file_is_found(planted: grimp.ImportGraph) -> None:
    lines = {"app.forms": SMALL - 1, "app.models": 5, "app.views.page": 5}
    assert list(halves(planted, lines)) == ["app.forms"]
