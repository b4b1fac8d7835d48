"""`check_files` finds what does not agree, and deletes only what nothing needs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assessments.management.commands import check_files
from assessments.workflow import Scan
from tests.attaching import attached, keep_files_in
from tests.evidence import recorded
from tests.management.running import run
from tests.worlds import World


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    keep_files_in(tmp_path, monkeypatch)
    return tmp_path


def check(*options: str) -> tuple[int, str]:
    """The exit code and what it prints."""
    code, printed, errors = run("check_files", *options)
    assert errors == ""
    return code, printed


def old(path: Path) -> Path:
    """As if it had been written two days ago."""
    then = time.time() - 2 * 86_400
    os.utime(path, (then, then))
    return path


def test_files_that_agree_with_their_rows_are_sound(mapped: World) -> None:
    attached(recorded(mapped), by=mapped.contributor)
    assert check() == (0, "1 file compared: no faults.\n")


def test_a_file_that_is_gone_or_changed_is_named(mapped: World, folder: Path) -> None:
    item = recorded(mapped)
    gone, changed = (attached(item, by=mapped.contributor) for _ in range(2))
    (folder / gone.stored_as).unlink()
    (folder / changed.stored_as).write_bytes(b"%PDF-1.4 another")
    code, printed = check()
    assert code == 1
    assert f"{gone.reference} ({gone.stored_as}): it cannot be read: FileNotFoundError" in printed
    assert f"{changed.reference} ({changed.stored_as}): it is not what was kept" in printed
    assert "2 files compared: 2 faults." in printed


def test_a_file_without_a_row_is_deleted_when_asked_and_old(mapped: World, folder: Path) -> None:
    kept = attached(recorded(mapped), by=mapped.contributor)
    old(folder / kept.stored_as)
    (folder / "ab").mkdir(exist_ok=True)
    left, under_way = folder / "ab" / "left", folder / "ab" / "under-way"
    left.write_bytes(b"x")
    under_way.write_bytes(b"x")
    old(left)
    assert check() == (1, "ab/left: no row names it\n1 file compared: 1 fault.\n")
    code, printed = check("--delete")
    assert code == 0 and "ab/left: no row names it, so it was deleted" in printed
    assert not left.exists() and under_way.exists() and (folder / kept.stored_as).exists()


def test_a_file_that_was_not_looked_at_is_looked_at_now(
    mapped: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attached(recorded(mapped), by=mapped.contributor)
    monkeypatch.setattr(check_files, "scan", lambda file: Scan.INFECTED)
    code, printed = check()
    assert code == 1 and "a virus was found in it" in printed
    made.refresh_from_db()
    assert made.scan == Scan.INFECTED
