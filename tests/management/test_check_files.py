"""`check_files` finds what does not agree, and deletes only what nothing needs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.management.commands import check_files
from assessments.workflow import Scan
from tests.attaching import attached, keep_files_in
from tests.evidence import mapped_world, recorded
from tests.worlds import World


@pytest.fixture
def world(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[World, Path]]:
    keep_files_in(tmp_path, monkeypatch)
    yield mapped_world(), tmp_path


def run(*options: str) -> tuple[str, bool]:
    """What it prints, and whether it found nothing wrong."""
    printed = StringIO()
    try:
        call_command("check_files", *options, stdout=printed)
    except SystemExit as ended:
        assert ended.code == 1
        return printed.getvalue(), False
    return printed.getvalue(), True


def old(path: Path) -> Path:
    """As if it had been written two days ago."""
    then = time.time() - 2 * 86_400
    os.utime(path, (then, then))
    return path


def test_files_that_agree_with_their_rows_are_sound(world: tuple[World, Path]) -> None:
    attached(recorded(world[0]), by=world[0].contributor)
    assert run() == ("1 file compared: no faults.\n", True)


def test_a_file_that_is_gone_or_changed_is_named(world: tuple[World, Path]) -> None:
    cast, folder = world
    item = recorded(cast)
    gone, changed = (attached(item, by=cast.contributor) for _ in range(2))
    (folder / gone.stored_as).unlink()
    (folder / changed.stored_as).write_bytes(b"%PDF-1.4 another")
    printed, sound = run()
    assert not sound
    assert f"{gone.reference} ({gone.stored_as}): it cannot be read: FileNotFoundError" in printed
    assert f"{changed.reference} ({changed.stored_as}): it is not what was kept" in printed
    assert "2 files compared: 2 faults." in printed


def test_a_file_without_a_row_is_deleted_when_asked_and_old(world: tuple[World, Path]) -> None:
    cast, folder = world
    kept = attached(recorded(cast), by=cast.contributor)
    old(folder / kept.stored_as)
    (folder / "ab").mkdir(exist_ok=True)
    left, under_way = folder / "ab" / "left", folder / "ab" / "under-way"
    left.write_bytes(b"x")
    under_way.write_bytes(b"x")
    old(left)
    assert run() == ("ab/left: no row names it\n1 file compared: 1 fault.\n", False)
    printed, sound = run("--delete")
    assert sound and "ab/left: no row names it, so it was deleted" in printed
    assert not left.exists() and under_way.exists() and (folder / kept.stored_as).exists()


def test_a_file_that_was_not_looked_at_is_looked_at_now(
    world: tuple[World, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attached(recorded(world[0]), by=world[0].contributor)
    monkeypatch.setattr(check_files, "scan", lambda file: Scan.INFECTED)
    printed, sound = run()
    assert not sound and "a virus was found in it" in printed
    made.refresh_from_db()
    assert made.scan == Scan.INFECTED
