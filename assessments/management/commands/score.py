"""`score FILE ANSWERS [--json]`: the result of an answers file against a rubric file.

It is printed as plain text for a terminal, in the words of the rubric.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from textwrap import wrap

from django.core.management.base import CommandParser

from assessments.management.base_commands import FileCommand
from assessments.names import within_a_sentence
from assessments.question_types import MARKER
from assessments.reports.checking import bands_in_reach, outlook, unanswered_gates
from assessments.reports.documents import result_to_document
from assessments.reports.verdict import gate_parts, gates_to_lift
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash
from assessments.scoring.engine import score
from assessments.scoring.progress import progress
from assessments.scoring.result import Bands, RecommendedAction, Result
from assessments.scoring.sheet import AnswerSheet, rounded

WIDTH = 100
MOST_ACTIONS = 10
LABEL = 18


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
        spec, sheet = self.answered(file, answers)
        result = score(spec, sheet, MARKER)
        if options["json"]:
            document = result_to_document(result, spec.code, spec.edition, content_hash(spec))
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(result_in_words(spec, sheet, result))


def result_in_words(spec: RubricSpec, sheet: AnswerSheet, result: Result) -> str:
    """The score or its range, bands, dimensions, gates, and the first ten actions.

    Of a rubric that shows no score there are only the highest band still open, gates and actions.
    """
    sections = (
        _heading(spec, result),
        _outcome(spec, sheet, result),
        _dimensions(spec, result),
        _gates(spec, result),
        _balance(spec, result.bands),
        _lists(result),
        _actions(spec, result),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines)


def _heading(spec: RubricSpec, result: Result) -> Iterator[str]:
    sector = next((one.name for one in spec.sectors if one.code == result.sector), result.sector)
    yield spec.title
    yield f"Edition {spec.edition}, answered as: {sector}"


def _row(label: str, text: str) -> str:
    return f"{label:<{LABEL}}{text}".rstrip()


def _band(spec: RubricSpec, code: str | None) -> str:
    return spec.band(code).name if code is not None else "none"


def _outcome(spec: RubricSpec, sheet: AnswerSheet, result: Result) -> Iterator[str]:
    without = result.highest_open_band is not None
    if without:
        yield from _wrapped(outlook(spec, result), 2)
        waiting = [question.code for question in unanswered_gates(spec, result)]
        if waiting:
            yield from _wrapped(_row("Gates to answer", ", ".join(waiting)), LABEL)
    if not result.complete:
        done = progress(spec, sheet, MARKER)
        if not without:
            yield from _wrapped(_row("Overall score", _range(spec, result)), LABEL)
        yield _row("Answered", f"{done.answered} of {done.total}")
        yield from _wrapped(_row("Still to answer", ", ".join(done.outstanding)), LABEL)
    if without or not result.complete:
        return
    if result.overall is None:
        yield _row("Overall score", "none: no question counts towards it")
        return
    yield _row("Overall score", str(result.overall.shown))
    yield _row("Band from score", _band(spec, result.bands.from_score))
    yield _row("After balance", _band(spec, result.bands.after_balance))
    yield _row("Final band", _band(spec, result.bands.final))


def _range(spec: RubricSpec, result: Result) -> str:
    low, high = result.low.score, result.high.score
    if low is None or high is None:
        return "none yet: no question counts towards it"
    return f"between {low.shown} and {high.shown}, {bands_in_reach(spec, result)}"


def _dimensions(spec: RubricSpec, result: Result) -> Iterator[str]:
    if result.highest_open_band is not None:
        return
    yield "Dimensions"
    longest = max(len(dimension.name) for dimension in result.dimensions)
    for dimension in result.dimensions:
        score = str(dimension.score.shown) if dimension.score else "-"
        band = _band(spec, dimension.band) if dimension.band else ""
        yield f"  {dimension.name:<{longest}}  {score:>5}  {band}".rstrip()


def _gates(spec: RubricSpec, result: Result) -> Iterator[str]:
    gates = gate_parts(spec, result)
    if gates:
        yield "Gates"
    for gate in gates:
        text = f"  {gate.code}, {gate.answer}: {gate.cap_band} at most. {gate.message}"
        yield from _wrapped(text, 4)


def _balance(spec: RubricSpec, bands: Bands) -> Iterator[str]:
    if bands.balance:
        yield "Balance"
    for one in bands.balance:
        name = spec.dimension(one.dimension).name
        band = _band(spec, one.band)
        least = rounded(Fraction(one.minimum))
        yield f"  {name} is at {one.score}, and {band} asks every dimension for {least}."


def _lists(result: Result) -> Iterator[str]:
    if result.unknown:
        yield from _wrapped(_row("Don't know", ", ".join(result.unknown)), LABEL)
    if result.unconfirmed:
        yield from _wrapped(_row("No evidence yet", ", ".join(result.unconfirmed)), LABEL)


def _actions(spec: RubricSpec, result: Result) -> Iterator[str]:
    first = result.actions[:MOST_ACTIONS]
    if not first:
        return
    total = len(result.actions)
    yield "Actions" if total == len(first) else f"First {len(first)} of {total} actions"
    to_lift = {gate.question for gate in gates_to_lift(spec, result)}
    for position, action in enumerate(first, start=1):
        lifts = action.question in to_lift
        yield f"  {position:>2}. {_about(spec, result.sector, action, lifts=lifts)}"
        yield from _wrapped("      " + action.text, 6)


def _about(spec: RubricSpec, sector: str, action: RecommendedAction, *, lifts: bool) -> str:
    parts = [f"{action.question} {spec.question(action.question).title}"]
    if lifts:
        parts.append("lifts a gate")
    parts.extend(
        f"{within_a_sentence(e.name)} effort" for e in spec.efforts if e.code == action.effort
    )
    if action.owner:
        parts.append(spec.owner_title(action.owner, sector))
    return ", ".join(parts)


def _wrapped(text: str, indent: int) -> Iterable[str]:
    start = text[: len(text) - len(text.lstrip())]
    return wrap(
        text.strip(),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
