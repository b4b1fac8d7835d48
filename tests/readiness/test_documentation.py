"""The guide names every variable that the settings read, and none that they do not."""

import ast
import re
from pathlib import Path

from tests.plugins.environment import OURS

ROOT = Path(__file__).resolve().parents[2]


def variables_read() -> set[str]:
    tree = ast.parse((ROOT / "readiness" / "settings.py").read_text())
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def variables_explained() -> set[str]:
    rows = re.findall(
        r"^\| (`[A-Z].*?) \|", (ROOT / "docs" / "deploying.md").read_text(), re.MULTILINE
    )
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def test_the_guide_explains_exactly_what_the_settings_read() -> None:
    assert len(variables_read()) > 20
    assert variables_explained() == variables_read()


def test_the_suite_drops_all_of_them_but_the_mode_and_the_database() -> None:
    assert set(OURS) | {"READINESS_MODE", "DATABASE_URL"} == variables_read()
