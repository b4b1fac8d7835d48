"""`delete_old_records`: deletes what has been kept for as long as it is kept."""

from __future__ import annotations

from assessments.management.base_commands import DatabaseCommand, count
from assessments.services import retention


class Command(DatabaseCommand):
    help = (
        "Deletes what has been kept for as long as the settings say: failed sign-ins, invitations, "
        "requests to join, comments of finished assessments, emails, records of reminders, "
        "rubric files that were uploaded and not taken within a day, and PDFs kept on this machine."
    )

    def handle(self, *args: object, **options: object) -> None:
        for noun, number in retention.delete_old().items():
            self.stdout.write(f"{count(number, noun)} deleted.")
