"""`fill_for_scale --organisations N --years M`: a database as large as the service could get."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection

from assessments.management.base_commands import DatabaseCommand
from assessments.management.demo import build
from assessments.management.filling.copying import demonstrated, fill
from assessments.models import Answer
from assessments.workflow import Refused

ANSWERS, BYTES = 45, 1_400
"""Of an assessment that is copied: how many answers, and what each of them takes with all that
goes with it, when it was measured."""


class Command(DatabaseCommand):
    """Builds the demonstration where it is not there, and copies its organisations."""

    help = (
        "Fill a PostgreSQL of development with copies of the demonstration's organisations, each"
        " with a submitted assessment a year. Refuses in production. Files have no bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisations", type=int, required=True, metavar="N")
        parser.add_argument("--years", type=int, required=True, metavar="M")

    def handle(self, *args: object, **options: int) -> None:
        organisations, years = options["organisations"], options["years"]
        reason = _refusal(organisations, years)
        if reason:
            self.stop(reason)
        try:
            build()
        except Refused as refusal:
            self.stop(refusal.reason)
        before, start = Answer.objects.count(), time.monotonic()
        fill(demonstrated(), organisations, years)
        added, seconds = Answer.objects.count() - before, time.monotonic() - start
        self.stdout.write(
            f"{organisations:,} organisations with {years} years each: {added:,} answers in"
            f" {seconds:,.0f} seconds, {added / seconds:,.0f} a second."
        )


def _refusal(organisations: int, years: int) -> str:
    """Why nothing can be filled; empty where it can."""
    if settings.IN_PRODUCTION:
        return (
            "Made-up organisations never come into a real service. Set"
            " READINESS_MODE=development to fill a database of your own."
        )
    if connection.vendor != "postgresql":
        return "Only PostgreSQL is filled: set DATABASE_URL to a database of your own there."
    if organisations < 1 or not 1 <= years <= 50:  # noqa: PLR2004 - said in the next line
        return "Write at least 1 organisation, and 1 to 50 years."
    needed, free = organisations * years * ANSWERS * BYTES, _free()
    if free is not None and free < needed:
        return (
            f"This takes about {needed / 1e9:,.1f} GB of disk, and where PostgreSQL keeps its data"
            f" {free / 1e9:,.1f} GB are free. Write fewer organisations or years."
        )
    return ""


def _free() -> int | None:
    """Bytes that are free where the server keeps its data; `None` where that can't be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        row = cursor.fetchone()
    try:
        return shutil.disk_usage(Path(row[0])).free if row else None
    except OSError:
        return None
