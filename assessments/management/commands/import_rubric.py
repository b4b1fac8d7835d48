"""`import_rubric FILE [--publish]`: a rubric file into the database, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from assessments import clock
from assessments.management.base_commands import DatabaseCommand, acting_user
from assessments.models import RubricVersion
from assessments.queries.rubrics import spec_of, versions_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash, load
from assessments.rubric.files.files import read_bytes
from assessments.rubric.findings import FileRefused
from assessments.services import rubrics
from assessments.wording import long_date
from assessments.workflow import Refused


class Command(DatabaseCommand):
    """Imports a file as a draft, and publishes it if asked; done twice, it does nothing twice."""

    help = "Import a rubric file as a draft. Prints every fault and writes nothing if it has any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the rubric file, in YAML")
        parser.add_argument("--publish", action="store_true", help="publish the draft at once")
        parser.add_argument(
            "--note",
            metavar="TEXT",
            default="",
            help="what changed, for respondents to read; the file and the day unless given",
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="who imports it; the service's own account unless given"
        )

    def handle(self, *args: object, **options: Any) -> None:
        path: str = options["file"]
        try:
            spec = load(read_bytes(path))
        except FileRefused as refused:
            self.refuse(path, refused.faults)
        try:
            with transaction.atomic():
                note = options["note"] or default_note(path)
                done = self._take(spec, publish=options["publish"], email=options["by"], note=note)
        except Refused as refusal:
            self.stop(refusal.reason)
        if options["verbosity"]:
            self.stdout.write(f"{spec.title} (edition {spec.edition}): {done}")

    def _take(self, spec: RubricSpec, *, publish: bool, email: str | None, note: str) -> str:
        """What was done, in words; raises `Refused`."""
        same = _with_same_content(spec)
        if same is not None and same.is_published:
            return f"{same.state} already with the same content, so there is nothing to do."
        if same is not None and not publish:
            return "a draft already with the same content, so there is nothing to do."
        by = acting_user(email)
        version = same or rubrics.import_draft(spec=spec, by=by)
        if not publish:
            return f"imported as a draft, number {version.number}."
        published = rubrics.publish(version=version, by=by, change_note=note)
        return f"published as number {published.number}, content hash {published.content_hash}."


def default_note(path: str) -> str:
    """The change note of an edition that was published from a file without one."""
    today = long_date(clock.today())
    # A name need not be in UTF-8, which a row is.
    name = Path(path).name.encode(errors="replace").decode()
    return f"Published on {today} from the file {name}."


def _with_same_content(spec: RubricSpec) -> RubricVersion | None:
    """The edition in the database that this very content would make, published or draft."""
    versions = versions_of(spec.code)
    wanted = content_hash(spec) if versions else ""
    for version in versions:
        found = version.content_hash if version.is_published else content_hash(spec_of(version))
        if found == wanted:
            return version
    return None
