"""A field of a question is declared once: everything that is not listed here follows from that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

EDITS = {
    "assessments/rubric/definition.py": (
        '    help: Annotated[str, Field("Help", TEXT)] = ""\n',
        '    example: Annotated[str, Field("Example", TEXT, added_later=True)] = ""\n',
    ),
    "assessments/models/question.py": (
        '    evidence = models.TextField("what would back an answer", blank=True)\n',
        "    example = models.TextField(blank=True)\n",
    ),
    "templates/assessments/_question_intro.html": (
        "{% endcomment %}",
        "{% if question.example %}<p>For example: {{ question.example }}</p>{% endif %}",
    ),
}
"""By file: the text after which something is added, and what."""
COPIED = ("assessments", "readiness", "templates", "static", "tests", "docs", "manage.py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, as it would be with the field."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            leave = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, tmp_path / name, ignore=leave)
        else:
            shutil.copy(source, tmp_path)
    for name, (after, added) in EDITS.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count(after) == 1, name
        (tmp_path / name).write_text(text.replace(after, after + added), encoding="utf-8")
    return tmp_path


def test_file_workbook_rows_admin_comparison_history_and_schema_follow(copy: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "READINESS_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "readiness.settings",
        "DATABASE_URL": f"sqlite:///{copy}/new.sqlite3",
    }
    command = [sys.executable, "-m", "tests.architecture.new_field"]
    ran = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
