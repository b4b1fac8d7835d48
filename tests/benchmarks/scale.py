"""Measures pages on a small database and on a filled one, and prints ratios: `make bench-scale`.

Nothing is asserted. The filled database begins as a copy of the small one, which has full pages of
every list, so a page is of the same rows in both, or of as many: of the programme, of the admin
with its searches and filters, and of one organisation. Two processes open it in turn, so what else
the machine does slows both. CPU is the least of a process's, and the time in statements, most of
which is the server's, the least of the clock's.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessments.models import Organisation
    from tests.benchmarks.browser import Browser

ROUNDS, SMALL = 5, 600
"""Of what one organisation in three has one of, the small database has four pages."""

FILTERS = 3
"""Of a list of the admin, at most so many of its filters and pages are tried."""

SAME = 1.05
"""Pages whose sizes are further apart have other rows to show, and are listed apart."""

Pages = list[tuple["Browser", str]]


@dataclass(slots=True)
class Cost:
    """The least of a page so far: milliseconds of CPU and in statements; how many; bytes."""

    cpu: float = float("inf")
    statements: float = float("inf")
    queries: int = 0
    size: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    parser.add_argument("--organisations", type=int, default=2_000, metavar="N")
    parser.add_argument("--years", type=int, default=5, metavar="M")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The figures are those of PostgreSQL: run this through .ci/with_postgres.py.")
    os.environ["READINESS_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    filled = f"{name}_filled"
    _execute(f"DROP DATABASE IF EXISTS {filled}")
    try:
        call_command("fill_for_scale", organisations=SMALL, years=options.years)
        pages = list(everything())
        connection.close()
        _execute(f"CREATE DATABASE {filled} TEMPLATE {name}")
        connection.settings_dict["NAME"] = filled
        call_command("fill_for_scale", organisations=options.organisations, years=options.years)
        costs = measured(pages, options.rounds, (name, filled))
    finally:
        connection.close()
        _execute(f"DROP DATABASE IF EXISTS {filled}")
        connection.settings_dict["NAME"] = name
        connection.creation.destroy_test_db("", verbosity=0)
    print_table(pages, *costs)


def _execute(sql: str) -> None:
    """Of the server, in no transaction."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql)


def everything() -> Iterator[tuple[Browser, str]]:
    """Every page that is measured, with who opens it."""
    from assessments.models import Organisation, User
    from tests.benchmarks.browser import Browser

    moderator = Browser(User.objects.get(email="moderator@readiness.example"))
    yield moderator, "/moderation/"
    yield from ((moderator, page) for page in links(moderator, "/moderation/"))
    admin = Browser(User.objects.get(email="admin@readiness.example"))
    organisation = Organisation.objects.filter(slug__startswith="copy-").earliest("pk")
    # No other name begins as this one, however many there are.
    organisation.name = "Only Borough Council"
    organisation.save()
    yield from ((admin, page) for page in of_the_admin(admin, organisation))
    member = organisation.memberships.get(role="administrator").user
    yield from ((Browser(member), page) for page in of_an_organisation(organisation))


def links(browser: Browser, page: str) -> list[str]:
    """What the page leads to that is itself with something chosen."""
    text = browser.request("GET", page)[1].decode()
    queries = dict.fromkeys(re.findall(r'href="(\?[^"]+)"', text))
    return [page + unescape(query) for query in queries][:FILTERS]


def of_the_admin(browser: Browser, organisation: Organisation) -> Iterator[str]:
    """Every list, as it opens, filtered, and searched; and a row of each."""
    from django.contrib import admin

    from assessments.admin.long_lists import LongListAdmin
    from assessments.admin.read_only import OfAnAssessmentAdmin
    from tests.admin.pages import address

    assessment = organisation.assessments.latest("pk")
    person = organisation.memberships.earliest("pk").user
    terms = (assessment.reference, person.email, person.email[:6], organisation.name)
    yield "/admin/"
    for model, page in admin.site._registry.items():
        here = address(model)
        if isinstance(page, OfAnAssessmentAdmin):
            yield f"{here}?{page.asks_for}={assessment.pk}"
            continue
        yield here
        yield from links(browser, here)
        if page.search_fields:
            yield from (f"{here}?q={term.replace(' ', '+')}" for term in terms)
        rows: Any = model._base_manager.order_by("pk")
        if isinstance(page, LongListAdmin) and rows:
            yield f"{here}?before={rows[len(rows) // 2].pk}"
        row = rows.last()
        if row is not None:
            yield address(row)


