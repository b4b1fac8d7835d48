"""Typed readers of environment variables.

Each reader returns a value of one type or raises `SettingError`, whose sentence names the variable,
says what is wrong with it and what to write instead. Nothing is guessed: "flase" is refused, not
taken for true. A variable that is set to nothing counts as not set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})


class SettingError(ImproperlyConfigured):
    """An environment variable is missing or cannot be understood."""


@dataclass(frozen=True)
class Environment:
    """The variables of one process, read by type."""

    variables: Mapping[str, str]

    def _raw(self, name: str) -> str | None:
        value = self.variables.get(name, "").strip()
        if "\0" in value:
            raise SettingError(f"{name} contains a NUL character. Remove it.")
        return value or None

    def text(self, name: str, default: str | None = None, *, hint: str = "") -> str:
        """The text, the default, or a refusal that ends with the hint."""
        value = self._raw(name)
        if value is not None:
            return value
        if default is not None:
            return default
        raise SettingError(f"{name} is not set. {hint or 'Set it in the environment.'}")

    def boolean(self, name: str, default: bool) -> bool:
        value = self._raw(name)
        if value is None:
            return default
        word = value.lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise SettingError(f"{name} is {value!r}. Write on or off.")

    def integer(
        self, name: str, default: int, *, least: int | None = None, most: int | None = None
    ) -> int:
        value = self._raw(name)
        if value is None:
            return default
        digits = value[1:] if value.startswith("-") else value
        # int() would also take " 1_0 " and Arabic digits, which are more likely slips than wishes.
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
            raise SettingError(f"{name} is {value!r}. Write a whole number, like {default}.")
        number = int(value)
        if least is not None and number < least:
            raise SettingError(f"{name} is {number}. Write {least} or more.")
        if most is not None and number > most:
            raise SettingError(f"{name} is {number}. Write {most} or less.")
        return number

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self._raw(name)
        if value is None:
            return default
        if value not in choices:
            raise SettingError(f"{name} is {value!r}. Write one of: {', '.join(choices)}.")
        return value

    def items(
        self, name: str, default: tuple[str, ...] | None = None, *, hint: str = ""
    ) -> list[str]:
        """A list written with commas. Spaces around an item are dropped, empty items refused."""
        value = self._raw(name)
        if value is None:
            if default is not None:
                return list(default)
            raise SettingError(f"{name} is not set. {hint or 'Separate the items with commas.'}")
        found = [item.strip() for item in value.split(",")]
        if any(not item or len(item.split()) > 1 for item in found):
            raise SettingError(
                f"{name} is {value!r}. Separate the items with single commas, like one,two."
            )
        return found

    def hosts(
        self, name: str, default: tuple[str, ...] | None = None, *, hint: str = ""
    ) -> list[str]:
        """Host names without a scheme, a port or a path. A lone * is refused: it trusts anyone."""
        found = self.items(name, default, hint=hint)
        for host in found:
            is_ipv6 = host.startswith("[") and host.endswith("]")
            if host == "*" or "/" in host or (":" in host and not is_ipv6):
                raise SettingError(
                    f"{name} has {host!r}. Write host names only, like readiness.example.org."
                )
        return found

    def origins(self, name: str) -> list[str]:
        """Origins such as https://readiness.example.org, each with a scheme and no path.

        A * stands for the subdomains of a name, or is refused: alone it would trust anyone.
        """
        found = self.items(name, ())
        for origin in found:
            host = _host_of_origin(origin)
            if not host:
                raise SettingError(
                    f"{name} has {origin!r}. Write origins like https://readiness.example.org,"
                    " without a path."
                )
            if "*" in host.removeprefix("*.") or not host.removeprefix("*.").strip("."):
                raise SettingError(
                    f"{name} has {origin!r}. Write origins like https://readiness.example.org, and"
                    " a * only for the subdomains of a name, like https://*.example.org."
                )
        return found

    def database(self, name: str, default: str | None = None, *, hint: str = "") -> dict[str, Any]:
        """Django's settings for the database at a URL: see `database_from_url`."""
        return database_from_url(self.text(name, default, hint=hint), name)


def refuse_known_key(name: str, keys: Iterable[str], known: str, *, hint: str) -> None:
    """Refuse a secret key that anybody can read in the source."""
    if known in keys:
        raise SettingError(
            f"{name} has the key that stands in the source of Readiness for development, so"
            f" everybody knows it. {hint}"
        )


def _host_of_origin(origin: str) -> str:
    """The host of an origin; nothing for what is no origin."""
    try:
        parts = urlsplit(origin)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return host or "" if bare and parts.scheme in {"http", "https"} else ""


def database_from_url(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
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


def _sqlite(netloc: str, path: str, query: str, name: str) -> dict[str, Any]:
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


def tuned(database: dict[str, Any], *, folder: Path, pool_size: int | None) -> dict[str, Any]:
    """The database with the options under which many people can save at once.

    A relative SQLite file lies in `folder`, and the folders it needs are made. PostgreSQL gets a
    pool of at most `pool_size` connections per process, or none.
    """
    if not database["ENGINE"].endswith("sqlite3"):
        options = database["OPTIONS"]
        if pool_size is not None:
            # At least one connection per gunicorn thread, or threads wait for one another.
            options = options | {"pool": {"min_size": 1, "max_size": pool_size}}
        # The pool keeps connections; Django must not keep them as well.
        return database | {"OPTIONS": options, "CONN_MAX_AGE": 0}
    file = folder / database["NAME"]
    _make_folder(file.parent)
    # A writer takes its lock when it begins, and waits for it, so two savers queue instead of
    # failing half-way. Write-ahead logging lets people read meanwhile.
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # The tests' database is a file too: one in memory cannot be shared with a server's threads.
    test = {"NAME": str(file.with_name(f"test-{file.name}"))}
    return database | {"NAME": str(file), "OPTIONS": options, "TEST": test}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise SettingError(
            f"DATABASE_URL names a file in {str(folder)!r}, a folder that is not there and cannot"
            f" be made ({getattr(error, 'strerror', None) or error}). Write a path in a folder that"
            " this user may write to."
        ) from error
