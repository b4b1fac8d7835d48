"""`delete_old_sign_ins`: forgets attempts to sign in that are old enough."""

from __future__ import annotations

from typing import Any

from assessments.management.database_commands import DatabaseCommand
from assessments.management.file_commands import count
from assessments.services import sessions, sign_ins


class Command(DatabaseCommand):
    help = f"Deletes what is kept of attempts to sign in after {sign_ins.KEPT.days} days."

    def handle(self, *args: Any, **options: Any) -> None:
        sessions.forget_ended()
        self.stdout.write(f"{count(sign_ins.delete_old(), 'sign-in event')} deleted.")
