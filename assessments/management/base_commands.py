"""What commands share: a database that is set up, the acting user, faults of a file."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from assessments.models import User
from assessments.names import email_address
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import load_answers
from assessments.rubric.files.codec import load
from assessments.rubric.files.files import read_bytes
from assessments.rubric.findings import FileRefused, Finding
from assessments.scoring.sheet import AnswerSheet
from assessments.services.people import system_user
from assessments.workflow import Refused

NOT_SET_UP = (
    "The database has not been set up for this version of Readiness: run `manage.py migrate` first."
)
NOT_OPENED = "The database cannot be opened: {}. Check DATABASE_URL."


class _Command(BaseCommand):
    """Python looks for cycles in what a command makes, and in nothing that was loaded before."""

    def run_from_argv(self, argv: list[str]) -> None:
        # From here only: the process ends with the command, and what else calls one goes on.
        gc.freeze()
        super().run_from_argv(argv)

    def stop(self, *reasons: str) -> NoReturn:
        """Say why on standard error, a line for each reason, and exit with 1."""
        for reason in reasons:
            self.stderr.write(reason)
        sys.exit(1)

    def refuse(self, path: str, faults: Iterable[Finding]) -> NoReturn:
        """Stop, and say what is wrong with a file, a line for each fault."""
        self.stop(*(in_words(path, fault) for fault in faults))


class DatabaseCommand(_Command):
    """A command that says so in a sentence, and exits with 1, where the database is not ready.

    Any other fault of the database is left to show itself.
    """

    def execute(self, *args: object, **options: object) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            reason = _not_ready(error)
            if not reason:
                raise
            self.stop(reason)


def _not_ready(error: Exception) -> str:
    if connection.connection is None:
        said = str(error).strip().partition("\n")[0].rstrip(".")
        return NOT_OPENED.format(said)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return NOT_SET_UP if waiting else ""


def acting_user(email: str | None) -> User:
    """The user of that address, or the service's own account without one.

    Raises `Refused` when no account that may sign in has the address.
    """
    if email is None:
        return system_user()
    found = User.objects.confirmed().filter(email=email_address(email), is_active=True).first()
    if found is None:
        raise Refused(
            f"No account that can sign in has the email address {email}. A new account must follow "
            "the link in its email first."
        )
    return found


class FileCommand(_Command):
    """A command that works without a database and exits with 1 when a file is refused."""

    requires_system_checks = ()
    requires_migrations_checks = False

    def answered(self, file: str, answers: str) -> tuple[RubricSpec, AnswerSheet]:
        """What a rubric file and an answers file hold; exits with 1 where either is refused."""
        try:
            spec = load(read_bytes(file))
        except FileRefused as refused:
            self.refuse(file, refused.faults)
        try:
            return spec, load_answers(spec, read_bytes(answers))
        except FileRefused as refused:
            self.refuse(answers, refused.faults)


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
