"""System checks: tables that are incomplete, and deployments that are mistaken, each with a hint.

`manage.py check` runs the first three; `check --deploy` the deployment's; `check --database
default` and `migrate` the database's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from assessments import exports, question_types
from assessments.question_types.base_field import KindField
from assessments.services import second_steps

KEY = re.compile(r"[a-z0-9_]+")
PROMISES_OF_A_FORMAT = ("extension", "content_type", "render", "file_name")

SIGN_IN = "assessments.middleware.SignInMiddleware"
POLICY = "readiness.headers.ContentPolicy"
BROWSER_DIRECTIVES = ("default-src", "script-src", "style-src")
KNOWN_STEP_KEY = "b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzISE="
"""The development key, which is in the source."""
UNSAFE = frozenset({"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"})

Apps = Sequence[AppConfig] | None


@register
def kinds_are_complete(app_configs: Apps = None, **_: object) -> list[CheckMessage]:
    """Every kind of question has its two halves, and a name that a file can have."""
    return [fault for kind in question_types.KINDS for fault in _faults_of_kind(kind)]


def _faults_of_kind(kind: str) -> Iterable[CheckMessage]:
    pure = f"assessments/question_types/{kind}.py"
    if not KEY.fullmatch(kind):
        yield Error(
            f"The question kind {kind!r} has a name that a rubric file cannot hold.",
            hint="Use small letters, digits and underscores.",
            id="readiness.E001",
        )
        return
    try:
        marking = question_types.marking(kind)
    except (ImportError, AttributeError, TypeError) as error:
        yield Error(
            f"The question kind {kind!r} cannot be scored: {error}.",
            hint=f"Give {pure} a MARKING, an instance of Marking.",
            id="readiness.E002",
        )
    else:
        if not getattr(marking, "label", ""):
            yield Error(
                f"The question kind {kind!r} has no label for editors of rubrics.",
                hint=f"Set `label` in {pure}.",
                id="readiness.E003",
            )
    try:
        field = question_types.field(kind).FIELD
    except (ImportError, AttributeError) as error:
        field = error
    if not isinstance(field, KindField):
        yield Error(
            f"The question kind {kind!r} cannot be asked: it has no form field.",
            hint=f"Give {pure[:-3]}_field.py a FIELD, an instance of KindField.",
            id="readiness.E004",
        )


@register
def formats_are_complete(app_configs: Apps = None, **_: object) -> list[CheckMessage]:
    """Every format that a report can be downloaded as keeps what all of them promise."""
    found: list[CheckMessage] = []
    for key, (_label, place) in exports.FORMATS.items():
        try:
            made: object = import_module(place).EXPORT
        except (ImportError, AttributeError) as error:
            found.append(
                Error(
                    f"The format {key!r} cannot be downloaded: {error}.",
                    hint=f"Give {place} an EXPORT.",
                    id="readiness.E011",
                )
            )
            continue
        missing = [name for name in PROMISES_OF_A_FORMAT if not getattr(made, name, None)]
        if missing:
            found.append(
                Error(
                    f"The format {key!r} lacks {', '.join(missing)}.",
                    hint=f"Let EXPORT in {place} keep what exports/base.py says.",
                    id="readiness.E012",
                )
            )
    return found


@register(Tags.security)
def nothing_is_open(app_configs: Apps = None, **_: object) -> list[CheckMessage]:
    """Every page asks for sign-in and carries the policy against foreign scripts."""
    found: list[CheckMessage] = []
    if SIGN_IN not in settings.MIDDLEWARE:
        found.append(
            Error(
                "Pages do not ask for sign-in.",
                hint=f"Put {SIGN_IN} into MIDDLEWARE, after AuthenticationMiddleware.",
                id="readiness.E021",
            )
        )
    directives = getattr(settings, "CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    loose = [
        f"{name} {source}"
        for name in BROWSER_DIRECTIVES
        for source in directives.get(name, ["*"])
        if source in UNSAFE
    ]
    if POLICY not in settings.MIDDLEWARE or loose:
        found.append(
            Error(
                "Pages may run scripts or styles that are not ours"
                + (f": {', '.join(loose)}." if loose else "."),
                hint=f"Keep {POLICY} in MIDDLEWARE and {', '.join(BROWSER_DIRECTIVES)} at 'self'.",
                id="readiness.E022",
            )
        )
    return found


@register(Tags.security, deploy=True)
def deployment_is_sound(app_configs: Apps = None, **_: object) -> list[CheckMessage]:
    """What works on one machine and fails, or lies open, on a service."""
    checks = (_cache, _database, _email, _hosts, _addresses, _sign_up, _second_step)
    return [warning for check in checks for warning in check()]


def _cache() -> Iterable[CheckMessage]:
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(("LocMemCache", "DummyCache")):
        yield Warning(
            "Each web process counts failed sign-ins for itself, so the limit is far higher.",
            hint="Use a cache that processes share: the database cache, or Redis.",
            id="readiness.W101",
        )


def _database() -> Iterable[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Warning(
            "The database is SQLite, which lets one person save at a time.",
            hint="Set DATABASE_URL to a PostgreSQL server.",
            id="readiness.W102",
        )


def _email() -> Iterable[CheckMessage]:
    if not settings.OUTBOX_BACKEND.endswith(".smtp.EmailBackend"):
        yield Warning(
            "Emails are not sent, so a forgotten password cannot be reset.",
            hint="Run in production mode, and set EMAIL_HOST.",
            id="readiness.W103",
        )
    sender = settings.DEFAULT_FROM_EMAIL.rstrip("> ").rpartition("@")[2]
    if sender in ("localhost", "example.org") and settings.EMAIL_HOST != "localhost":
        yield Warning(
            f"Emails go out through {settings.EMAIL_HOST} as if they came from {sender}, "
            "and will be taken for junk.",
            hint="Set EMAIL_FROM to an address of the service's own domain.",
            id="readiness.W104",
        )
    if settings.EMAIL_HOST_PASSWORD and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Warning(
            "The password of the mail server is sent in the clear.",
            hint="Set EMAIL_USE_TLS=on.",
            id="readiness.W105",
        )


def _hosts() -> Iterable[CheckMessage]:
    open_hosts = [host for host in settings.ALLOWED_HOSTS if host in ("*", ".")]
    if open_hosts:
        yield Warning(
            "Any host name is answered, so a link in an email can be made to lead elsewhere.",
            hint="Write the service's own host names into ALLOWED_HOSTS.",
            id="readiness.W106",
        )


def _addresses() -> Iterable[CheckMessage]:
    from_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    if from_proxy and not proxies:
        yield Warning(
            "All visitors seem to come from the proxy's address, so they share one sign-in limit.",
            hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front of the service.",
            id="readiness.W107",
        )
    https = settings.SECURE_SSL_REDIRECT
    if https and settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL != "https":
        yield Warning(
            "Links in emails start with http although the service answers by https only.",
            hint="Leave ACCOUNT_DEFAULT_HTTP_PROTOCOL as settings.py has it.",
            id="readiness.W108",
        )


def _sign_up() -> Iterable[CheckMessage]:
    if settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        yield Warning(
            "A person can sign in with an email address that is not theirs.",
            hint="Leave ACCOUNT_EMAIL_VERIFICATION as settings.py has it.",
            id="readiness.W109",
        )


def _second_step() -> Iterable[CheckMessage]:
    keys = getattr(settings, "SECOND_STEP_KEYS", [])
    if not keys or KNOWN_STEP_KEY in keys:
        yield Error(
            "The secrets of second steps are encrypted with a public key from the source, or none.",
            hint="Run in production mode, and set SECOND_STEP_KEYS to a key of your own.",
            id="readiness.E120",
        )


@register(Tags.database)
def second_steps_can_be_read(
    app_configs: Apps = None, databases: Sequence[str] | None = None, **_: object
) -> list[CheckMessage]:
    """A second step whose key is missing keeps its owner out."""
    table = Authenticator._meta.db_table
    if "default" not in (databases or ()) or not _has_table(table):
        return []
    lost = second_steps.count_unreadable()
    if not lost:
        return []
    return [
        Warning(
            f"The secrets of second steps that none of SECOND_STEP_KEYS decrypts: {lost}.",
            hint="Add the key that encrypted them to the end of the list, or reset those steps.",
            id="readiness.W121",
        )
    ]


def _has_table(name: str) -> bool:
    return name in connections["default"].introspection.table_names()


@register(Tags.database)
def cache_table_is_there(
    app_configs: Apps = None, databases: Sequence[str] | None = None, **_: object
) -> list[CheckMessage]:
    """Without the cache's table every sign-in fails, and nothing else does."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith(".DatabaseCache") or "default" not in (databases or ()):
        return []
    if _has_table(cache["LOCATION"]):
        return []
    return [
        Warning(
            f"The table {cache['LOCATION']} is missing, so sign-in fails.",
            hint="Run: manage.py createcachetable",
            id="readiness.W110",
        )
    ]


@register(Tags.database)
def replica_is_a_copy(
    app_configs: Apps = None, databases: Sequence[str] | None = None, **_: object
) -> list[CheckMessage]:
    """A database that is written to of its own shows pages what no one has entered."""
    if "replica" not in (databases or ()):
        return []
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        copy = cursor.fetchone() == (True,)
    if copy:
        return []
    return [
        Warning(
            "REPLICA_DATABASE_URL leads to a server that is no standby of another.",
            hint="Write the address of the standby, or leave the setting out.",
            id="readiness.W111",
        )
    ]
