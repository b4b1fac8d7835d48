"""The six import contracts hold because the linter would notice: each is shown a breach."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ground

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")

# How the contract begins, the file in which to plant the breach, and what that imports.
BREACHES = [
    ("A room imports from storeys below it", "queries/rubrics.py", "assessments.services"),
    ("A room imports from storeys below it", "models/base.py", "assessments.queries"),
    ("A room imports from storeys below it", "forms/__init__.py", "assessments.exports"),
    ("No Django on the ground", "workflow.py", "django.db"),
    ("No Django on the ground", "question_types/single.py", "django.forms"),
    ("No Django on the ground", "question_types/__init__.py", "django.forms"),
    ("No Django on the ground", "planning/what_if.py", "django.db"),
    ("Scoring imports nothing but", "scoring/engine.py", "assessments.rubric.files.codec"),
    ("Scoring imports nothing but", "scoring/bands.py", "assessments.wording"),
    ("Exports are blind", "exports/as_csv.py", "assessments.queries"),
    ("Views, forms and template tags never", "views/base.py", "assessments.models.user"),
    ("The app never imports the project", "clock.py", "readiness.settings"),
]


# Rooms whose files stand on different storeys, so that each file is named by itself.
SPLIT = {"access", "audit"}


def rooms() -> set[str]:
    """Every room of the app, and every file of a room that is split."""
    app = ROOT / "assessments"
    found = {path.stem for path in app.iterdir() if path.suffix == ".py" or _is_room(path)}
    for room in SPLIT:
        found |= {f"{room}.{path.stem}" for path in (app / room).glob("*.py")}
    return {name for name in found - SPLIT if not name.endswith("__init__")} - {"migrations"}


def _is_room(path: Path) -> bool:
    return path.is_dir() and any(path.glob("*.py"))


def test_every_room_has_a_storey() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    storeys = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = set(re.findall(r"assessments\.([\w.]+)", " ".join(storeys)))
    assert rooms() == named


def test_scoring_may_import_no_neighbour_on_the_ground_and_of_a_rubric_the_definition() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    [own] = [one for one in contracts if one["name"].startswith("Scoring imports nothing but")]
    named = {name.removeprefix("assessments.") for name in own["forbidden_modules"]}
    neighbours = {room.split(".")[1] for room in ground()}
    of_a_rubric = {
        f"rubric.{path.stem}"
        for path in (ROOT / "assessments" / "rubric").iterdir()
        if path.suffix == ".py" or _is_room(path)
    } - {"rubric.__init__", "rubric.definition"}
    assert named == {*neighbours, *of_a_rubric, "django", "yaml"} - {"scoring", "rubric"}


def test_no_room_of_the_ground_is_left_out_of_the_contract_about_django() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    [own] = [one for one in contracts if one["name"] == "No Django on the ground"]
    assert set(ground()) <= {name.removesuffix(".**") for name in own["source_modules"]}


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


def test_every_breach_is_noticed(copy: Path) -> None:
    """All at once: each broken contract names the imports that break it."""
    wanted = set()
    for contract, file, imported in BREACHES:
        place = copy / "assessments" / file
        place.write_text(f"{place.read_text()}\nimport {imported}\n")
        importer = "assessments." + file.removesuffix(".py").replace("/", ".")
        external = imported.partition(".")[0] if imported.startswith("django") else imported
        wanted.add((contract, importer.removesuffix(".__init__"), external))
    done = lint(copy)
    assert done.returncode != 0
    found, contract = set(), ""
    for line in done.stdout.partition("Broken contracts")[2].splitlines():
        contract = next((one for one, *_ in BREACHES if line.startswith(one)), contract)
        if edge := re.search(r"(\S+) -> (\S+) \(l\.", line):
            found.add((contract, *edge.groups()))
    assert wanted <= found, done.stdout
