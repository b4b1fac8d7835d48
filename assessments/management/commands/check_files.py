"""`check_files [--delete]`: the files that people added against their rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from django.core.management.base import CommandError, CommandParser

from assessments import clock
from assessments.management.base_commands import DatabaseCommand, count
from assessments.models import Attachment
from assessments.queries.attachments import kept, opened, sha256_of, storage
from assessments.services.attachments import delete_bytes, scan, set_scan
from assessments.workflow import Scan

YOUNG = timedelta(days=1)
"""An upload may be under way: bytes without a row count as left over once they are this old."""


class Command(DatabaseCommand):
    """Prints each fault on a line of its own; exits 0 when there is none, else 1."""

    help = (
        "Compare the files that people added with their rows: rows without a file, files that"
        " differ from what was kept, files without a row. Looks for viruses in those that were not"
        " looked at."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--delete",
            action="store_true",
            help="delete files without a row that are a day old",
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            stored = list(_stored())
        except Exception as error:
            # Each storage has errors of its own.
            raise CommandError(f"The place where files are kept cannot be read: {error}") from error
        looked_at = faults = 0
        for row in kept().iterator():
            looked_at += 1
            fault = _fault(row)
            if fault:
                faults += 1
                self.stdout.write(f"{row.reference} ({row.stored_as}): {fault}")
        named = set(Attachment.objects.values_list("stored_as", flat=True))
        left = [name for name in stored if name not in named and _is_old(name)]
        for name in left:
            gone = options["delete"] and delete_bytes(stored_as=name)
            faults += not gone
            self.stdout.write(f"{name}: no row names it{', so it was deleted' if gone else ''}")
        self.stdout.write(f"{count(looked_at, 'file')} compared: {count(faults, 'fault')}.")
        if faults:
            sys.exit(1)


def _stored(folder: str = "") -> Iterator[str]:
    """The name of everything that is stored."""
    try:
        folders, files = storage().listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from _stored(f"{folder}/{name}" if folder else name)


def _is_old(name: str) -> bool:
    return storage().get_modified_time(name) < clock.now() - YOUNG


def _fault(row: Attachment) -> str:
    """What is wrong with a file, or nothing. One that was not looked at for viruses is, now."""
    verdict = Scan(row.scan)
    try:
        with closing(opened(row)) as file:
            if (sha256_of(file), file.tell()) != (row.sha256, row.size):
                return "it is not what was kept"
            if verdict is Scan.UNSCANNED:
                verdict = scan(file)
    except Exception as error:
        return f"it cannot be read: {type(error).__name__}"
    if verdict != row.scan:
        set_scan(attachment=row, verdict=verdict)
    return "a virus was found in it, so it is not given out" if verdict is Scan.INFECTED else ""
