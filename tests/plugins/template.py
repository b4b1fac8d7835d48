"""With several processes the migrations run once, while the processes collect, and each copies.

The program at the end of this file makes the database, keeps it until its input ends, and then
deletes it, what tests put next to it, and the folder: so they go as well when the suite is killed.
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
            start_new_session=True,  # what kills the suite must not reach it
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
    folder = shared_folder(request.config)
    if folder and _wait_for(folder) == MADE:
        _begin_with(name_in(folder))


def shared_folder(config: pytest.Config) -> Path | None:
    """The folder that the processes of this suite share; none where there is but one process."""
    folder = getattr(config, "workerinput", {}).get("template")
    return Path(folder) if folder else None


def _wait_for(folder: Path) -> str:
    """How it went: nothing where it failed or took too long."""
    deadline = time.monotonic() + SECONDS
    while not (said := folder / "done").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return said.read_text() if said.exists() else ""


def name_in(folder: Path) -> str:
    """The database's own: on SQLite a file. Those whose names begin with it go when it does."""
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
    """Makes the database, says so, and deletes it with the folder when the input ends."""
    import django

    django.setup()
    from django.db import connection

    import tests.plugins.migrating  # noqa: F401 - its migrations take less

    went = ""
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name_in(folder)
    try:
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            went = MADE
        finally:
            # At once, and not letter by letter.
            (folder / "doing").write_text(went)
            (folder / "doing").rename(folder / "done")
            sys.stdin.read()
        if connection.vendor == "postgresql":
            _drop_those_next_to(name_in(folder))
        connection.creation.destroy_test_db(own, verbosity=0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _drop_those_next_to(name: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        ours = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        cursor.execute(ours, [f"{name}_"])
        for (each,) in cursor.fetchall():
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(each)}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    _keep(Path(sys.argv[1]))
