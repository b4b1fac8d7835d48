"""What authenticator apps and recovery codes are made from was kept in the clear: encrypt it.

It can run again, and on rows that are encrypted already. Backwards it puts the texts back in the
clear, which 0.1.0 needs to check a code.
"""

from collections.abc import Callable, Sequence
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import migrations

# An encrypted text begins with this. The texts themselves are base32 in capitals, hexadecimal or
# digits, so none of them does.
MARK = "gAAAAA"


def _change(apps: Any, change: Callable[[str], str]) -> None:
    rows = apps.get_model("mfa", "Authenticator").objects
    for row in rows.filter(type__in=("totp", "recovery_codes")).order_by("pk"):
        data = dict(row.data)
        for name in {"secret", "seed"} & data.keys():
            data[name] = change(data[name])
        if data.get("migrated_codes"):
            data["migrated_codes"] = [change(one) for one in data["migrated_codes"]]
        if data != row.data:
            rows.filter(pk=row.pk).update(data=data)


def _keys() -> Sequence[Fernet]:
    return [Fernet(key) for key in settings.SECOND_STEP_KEYS]


def encrypt(apps: Any, schema_editor: Any) -> None:
    newest = _keys()[0]

    def encrypted(text: str) -> str:
        return text if text.startswith(MARK) else newest.encrypt(text.encode()).decode()

    _change(apps, encrypted)


def decrypt(apps: Any, schema_editor: Any) -> None:
    keys = MultiFernet(_keys())

    def decrypted(text: str) -> str:
        return keys.decrypt(text).decode() if text.startswith(MARK) else text

    _change(apps, decrypted)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_notes_of_draft_states"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
