"""The rubric that ships, with the example and the test vectors that its file carries."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import assessments
from assessments.question_types import marking
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import load
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories.rubrics import REASON

PATH = Path(assessments.__file__).parent / "rubric/files/library/uk-readiness-2026.yaml"


@cache
def shipped_rubric() -> RubricSpec:
    """The rubric, as the codec reads it."""
    return load(PATH.read_bytes())


@cache
def shipped_block(key: str) -> Any:
    """A block of the file that is kept for tests, such as `worked_example`."""
    return yaml.safe_load(PATH.read_text(encoding="utf-8"))[key]


def example_sheet() -> AnswerSheet:
    """The answers of the file's worked example."""
    example = shipped_block("worked_example")
    spec = shipped_rubric()
    return AnswerSheet(
        sector=example["sector"],
        replies={code: _reply(spec, code, raw) for code, raw in example["answers"].items()},
    )


def _reply(spec: RubricSpec, code: str, raw: Any) -> Reply:
    if raw == "na":
        return Reply(state=State.NOT_APPLICABLE, reason=REASON)
    if raw == "dont_know":
        return Reply(state=State.DONT_KNOW)
    question = spec.question(code)
    return Reply(state=State.ANSWERED, value=marking(question.kind).clean(question, raw))
