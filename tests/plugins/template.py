"""With several processes the migrations run once, while the processes collect, and each copies.

The program at the end of this file makes the database, keeps it until its input ends, and then
deletes it: so it goes as well when the suite is killed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

SECONDS = 120
"""How long a process waits before it runs the migrations by itself."""
MADE = "made"

_maker: subprocess.Popen[bytes] | None = None
_folder: tempfile.TemporaryDirectory[str] | None = None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called for each process that is about to be started, in the one that starts them."""
    global _maker, _folder
    if _folder is None:
        _folder = tempfile.TemporaryDirectory(prefix="readiness-template-")
        _maker = subprocess.Popen(
            [sys.executable, "-m", __name__, _folder.name],
            cwd=node.config.rootpath,
            stdin=subprocess.PIPE,
        )
    node.workerinput["template"] = _folder.name


def pytest_unconfigure() -> None:
    if _maker is not None and _folder is not None:
        _maker.communicate()
        _folder.cleanup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Called before the process makes its database, which it does when a test first needs one."""
    folder = getattr(request.config, "workerinput", {}).get("template")
    if folder and _wait_for(Path(folder)) == MADE:
        _begin_with(_name(Path(folder)))


def _wait_for(folder: Path) -> str:
    """How it went: nothing where it failed or took too long."""
    deadline = time.monotonic() + SECONDS
    while not (said := folder / "done").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return said.read_text() if said.exists() else ""


def _name(folder: Path) -> str:
    """The database's own: on SQLite a file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return str(folder / "template.sqlite3")
    return folder.name.replace("-", "_")


def _begin_with(template: str) -> None:
    from django.db import connection

    creation: Any = connection.creation
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        return
    make = creation._create_test_db

    def copied(*given: Any, **named: Any) -> str:
        name: str = make(*given, **named)
        shutil.copy(template, name)
        return name

    creation._create_test_db = copied


def _keep(folder: Path) -> None:
    """Makes the database, says so, and deletes it when the input ends."""
    import django

    django.setup()
    from django.db import connection

    went = ""
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = _name(folder)
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        went = MADE
    finally:
        # At once, and not letter by letter.
        (folder / "doing").write_text(went)
        (folder / "doing").rename(folder / "done")
    sys.stdin.read()
    connection.creation.destroy_test_db(own, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    _keep(Path(sys.argv[1]))
