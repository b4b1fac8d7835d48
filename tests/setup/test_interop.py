"""The tier that tries us against other programs: what is missing is loud, and fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.programs import from_debian, from_npm, from_the_package_index, is_there

ROOT = Path(__file__).resolve().parents[2]
PLANTED = """
import pytest
pytest_plugins = ["tests.plugins.lacking"]

@pytest.fixture(autouse=True)
def planted(request):
    from tests.plugins import lacking
    lacking.skip("coffee is not installed.")

def test_with_coffee():
    raise AssertionError("ran without coffee")
"""


def run(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(PLANTED)
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull, folder],
        # Without the plugins that are installed here, most of which take long to load.
        env=kept | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_missing_program_is_a_loud_line(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "TESTS SKIPPED" in done.stdout
    assert "1 tests skipped. coffee is not installed." in done.stdout


def test_a_missing_program_fails_in_ci(tmp_path: Path) -> None:
    done = run(tmp_path, CI="true")
    assert done.returncode == 1, done.stdout
    assert "coffee is not installed." in done.stdout


def test_a_program_is_in_one_list_only() -> None:
    lists = [from_debian(), from_npm(), from_the_package_index()]
    assert all(lists)
    assert sum(map(len, lists)) == len(set().union(*lists))


def test_a_program_in_no_list_is_a_mistake_in_the_test() -> None:
    with pytest.raises(LookupError, match=r"coffee .* \.ci/interop"):
        is_there("coffee")


def test_make_test_leaves_them_out_and_ci_runs_them_after_it() -> None:
    plan = subprocess.check_output(["make", "-n", "test"], cwd=ROOT, text=True)
    suites = [line for line in plan.splitlines() if "-m pytest" in line]
    assert len(suites) == 2 and all("--ignore=tests/interop" in line for line in suites)
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if "make" in line.split()] == [
        "make test </dev/null",
        "exec make test-interop </dev/null",
    ]
