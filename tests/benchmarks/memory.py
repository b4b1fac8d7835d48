"""Measures what a web process holds after 100 different PDFs, and after 5,000 pages, and prints it.

`.ci/with_postgres.py .venv/bin/python -m tests.benchmarks.memory`; `--pages N` for a quick look.
Nothing is asserted. The PDFs are set in a process of their own, as in a service; none is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

PDFS, PAGES, STEPS = 100, 5_000, 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory")
    parser.add_argument("--pages", type=int, default=PAGES, metavar="N")
    options = parser.parse_args()
    os.environ["READINESS_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PDFS_SET_APART = True
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(options.pages)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def measure(pages: int) -> None:
    from assessments.exports.compositor import COMPOSITOR
    from tests.benchmarks.measures import place

    at = place()
    shown = [page for page in at.pages if "PDF" not in page[0]]
    for _, browser, path in shown:
        browser.get(path)
    say("each page once", held())
    for number in range(PDFS):
        # Two papers of each submission are 100 different PDFs.
        paper = ("pdf", "board")[number % 2]
        at.neighbour.get(f"{at.reports[number // 2]}download/{paper}/")
    say(f"{PDFS} different PDFs", held())
    if COMPOSITOR.process is not None:
        say("  the process that sets them", held(COMPOSITOR.process.pid))
    for step in range(STEPS):
        for number in range(pages // STEPS):
            _, browser, path = shown[number % len(shown)]
            browser.get(path)
        say(f"{(step + 1) * pages // STEPS:,} pages", held())


def held(process: int | str = "self") -> float:
    """What a process of Linux holds in memory, in MiB."""
    statm = Path(f"/proc/{process}/statm")
    if not statm.exists():
        sys.exit("What a process holds is read where Linux says it.")
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def say(after: str, mebibytes: float) -> None:
    """Prints a line of the table."""
    print(f"{after:36}{mebibytes:8.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
