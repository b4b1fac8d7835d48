"""A field of a question is declared once: everything that is not listed here follows from that."""

from __future__ import annotations

import filecmp
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
        '    example: Annotated[str, Field("Example", TEXT, added_later=True)] = ""\n'
        '    in_public: Annotated[bool, Field("In public", FLAG, added_later=True)] = True\n',
    ),
    "assessments/models/question.py": (
        '    evidence = models.TextField("what would back an answer", blank=True)\n',
        "    example = models.TextField(blank=True)\n"
        "    in_public = models.BooleanField(default=True)\n",
    ),
    "templates/assessments/_question_intro.html": (
        "{% endcomment %}",
        "{% if question.example %}<p>For example: {{ question.example }}</p>{% endif %}",
    ),
    # `example` is an everyday word: help texts and addresses have it.
    "tests/architecture/test_field_names.py": ("efforts evidence ", "example "),
}
"""By file: the text after which something is added, and what."""
MADE = {
    "tests/architecture/migrations.sha256",
    "docs/schemas/fields.md",
    "docs/schemas/rubric.schema.json",
}
"""What the commands that CONTRIBUTING names write, and the line that a test asks for, besides the
migration.
"""
LEFT = ("__pycache__", "node_modules")
COPIED = ("assessments", "readiness", "templates", "static", "tests", "docs", "manage.py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, as it would be with the field."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns(*LEFT))
        else:
            shutil.copy(source, tmp_path)
    for name, (after, added) in EDITS.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count(after) == 1, name
        (tmp_path / name).write_text(text.replace(after, after + added), encoding="utf-8")
    return tmp_path


def files_in(folder: Path) -> set[str]:
    """The place of each file of the project in it."""
    found = [file for name in COPIED for file in (folder / name, *(folder / name).rglob("*"))]
    places = [file.relative_to(folder) for file in found if file.is_file()]
    return {place.as_posix() for place in places if not set(LEFT) & set(place.parts)}


def changed(before: Path, after: Path) -> set[str]:
    """Which files are not the same in both, or are in one of them only."""
    one, other = files_in(before), files_in(after)
    same = {place for place in one & other if filecmp.cmp(before / place, after / place)}
    return (one | other) - same


def test_database_files_admin_history_comparison_edition_and_docs_follow(copy: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "READINESS_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "readiness.settings",
        "DATABASE_URL": f"sqlite:///{copy}/new.sqlite3",
    }
    command = [sys.executable, "-m", "tests.architecture.new_field"]
    ran = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
    [migration] = copy.glob("assessments/migrations/*_examples_of_questions.py")
    made = MADE | {migration.relative_to(copy).as_posix()}
    assert changed(ROOT, copy) == EDITS.keys() | made


def test_a_further_file_that_has_to_be_edited_is_found_out(tmp_path: Path) -> None:
    for copy, form in (("before", "help"), ("after", "help, example")):
        (tmp_path / copy / "assessments").mkdir(parents=True)
        (tmp_path / copy / "assessments/form.py").write_text(form)
        (tmp_path / copy / "assessments/view.py").write_text("help")
    (tmp_path / "after/assessments/new.py").touch()
    found = changed(tmp_path / "before", tmp_path / "after")
    assert found == {"assessments/form.py", "assessments/new.py"}