def of_an_organisation(organisation: Organisation) -> Iterator[str]:
    from assessments.models import Submission

    here = organisation.get_absolute_url()
    yield from ("/", "/my-work/", here)
    rooms = "edit members evidence plan scenarios history assessments/new"
    yield from (f"{here}{room}/" for room in rooms.split())
    under_way = organisation.assessments.filter(status="in_progress").earliest("pk")
    task_list = under_way.get_absolute_url()
    code = under_way.version.dimensions.earliest("position").code
    rooms = f"dimensions/{code} check draft history work discussions"
    yield from (task_list, *(f"{task_list}{room}/" for room in rooms.split()))
    sent = Submission.objects.filter(assessment__organisation=organisation).latest("pk")
    report = sent.get_absolute_url()
    yield report
    yield f"{report}compare/"
    yield f"{report}download/csv/"


def measured(pages: Pages, rounds: int, names: tuple[str, ...]) -> list[list[Cost]]:
    """The least of every page on each database. In each round all take their turn, after one that
    warms them.
    """
    from django.db import connection

    connection.close()
    processes = get_context("fork")
    ways = []
    for name in names:
        way, other = processes.Pipe()
        # It ends with this process, and on `None`.
        processes.Process(target=_serve, args=(pages, name, other), daemon=True).start()
        other.close()
        ways.append(way)
    costs = [[Cost() for _ in pages] for _ in names]
    for turn in range(rounds + 1):
        for page in range(len(pages)):
            for way, found in zip(ways, costs, strict=True):
                way.send(page)
                cpu, statements, queries, size = way.recv()
                if turn:
                    least = found[page]
                    least.cpu = min(least.cpu, cpu)
                    least.statements = min(least.statements, statements)
                    least.queries, least.size = queries, size
    for way in ways:
        way.send(None)
        way.recv()
    return costs


def _serve(pages: Pages, name: str, way: Connection) -> None:
    """Opens pages by their number, on the database of that name, until there is no number."""
    from django.db import connection

    connection.settings_dict["NAME"] = name
    spent: list[float] = []

    def timed(execute: Any, sql: str, *given: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, *given)
        finally:
            spent.append(time.perf_counter() - start)

    while (number := way.recv()) is not None:
        browser, page = pages[number]
        spent.clear()
        start = time.process_time()
        with connection.execute_wrapper(timed):
            size = browser.get(page)
        cpu = 1000 * (time.process_time() - start)
        way.send((cpu, 1000 * sum(spent), len(spent), size))
    connection.close()
    way.send(None)


def print_table(pages: Pages, small: list[Cost], filled: list[Cost]) -> None:
    """Each page on the filled database; ratios to the small one, the worst first."""
    head = f"{'CPU ms':>8}{'ratio':>7}{'SQL ms':>9}{'ratio':>8}{'queries':>8}{'KB':>7}{'ratio':>7}"
    rows = []
    for (_, page), before, after in zip(pages, small, filled, strict=True):
        cpu, size = after.cpu / before.cpu, after.size / before.size
        line = (
            f"{after.cpu:8.1f}{cpu:7.2f}"
            f"{after.statements:9.1f}{after.statements / before.statements:8.2f}"
            f"{after.queries:8}{after.size / 1024:7.1f}{size:7.2f}  {page}"
        )
        rows.append((1 / SAME < size < SAME, cpu, line))
    rows.sort(reverse=True)
    for same, title in ((True, "As many rows"), (False, "Other rows")):
        chosen = [line for alike, _, line in rows if alike is same]
        print(f"{title}: {len(chosen)} pages", head, *chosen, sep="\n")


if __name__ == "__main__":
    main()
