"""`send_mail_queue`: sends what waits in the outbox."""

from __future__ import annotations

from assessments.management.base_commands import DatabaseCommand, count
from assessments.services import outbox


class Command(DatabaseCommand):
    help = "Sends the emails that are due. Safe to run at any time, also twice at once."

    def handle(self, *args: object, **options: object) -> None:
        sent, failed = outbox.send_due()
        done = [(sent, "sent"), (failed, "failed")]
        lines = [f"{count(number, 'email')} {what}" for number, what in done if number]
        self.stdout.write(f"{'; '.join(lines)}." if lines else "Nothing to send.")
