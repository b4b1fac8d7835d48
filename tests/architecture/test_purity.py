"""The ground floor knows no Django: loaded in a fresh process, Django must stay out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source import APP, ROOT, sources

ROOMS = (
    "assessments/scoring/",
    "assessments/workflow.py",
    "assessments/clock.py",
    "assessments/sectors.py",
    "assessments/question_types/",
    "assessments/access/roles.py",
    "assessments/access/permissions.py",
    "assessments/audit/events.py",
    "assessments/reports/",
    "assessments/wording.py",
    "assessments/names.py",
    "assessments/visible.py",
    "assessments/addresses.py",
    "assessments/paging.py",
    "assessments/evidence.py",
    "assessments/rubric/files/",
    "assessments/rubric/workbook/",
)
FORM_HALVES = "field.py"


def ground_floor() -> list[str]:
    """The modules of the ground floor, as Python names them; a kind's form half is not of it."""
    return [
        source.place.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        for source in sources(under=APP)
        if source.place.startswith(ROOMS) and not source.place.endswith(FORM_HALVES)
    ]


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
