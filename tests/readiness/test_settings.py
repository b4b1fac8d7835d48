"""Settings are safe when nothing is said, and say what is missing."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "SECOND_STEP_KEYS": "c29tZS1rZXktb2YtYS1tYWRlLXVwLXNlcnZpY2UuLi4=",
    "ALLOWED_HOSTS": "readiness.example.org",
    "DATABASE_URL": "postgres://u:p@db.example/readiness",
}


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Any:
    def load(**variables: str) -> dict[str, Any]:
        for name in set(os.environ) & {"READINESS_MODE", "DATABASE_URL"}:
            monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "readiness" / "settings.py"))

    return load


def test_saying_nothing_means_production(settings_with: Any) -> None:
    settings = settings_with(**SOUND)
    assert settings["MODE"] == "production"
    assert settings["DEBUG"] is False
    assert settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"] and settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert settings["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"


@pytest.mark.parametrize("missing", sorted(SOUND))
def test_production_has_no_default_for_what_must_be_set(missing: str, settings_with: Any) -> None:
    variables = {name: value for name, value in SOUND.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=f"{missing} is not set. (Make|Write) "):
        settings_with(**variables)


def test_staff_need_a_second_step_in_production_only(settings_with: Any) -> None:
    assert settings_with(**SOUND)["STAFF_SECOND_STEP"] is True
    assert settings_with(READINESS_MODE="development")["STAFF_SECOND_STEP"] is False


@pytest.mark.parametrize("variable", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_production_refuses_the_key_from_the_source(variable: str, settings_with: Any) -> None:
    known = settings_with(READINESS_MODE="development")["SECRET_KEY"]
    with pytest.raises(ImproperlyConfigured, match=f"{variable} has the development key"):
        settings_with(**SOUND | {"READINESS_MODE": "production", variable: known})


@pytest.mark.parametrize("others", ["", ",c29tZS1rZXktb2YtYS1tYWRlLXVwLXNlcnZpY2UuLi4="])
def test_production_refuses_the_known_key_of_second_steps(others: str, settings_with: Any) -> None:
    known = settings_with(READINESS_MODE="development")["SECOND_STEP_KEYS"][0]
    with pytest.raises(ImproperlyConfigured, match="SECOND_STEP_KEYS has the .* Make one with"):
        settings_with(**SOUND | {"SECOND_STEP_KEYS": known + others})


@pytest.mark.parametrize(
    ("variable", "odd"),
    [
        ("SECRET_KEY", "a"),
        ("SECOND_STEP_KEYS", "a"),
        ("ALLOWED_HOSTS", "*.example.org"),
        ("EMAIL_FROM", "Readiness <a@b>\nBcc: c@d"),
        ("EMAIL_HOST", "a b:25"),
        ("STATIC_ROOT", "/"),
        ("ATTACHMENTS_ROOT", "/"),
        ("ATTACHMENTS_ROOT", "staticfiles/files"),
        ("ATTACHMENTS_ROOT", "static"),
        ("CLAMAV_SOCKET", "clamd"),
        ("CLAMAV_SOCKET", "10.0.0.1:"),
    ],
)
def test_what_cannot_have_been_meant_is_refused(
    variable: str, odd: str, settings_with: Any
) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"^{variable} .* Write "):
        settings_with(**SOUND | {variable: odd})


def test_an_origin_that_trusts_anyone_is_refused(settings_with: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="CSRF_TRUSTED_ORIGINS has 'https://\\*'"):
        settings_with(**SOUND, CSRF_TRUSTED_ORIGINS="https://*")


@pytest.mark.parametrize("mode", ["production", "test"])
def test_debug_pages_are_for_development_only(mode: str, settings_with: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="READINESS_DEBUG is on"):
        settings_with(**SOUND, READINESS_MODE=mode, READINESS_DEBUG="on")


def test_development_needs_nothing_and_still_hides_its_errors(settings_with: Any) -> None:
    settings = settings_with(READINESS_MODE="development")
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["DATABASES"]["default"]["NAME"].endswith("var/readiness.sqlite3")


def test_a_mode_that_does_not_exist_is_refused(settings_with: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="production, development, test"):
        settings_with(**SOUND, READINESS_MODE="staging")


def test_postgresql_is_pooled_and_django_keeps_no_connection_itself(settings_with: Any) -> None:
    database = settings_with(**SOUND, DATABASE_POOL_SIZE="12")["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["max_size"] == 12
    assert database["CONN_MAX_AGE"] == 0


def test_a_replica_is_tuned_as_the_database_is(settings_with: Any) -> None:
    assert "replica" not in settings_with(**SOUND)["DATABASES"]
    settings = settings_with(**SOUND, REPLICA_DATABASE_URL="postgres://standby.example/readiness")
    replica, database = settings["DATABASES"]["replica"], settings["DATABASES"]["default"]
    assert replica["HOST"] == "standby.example"
    assert replica["OPTIONS"]["pool"] == database["OPTIONS"]["pool"]
    assert settings["DATABASE_ROUTERS"] == ["assessments.queries.lagging.Router"]


@pytest.mark.parametrize(
    ("url", "why"),
    [("sqlite:///x.sqlite3", "for a copy of a PostgreSQL"), (SOUND["DATABASE_URL"], "the same")],
)
def test_a_replica_that_is_none_is_refused(url: str, why: str, settings_with: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"REPLICA_DATABASE_URL .*{why}"):
        settings_with(**SOUND, REPLICA_DATABASE_URL=url)


def test_the_pool_can_be_left_to_pgbouncer(settings_with: Any) -> None:
    database = settings_with(**SOUND, DATABASE_POOL="off")["DATABASES"]["default"]
    assert "pool" not in database["OPTIONS"]


def test_sqlite_writers_queue_and_readers_do_not_wait(settings_with: Any, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/deep/folder/x.sqlite3"
    database = settings_with(**SOUND | {"DATABASE_URL": url})["DATABASES"]["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert (tmp_path / "deep" / "folder").is_dir()


@pytest.mark.parametrize("path", ["/proc/nope/x", "{file}/x/y.sqlite3", "{folder}/%00/y"])
def test_a_folder_that_cannot_be_made_is_reported_in_a_sentence(
    path: str, settings_with: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    url = "sqlite:///" + path.format(file=tmp_path / "file", folder=tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL names a file in .*cannot be"):
        settings_with(**SOUND | {"DATABASE_URL": url})


@pytest.mark.parametrize("command", ["check", "migrate", "rescore"])
def test_a_command_tells_a_setting_that_cannot_be_used_in_its_sentence_alone(command: str) -> None:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=keep | SOUND | {"DATABASE_URL": "sqlite:////proc/nope/x"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("DATABASE_URL names a file in '/proc/nope'")
    assert done.stderr.count("\n") == 1


def test_a_client_cannot_claim_https_unless_a_proxy_is_declared(settings_with: Any) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in settings_with(**SOUND)
    behind = settings_with(**SOUND, TRUSTED_PROXY_COUNT="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_every_source_of_content_is_this_site_or_nothing(settings_with: Any) -> None:
    directives = settings_with(**SOUND)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives.pop("upgrade-insecure-requests") is True
    images = directives.pop("img-src")
    assert images == ["'self'", "data:"]
    assert {tuple(sources) for sources in directives.values()} == {("'self'",), ("'none'",)}
    assert {"default-src", "script-src", "style-src", "form-action"} <= set(directives)


def test_only_a_service_that_answers_by_https_has_browsers_go_there(settings_with: Any) -> None:
    for variables in ({"READINESS_MODE": "development"}, SOUND | {"HTTPS_REDIRECT": "off"}):
        directives = settings_with(**variables)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
        assert directives["upgrade-insecure-requests"] is False


def test_every_cookie_is_bound_to_this_host(settings_with: Any) -> None:
    settings = settings_with(**SOUND)
    names = {name for name in settings if name.endswith("_COOKIE_NAME")}
    assert len(names) >= 3
    assert all(settings[name].startswith("__Host-") for name in names)


def test_browsers_ship_the_name_of_the_service_only_when_asked(settings_with: Any) -> None:
    assert settings_with(**SOUND)["SECURE_HSTS_PRELOAD"] is False
    assert settings_with(**SOUND, HSTS_PRELOAD="on")["SECURE_HSTS_PRELOAD"] is True


@pytest.mark.parametrize("mode", ["production", "test", "development"])
def test_the_gallery_is_for_development_only(mode: str, settings_with: Any) -> None:
    settings = settings_with(**SOUND, READINESS_MODE=mode)
    assert settings["SHOW_GALLERY"] is (mode == "development")


def deploy_check(**extra: str) -> subprocess.CompletedProcess[str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=ROOT, env=keep | SOUND | extra, capture_output=True, text=True, timeout=120
    )


def test_djangos_deployment_check_has_nothing_to_say() -> None:
    done = deploy_check()
    assert (done.returncode, done.stderr) == (0, "")


def test_djangos_deployment_check_would_speak_up() -> None:
    done = deploy_check(HTTPS_REDIRECT="off")
    assert done.returncode != 0
    assert "security.W008" in done.stderr


def test_files_are_kept_on_this_machine_unless_a_bucket_is_named(settings_with: Any) -> None:
    kept = settings_with(**SOUND)["STORAGES"]["attachments"]
    assert kept["OPTIONS"]["location"] == ROOT / "var" / "attachments"
    assert kept["OPTIONS"]["file_permissions_mode"] == 0o600


def test_a_bucket_says_what_to_install(settings_with: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.config", None)
    with pytest.raises(ImproperlyConfigured, match=r"Write: .* requirements-s3\.txt"):
        settings_with(**SOUND, ATTACHMENTS_S3_BUCKET="files")
