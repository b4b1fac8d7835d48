"""What stops a rubric from being published, and what is worth a look."""

from __future__ import annotations

from assessments.question_types import marking
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.faults import Notebook
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.files.unseen import unseen_wording
from assessments.rubric.references import subject_at
from assessments.rubric.soundness import Finding, KindRules, Severity, Unread, examine


def rules_of(kind: str) -> KindRules | None:
    """What a kind of question demands; `None` for a kind that does not exist."""
    try:
        return marking(kind)
    except KeyError:
        return None


def findings(spec: RubricSpec, before: RubricSpec | None = None) -> tuple[Finding, ...]:
    """Every fault and warning of a rubric. Faults stop publishing.

    `before` is the edition published before this one, where there is one: its codes must not come
    to stand for something else. What no file may hold (a weight of 0, a text too long) comes
    first, so that whatever is published can be read back and exported; then what does not fit
    together.
    """
    notebook = Notebook()
    # As a file would have it: what is left to its default is not written, so an empty list is none.
    document = RUBRIC.write(spec, full=False)
    kept_with_files = {"worked_example", "test_vectors"}
    RUBRIC.read({k: v for k, v in document.items() if k not in kept_with_files}, "", notebook)
    unread = notebook.places()
    found = examine(spec, rules_of, Unread(unread), before)
    return (*misfits(spec, notebook), *unseen_wording(document, spec, unread), *found)


def misfits(spec: RubricSpec, notebook: Notebook) -> list[Finding]:
    """What a reader of the rubric's document wrote down, as faults of the rubric."""
    return [
        Finding(place, message, Severity.FAULT, subject_at(spec, place))
        for place, message in notebook
    ]


def faults(spec: RubricSpec, before: RubricSpec | None = None) -> tuple[Finding, ...]:
    """What stops the rubric from being published; empty when it is fit to be."""
    return tuple(found for found in findings(spec, before) if found.severity is Severity.FAULT)
