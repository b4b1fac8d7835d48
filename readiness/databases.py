"""The database at a URL, as Django's settings for it. Refusals are those of `readiness.env`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from readiness.env import SettingError

POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})

Settings = dict[str, Any]
"""A value of `DATABASES` or `CACHES`."""

WITHIN_SECONDS: Settings = {
    "connect_timeout": 3,
    # A server that vanished without a word is given up after 10 s (milliseconds here); the
    # operating system would take a quarter of an hour. Sockets on this machine ignore these.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""How long libpq waits. None of these is sent to the server; the URL may give others."""


def database_from_url(url: str, name: str = "DATABASE_URL") -> Settings:
    """ENGINE, NAME and, for PostgreSQL, where and who and OPTIONS, from one URL.

    Every part is percent-decoded, so a password with an @ is written with %40. Options after the
    question mark go to the driver as they are (`?sslmode=require`), except `host` and `port`, which
    are Django's: that is how a socket folder is given. The refusal never repeats the URL, which may
    hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(
            f"{name} is not a URL that can be read. Check the host, the port and the brackets,"
            " and write any of : / ? # [ ] @ inside a password as a percent code, like %40."
        ) from error
    if parts.scheme == "sqlite":
        return _sqlite(parts.netloc, parts.path, parts.query, name)
    if parts.scheme not in POSTGRES_SCHEMES:
        raise SettingError(
            f"{name} starts with {parts.scheme or 'no scheme'!r}. Write"
            " postgres://user:password@host:5432/name or sqlite:////full/path.sqlite3."
        )
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise SettingError(
            f"{name} does not name one database. Write postgres://user:password@host:5432/name."
        )
    options = _options(parts.query, name)
    host = options.pop("host", None) or unquote(parts.hostname or "")
    query_port = options.pop("port", None)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query_port or (str(port) if port is not None else ""),
        "OPTIONS": options,
    }


def _sqlite(netloc: str, path: str, query: str, name: str) -> Settings:
    file = unquote(path.removeprefix("/"))
    if netloc or query or not file:
        raise SettingError(
            f"{name} does not name an SQLite file. Write sqlite:///relative/path.sqlite3 or, with"
            " four slashes, sqlite:////full/path.sqlite3."
        )
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": {}}


def _options(query: str, name: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError as error:
        raise SettingError(
            f"{name} has options that cannot be read. Write them as ?name=value&name=value."
        ) from error
    options = dict(pairs)
    if len(options) != len(pairs) or not all(options.values()):
        raise SettingError(f"{name} gives an option twice or without a value. Write each once.")
    return options


def tuned(
    database: Settings, *, folder: Path, pool_size: int | None, in_production: bool
) -> Settings:
    """The database with the options under which many people can save at once.

    A relative SQLite file lies in `folder`, and the folders it needs are made; in production what
    it says is saved is on the disk. PostgreSQL gets a pool of at most `pool_size` connections per
    process, or none.
    """
    if database["ENGINE"].endswith("sqlite3"):
        return _tuned_sqlite(database, folder, in_production)
    options = WITHIN_SECONDS | database["OPTIONS"]
    if pool_size is not None:
        # At least one connection per gunicorn thread, or threads wait for one another. One that
        # gets no connection within the timeout raises; the second figure is how long the pool
        # goes on by itself before it waits to be asked again, so it never sleeps long.
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": 4.0,
            "reconnect_timeout": 5.0,
        }
    return database | {
        "ENGINE": "readiness.postgresql",
        "OPTIONS": options,
        # The pool keeps connections; Django must not keep them as well.
        "CONN_MAX_AGE": 0,
        # Without a pool of ours there may be another one in between, which gives the next
        # statement to another connection: a cursor left on the server is then not found again.
        "DISABLE_SERVER_SIDE_CURSORS": pool_size is None,
    }


def replica_of(database: Settings, url: str, *, pool_size: int | None) -> Settings:
    """The copy of a database at a URL, tuned as that is.

    Refused are SQLite, which has no copies, and the URL of the database itself.
    """
    name = "REPLICA_DATABASE_URL"
    found = database_from_url(url, name)
    both = (database["ENGINE"], found["ENGINE"])
    if any(engine.endswith("sqlite3") for engine in both):
        raise SettingError(
            f"{name} is for a copy of a PostgreSQL database. Leave it out with SQLite."
        )
    if all(found[part] == database[part] for part in ("HOST", "PORT", "NAME")):
        raise SettingError(
            f"{name} leads to the same database as DATABASE_URL. Write where its copy is, or leave"
            " it out."
        )
    # The suite has no copy: what it writes is read where it was written.
    mirror = {"TEST": {"MIRROR": "default"}}
    return tuned(found, folder=Path(), pool_size=pool_size, in_production=True) | mirror


def limit_statements(database: Settings, seconds: int) -> None:
    """From now on connections end a statement that takes longer: for processes that serve pages.

    0 is no limit. It is said when a connection is opened, which pgbouncer refuses, so it is left
    out where no pool of ours is used. What the URL says goes before.
    """
    options = database["OPTIONS"]
    if seconds and "pool" in options:
        limit = f"-c statement_timeout={seconds * 1000}"
        options["options"] = f"{limit} {options.get('options', '')}".strip()


def _tuned_sqlite(database: Settings, folder: Path, in_production: bool) -> Settings:
    file = folder / database["NAME"]
    _make_folder(file.parent)
    # A writer takes its lock when it begins, and waits for it, so two savers queue instead of
    # failing half-way. Write-ahead logging lets people read meanwhile. With NORMAL a power cut can
    # take back the last saves.
    synchronous = "FULL" if in_production else "NORMAL"
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
    }
    # The tests' database is a file too: one in memory cannot be shared with a server's threads.
    test = {"NAME": str(file.with_name(f"test-{file.name}"))}
    return database | {
        "NAME": str(file),
        "OPTIONS": options,
        "TEST": test,
        # Kept open, because opening the file anew needs room on the disk even to read.
        "CONN_MAX_AGE": None,
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise SettingError(
            f"DATABASE_URL names a file in {str(folder)!r}, a folder that is not there and cannot"
            f" be made ({getattr(error, 'strerror', None) or error}). Write a path in a folder that"
            " this user may write to."
        ) from error
