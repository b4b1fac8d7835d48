"""Measures a trial of a draft on 2,000 submissions: `python -m tests.benchmarks.trial`.

Nothing is asserted; CPU time is this process's own. Run it on PostgreSQL with
`.ci/with_postgres.py`. `measure(world)` serves the other benchmarks too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.models import Assessment
    from tests.worlds import World

SUBMISSIONS = 2_000


@dataclass(frozen=True)
class Measured:
    """One trial, from its start to its end."""

    submissions: int
    cpu_seconds: float
    seconds: float
    compared: int
    changed: int
    first_ms: float
    last_ms: float
    """CPU of a submission in the first batch, and in the last that was full: alike when linear."""


def measure(world: World, submissions: int = SUBMISSIONS) -> Measured:
    """Tries a draft with other weights and one question less on so many made-up submissions."""
    from django.db import transaction

    from assessments.models import RubricVersion
    from assessments.rubric.tallies import tally_from_document
    from assessments.services import drafts, trials

    submit_many(world.assessment, submissions)
    draft: RubricVersion = drafts.copy_edition(
        version=world.version, edition="2027", title="Next year", by=world.publisher
    )
    first, *rest = world.spec.dimensions
    # Nothing refers to the second question, so the draft stays sound without it.
    kept = [question for place, question in enumerate(first.questions) if place != 1]
    changed = replace(first, weight=first.weight * 2, questions=kept)
    spec = replace(world.spec, edition="2027", title="Next year", dimensions=[changed, *rest])
    with transaction.atomic():
        drafts.replace_content(draft=draft, spec=spec)
        drafts.keep_state(draft=draft, by=world.publisher, summary="Reweighted", spec=spec)
    started, cpu = time.perf_counter(), time.process_time()
    trial = trials.start(version=draft, by=world.publisher)
    spent: list[float] = []
    while trial.status == trials.RUNNING:
        done, began = trial.done, time.process_time()
        trial = trials.advance(trial=trial, by=world.publisher, batch=trials.BY_SCRIPT)
        if trial.done - done == trials.BY_SCRIPT or not spent:
            spent.append(1000 * (time.process_time() - began) / max(1, trial.done - done))
    cpu, seconds = time.process_time() - cpu, time.perf_counter() - started
    tally = tally_from_document(trial.tallies).whole
    return Measured(trial.done, cpu, seconds, tally.compared, tally.changed, spent[0], spent[-1])


def submit_many(assessment: Assessment, count: int) -> None:
    """So many submissions of one assessment with made-up answers, written at once."""
    from assessments.models import Submission
    from assessments.queries.rubrics import spec_of
    from assessments.rubric.files.answers import sheet_to_document
    from assessments.rubric.files.canonical import hash_of
    from assessments.rubric.generated import sheets

    spec = spec_of(assessment.version)
    documents = [sheet_to_document(sheet, spec) for sheet in sheets(spec, count, "benchmark")]
    Submission.objects.bulk_create(
        [
            Submission(
                assessment=assessment,
                number=number,
                reference=f"R-BENCH-{number}",
                version=assessment.version,
                sector=document["sector"],
                organisation_name=assessment.organisation.name,
                assessment_title=assessment.title,
                answers=document,
                answers_hash=hash_of(document),
                submitted_by=assessment.started_by,
                submitted_by_name=str(assessment.started_by),
            )
            for number, document in enumerate(documents, start=1)
        ],
        batch_size=200,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["READINESS_MODE"] = "test"
        os.environ["DJANGO_SETTINGS_MODULE"] = "readiness.settings"
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            from tests.worlds import build_world

            found = measure(build_world())
            engine = connection.vendor
        finally:
            connection.creation.destroy_test_db("", verbosity=0)
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"Python {python}, {engine}: {found.submissions:,} submissions")
    print(f"CPU {found.cpu_seconds:.2f} s, {found.seconds:.2f} s in all")
    print(
        f"{found.first_ms:.2f} ms a submission in the first batch, {found.last_ms:.2f} in the last"
    )
    print(f"{found.compared:,} compared, {found.changed:,} in another band")


if __name__ == "__main__":
    main()
