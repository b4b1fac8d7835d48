"""Measures pages, saves, files, the PDF and the engine, and prints a table: `make bench`.

Nothing is asserted. What is printed is the least CPU time of the process over rounds in which
every figure takes its turn, so other work on the machine and drift of its speed matter little.
Queries are counted in a pass of their own, because the cursor that counts them costs time.

Read ratios: each figure to the signed-in empty view of the same run, and each in yardsticks to that
of version 0.1.0, kept in `baseline-0.1.0.json`. The yardstick is work that no change of ours
touches, so two runs can be compared. Both versions keep their connections in a pool, as they do in
production: without one each request would pay for connecting, about half a millisecond.

`--write FILE` keeps the figures of a run. `--rounds N` for a quick look.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import EMPTY, YARDSTICK

if TYPE_CHECKING:
    from tests.benchmarks.measures import Measure

ROUNDS = 20
BASELINE = Path(__file__).with_name("baseline-0.1.0.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table: least CPU in milliseconds, SQL statements, bytes of the answer."""

    cpu_ms: float
    queries: int | None
    size: int | None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The figures are those of PostgreSQL: run this through .ci/with_postgres.py.")
    os.environ["READINESS_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
    os.environ["DATABASE_POOL"] = "on"  # as in production, and as the figures of 0.1.0 were taken
    os.environ["PAPERS_MB"], os.environ["PAPERS_ROOT"] = "100", tempfile.mkdtemp(prefix="bench-")
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        from tests.benchmarks.measures import measures

        figures = measured(measures(), options.rounds)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    print_table(figures, options.rounds)
    if options.write:
        document = {name: asdict(figure) for name, figure in figures.items()}
        options.write.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def measured(measures: list[Measure], rounds: int) -> dict[str, Figure]:
    """The least time of each over the rounds. A slow one takes its turn in every fifth."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    queries: dict[str, int | None] = {}
    sizes: dict[str, int | None] = {}
    for measure in measures:
        measure.call()
        with CaptureQueriesContext(connection) as captured:
            sizes[measure.name] = measure.call()
        count = sum(not _only_a_bracket(query["sql"]) for query in captured)
        queries[measure.name] = count if measure.counted else None
    least = {measure.name: float("inf") for measure in measures}
    for turn in range(rounds):
        for measure in measures:
            if measure.slow and turn % 5:
                continue
            start = time.process_time()
            measure.call()
            spent = 1000 * (time.process_time() - start) / measure.units
            least[measure.name] = min(least[measure.name], spent)
    return {name: Figure(round(ms, 3), queries[name], sizes[name]) for name, ms in least.items()}


def _only_a_bracket(sql: str) -> bool:
    """Whether a captured statement only begins or ends a transaction."""
    return sql.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"))


def print_table(figures: dict[str, Figure], rounds: int) -> None:
    """The figures with their ratios to the empty view, and to the baseline where it has them."""
    kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.is_file() else {}
    note = kept.pop("Note", "")
    then = {name: Figure(**figure) for name, figure in kept.items()}
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"Python {python} on PostgreSQL, least of {rounds} rounds; CPU of the server process\n")
    print(f"{'':36}{'CPU ms':>10}{'× empty':>9}{'× 0.1.0':>9}{'queries':>9}{'KB':>8}")
    for name, figure in figures.items():
        times = f"{figure.cpu_ms / figures[EMPTY].cpu_ms:.2f}"
        change = ""
        if name in then:
            change = f"{_in_yardsticks(figures, name) / _in_yardsticks(then, name):.2f}"
        queries = "" if figure.queries is None else str(figure.queries)
        size = f"{figure.size / 1024:,.1f}" if figure.size else ""
        print(f"{name:36}{figure.cpu_ms:10.2f}{times:>9}{change:>9}{queries:>9}{size:>8}")
    print("\n× 0.1.0: each run is in its own yardsticks, so machines may differ.")
    print(f"The figures of 0.1.0: {note}" if note else "")


def _in_yardsticks(figures: dict[str, Figure], name: str) -> float:
    return figures[name].cpu_ms / figures[YARDSTICK].cpu_ms


if __name__ == "__main__":
    main()
