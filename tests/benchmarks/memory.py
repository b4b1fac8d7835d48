"""Measures what pages cost while 30 PDFs are asked for at once, and what a web process holds after
100 different PDFs and after 5,000 pages, and prints it.

`.ci/with_postgres.py .venv/bin/python -m tests.benchmarks.memory`; `--pages N` for a quick look.
Nothing is asserted. The PDFs are set in a process of their own, as in a service; none is kept.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.measures import Place, Visited

PDFS, PAGES, STEPS = 100, 5_000, 5
AT_ONCE, ROUNDS = 30, 5


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
    # That a paper has to wait is counted here.
    logging.disable(logging.ERROR)
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
    pages_next_to_papers(at, shown)
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


def pages_next_to_papers(at: Place, shown: Visited) -> None:
    """Pages alone and while PDFs are made: CPU of the thread, and the time until it is there."""
    for _, browser, path in shown:
        browser.get(path)
    alone = [opened(shown) for _ in range(ROUNDS)]
    with ThreadPoolExecutor(AT_ONCE) as people:
        papers = [people.submit(made, at, number) for number in range(AT_ONCE)]
        busy = []
        while not all(one.done() for one in papers):
            busy.append(opened(shown))
        refused = sum(one.result() for one in papers)
    for name, place in (("CPU", 0), ("until it is there", 1)):
        before, then = (median(one[place] for one in rounds) for rounds in (alone, busy))
        print(f"{AT_ONCE} PDFs at once, a page, {name}: {then:.1f} ms, {then / before:.2f} x alone")
    print(f"{AT_ONCE} PDFs at once: all made, after {refused} answers that they wait", flush=True)


def opened(shown: Visited) -> tuple[float, float]:
    """Milliseconds of this thread, and of the clock, for each of the pages."""
    cpu, clock = time.thread_time(), time.perf_counter()
    for _, browser, path in shown:
        browser.get(path)
    spent = (time.thread_time() - cpu, time.perf_counter() - clock)
    return 1000 * spent[0] / len(shown), 1000 * spent[1] / len(shown)


def made(at: Place, number: int) -> int:
    """Asks for a paper until it is there. How often the answer was to wait."""
    from django.db import connections

    refused = 0
    while at.neighbour.request("GET", f"{at.reports[-1 - number]}download/pdf/")[0] == 503:
        refused += 1
        time.sleep(1)
    connections.close_all()
    return refused


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
