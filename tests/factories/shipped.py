"""The rubric that ships, with the example and the test vectors that its file carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessments.question_types import marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.files import SHIPPED
from assessments.rubric.files.codec import findings, load
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories.rubrics import REASON

SHIPPED_BY_0_1_0 = "0b8204501d3aa3ee0c67ecb06918dc0133c555aefdc979d992abe2a996da05dc"
"""The content hash of the edition that 0.1.0 came with. Databases hold it."""

REASONS = {
    "BUD-03": "Our list of systems shows none that is high-risk and out of date.",
    "INT-10": "No order or proposal would merge or end the council.",
}
"""Why a question of the shipped rubric does not apply."""


@cache
def shipped_rubric(path: Path = SHIPPED) -> RubricSpec:
    """The rubric, or another of the library, as the codec reads it."""
    return load(path.read_bytes())


def excerpt(*codes: str) -> RubricSpec:
    """The shipped rubric with these questions and what they name, as sound as the whole is.

    For tests that its size is of no interest to: saving a page of it reads all of it.
    """
    whole = shipped_rubric()
    dimensions = []
    for one in whole.dimensions:
        *rest, last = (asked for asked in one.questions if asked.code in codes)
        rounded = replace(last, weight=Decimal(100) - sum(asked.weight or 0 for asked in rest))
        dimensions.append(replace(one, questions=[*rest, rounded]))
    kept = replace(
        whole,
        dimensions=dimensions,
        contradictions=[c for c in whole.contradictions if {c.question, c.other} <= set(codes)],
        context_figures=[f for f in whole.context_figures if set(f.questions) <= set(codes)],
    )
    found = findings(kept)
    unnamed = {one.subject for one in found if "nothing uses" in one.message}
    lists = ("roles", "efforts", "sources")
    named = {at: [x for x in getattr(kept, at) if x.code not in unnamed] for at in lists}
    return replace(kept, **named)


@cache
def shipped_block(key: str) -> Any:
    """A block of the file that is kept for tests, such as `test_vectors`."""
    return yaml.safe_load(SHIPPED.read_bytes())[key]


def worked_example() -> Mapping[str, Any]:
    """The worked example of the file: answers, steps and what they come to."""
    example: Mapping[str, Any] = shipped_block("worked_example")
    return example


def example_sheet() -> AnswerSheet:
    """The answers of the worked example."""
    example, spec = worked_example(), shipped_rubric()
    replies = {code: reply_to(spec.question(code), raw) for code, raw in example["answers"].items()}
    return AnswerSheet(sector=example["sector"], replies=replies)


def reply_to(question: QuestionSpec, raw: Any, **more: Any) -> Reply:
    """The reply that the worked example writes so: 3, "88.5", [register], dont_know or na."""
    if raw == "na":
        reason = REASONS.get(question.code, REASON)
        return Reply(state=State.NOT_APPLICABLE, reason=reason, **more)
    if raw == "dont_know":
        return Reply(state=State.DONT_KNOW, **more)
    value = marking(question.kind).clean(question, raw)
    return Reply(state=State.ANSWERED, value=value, **more)


def at_level(question: QuestionSpec, level: int) -> Any:
    """The answer at a level, as an answers file has it."""
    if question.number is not None:
        band = next(one for one in question.number.bands if one.level == level)
        return str(band.from_inclusive)
    if question.options:
        return "yes" if level >= 3 else "no"
    if question.none_option is not None:
        ticked, points = [], 0
        for item in question.items:
            if points + item.points <= 25 * level:
                ticked.append(item.code)
                points += int(item.points)
        return ticked or [question.none_option.code]
    return level
