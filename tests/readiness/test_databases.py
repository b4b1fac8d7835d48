"""A database's URL becomes Django's settings, or is refused without telling the password."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.databases import database_from_url, tuned
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
