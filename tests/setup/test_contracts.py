"""The six import contracts hold because the linter would notice: each is shown a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")

# The contract, the file in which to plant the breach, and the breach.
BREACHES = [
    ("A room imports from storeys below it", "queries/rubrics.py", "import assessments.services"),
    ("A room imports from storeys below it", "models/base.py", "import assessments.queries"),
    ("A room imports from storeys below it", "forms/__init__.py", "import assessments.exports"),
    ("No Django on the ground", "workflow.py", "import django.db"),
    ("No Django on the ground", "question_types/single/marking.py", "import django.forms"),
    ("Scoring stands alone", "scoring/engine.py", "import assessments.rubric_files.codec"),
    ("Exports are blind", "exports/as_csv.py", "import assessments.queries"),
    ("Views, forms and template tags never import models", "views/base.py", "import {models}"),
    ("The app never imports the project", "clock.py", "import readiness.settings"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("assessments", "readiness"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _, names: {n for n in names if _skip(n)},
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _skip(name: str) -> bool:
    return "." in name and not name.endswith(".py")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_the_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "Contracts: 6 kept, 0 broken." in done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_breach_is_noticed(contract: str, file: str, line: str, copy: Path) -> None:
    place = copy / "assessments" / file
    breach = line.format(models="assessments.models.user")
    place.write_text(f"{place.read_text()}\n{breach}\n")
    done = lint(copy)
    assert done.returncode != 0
    broken = [text for text in done.stdout.splitlines() if text.endswith(" BROKEN")]
    assert any(text.startswith(contract) for text in broken), done.stdout
