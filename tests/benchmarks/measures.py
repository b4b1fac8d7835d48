"""What `make bench` measures: each a name and a call that answers with the size of what came."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import count
from pathlib import Path

import yaml
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from assessments.exports import as_pdf, as_pdf_board
from assessments.models import Question, RubricVersion, Submission, User
from assessments.planning.shortest_way import Wanted
from assessments.planning.what_if import Supposing
from assessments.queries.reports import build
from assessments.queries.rubrics import spec_of
from assessments.queries.scenarios import supposing_of
from assessments.question_types import MARKER
from assessments.reports.content import Report
from assessments.rubric.files import SHIPPED
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.engine import score
from assessments.services import drafts, trials
from tests.benchmarks import EMPTY, YARDSTICK
from tests.benchmarks.browser import Browser
from tests.benchmarks.large import large_rubric
from tests.worlds import World, build_world, person

SUBMISSIONS = 60
"""Of the neighbour, so that every round makes a PDF that is not kept. They differ in three answers,
so typst knows much of each again; where every answer differs a paper takes about a third more.
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """A call to be timed. `units`: how many things of its name one call does."""

    name: str
    call: Callable[[], int]
    slow: bool = False
    counted: bool = True
    units: int = 1


Visited = list[tuple[str, Browser, str]]
"""Pages by name: who opens each, and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The world that is measured, what its people visit, and the reports of the neighbour."""

    world: World
    theirs: list[Submission]
    reports: list[str]
    member: Browser
    neighbour: Browser
    under_way: str
    draft: RubricVersion
    pages: Visited


def place() -> Place:
    """A world of its own."""
    world = build_world()
    under_way, theirs = _fill(world)
    member, neighbour = Browser(world.administrator), Browser(world.stranger)
    moderator, editor = Browser(world.moderator), Browser(_superuser())
    home = f"/organisations/{world.organisation.slug}/"
    here = f"{home}assessments/{under_way}/"
    reports = [_report(submission) for submission in theirs]
    draft = drafts.copy_edition(
        version=world.version, edition="2027", title="Next year", by=world.publisher
    )
    question = Question.objects.get(dimension__version=draft, code="BUD-01")
    admin_question = reverse("admin:assessments_question_change", args=[question.pk])
    pages = [
        ("Home", member, "/"),
        ("Organisation page", member, home),
        ("Task list", member, here),
        ("Dimension page, 8 questions", member, f"{here}dimensions/BUD/"),
        ("Check your answers", member, f"{here}check/"),
        ("Report page", neighbour, reports[0]),
        ("The same PDF again", neighbour, f"{reports[0]}download/pdf/"),
        ("Report as CSV", neighbour, f"{reports[0]}download/csv/"),
        ("Whole rubric, public", member, f"/rubrics/{world.version.rubric.slug}/1/"),
        ("Moderation queue", moderator, "/moderation/"),
        ("Admin question page", editor, admin_question),
    ]
    return Place(
        world=world,
        theirs=theirs,
        reports=reports,
        member=member,
        neighbour=neighbour,
        under_way=here,
        draft=draft,
        pages=pages,
    )


def measures() -> list[Measure]:
    """Everything that is measured, in the order of the table."""
    at = place()
    world, theirs, draft, here = at.world, at.theirs, at.draft, at.under_way
    member, neighbour, pages = at.member, at.neighbour, at.pages
    new_pdf, new_board = _each_once(at.reports), _each_once(at.reports)
    plain = Browser(None)
    return [
        Measure(YARDSTICK, _yardstick, counted=False),
        Measure("Empty view, not signed in", lambda: plain.get("/empty/")),
        Measure(EMPTY, lambda: member.get("/empty/signed-in/")),
        *(Measure(name, lambda b=browser, p=path: b.get(p)) for name, browser, path in pages),
        Measure("Save of one answer", _saves(member, f"{here}dimensions/BUD/")),
        Measure("Report as PDF, a new one", _made_anew(neighbour, new_pdf, "pdf")),
        Measure("Board report, a new one", _made_anew(neighbour, new_board, "board")),
        # What is left of each paper's time is typst's.
        Measure("The PDF, all but typst", _before_typst(theirs[0], as_pdf.page_data)),
        Measure("Board report, all but typst", _before_typst(theirs[0], as_pdf_board.page_data)),
        Measure("Engine, one assessment", _engine(theirs[0]), counted=False),
        Measure("What if, eight raises", _what_if(theirs[0]), counted=False),
        Measure("Shortest way to the next band", _way(theirs[0]), counted=False),
        Measure("Check of the shipped file", lambda: _command("check_rubric", SHIPPED), slow=True),
        Measure("Import of 1,189 questions", _import_of_a_large_file(), slow=True, counted=False),
        Measure(
            "Rescore, a snapshot",
            lambda: _command("rescore"),
            slow=True,
            counted=False,
            units=Submission.objects.count(),
        ),
        Measure(
            "Trial of a draft, a submission",
            lambda: _trial(draft, world.publisher),
            slow=True,
            counted=False,
            units=Submission.objects.count(),
        ),
    ]


