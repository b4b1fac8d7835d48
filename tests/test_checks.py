"""The system checks find what is missing or mistaken, and say what to do about it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.conf import settings as env_settings
from django.core.checks import CheckMessage
from django.core.management import call_command
from django.db import connection

from assessments import checks, exports, question_types


def ids(found: list[CheckMessage]) -> list[str | None]:
    """The ids, once every finding has been seen to carry a hint and a full stop."""
    assert all(one.hint and one.msg.endswith(".") for one in found)
    return [one.id for one in found]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Plants modules where a kind or a format would be; the caches of both forget them again."""

    def plant(place: str, **names: Any) -> None:
        module = ModuleType(place)
        module.__dict__.update(names)
        module.__path__ = []
        monkeypatch.setitem(sys.modules, place, module)

    yield plant
    question_types.marking.cache_clear()
    question_types.field.cache_clear()


def test_the_project_as_it_is_has_no_fault() -> None:
    call_command("check", fail_level="WARNING")
    assert checks.kinds_are_complete() == []
    assert checks.formats_are_complete() == []
    assert checks.nothing_is_open() == []


def test_a_kind_without_modules_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_types, "KINDS", (*question_types.KINDS, "ranking"))
    found = checks.kinds_are_complete()
    assert ids(found) == ["readiness.E002", "readiness.E004"]
    assert "question_types/ranking.py" in (found[0].hint or "")
    assert "question_types/ranking_field.py" in (found[1].hint or "")


def test_a_kind_with_wrong_modules_is_found(monkeypatch: pytest.MonkeyPatch, planted: Any) -> None:
    sound = question_types.marking("single"), question_types.field("single").FIELD
    monkeypatch.setattr(question_types, "KINDS", ("ranking",))
    room = "assessments.question_types.ranking"
    planted(room, MARKING=object())
    planted(f"{room}_field", FIELD="no field")
    assert ids(checks.kinds_are_complete()) == ["readiness.E002", "readiness.E004"]
    question_types.marking.cache_clear()
    nameless = type("Nameless", (type(sound[0]),), {"label": ""})()
    planted(room, MARKING=nameless)
    planted(f"{room}_field", FIELD=sound[1])
    question_types.field.cache_clear()
    assert ids(checks.kinds_are_complete()) == ["readiness.E003"]


def test_a_kind_whose_name_no_file_can_hold_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_types, "KINDS", ("Rank it",))
    assert ids(checks.kinds_are_complete()) == ["readiness.E001"]


def test_a_format_without_a_module_or_an_export_is_found(
    monkeypatch: pytest.MonkeyPatch, planted: Any
) -> None:
    planted("assessments.exports.as_nothing")
    modules = ("as_rtf", "as_nothing")
    formats = {one: exports.Format("A format", f"assessments.exports.{one}") for one in modules}
    monkeypatch.setattr(exports, "FORMATS", formats)
    assert ids(checks.formats_are_complete()) == ["readiness.E011"] * 2


def test_a_format_that_keeps_half_of_the_promise_is_found(
    monkeypatch: pytest.MonkeyPatch, planted: Any
) -> None:
    half = type("Half", (), {"extension": "half"})()
    planted("assessments.exports.as_half", EXPORT=half)
    formats = {"half": exports.Format("Half", "assessments.exports.as_half")}
    monkeypatch.setattr(exports, "FORMATS", formats)
    found = checks.formats_are_complete()
    assert ids(found) == ["readiness.E012"]
    assert "lacks content_type, render, file_name" in found[0].msg


