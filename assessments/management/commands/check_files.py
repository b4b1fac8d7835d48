"""`check_files [--delete]`: the files that people added against their rows."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from django.core.management.base import CommandError, CommandParser

from assessments import clock
from assessments.management.base_commands import DatabaseCommand, count
from assessments.models import Attachment
from assessments.queries.attachments import kept, opened, storage
from assessments.services.attachments import delete_bytes, set_scan
from assessments.services.scanning import scan, scans
from assessments.workflow import Scan

PIECE = 65_536
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
            fault = _fault(row) or _virus(row)
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
    digest, size = hashlib.sha256(), 0
    try:
        with closing(opened(row)) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except Exception as error:
        return f"it cannot be read: {type(error).__name__}"
    if (digest.hexdigest(), size) != (row.sha256, row.size):
        return "it is not what was kept"
    return ""


def _virus(row: Attachment) -> str:
    """Looks at one that was not looked at before."""
    if row.scan == Scan.UNSCANNED and scans():
        with closing(opened(row)) as file:
            verdict = scan(file)
        if verdict is not Scan.UNSCANNED:
            set_scan(attachment=row, verdict=verdict)
            row.scan = verdict
    return "a virus was found in it, so it is not given out" if row.scan == Scan.INFECTED else ""
