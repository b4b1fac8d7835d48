"""`export_rubric CODE [--edition E] [--output FILE]`: an edition as a rubric file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandParser

from assessments.management.base_commands import DatabaseCommand
from assessments.models import RubricVersion
from assessments.models.edition_reading import spec_from_rows
from assessments.queries.rubrics import BrokenEdition, read_published, versions_of
from assessments.rubric.files.codec import dump


class Command(DatabaseCommand):
    """Writes the file from the edition's rows, which must still have the hash they had."""

    help = "Write an edition of a rubric as a file: by default the newest published one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the rubric's code")
        parser.add_argument("--edition", metavar="E", help="the edition; drafts count too")
        parser.add_argument(
            "--output", metavar="FILE", help="where to write; the terminal unless given"
        )

    def handle(
        self, *args: object, code: str, edition: str | None, output: str | None, **options: object
    ) -> None:
        version = self._choose(code, edition)
        try:
            if version.is_published:
                read_published(version)
        except BrokenEdition as broken:
            self.stop(f"{broken} Nothing was exported.")
        text = dump(spec_from_rows(version))
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            self.stop(f"{output} cannot be written: {error.strerror}.")
        self.stdout.write(f"{version.title} was written to {output}.")

    def _choose(self, code: str, edition: str | None) -> RubricVersion:
        versions = list(versions_of(code))
        if not versions:
            self.stop(f"There is no rubric with the code {code}.")
        if edition is None:
            published = [version for version in versions if version.is_published]
            return (published or versions)[0]
        found = next((version for version in versions if version.edition == edition), None)
        if found is None:
            names = ", ".join(version.edition for version in versions)
            self.stop(f"{code} has no edition {edition}. It has: {names}.")
        return found
