"""Measures what a submission takes up in the database: `python -m tests.benchmarks.storage`.

On PostgreSQL, through `.ci/with_postgres.py`. Nothing is asserted. Printed are the bytes of each
table for a submission, with its TOAST and its indexes: of answers that were saved once, of such
that were saved while they were typed, and of both once the nightly command has been there. The
first hundred pay for the first page of each table and index as well.
Tables are rewritten before each look, so that dead rows and half-empty pages count for nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.worlds import World

SUBMISSIONS = 100
AUTOSAVES = 4
"""Saves of each answer while its note is typed, ten seconds apart."""
NOTE = "The programme board agreed this in March, and the minutes are on the shared drive. " * 3

Sizes = Mapping[str, tuple[int, int, int]]
"""Bytes by table: the rows, their TOAST, the indexes."""


def submit_many(world: World, saves: int) -> None:
    """Submits so many assessments, each answer of which was saved so often."""
    from assessments import clock
    from assessments.services import assessments
    from tests.worlds import worked_example

    replies = {code: world.reply(code, raw) for code, raw in worked_example()["answers"].items()}
    for _ in range(SUBMISSIONS):
        # At the beginning of ten minutes by the clock, so that what is typed is thinned to one.
        now = clock.now().replace(second=0, microsecond=0)
        assessment, began = world.start(), now + timedelta(minutes=10 - now.minute % 10)
        for save in range(1, saves + 1):
            note = NOTE[: len(NOTE) * save // saves]
            typed = {code: replace(reply, note=note) for code, reply in replies.items()}
            with clock.at(began + timedelta(seconds=10 * save)):
                world.answer(typed, assessment=assessment)
        with clock.at(began + timedelta(minutes=15)):
            assessments.submit(assessment=assessment, by=world.approver)


def sizes() -> Sizes:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")
        cursor.execute(
            "SELECT relname, pg_relation_size(oid), "
            "coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0), pg_indexes_size(oid) "
            "FROM pg_class WHERE relkind = 'r' AND relname LIKE 'assessments_%%'"
        )
        return {name: (rows, toast, indexes) for name, rows, toast, indexes in cursor.fetchall()}


def print_growth(what: str, before: Sizes, after: Sizes) -> None:
    """A line for each table that takes more than 100 bytes a submission, and their sum."""
    grown = {
        name: [
            (new - old) // SUBMISSIONS for old, new in zip(before[name], after[name], strict=True)
        ]
        for name in after
    }
    total = sum(map(sum, grown.values()))
    print(f"\n{what}: {total / 1024:.1f} KB a submission\n")
    print(f"{'':36}{'rows':>8}{'TOAST':>8}{'indexes':>9}{'all':>8}")
    for name, parts in sorted(grown.items(), key=lambda item: -sum(item[1])):
        if sum(parts) > 100:
            rows, toast, indexes = parts
            print(f"{name:36}{rows:8,}{toast:8,}{indexes:9,}{sum(parts):8,}")


def main() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The figures are those of PostgreSQL: run this through .ci/with_postgres.py.")
    os.environ["READINESS_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        from assessments.services.retention import thin_submitted
        from tests.worlds import build_world

        world = build_world()
        empty = sizes()
        submit_many(world, 1)
        once = sizes()
        print_growth("Saved once, on the day", empty, once)
        thin_submitted()
        kept = sizes()
        print_growth("The same, after the nightly command", empty, kept)
        submit_many(world, AUTOSAVES)
        print_growth(f"Saved {AUTOSAVES} times while typing, on the day", kept, sizes())
        thin_submitted()
        print_growth("The same, after the nightly command", kept, sizes())
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
