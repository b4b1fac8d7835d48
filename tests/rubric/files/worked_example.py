"""The worked example of the shipped rubric file, as an answers file would give it."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tests.rubric.files.material import SHIPPED

REASON = "Our register of systems shows none that is high-risk and out of date."


@cache
def worked_example() -> dict[str, Any]:
    """The file's own worked example: answers, steps and outcome."""
    found: dict[str, Any] = yaml.safe_load(SHIPPED)["worked_example"]
    return found


def worked_example_answers() -> dict[str, Any]:
    """Its answers as the document of an answers file."""
    example = worked_example()
    answers = {code: _entry(answer) for code, answer in example["answers"].items()}
    return {"sector": example["sector"], "answers": answers}


def _entry(answer: Any) -> dict[str, Any]:
    if answer == "na":
        return {"state": "not_applicable", "reason": REASON}
    if answer == "dont_know":
        return {"state": "dont_know"}
    return {"value": answer}
