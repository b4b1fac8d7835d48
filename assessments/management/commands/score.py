"""`score FILE ANSWERS [--json]`: the result of an answers file against a rubric file."""

from __future__ import annotations

import json

from django.core.management.base import CommandParser

from assessments.management.base_commands import FileCommand
from assessments.management.result_in_words import result_in_words
from assessments.question_types import MARKER
from assessments.rubric.files.answers import load_answers
from assessments.rubric.files.codec import content_hash, load
from assessments.rubric.files.files import read_bytes
from assessments.rubric.findings import FileRefused
from assessments.scoring.documents import result_to_document
from assessments.scoring.engine import score


class Command(FileCommand):
    """Prints the result; every fault of either file goes to standard error and exits 1."""

    help = "Score an answers file against a rubric file. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the rubric file, in YAML")
        parser.add_argument("answers", metavar="ANSWERS", help="the answers file, in JSON")
        parser.add_argument(
            "--json", action="store_true", help="print the whole result as JSON, and nothing else"
        )

    def handle(self, *args: object, file: str, answers: str, **options: object) -> None:
        try:
            spec = load(read_bytes(file))
        except FileRefused as refused:
            self.refuse(file, refused.faults)
        try:
            sheet = load_answers(spec, read_bytes(answers))
        except FileRefused as refused:
            self.refuse(answers, refused.faults)
        result = score(spec, sheet, MARKER)
        if options["json"]:
            document = result_to_document(result, spec.code, spec.edition, content_hash(spec))
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(result_in_words(spec, sheet, result))
