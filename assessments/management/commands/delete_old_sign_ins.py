"""`delete_old_sign_ins`: forgets attempts to sign in, and files that nothing needs, once old."""

from __future__ import annotations

from assessments import clock
from assessments.management.base_commands import DatabaseCommand, count
from assessments.services import attachments, rubric_uploads, sessions


class Command(DatabaseCommand):
    help = (
        f"Deletes what is kept of attempts to sign in after {sessions.KEPT.days} days, rubric files"
        " that were uploaded and not taken within a day, and files that were removed a day ago."
    )

    def handle(self, *args: object, **options: object) -> None:
        sessions.forget_ended()
        self.stdout.write(f"{count(sessions.delete_old(), 'sign-in event')} deleted.")
        self.stdout.write(f"{count(rubric_uploads.delete_old(), 'uploaded file')} deleted.")
        removed = attachments.delete_removed(before=clock.now() - attachments.KEPT)
        self.stdout.write(f"{count(removed, 'removed file')} deleted.")
