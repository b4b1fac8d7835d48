"""The one spelling of a rubric, over which its content hash is taken."""

from __future__ import annotations

import json
from typing import Any

from assessments.rubric.files.rubric_format import RUBRIC
from assessments.rubric.spec import RubricSpec

NOT_CONTENT = ("status", "drafted_on")
"""What the header says about its own making; neither scoring nor wording depends on it."""


def canonical_json(spec: RubricSpec) -> str:
    """Everything that scoring and wording depend on, in one spelling only.

    Keys are sorted, no white space is spent, exact numbers are their shortest text, and every
    default is filled in, so that saying it and leaving it out come to the same. Sectors that
    something applies to are listed in the rubric's own order.
    """
    return json.dumps(
        _content(spec), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _content(spec: RubricSpec) -> dict[str, Any]:
    document = RUBRIC.write(spec, full=True)
    for name in ("worked_example", "test_vectors"):
        document.pop(name, None)
    for name in NOT_CONTENT:
        del document["rubric"][name]
    sectors = [sector.code for sector in spec.sectors]
    for dimension in document["dimensions"]:
        for question in dimension["questions"]:
            question["applies_to"] = _in_order(question["applies_to"], sectors)
    for figure in document["context_figures"]:
        figure["show_to"] = _in_order(figure["show_to"], sectors)
    return document


def _in_order(named: list[str], sectors: list[str]) -> list[str]:
    """The sectors named, in the rubric's order; all of them where none is."""
    strangers = sorted(set(named) - set(sectors))
    return [sector for sector in sectors if not named or sector in named] + strangers
