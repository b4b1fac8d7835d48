"""A database's URL becomes Django's settings, or is refused without telling the password."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection, connections
from hypothesis import given
from hypothesis import strategies as st

from assessments.queries.health import Trouble, trouble_behind
from readiness.databases import database_from_url, limit_statements, tuned
from readiness.env import SettingError


def test_postgres_with_everything() -> None:
    url = "postgres://officer:p%40ss%2Fw@db.example:6543/readiness?sslmode=require"
    assert database_from_url(url) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "readiness",
        "USER": "officer",
        "PASSWORD": "p@ss/w",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgres_by_a_socket_folder() -> None:
    database = database_from_url("postgresql://me@/readiness?host=/run/pg&port=6000")
    assert (database["HOST"], database["PORT"]) == ("/run/pg", "6000")
    assert (database["USER"], database["OPTIONS"]) == ("me", {})


@pytest.mark.parametrize(
    ("url", "file"),
    [("sqlite:///var/x.sqlite3", "var/x.sqlite3"), ("sqlite:////srv/a%20b.db", "/srv/a b.db")],
)
def test_sqlite(url: str, file: str) -> None:
    assert database_from_url(url)["NAME"] == file


@pytest.mark.parametrize(
    "url",
    [
        "readiness",
        "mysql://u:secret@h/n",
        "postgres://u:secret@h",
        "postgres://u:secret@h/a/b",
        "postgres://u:secret@h:port/n",
        "postgres://u:secret@h:99999/n",
        "postgres://u:secret@[h/n",
        "postgres://u:secret@h/n?sslmode",
        "postgres://u:secret@h/n?sslmode=",
        "postgres://u:secret@h/n?sslmode=a&sslmode=b",
        "sqlite://x.sqlite3",
        "sqlite:///",
        "sqlite:///x?mode=ro",
    ],
)
def test_anything_else_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(SettingError, match="THING") as refusal:
        database_from_url(url, "THING")
    assert "secret" not in str(refusal.value)
    assert "Write" in str(refusal.value) or "Check" in str(refusal.value)


@given(
    st.fixed_dictionaries(
        {
            part: st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
            for part in ("USER", "PASSWORD")
        }
    )
)
def test_any_user_and_password_come_back_to_the_letter(parts: dict[str, Any]) -> None:
    user, password = (quote(parts[part], safe="") for part in ("USER", "PASSWORD"))
    database = database_from_url(f"postgres://{user}:{password}@h/n")
    assert {part: database[part] for part in parts} == parts


def tuned_to(url: str, **given: Any) -> dict[str, Any]:
    how = {"folder": Path("/nowhere"), "pool_size": None, "in_production": True, **given}
    return tuned(database_from_url(url), **how)


def test_a_pool_gives_up_and_comes_back_within_seconds() -> None:
    database = tuned_to("postgres://u@h/n", pool_size=6)
    pool = {"min_size": 1, "max_size": 6, "timeout": 4.0, "reconnect_timeout": 5.0}
    assert database["OPTIONS"]["pool"] == pool
    assert database["OPTIONS"]["connect_timeout"] < pool["timeout"]  # type: ignore[operator]
    assert (database["CONN_MAX_AGE"], database["DISABLE_SERVER_SIDE_CURSORS"]) == (0, False)


def test_without_a_pool_of_ours_no_cursor_is_left_on_the_server() -> None:
    database = tuned_to("postgres://u@h/n?connect_timeout=9&sslmode=require")
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "pool" not in database["OPTIONS"]
    assert database["OPTIONS"]["connect_timeout"] == "9"  # the operator's own
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(("in_production", "word"), [(True, "FULL"), (False, "NORMAL")])
def test_what_sqlite_says_is_saved_survives_a_power_cut_in_production(
    in_production: bool, word: str, tmp_path: Path
) -> None:
    database = tuned_to("sqlite:///x.sqlite3", folder=tmp_path, in_production=in_production)
    assert f"synchronous={word}" in database["OPTIONS"]["init_command"]
    assert database["CONN_MAX_AGE"] is None


def test_what_serves_pages_limits_its_statements_where_the_server_takes_that() -> None:
    pooled = tuned_to("postgres://u@h/n?options=-c%20work_mem%3D8MB", pool_size=6)
    limit_statements(pooled, 20)
    # The last one counts, so the operator's own limit would.
    assert pooled["OPTIONS"]["options"] == "-c statement_timeout=20000 -c work_mem=8MB"
    for url, size, seconds in (
        ("postgres://u@h/n", 6, 0),
        ("postgres://u@h/n", None, 20),
        ("sqlite:////x.sqlite3", 6, 20),
    ):
        database = tuned_to(url, pool_size=size, folder=Path("/tmp"))  # noqa: S108
        limit_statements(database, seconds)
        assert "options" not in database["OPTIONS"]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a limit of PostgreSQL's")
def test_the_server_ends_a_statement_that_takes_longer_and_a_page_says_busy() -> None:
    limited = {**connection.settings_dict}
    limited["OPTIONS"] = {**limited["OPTIONS"], "pool": {"min_size": 1, "max_size": 1}}
    limit_statements(limited, 1)
    with (
        closing(type(connections["default"])(limited, "limited")) as served,
        served.cursor() as cursor,
    ):
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("1s",)
        cursor.execute("SET statement_timeout = 20")
        with pytest.raises(OperationalError) as ended:
            cursor.execute("SELECT pg_sleep(9)")
        assert trouble_behind(ended.value) is Trouble.BUSY
        served.close_pool()


def test_only_what_serves_pages_asks_for_the_limit() -> None:
    asked = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'readiness.settings'\n"
        "if sys.argv[1] == 'serving': import readiness.wsgi\n"
        "else: import django; django.setup()\n"
        "from django.db import connection\n"
        "print(connection.settings_dict['OPTIONS'].get('options'))"
    )
    given = {"READINESS_MODE": "development", "DATABASE_URL": "postgres://u@h/n"}
    said = [
        subprocess.run(
            [sys.executable, "-c", asked, word],
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for word in ("serving", "a command")
    ]
    assert said == ["-c statement_timeout=20000", "None"]
