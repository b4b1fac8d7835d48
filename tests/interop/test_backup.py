"""Back up and restore with the commands of docs/deploying.md, on PostgreSQL and SQLite."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.docs.documents import document
from tests.outages.serving import ROOT

LEFT_OUT = {"django_session", "assessments_signedindevice", "readiness_cache"}
Rows = dict[str, int]


def blocks(heading: str) -> list[str]:
    return document("docs/deploying.md").section(heading).blocks("sh")


def manage(url: str, files: Path, *command: str) -> str:
    """What a command of the service prints; it must succeed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={
            **os.environ,
            "READINESS_MODE": "test",
            "DATABASE_URL": url,
            "ATTACHMENTS_ROOT": str(files),
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def filled(url: str, files: Path) -> None:
    """The demonstration, with a signed-in person and a cache."""
    manage(url, files, "migrate", "--verbosity=0")
    manage(url, files, "seed_demo")
    session = "from django.contrib.sessions.backends.db import SessionStore as S; S().save()"
    manage(url, files, "shell", "--no-imports", "-c", session)
    # Production's table, which tests do without.
    columns = "cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp NOT NULL"
    make = f"from django.db import connection; connection.cursor().execute('CREATE TABLE readiness_cache ({columns})')"  # noqa: E501
    manage(url, files, "shell", "--no-imports", "-c", make)


def run(script: str, folder: Path, url: str, files: Path, programs: str = "") -> str:
    """What a block of the page prints, run by the shell in that folder."""
    path = os.pathsep.join(filter(None, [programs, os.environ["PATH"]]))
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "DATABASE_URL": url, "ATTACHMENTS_ROOT": str(files)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{script}\n{done.stderr}"
    return done.stdout


def looked_at(url: str, files: Path) -> None:
    """What the page says to do after a restore; createcachetable does nothing in tests."""
    lines = blocks("Restore")[1].splitlines()
    commands = [line.partition("manage.py ")[2].split() for line in lines]
    output = {command[0]: manage(url, files, *command) for command in commands}
    assert list(output) == ["migrate", "createcachetable", "check", "rescore", "check_files"]
    number, _, verdict = output["rescore"].partition(" ")
    assert int(number) > 0
    assert verdict.strip() == "snapshots compared: none differs from what was kept."
    assert output["check_files"] == "1 file compared: no faults.\n"


def same_but_for_sessions(before: Rows, after: Rows) -> None:
    assert before["django_session"] > 0
    assert before["assessments_answerrevision"] > 100
    assert after == before | dict.fromkeys(LEFT_OUT, 0)


def rows_in_postgres(url: str) -> Rows:
    with psycopg.connect(url) as connection:
        ask = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = [name for (name,) in connection.execute(ask)]
        counts = (connection.execute(f'SELECT count(*) FROM "{one}"') for one in tables)  # type: ignore[arg-type]  # noqa: S608
        return {one: found.fetchall()[0][0] for one, found in zip(tables, counts, strict=True)}


def test_postgresql_is_backed_up_and_restored(postgres: Any, tmp_path: Path) -> None:
    files, restored_files = tmp_path / "files", tmp_path / "restored-files"
    filled(postgres.url, files)
    programs = str(postgres._programs)  # its own: older ones refuse a newer server
    before = rows_in_postgres(postgres.url)
    run(blocks("Back up")[0], tmp_path, postgres.url, files, programs)
    [dump] = tmp_path.glob("readiness-*.dump")

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    restored = postgres.url.replace("/postgres?", "/restored?")
    dump.rename(tmp_path / "readiness-2026-11-23.dump")
    [tar] = tmp_path.glob("readiness-files-*.tar")
    tar.rename(tmp_path / "readiness-files-2026-11-23.tar")
    run(blocks("Restore")[0], tmp_path, restored, restored_files, programs)
    same_but_for_sessions(before, rows_in_postgres(restored))
    looked_at(restored, restored_files)


def rows_in_sqlite(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as connection:
        ask = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = [name for (name,) in connection.execute(ask)]
        return {
            one: connection.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0]  # noqa: S608
            for one in tables
        }


@pytest.mark.needs("sqlite3")
def test_sqlite_is_backed_up_while_it_is_written_to(tmp_path: Path) -> None:
    place, backups = tmp_path / "data.sqlite3", tmp_path / "backup"
    backups.mkdir()
    url = f"sqlite:///{place}"
    files, restored_files = tmp_path / "files", tmp_path / "restored-files"
    filled(url, files)
    script = blocks("Back up")[1].replace("/srv/readiness/data.sqlite3", str(place))
    script = script.replace("/srv/backup", str(backups))
    with closing(sqlite3.connect(place)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        # Kept in the log next to the file, where a plain copy would miss it.
        writer.execute("UPDATE assessments_organisation SET name = 'Changed at the last moment'")
        writer.commit()
        before = rows_in_sqlite(place)
        assert run(script, tmp_path, url, files).split()[-1] == "ok"
    [copy] = backups.glob("readiness-*.sqlite3")
    same_but_for_sessions(before, rows_in_sqlite(copy))
    with closing(sqlite3.connect(copy)) as restored:
        ask = "SELECT DISTINCT name FROM assessments_organisation"
        assert restored.execute(ask).fetchall() == [("Changed at the last moment",)]
    [tar] = backups.glob("readiness-files-*.tar")
    restored_files.mkdir()
    run(f"tar --extract --file={tar} --directory={restored_files}", tmp_path, url, files)
    looked_at(f"sqlite:///{copy}", restored_files)
