"""Many rows, by SQL: copies of rows that services made, so that they have the shape of those."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.db import connection, models

from assessments.models import (
    Assignment,
    Attachment,
    AuditEvent,
    Comment,
    Discussion,
    Evidence,
    Invitation,
    JoinRequest,
    OutgoingMail,
    PlannedAction,
    Reminder,
    Review,
    SignInEvent,
    Submission,
    SuggestedAnswer,
)
from assessments.services import outbox, reminders, reviews, sessions, suggestions
from tests.assigning import given_to
from tests.attaching import attached
from tests.discussions import started
from tests.evidence import recorded
from tests.joining import asks, invite
from tests.plans import planned
from tests.plugins.database import plan_for_these_rows
from tests.reviews import sent
from tests.worlds import World

ROWS, PEOPLE = 10_000, 4_000
LISTED: tuple[Any, ...] = (
    *(Assignment, Attachment, Comment, Discussion, Evidence, Invitation, JoinRequest, OutgoingMail),
    *(PlannedAction, Reminder, Review, SignInEvent, SuggestedAnswer),
)
"""Tables that are filled with copies of their first row, besides what is of a submission."""
KEY = "({base} + n)"


def copies(row: Any, times: int, **columns: str) -> int:
    """Adds so many copies of a row, in one statement, on PostgreSQL.

    `columns` has SQL for what differs, by column, in which `n` is the number of the copy from 1.
    What has to be unique differs by itself. Returns the key before that of the first copy: copy n
    has that and n.
    """
    opts = row._meta
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {opts.db_table}")  # noqa: S608 - names of ours
        base = int(cursor.fetchone()[0])
        key = KEY.format(base=base)
        unique = {
            field.column: f"'c' || {key}"
            for field in opts.concrete_fields
            if field.unique and isinstance(field, models.CharField)
        }
        said = {**unique, "id": key, **columns}
        names = [field.column for field in opts.concrete_fields]
        listed = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(said.get(name, f'one."{name}"') for name in names)
        cursor.execute(
            f"INSERT INTO {opts.db_table} ({listed}) SELECT {values} FROM {opts.db_table} AS one,"  # noqa: S608
            f" generate_series(1, {times}) AS n WHERE one.id = {row.pk}"
        )
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{opts.db_table}', 'id'), {base + times})"
        )
    return base


def fill(world: World, organisations: int, rounds: int) -> None:
    """So many organisations more, each with so many submitted assessments and what goes with them,
    and as many rows of everything else as there are assessments then.

    Who is named in a row is one of `PEOPLE`.
    """
    submission = make_everything(world)
    rows, row = organisations * rounds, f"(n - 1) / {rounds}"
    people = copies(
        world.contributor, PEOPLE, email="'p' || n || '@people.example'", name="'Person ' || n"
    )
    there = copies(world.organisation, organisations, name="'Council ' || n", official_code="n")
    who = f"{people} + 1 + n % {PEOPLE}"
    dates = "started submitted saved asked invited changed uploaded recorded sent said offered"
    moments = [f"{one}_at" for one in dates.split()] + ["taken", "at", "queued", "written"]
    columns = {
        "organisation_id": f"{there} + 1 + {row}",
        "organisation": f"'c' || ({there} + 1 + {row})",
        "email": "'p' || n || '@people.example'",
        "recipient": "'p' || n || '@people.example'",
        "day": "one.day - n",
        **dict.fromkeys(
            ("user_id", "saved_by_id", "account_id", "asked_by_id", "uploaded_by_id"), who
        ),
        **{one: f"one.{one} - n * interval '1 minute'" for one in moments},
    }

    def more(row: Any) -> str:
        theirs = {field.column for field in row._meta.concrete_fields}
        return f"{copies(row, rows, **{k: v for k, v in columns.items() if k in theirs})} + n"

    columns["assessment_id"] = more(submission.assessment)
    columns["submission_id"] = more(submission)
    columns["snapshot_id"] = more(submission.snapshot)
    more(submission.snapshot.dimension_scores.first())
    for answer in submission.assessment.answers.all()[:2]:
        columns["answer_id"] = more(answer)
        more(answer.revisions.get())
    for event in AuditEvent.objects.order_by("-pk")[:2]:
        more(event)
    for model in LISTED:
        more(model.objects.earliest("pk"))
    plan_for_these_rows()


def make_everything(world: World) -> Submission:
    """A submission of the council, and a row of each table in `LISTED`."""
    submission = world.submit()
    again = world.start(title="Again")
    suggestions.bring(assessment=again, source=world.assessment, by=world.contributor)
    attached(recorded(world), by=world.contributor)
    given_to(world, assessment=again)
    reminders.send()
    started(world, again)
    planned(world)
    sent(world, assessment=again)
    reviews.recall(assessment=again, by=world.contributor)
    sessions.record(SignInEvent.Kind.FAILED, network="192.0.2.0", account=world.viewer.pk)
    outbox.put([EmailMessage("New", "Words", to=[world.viewer.email])])
    invite(world)
    asks(world)
    return submission
