"""Measures pages, saves, the PDF and the engine, and prints a table: `make bench`.

Nothing is asserted. CPU time is this process's own, so other work on the machine matters little;
read the ratios to the empty view first, which went through the same server in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 30
WARM_UP = 3


@dataclass(frozen=True)
class Figure:
    """One line of the table: median CPU milliseconds, and SQL queries."""

    name: str
    cpu_ms: float
    queries: int | None
    size: int | None = None


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["READINESS_MODE"] = "test"
        os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
        import django
        from django.conf import settings

        django.setup()
        settings.ROOT_URLCONF = "tests.benchmarks.urls"
        settings.ALLOWED_HOSTS = ["testserver"]
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            print_table(measure_everything())
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def measure_everything() -> list[Figure]:
    """Every figure, in the order of the table."""
    from tests.benchmarks.browser import Browser
    from tests.worlds import build_world

    world = build_world()
    # A PDF made twice is partly remembered, so every round makes the PDF of another submission.
    submissions = [
        world.submit(assessment=world.start(), BUD_01=number % 5, SEC_02=number % 4)
        for number in range(WARM_UP + ROUNDS)
    ]
    under_way = world.start()
    world.complete(assessment=under_way)
    browser = Browser(world.administrator)
    base = f"/organisations/{world.organisation.slug}/assessments"
    here = f"{base}/{under_way.reference}"
    reports = [f"{base}/{one.assessment.reference}/submissions/1/report/" for one in submissions]
    report = reports[0]
    dimension = f"{here}/dimensions/BUD/"
    pages = {
        "Empty Django view": "/empty/",
        "Task list": f"{here}/",
        "Dimension page, 8 questions": dimension,
        "Check your answers": f"{here}/check/",
        "Report page": report,
        "The same PDF again": f"{report}download/pdf/",
        "Report as CSV": f"{report}download/csv/",
        "Whole rubric, public": f"/rubrics/{world.version.rubric.slug}/1/",
    }
    figures = [measured(name, lambda path=path: browser.get(path)) for name, path in pages.items()]
    another = iter(reports)
    pdf = measured("Report as PDF, a new one", lambda: browser.get(f"{next(another)}download/pdf/"))
    figures.insert(5, pdf)
    form = browser.form(dimension)
    note = iter(range(10_000))

    def save() -> tuple[int, int]:
        form["BUD-01-note"] = [f"Note {next(note)}"]
        answer = browser.save(dimension, form)
        form["BUD-01-revision"] = [str(answer.revision)]
        return answer.queries, answer.size

    figures.insert(3, measured("Save of one answer", save))
    figures.append(engine(world))
    return figures


def measured(name: str, call: Callable[[], tuple[int, int]]) -> Figure:
    """The median CPU time of a call that answers with its queries and its size."""
    times, queries, size = [], 0, 0
    for turn in range(WARM_UP + ROUNDS):
        start = time.process_time()
        queries, size = call()
        if turn >= WARM_UP:
            times.append(1000 * (time.process_time() - start))
    return Figure(name, statistics.median(times), queries, size)


def engine(world: object) -> Figure:
    """Scoring one complete assessment of the shipped rubric, without any I/O."""
    from assessments.models import Submission
    from assessments.queries.rubrics import spec_of
    from assessments.question_types import MARKER
    from assessments.rubric_files.answers import sheet_from_document
    from assessments.scoring.engine import score

    submission = Submission.objects.select_related("version").all()[0]
    spec = spec_of(submission.version)
    sheet = sheet_from_document(spec, submission.answers)

    def call() -> tuple[int, int]:
        score(spec, sheet, MARKER)
        return 0, 0

    figure = measured("Engine, one assessment", call)
    return Figure(f"{figure.name} ({1000 * figure.cpu_ms:,.0f} µs)", figure.cpu_ms, None)


def print_table(figures: list[Figure]) -> None:
    """The figures, with each one's ratio to the empty view."""
    empty = figures[0].cpu_ms
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"Python {python}, median of {ROUNDS} after {WARM_UP}; CPU of the server process\n")
    print(f"{'':34}{'CPU ms':>9}{'× empty':>9}{'queries':>9}{'KB':>8}")
    for figure in figures:
        queries = "" if figure.queries is None else str(figure.queries)
        size = f"{figure.size / 1024:,.0f}" if figure.size else ""
        ratio = figure.cpu_ms / empty if empty else 0
        print(f"{figure.name:34}{figure.cpu_ms:9.2f}{ratio:9.1f}{queries:>9}{size:>8}")


if __name__ == "__main__":
    main()
