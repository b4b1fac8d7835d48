"""Secrets of second steps are encrypted wherever they are kept, and keys can be changed."""

from __future__ import annotations

import base64
import logging
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from assessments import checks
from assessments.models import User
from assessments.services import second_steps
from assessments.services.people import system_user
from tests.worlds import person

pytestmark = pytest.mark.django_db
migration = import_module("assessments.migrations.0006_encrypt_second_steps")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEED = "0f" * 40


def key() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def ada() -> User:
    return person("Ada Khan")


def stored() -> str:
    """Every byte that the table of second steps holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        return " ".join(str(row) for row in cursor.fetchall())


def in_the_clear(user: User) -> None:
    """What a database of 0.1.0 holds."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(
        user=user,
        type="recovery_codes",
        data={"seed": SEED, "used_mask": 5, "migrated_codes": None},
    )


def test_no_secret_reaches_the_database_in_the_clear(ada: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    codes = RecoveryCodes.activate(ada)
    seed = second_steps.decrypt(codes.instance.data["seed"])
    assert len(codes.generate_codes()) == 10
    assert secret not in stored() and seed not in stored()
    assert stored().count(second_steps.MARK) == 2


def test_the_same_text_is_never_the_same_token() -> None:
    assert second_steps.encrypt(SECRET) != second_steps.encrypt(SECRET)
    assert second_steps.decrypt(second_steps.encrypt(SECRET)) == SECRET


def test_the_first_key_encrypts_and_all_decrypt(settings: Any) -> None:
    old, new = key(), key()
    settings.SECOND_STEP_KEYS = [old]
    token = second_steps.encrypt(SECRET)
    settings.SECOND_STEP_KEYS = [new, old]
    assert second_steps.decrypt(token) == SECRET
    fresh = second_steps.encrypt(SECRET)
    settings.SECOND_STEP_KEYS = [new]
    assert second_steps.decrypt(fresh) == SECRET


@pytest.mark.parametrize("odd", ["", "plain", SECRET, SEED, "gAAAAA", "gAAAAAé"])
def test_what_no_key_reads_is_refused_in_words_and_logged_without_it(
    odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.ERROR),
        pytest.raises(second_steps.UnreadableSecret, match="not your code"),
    ):
        second_steps.decrypt(odd)
    assert "SECOND_STEP_KEYS" in caplog.text
    assert not odd or odd not in caplog.text


def test_a_changed_key_encrypts_everything_anew(ada: User, settings: Any) -> None:
    settings.SECOND_STEP_KEYS = [key()]
    TOTP.activate(ada, SECRET)
    codes = RecoveryCodes.activate(ada).generate_codes()
    settings.SECOND_STEP_KEYS = [key(), *settings.SECOND_STEP_KEYS]
    done = second_steps.reencrypt(by=system_user())
    assert (done.anew, done.already, done.unreadable) == (2, 0, 0)
    settings.SECOND_STEP_KEYS = settings.SECOND_STEP_KEYS[:1]
    (app, recovery) = Authenticator.objects.order_by("pk")
    assert second_steps.decrypt(app.data["secret"]) == SECRET
    assert recovery.wrap().generate_codes() == codes
    again = second_steps.reencrypt(by=system_user())
    assert (again.anew, again.already) == (0, 2)


def test_codes_that_were_brought_from_elsewhere_are_encrypted_anew_each(
    ada: User, settings: Any
) -> None:
    settings.SECOND_STEP_KEYS = [key()]
    tokens = [second_steps.encrypt("111"), second_steps.encrypt("222")]
    Authenticator.objects.create(user=ada, type="recovery_codes", data={"migrated_codes": tokens})
    settings.SECOND_STEP_KEYS = [key(), *settings.SECOND_STEP_KEYS]
    second_steps.reencrypt(by=system_user())
    settings.SECOND_STEP_KEYS = settings.SECOND_STEP_KEYS[:1]
    assert Authenticator.objects.get().wrap().generate_codes() == ["111", "222"]


def test_the_command_says_what_it_did_and_fails_on_a_lost_key(
    ada: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    TOTP.activate(ada, SECRET)
    settings.SECOND_STEP_KEYS = [key(), *settings.SECOND_STEP_KEYS]
    call_command("reencrypt_second_steps")
    assert "1 second step encrypted with the newest key" in capsys.readouterr().out
    before = stored()
    settings.SECOND_STEP_KEYS = [key()]
    with pytest.raises((SystemExit, CommandError)):
        call_command("reencrypt_second_steps")
    assert "1 second step left as found" in capsys.readouterr().err
    assert stored() == before


def test_a_lost_key_is_found_by_the_check_of_the_database(ada: User, settings: Any) -> None:
    TOTP.activate(ada, SECRET)
    assert checks.second_steps_can_be_read(databases=["default"]) == []
    settings.SECOND_STEP_KEYS = [key()]
    (found,) = checks.second_steps_can_be_read(databases=["default"])
    assert found.id == "readiness.W121" and ": 1." in found.msg
    assert checks.second_steps_can_be_read() == []


def test_the_migration_encrypts_what_0_1_0_kept_in_the_clear(ada: User) -> None:
    in_the_clear(ada)
    before = [one.data for one in Authenticator.objects.order_by("pk")]
    assert checks.second_steps_can_be_read(databases=["default"]) == []
    codes = RecoveryCodes(Authenticator(data={"seed": second_steps.encrypt(SEED)}))
    migration.encrypt(apps, None)
    once = stored()
    assert SECRET not in once and SEED not in once
    app, recovery = Authenticator.objects.order_by("pk")
    assert second_steps.decrypt(app.data["secret"]) == SECRET
    assert recovery.data["used_mask"] == 5
    assert recovery.wrap().generate_codes() == codes.generate_codes()
    migration.encrypt(apps, None)
    assert stored() == once
    migration.decrypt(apps, None)
    assert [one.data for one in Authenticator.objects.order_by("pk")] == before


def test_the_migration_leaves_passkeys_as_they_are(ada: User) -> None:
    data = {"name": "gAAAAA", "credential": {"id": "x"}}
    Authenticator.objects.create(user=ada, type="webauthn", data=data)
    migration.encrypt(apps, None)
    assert Authenticator.objects.get().data == data


def test_no_secret_in_the_clear_begins_as_a_token_does() -> None:
    """The migration tells one from the other by that."""
    alphabet = set(base64.b32encode(bytes(range(256))).decode()) | set("0123456789abcdef")
    assert second_steps.MARK[0] not in alphabet
