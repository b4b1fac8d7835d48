"""Wording of a rubric that hides what it says, or shows nothing: a fault, so it is not published.

No part of reading: an edition that was published before this was a fault stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import Findings, Trail, place_of
from assessments.visible import hiding_fault, says_nothing, tab_fault


def check_unseen_wording(document: object, spec: RubricSpec, findings: Findings) -> None:
    """Finds the faults in the texts of a rubric's document."""
    for place, text in _suspects(document):
        fault = _fault(text)
        if fault is not None:
            findings.fault(place, fault)


def _suspects(document: object) -> Iterator[tuple[str, str]]:
    """The texts that are not plain ASCII, each with its place, in the order of the document.

    On a stack: documents may be nested deeply. Most texts are plain, and no place is made for them.
    """
    waiting: list[tuple[Trail, Iterator[tuple[str | int, object]]]] = [(None, _parts(document))]
    while waiting:
        trail, parts = waiting[-1]
        for key, held in parts:
            if isinstance(held, str):
                if not held.isascii() or "\t" in held:
                    yield place_of((trail, key)), held
            elif isinstance(held, (dict, list, tuple)) and held:
                waiting.append(((trail, key), _parts(held)))
                break
        else:
            waiting.pop()


def _parts(held: object) -> Iterator[tuple[str | int, object]]:
    """What is in a mapping by key, or in a list by index."""
    if isinstance(held, dict):
        return iter(held.items())
    return enumerate(held) if isinstance(held, list | tuple) else iter(())


def _fault(text: str) -> str | None:
    tab = tab_fault(text)
    if tab is not None or text.isascii():
        return tab
    if says_nothing(text) and not text.isspace():
        return "must not be a text of which nothing can be seen"
    return hiding_fault(text)
