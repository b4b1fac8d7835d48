"""An attacker who has the rubric, the public reports and arithmetic, and tries every answer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import product

from assessments.disclosure.choices import Choice, Choices, Release, asked_of
from assessments.disclosure.hiding import GivenAway
from assessments.disclosure.public import PublicReport
from assessments.disclosure.redacting import Before, Redacted, redact
from assessments.disclosure.replies import possible
from assessments.question_types import MARKER
from assessments.reports.content import Report
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from tests.factories.rubrics import COUNCIL
from tests.reports.samples import report

WHEN = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
WITHHELD = Choice(release=Release.WITHHELD, exemption="s31")
SUMMARY = Choice(release=Release.SUMMARY)


def choices(spec: RubricSpec, sector: str = COUNCIL, /, **shut: Choice) -> dict[str, Choice]:
    """Everything is open but for what is given: a_1 means A-1."""
    chosen = {question.code: Choice() for question in asked_of(spec, sector)}
    return chosen | {code.replace("_", "-").upper(): each for code, each in shut.items()}


def shut(spec: RubricSpec, *codes: str) -> dict[str, Choice]:
    """Everything is open but for these, which are withheld."""
    return choices(spec) | dict.fromkeys(codes, WITHHELD)


def every_sheet(spec: RubricSpec) -> Iterator[AnswerSheet]:
    """Each way to answer the rubric, and what is known of it."""
    codes = [question.code for question in asked_of(spec, COUNCIL)]
    replies = [list(possible(spec.question(code))) for code in codes]
    for given in product(*replies):
        yield AnswerSheet(sector=COUNCIL, replies=dict(zip(codes, given, strict=True)))


Answered = tuple[AnswerSheet, Result, Report]


def answered(spec: RubricSpec) -> Iterator[Answered]:
    """What comes of each way to answer the rubric, worked out when it is asked for."""
    for sheet in every_sheet(spec):
        yield sheet, score(spec, sheet, MARKER), report(spec, sheet)


def published(
    spec: RubricSpec,
    each: Answered,
    chosen: Choices,
    before: Before | None = None,
    version: int = 1,
) -> Redacted:
    sheet, result, whole = each
    return redact(
        spec=spec,
        sheet=sheet,
        result=result,
        report=whole,
        choices=chosen,
        code="K7M2-P9X4",
        before=before or Before(),
        version=version,
        published_at=WHEN,
    )


def worked_out(
    spec: RubricSpec, sheets: Iterable[Answered], *versions: Choices
) -> dict[tuple[str, str], int]:
    """What the attacker is certain of: by question, and by what was published, its one level.

    The versions are of one submission. Sheets for which one is refused show nothing.
    """
    shown: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    could: dict[str, set[int]] = defaultdict(set)
    for each in sheets:
        levels = {one.code: one.level for one in each[1].questions if one.level is not None}
        for code, level in levels.items():
            could[code].add(level)
        seen = _seen(spec, each, versions)
        public = json.dumps([one.to_document() for one in seen])
        for code, level in levels.items():
            if seen and not any(_is_open(one, code) for one in seen):
                shown[public][code].add(level)
    return {
        (code, public): min(levels)
        for public, found in shown.items()
        for code, levels in found.items()
        if len(levels) == 1 and len(could[code]) > 1
    }


def _seen(spec: RubricSpec, each: Answered, versions: Sequence[Choices]) -> list[PublicReport]:
    before, seen = Before(), []
    for number, chosen in enumerate(versions, start=1):
        try:
            made = published(spec, each, chosen, before, number)
        except GivenAway:
            return []
        before = made.after
        seen.append(made.report)
    return seen


def _is_open(public: PublicReport, code: str) -> bool:
    return any(
        question.answer is not None
        for dimension in public.dimensions
        for question in dimension.questions
        if question.code == code
    )
