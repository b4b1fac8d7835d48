"""The ground floor knows no Django: loaded in a fresh process, Django must stay out."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import APP, ROOT, Source, ground, on_the_ground, sources

FORM_HALVES = "field.py"


def named(source: Source) -> str:
    """The module as Python names it."""
    return source.place.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")


def ground_floor() -> list[Source]:
    """The modules of the ground floor; a kind's form half is not of it."""
    return [
        source
        for source in sources(under=APP)
        if on_the_ground(named(source)) and not source.place.endswith(FORM_HALVES)
    ]


LIBRARIES = {
    "assessments/rubric/files/reading.py": {"yaml"},
    "assessments/rubric/workbook/writing.py": {"xlsxwriter"},
}


def libraries(source: Source) -> set[str]:
    """What a module imports that is neither ours nor Python's own."""
    imported = {
        name
        for node in ast.walk(source.tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    return {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"assessments"}


def test_the_ground_floor_uses_two_libraries_in_one_module_each() -> None:
    assert {one.place: used for one in ground_floor() if (used := libraries(one))} == LIBRARIES
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert all(f"`{place}`" in text for place in LIBRARIES)


def test_a_library_is_found_however_it_is_imported() -> None:
    planted = Source("planted.py", "import os, yaml.nodes\ndef late():\n    from lxml import etree")
    assert libraries(planted) == {"yaml", "lxml"}


def django_after_importing(modules: list[str]) -> str:
    """What of Django a fresh process has loaded after importing the modules."""
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] == 'django')[:5])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return finished.stdout.strip()


def test_the_ground_floor_loads_without_django() -> None:
    modules = [named(source) for source in ground_floor()]
    assert len(modules) > 30
    assert django_after_importing(modules) == ""


def test_a_room_that_needs_django_is_found_out() -> None:
    assert "django" in django_after_importing(["assessments.apps"])


@pytest.mark.parametrize("room", ground())
def test_a_room_of_the_ground_floor_has_modules(room: str) -> None:
    assert any(f"{named(source)}.".startswith(f"{room}.") for source in ground_floor())


def test_a_name_that_begins_as_a_room_does_is_not_in_it() -> None:
    assert on_the_ground("assessments.rubric.files") and on_the_ground("assessments.clock")
    assert not on_the_ground("assessments.clocks") and not on_the_ground("assessments.audit.trail")