def test_pages_that_do_not_ask_for_sign_in_are_found(settings: Any) -> None:
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "SignIn" not in m]
    assert ids(checks.nothing_is_open()) == ["readiness.E021"]


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"])
def test_a_policy_that_lets_foreign_scripts_in_is_found(source: str, settings: Any) -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = {**directives, "script-src": ["'self'", source]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": loose}
    found = checks.nothing_is_open()
    assert ids(found) == ["readiness.E022"] and f"script-src {source}" in found[0].msg


def test_no_policy_at_all_is_found(settings: Any) -> None:
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "ContentPolicy" not in m]
    assert ids(checks.nothing_is_open()) == ["readiness.E022"]
    settings.CONTENT_SECURITY_POLICY = {}
    assert ids(checks.nothing_is_open()) == ["readiness.E022"]


SOUND = {
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "ALLOWED_HOSTS": ["readiness.gov.example"],
    "CACHES": {"default": {"BACKEND": "x.db.DatabaseCache", "LOCATION": "readiness_cache"}},
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "DEFAULT_FROM_EMAIL": "Readiness <readiness@gov.example>",
    "OUTBOX_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.gov.example",
    "EMAIL_HOST_PASSWORD": "secret",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_SSL_REDIRECT": True,
    "SECOND_STEP_KEYS": ["a key of the service's own"],
}

MISTAKES: tuple[tuple[str, str, Any], ...] = (
    ("readiness.W101", "CACHES", {"default": {"BACKEND": "x.locmem.LocMemCache"}}),
    ("readiness.W102", "DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}),
    ("readiness.W103", "OUTBOX_BACKEND", "django.core.mail.backends.console.EmailBackend"),
    ("readiness.W104", "DEFAULT_FROM_EMAIL", "Readiness <readiness@localhost>"),
    ("readiness.W105", "EMAIL_USE_TLS", False),
    ("readiness.W106", "ALLOWED_HOSTS", ["readiness.gov.example", "*"]),
    ("readiness.W107", "ALLAUTH_TRUSTED_PROXY_COUNT", 0),
    ("readiness.W108", "ACCOUNT_DEFAULT_HTTP_PROTOCOL", "http"),
    ("readiness.E120", "SECOND_STEP_KEYS", []),
    ("readiness.E120", "SECOND_STEP_KEYS", [env_settings.SECOND_STEP_KEYS[0]]),
    ("readiness.W109", "ACCOUNT_EMAIL_VERIFICATION", "optional"),
)


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The checks' own view of the settings: a sound deployment, with what is mistaken in it."""

    def look(**mistakes: Any) -> list[CheckMessage]:
        values = type("Settings", (), {**SOUND, **mistakes})
        monkeypatch.setattr(checks, "settings", values)
        return checks.deployment_is_sound()

    return look


def test_a_sound_deployment_is_passed_in_silence(deployed: Any) -> None:
    assert deployed() == []


@pytest.mark.parametrize(("identity", "name", "value"), MISTAKES)
def test_each_mistake_of_a_deployment_is_found_alone(
    identity: str, name: str, value: Any, deployed: Any
) -> None:
    assert ids(deployed(**{name: value})) == [identity]


def test_mail_handed_to_the_same_machine_may_carry_its_name(deployed: Any) -> None:
    local = {"EMAIL_HOST": "localhost", "DEFAULT_FROM_EMAIL": "readiness@localhost"}
    assert deployed(**local) == []


@pytest.mark.django_db
def test_a_cache_without_its_table_is_found(settings: Any) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "no_such_table"}}
    assert ids(checks.cache_table_is_there(databases=["default"])) == ["readiness.W110"]
    assert checks.cache_table_is_there(databases=[]) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE no_such_table (cache_key varchar(255))")
    assert checks.cache_table_is_there(databases=["default"]) == []


@pytest.mark.parametrize(("copy", "found"), [(True, []), (False, ["readiness.W111"])])
def test_a_replica_that_follows_no_server_is_found(
    copy: bool, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = MagicMock()
    replica.cursor.return_value.__enter__.return_value.fetchone.return_value = (copy,)
    monkeypatch.setattr(checks, "connections", {"replica": replica})
    assert ids(checks.replica_is_a_copy(databases=["replica"])) == found
    assert checks.replica_is_a_copy(databases=["default"]) == []
