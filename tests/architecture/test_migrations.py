"""A migration that has landed is never rewritten: databases that ran it would not hear of it.

`migrations.sha256` holds the hash of each. A new migration gets its line there; no line changes.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("migrations.sha256")
MIGRATIONS = Path(__file__).parents[2] / "assessments" / "migrations"


def faults(folder: Path, held: str) -> list[str]:
    """What is wrong with the migrations, given the lines that are held of them."""
    known = {name: digest for digest, name in map(str.split, held.splitlines())}
    files = {each.name: each for each in folder.glob("[0-9]*.py")}
    found = [f"{name} is gone, though databases have run it." for name in known.keys() - files]
    for name, file in sorted(files.items()):
        digest = sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        if name not in known:
            found.append(f"Add this line to {LIST.name}:\n{digest}  {name}")
        elif known[name] != digest:
            found.append(f"{name} was rewritten. Put it back, and write a new migration instead.")
    return found


def test_no_migration_that_has_landed_was_rewritten() -> None:
    found = faults(MIGRATIONS, LIST.read_text())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("breach", "fault"),
    [
        ("rewritten", "0001_first.py was rewritten."),
        ("new", "Add this line to migrations.sha256:\n"),
        ("gone", "0001_first.py is gone"),
    ],
)
def test_a_breach_is_found_out(breach: str, fault: str, tmp_path: Path) -> None:
    first = tmp_path / "0001_first.py"
    first.write_bytes(b"operations = []\n")
    held = faults(tmp_path, "")[0].rpartition("\n")[2]
    assert faults(tmp_path, held) == []
    if breach == "rewritten":
        first.write_bytes(b"operations = [1]\n")
    elif breach == "new":
        (tmp_path / "0002_second.py").touch()
    else:
        first.unlink()
    assert [one[: len(fault)] for one in faults(tmp_path, held)] == [fault]
