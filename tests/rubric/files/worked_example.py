"""The worked example of the shipped rubric file, as an answers file would give it."""

from __future__ import annotations

from typing import Any

from tests.factories.shipped import REASONS, worked_example

REASON = REASONS["BUD-03"]


def worked_example_answers() -> dict[str, Any]:
    """Its answers as the document of an answers file."""
    example = worked_example()
    answers = {code: _entry(code, answer) for code, answer in example["answers"].items()}
    return {"sector": example["sector"], "answers": answers}


def _entry(code: str, answer: Any) -> dict[str, Any]:
    if answer == "na":
        return {"state": "not_applicable", "reason": REASONS[code]}
    if answer == "dont_know":
        return {"state": "dont_know"}
    return {"value": answer}
