"""The ground floor knows no Django: loaded in a fresh process, Django must stay out."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import APP, ROOT, Source, sources

ROOMS = (
    "assessments/scoring/",
    "assessments/workflow.py",
    "assessments/clock.py",
    "assessments/sectors.py",
    "assessments/question_types/",
    "assessments/access/roles.py",
    "assessments/audit/events.py",
    "assessments/reports/",
    "assessments/wording.py",
    "assessments/names.py",
    "assessments/addresses.py",
    "assessments/paging.py",
    "assessments/assigning.py",
    "assessments/attachments/",
    "assessments/reminding.py",
    "assessments/retention.py",
    "assessments/reviewing.py",
    "assessments/planning/",
    "assessments/disclosure/",
    "assessments/verifying.py",
    "assessments/evidence.py",
    "assessments/rubric/",
)
FORM_HALVES = "field.py"


def ground_floor() -> list[str]:
    """The modules of the ground floor, as Python names them; a kind's form half is not of it."""
    return [
        source.place.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        for source in sources(under=APP)
        if source.place.startswith(ROOMS) and not source.place.endswith(FORM_HALVES)
    ]


LIBRARIES = {
    "assessments/rubric/files/reading.py": {"yaml"},
    "assessments/rubric/workbook/writing.py": {"xlsxwriter"},
}


def libraries(source: Source) -> set[str]:
    """What a module imports that is neither ours nor Python's own."""
    named = {
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
    return {name.split(".")[0] for name in named} - sys.stdlib_module_names - {"assessments"}


def test_the_ground_floor_uses_two_libraries_in_one_module_each() -> None:
    ground = [
        source
        for source in sources(under=APP)
        if source.place.startswith(ROOMS) and not source.place.endswith(FORM_HALVES)
    ]
    assert {one.place: used for one in ground if (used := libraries(one))} == LIBRARIES
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
    modules = ground_floor()
    assert len(modules) > 30
    assert django_after_importing(modules) == ""


def test_a_room_that_needs_django_is_found_out() -> None:
    assert "django" in django_after_importing(["assessments.apps"])


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_of_the_ground_floor_exists(room: str) -> None:
    assert (ROOT / room).exists()