def _fill(world: World) -> tuple[str, list[Submission]]:
    """One submission of the council and an assessment under way; the many are the neighbour's."""
    world.submit(assessment=world.start())
    under_way = world.start()
    world.complete(assessment=under_way)
    theirs = []
    for number in range(SUBMISSIONS):
        chosen = world.start(organisation=world.neighbour, by=world.stranger)
        answers = {"BUD_01": number % 5, "SEC_02": number % 4, "DAT_02": number % 3}
        theirs.append(world.submit(assessment=chosen, by=world.stranger, **answers))
    return under_way.reference, theirs


def _report(submission: Submission) -> str:
    assessment = submission.assessment
    place = [assessment.organisation.slug, assessment.reference, submission.number]
    return reverse("submission-report", args=place)


def _each_once(addresses: list[str]) -> Iterator[str]:
    """The addresses; a round past the last begins again, when the memory has turned over."""
    return (addresses[number % len(addresses)] for number in count())


def _made_anew(browser: Browser, reports: Iterator[str], paper: str) -> Callable[[], int]:
    """Papers that were not kept, in a process that has them set in itself, to count its time."""

    def call() -> int:
        with override_settings(PAPERS_MOST=0):
            return browser.get(f"{next(reports)}download/{paper}/")

    return call


def _superuser() -> User:
    return person("Bench Superuser", is_staff=True, is_superuser=True)


def _saves(browser: Browser, path: str) -> Callable[[], int]:
    form, notes = browser.form(path), count()

    def save() -> int:
        form["BUD-01-note"] = [f"Note {next(notes)}"]
        answer = browser.save(path, form)
        form["BUD-01-revision"] = [str(answer.revision)]
        return answer.size

    return save


def _before_typst(
    submission: Submission, page_data: Callable[[Report], dict[str, object]]
) -> Callable[[], int]:
    """A report from its rows to the data that typst gets."""

    def call() -> int:
        fresh = Submission.objects.select_related(
            "assessment__organisation", "version__rubric", "snapshot"
        ).get(pk=submission.pk)
        return len(json.dumps(page_data(build(fresh))))

    return call


def _engine(submission: Submission) -> Callable[[], int]:
    spec = spec_of(submission.version)
    sheet = sheet_from_document(spec, submission.answers)

    def call() -> int:
        score(spec, sheet, MARKER)
        return 0

    return call


def _supposing(submission: Submission) -> Supposing:
    return supposing_of(submission, submission.assessment.organisation)


def _what_if(submission: Submission) -> Callable[[], int]:
    supposing = _supposing(submission)
    choices = [one for one in supposing.choices() if one.asked]
    raises = {one.code: one.levels[0][0] for one in choices[:8]}

    def call() -> int:
        supposing.suppose(raises)
        return 0

    return call


def _way(submission: Submission) -> Callable[[], int]:
    """Worked out anew each time, unlike on the summary of a report."""
    supposing = _supposing(submission)
    before = supposing.before
    if before is None or before.place is None:
        raise AssertionError("The submission has a band.")
    wanted = Wanted(
        to=supposing.spec.bands[before.place + 1].code,
        efforts=supposing.efforts,
        day_price=supposing.day_price,
    )

    def call() -> int:
        supposing.shortest_way(wanted)
        return 0

    return call


def _trial(draft: RubricVersion, by: User) -> int:
    trial = trials.start(version=draft, by=by)
    while trial.status == trials.RUNNING:
        trial = trials.advance(trial=trial, by=by)
    return trial.done


def _command(name: str, *arguments: object) -> int:
    printed = StringIO()
    call_command(name, *map(str, arguments), stdout=printed)
    return len(printed.getvalue())


def _import_of_a_large_file() -> Callable[[], int]:
    file = Path(tempfile.mkdtemp(prefix="bench-")) / "large.yaml"
    file.write_text(yaml.safe_dump(large_rubric(), sort_keys=False), encoding="utf-8")

    def call() -> int:
        with transaction.atomic():
            _command("import_rubric", file)
            transaction.set_rollback(True)
        return file.stat().st_size

    return call


def _yardstick() -> int:
    """Work of the interpreter alone, about a millisecond of it."""
    total = 0
    for number in range(12_000):
        total += len(str(number * number))
    return total
