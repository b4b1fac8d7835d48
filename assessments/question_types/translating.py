"""An answer to a question of one edition, read as an answer to the same question of another."""

from __future__ import annotations

from assessments.question_types import AnswerRefused, marking
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Value


def translated(before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
    """The value as the later question takes it; `None` when it is not one of its answers."""
    if before.kind != after.kind:
        return None
    kind = marking(after.kind)
    try:
        return kind.clean(after, kind.to_json(value))
    except AnswerRefused:
        return None
