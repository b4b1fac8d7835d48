"""What the commands that read files have in common: no database, and one plain refusal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NoReturn

from django.core.management.base import BaseCommand

from assessments.rubric.findings import Finding


class FileCommand(BaseCommand):
    """A command that works without a database and exits with 1 when a file is refused."""

    requires_system_checks = ()
    requires_migrations_checks = False

    def refuse(self, path: str, faults: Iterable[Finding]) -> NoReturn:
        """Say on standard error what is wrong with a file, a line for each fault, and exit 1."""
        for fault in faults:
            self.stderr.write(in_words(path, fault))
        sys.exit(1)


def in_words(path: str, fault: Finding) -> str:
    """A fault for a terminal; one of the whole file reads as a sentence about that file."""
    if fault.place:
        return str(fault)
    where = f" (line {fault.line})" if fault.line is not None else ""
    return f"{path or 'A file without a name'} {fault.message}{where}."


def count(number: int, noun: str) -> str:
    """`no faults`, `1 fault`, `12 faults`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun}s" if number else f"no {noun}s"
