"""Wording of a rubric that hides what it says, or shows nothing: a fault, so it is not published.

No part of reading: an edition that was published before this was a fault stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.rubric.codes import subject_at
from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import Findings
from assessments.visible import hiding_fault, says_nothing, tab_fault


def check_unseen_wording(document: Any, spec: RubricSpec, findings: Findings) -> None:
    """Finds the faults in the texts of a rubric's document."""
    for place, text in _texts(document):
        fault = _fault(text)
        if fault is not None:
            findings.fault(place, fault, subject_at(spec, place))


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    """Every text in the document with its place. On a stack: documents may be nested deeply."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        place, held = waiting.pop()
        if isinstance(held, str):
            yield place, held
        elif isinstance(held, Mapping):
            inner = [(f"{place}.{key}" if place else str(key), held[key]) for key in held]
            waiting.extend(reversed(inner))
        elif isinstance(held, list | tuple):
            waiting.extend((f"{place}[{at}]", held[at]) for at in reversed(range(len(held))))


def _fault(text: str) -> str | None:
    tab = tab_fault(text)
    if tab is not None or text.isascii():
        return tab
    if says_nothing(text) and not text.isspace():
        return "must not be a text of which nothing can be seen"
    return hiding_fault(text)
