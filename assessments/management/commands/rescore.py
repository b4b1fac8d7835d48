"""`rescore [--check]`: every snapshot against the score of what its submission froze."""

from __future__ import annotations

import sys

from django.core.management.base import CommandParser

from assessments.management.base_commands import DatabaseCommand, count
from assessments.queries.rescoring import differences, snapshots


class Command(DatabaseCommand):
    """Prints each difference on a line of its own; exits 0 when there is none, else 1."""

    help = "Recompute every snapshot from what it froze and report differences. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="print nothing but the last line: the count"
        )

    def handle(self, *args: object, **options: object) -> None:
        looked_at = different = 0
        for snapshot in snapshots():
            looked_at += 1
            found = differences(snapshot)
            different += bool(found)
            if not options["check"]:
                for difference in found:
                    self.stdout.write(str(difference))
        self.stdout.write(
            f"{count(looked_at, 'snapshot')} compared: {different or 'none'} "
            f"{'differs' if different < 2 else 'differ'} from what was kept."
        )
        if different:
            sys.exit(1)
