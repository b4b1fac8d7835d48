"""`check_rubric FILE [--before FILE]`: every fault and warning of a rubric file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from django.core.management.base import CommandParser

from assessments.management.base_commands import FileCommand, count, in_words
from assessments.rubric.files.codec import load, load_with_warnings
from assessments.rubric.files.files import read_bytes
from assessments.rubric.findings import FileRefused, number_of

Read = TypeVar("Read")


class Command(FileCommand):
    """Prints each finding on a line of its own; exits 0 when the file is sound, else 1."""

    help = "Check a rubric file and print every fault and warning. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the rubric file, in YAML")
        parser.add_argument(
            "--before",
            metavar="FILE",
            help="the last edition, whose codes must not come to mean something else",
        )

    def handle(self, *args: object, file: str, before: str | None, **options: object) -> None:
        last = self._read(before, load) if before else None
        content = self._read(file, bytes)
        try:
            spec, warnings = load_with_warnings(content, lambda spec: last)
        except FileRefused as refused:
            for fault in refused.faults:
                self.stdout.write(in_words(file, fault))
            self.stdout.write(f"{file} is refused: {count(number_of(refused.faults), 'fault')}.")
            sys.exit(1)
        for warning in warnings:
            self.stdout.write(f"warning: {warning}")
        questions = sum(1 for _ in spec.questions())
        self.stdout.write(
            f"{file} is sound: {count(questions, 'question')} in "
            f"{count(len(spec.dimensions), 'dimension')}, {count(number_of(warnings), 'warning')}."
        )

    def _read(self, path: str, reader: Callable[[bytes], Read]) -> Read:
        try:
            return reader(read_bytes(path))
        except FileRefused as refused:
            self.refuse(path, refused.faults)
