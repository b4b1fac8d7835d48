"""Other programs that tests in tests/interop/ need: `@pytest.mark.needs("duckdb", "nginx")`.

A name is one of three lists: a program or a file of tests/interop/debian.txt, a package of
tests/interop/package.json, or one of requirements-interop.in. `.ci/interop` installs all of them.
"""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.plugins import lacking

ROOT = Path(__file__).resolve().parents[2]
INTEROP = ROOT / "tests" / "interop"
MODULES = INTEROP / "node_modules"
PYTHON = ROOT / ".venv-interop" / "bin" / "python"


def from_debian() -> set[str]:
    lines = (INTEROP / "debian.txt").read_text().splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def from_npm() -> set[str]:
    return set(json.loads((INTEROP / "package.json").read_text())["dependencies"])


def from_the_package_index() -> set[str]:
    listed = (ROOT / "requirements-interop.in").read_text()
    return set(re.findall(r"^([a-z][\w.-]*)(?:\[[\w,]+\])?==", listed, re.MULTILINE))


@cache
def installed_packages() -> frozenset[str]:
    """What the environment of the other programs holds; nothing when it is not there."""
    ask = "import importlib.metadata as m; print(*(d.name.lower() for d in m.distributions()))"
    if not PYTHON.exists():
        return frozenset()
    return frozenset(subprocess.check_output([PYTHON, "-c", ask], text=True).split())


def is_there(name: str) -> bool:
    """Whether a program can be used; raises `LookupError` for one that is in no list."""
    if name in from_debian():
        return shutil.which(name) is not None or Path(name).is_file()
    if name in from_npm():
        return (MODULES / name).is_dir()
    if name in from_the_package_index():
        return name in installed_packages()
    raise LookupError(f"{name} is in none of the lists that .ci/interop installs from")


def run_python(script: Path, *arguments: str | Path) -> str:
    """What a script prints, run by the Python that has the other programs."""
    command = [PYTHON, "-W", "ignore", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if INTEROP in item.path.parents:
            item.add_marker("interop")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            if not is_there(name):
                lacking.skip(f"{name} is not installed: see .ci/interop.")
