"""Typed readers of environment variables.

Each reader returns a value of one type or raises `SettingError`, whose sentence names the variable,
says what is wrong with it and what to write instead. Nothing is guessed: "flase" is refused, not
taken for true. A variable that is set to nothing counts as not set.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_ADDRESS = rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST}"
# A name with one of the characters that have a meaning in the header is quoted.
_NAME = r"""(?:"[^"\\]*" *|[^"\\,:;<>@()\[\]]*)"""
HOST = re.compile(_HOST, re.IGNORECASE | re.ASCII)
SENDER = re.compile(rf"{_ADDRESS}|{_NAME}<{_ADDRESS}>", re.IGNORECASE | re.ASCII)
CONTACT = re.compile(
    rf"{_ADDRESS}|https://{_HOST}(?::[0-9]+)?(?:[/?#][!-~]*)?", re.IGNORECASE | re.ASCII
)
KEY_LEAST, KEY_LEAST_DIFFERENT = 50, 5  # as Django's own deployment check
ENCRYPTION_KEY_BYTES = 32


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

    def encryption_keys(
        self, name: str, default: tuple[str, ...] | None = None, *, hint: str
    ) -> list[str]:
        """Fernet keys, the newest first: each 32 random bytes in URL-safe base64.

        A refusal says which of them is wrong by its place, and never repeats a key.
        """
        try:
            found = self.items(name, default, hint=hint)
        except SettingError:
            if self._raw(name) is None:
                raise
            raise SettingError(
                f"{name} has an empty item or a space in a key. Separate the keys with single"
                " commas, the newest first."
            ) from None
        for place, key in enumerate(found, 1):
            raw = _decoded(key)
            if len(raw) != ENCRYPTION_KEY_BYTES:
                raise SettingError(
                    f"{name} has something else than a key at place {place} of {len(found)}. Write"
                    f" 44 characters that encode {ENCRYPTION_KEY_BYTES} random bytes. {hint}"
                )
            if len(set(raw)) < KEY_LEAST_DIFFERENT:
                raise SettingError(
                    f"{name} has a key at place {place} of {len(found)} that can be guessed. {hint}"
                )
        return found

    def hosts(
        self, name: str, default: tuple[str, ...] | None = None, *, hint: str = ""
    ) -> list[str]:
        """Host names without a scheme, a port or a path; `.x` is the name x and all below it.

        A * is refused, because it is no host name: alone it would trust anyone.
        """
        found = self.items(name, default, hint=hint)
        for host in found:
            if host.startswith("*.") and HOST.fullmatch(host[2:]):
                raise SettingError(
                    f"{name} has {host!r}. Write {host[1:]!r}, without the *: it means"
                    f" {host[2:]} and every name below it."
                )
            if not (HOST.fullmatch(host.removeprefix(".")) or _is_ipv6_in_brackets(host)):
                raise SettingError(
                    f"{name} has {host!r}. Write host names only, like readiness.example.org."
                )
        return found

    def host(self, name: str, default: str) -> str:
        """One host name or IP address, without a scheme, a port or a path."""
        value = self.text(name, default)
        if not (HOST.fullmatch(value.removesuffix(".")) or _is_ipv6_in_brackets(f"[{value}]")):
            raise SettingError(
                f"{name} is {value!r}. Write one host name only, like mail.example.org."
            )
        return value

    def sender(self, name: str, default: str) -> str:
        """One email address, with or without the sender's name, on one line."""
        value = self.text(name, default)
        if not (value.isprintable() and SENDER.fullmatch(value)):
            raise SettingError(
                f"{name} is {value!r}. Write one email address on one line, like"
                " readiness@example.org or Readiness <readiness@example.org>."
            )
        return value

    def contact(self, name: str) -> str:
        """Where people get help: one email address, or a page by HTTPS. Empty when unset."""
        value = self.text(name, "")
        if value and not (value.isprintable() and CONTACT.fullmatch(value)):
            raise SettingError(
                f"{name} is {value!r}. Write one email address, like help@example.org, or the"
                " address of a page, like https://example.org/help."
            )
        return value

    def folder_of_its_own(
        self, name: str, default: str, *, project: Path, served: Sequence[Path] = ()
    ) -> Path:
        """A folder, relative to the project's or with its full path, that does not hold it, and
        that is neither inside a folder that is `served` to browsers nor around one.
        """
        folder = (project / self.text(name, default)).resolve()
        if project.resolve().is_relative_to(folder):
            raise SettingError(
                f"{name} is {self.text(name, default)!r}, which holds Readiness itself. Write a"
                f" folder for these files alone, like {default} or /srv/readiness/{default}."
            )
        for one in served:
            if folder.is_relative_to(one) or one.is_relative_to(folder):
                raise SettingError(
                    f"{name} is '{folder}', and {one} is served to everyone. Write a"
                    " folder of its own outside it, like /srv/readiness-files."
                )
        return folder

    def origin(self, name: str, default: str) -> str:
        """The scheme and host of one website, such as https://readiness.example.org."""
        found = self.text(name, default)
        if not _host_of_origin(found) or "*" in found:
            raise SettingError(
                f"{name} is {found!r}. Write the address of the service without a path, like"
                " https://readiness.example.org."
            )
        return found

    def socket(self, name: str) -> str:
        """Where a service of this machine or another listens: a path, or a host and its port."""
        value = self.text(name, "")
        host, colon, port = value.rpartition(":")
        named = HOST.fullmatch(host) or _is_ipv6_in_brackets(host)
        if value and not (value.startswith("/") or (colon and named and port.isdecimal())):
            raise SettingError(
                f"{name} is {value!r}. Write the full path of a socket, like /run/clamav/clamd.ctl,"
                " or a host and its port, like 127.0.0.1:3310."
            )
        return value

    def origins(self, name: str) -> list[str]:
        """Origins such as https://readiness.example.org, each with a scheme and no path.

        A * for the subdomains of a name, or refused: alone it would trust any host.
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


def refuse_known_key(name: str, keys: Iterable[str], known: str, *, hint: str) -> None:
    """Refuse a secret key that is public in the source."""
    if known in keys:
        raise SettingError(
            f"{name} has the development key from the source of Readiness, which is public. {hint}"
        )


def refuse_weak_key(name: str, key: str, *, hint: str) -> None:
    """Refuse a secret key that could be guessed. The refusal never repeats the key."""
    if len(key) < KEY_LEAST or len(set(key)) < KEY_LEAST_DIFFERENT:
        raise SettingError(
            f"{name} can be guessed. Write {KEY_LEAST} random characters or more. {hint}"
        )


def _decoded(key: str) -> bytes:
    """The bytes of a key in URL-safe base64; none for what is no base64."""
    try:
        return base64.b64decode(key.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return b""


def _is_ipv6_in_brackets(host: str) -> bool:
    try:
        IPv6Address(host.removeprefix("[").removesuffix("]"))
    except AddressValueError:
        return False
    return host.startswith("[") and host.endswith("]")


def _host_of_origin(origin: str) -> str:
    """The host of an origin; nothing for what is no origin."""
    try:
        parts = urlsplit(origin)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return host or "" if bare and parts.scheme in {"http", "https"} else ""
