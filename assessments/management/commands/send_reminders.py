"""`send_reminders`: writes the mails that remind people of what is due."""

from __future__ import annotations

from assessments.management.base_commands import DatabaseCommand, count
from assessments.services import reminders
from assessments.wording import counted


class Command(DatabaseCommand):
    help = (
        "Reminds people by email of what is due, late, new to them or not answered: at most one "
        "email a person a day, and each thing once. Safe to run at any time, also twice at once."
    )

    def handle(self, *args: object, **options: object) -> None:
        written, failed = reminders.send()
        self.stdout.write(f"{count(written, 'reminder')} written.")
        if failed:
            people = counted(failed, "person", "people")
            self.stop(f"{people} could not be reminded: see the log.")
