"""`explain_change OLD_RUBRIC OLD_ANSWERS NEW_RUBRIC NEW_ANSWERS [--json]`: why a score changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from textwrap import fill

from django.core.management.base import CommandParser

from assessments.management.base_commands import FileCommand
from assessments.question_types import MARKER
from assessments.reports.documents import change_to_document
from assessments.reports.effects import ScoreChange, ShownEffects, explain
from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import Finding
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet
from assessments.wording import listed, signed

WIDTH = 100
SIDES = ("old", "new")
FILES = {"rubric": "rubric file, in YAML", "answers": "answers file, in JSON"}
COLUMNS = ("Answers", "Rubric", "Scope")
TOO_LITTLE = (
    "The two have too little in common to say how much of this is due to the answers, how much to "
    "the rubric, and how much to which questions count."
)


class Command(FileCommand):
    """Prints the split; every fault of a file goes to standard error and exits 1."""

    help = "Say why a score changed between two answers files. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        for side in SIDES:
            for name, what in FILES.items():
                shown = f"{side}_{name}".upper()
                parser.add_argument(f"{side}_{name}", metavar=shown, help=f"the {side} {what}")
        parser.add_argument(
            "--json", action="store_true", help="print the whole split as JSON, and nothing else"
        )

    def handle(self, *args: object, **options: str) -> None:
        sides = [
            self._complete(options[f"{side}_rubric"], options[f"{side}_answers"]) for side in SIDES
        ]
        change = explain(sides[0], sides[1], MARKER)
        if options["json"]:
            document = change_to_document(change)
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            specs = [spec for spec, _ in sides]
            self.stdout.write("\n".join(change_in_words(specs[0], specs[1], change)))

    def _complete(self, file: str, answers: str) -> tuple[RubricSpec, AnswerSheet]:
        """The pair of files; exits with 1 where they come to no score."""
        spec, sheet = self.answered(file, answers)
        if not spec.shows_score:
            self.refuse(file, [Finding("", "shows no score, so there is none to explain")])
        result = score(spec, sheet, MARKER)
        if not result.complete:
            self.refuse(answers, [Finding("", "is not complete, so it has no score yet")])
        if result.overall is None:
            self.refuse(answers, [Finding("", "has no question that counts, so it has no score")])
        return spec, sheet


def change_in_words(old: RubricSpec, new: RubricSpec, change: ScoreChange) -> Iterator[str]:
    """Both scores, what each factor added, and the same of the dimensions and the questions that
    moved.
    """
    yield f"From {change.old.shown} to {change.new.shown}: {signed(change.difference)}"
    if change.effects is None:
        yield ""
        yield fill(TOO_LITTLE, WIDTH)
        return
    said = [f"{name} {signed(shown)}" for name, shown in change.shown.items()]
    yield f"Of that: {listed(said)}."
    names = {one.code: one.name for spec in (old, new) for one in spec.dimensions}
    dimensions, questions = change.shown_parts()
    yield from _table("Dimension", dimensions, names)
    yield from _table("Question", questions, {})


def _table(
    title: str, shown: Mapping[str, ShownEffects], names: Mapping[str, str]
) -> Iterator[str]:
    rows = [
        (names.get(code, code), figures)
        for code, one in shown.items()
        if any(figures := (one.answers, one.rubric, one.scope))
    ]
    if not rows:
        return
    wide = max(len(name) for name, _ in [*rows, (title, ())])
    yield ""
    yield f"{title:<{wide}}" + "".join(f"{name:>10}" for name in COLUMNS)
    for name, figures in rows:
        yield f"{name:<{wide}}" + "".join(f"{signed(part):>10}" for part in figures)
