"""What the processes of a suite begin with is gone after it, and after one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_its_folder_goes_when_nothing_asks_for_it_any_more(tmp_path: Path) -> None:
    """Here no database can be made, which would take long; the processes that wait hear of it."""
    folder = tmp_path / "template"
    (folder / "template.sqlite3").mkdir(parents=True)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.plugins.template", folder],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (folder / "done").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (folder / "done").read_text() == "" and keeper.poll() is None
    keeper.communicate()
    assert not folder.exists()
