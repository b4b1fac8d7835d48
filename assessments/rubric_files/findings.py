"""What stops a rubric from being published, and what is worth a look."""

from __future__ import annotations

from assessments.question_types import marking
from assessments.rubric_files.faults import Notebook
from assessments.rubric_files.rubric_format import RUBRIC
from assessments.scoring.soundness import Finding, KindRules, Severity, Unread, examine
from assessments.scoring.spec import RubricSpec


def rules_of(kind: str) -> KindRules | None:
    """What a kind of question demands; `None` for a kind that does not exist."""
    try:
        return marking(kind)
    except KeyError:
        return None


def findings(spec: RubricSpec) -> tuple[Finding, ...]:
    """Every fault and warning of a rubric. Faults stop publishing.

    What no file may hold (a weight of 0, a text too long) comes first, so that whatever is
    published can be read back and exported; then what does not fit together.
    """
    notebook = Notebook()
    # As a file would have it: what is left to its default is not written, so an empty list is none.
    document = RUBRIC.write(spec, full=False)
    kept_with_files = {"worked_example", "test_vectors"}
    RUBRIC.read({k: v for k, v in document.items() if k not in kept_with_files}, "", notebook)
    misfits = [Finding(place, message, Severity.FAULT) for place, message in notebook]
    return (*misfits, *examine(spec, rules_of, Unread(notebook.places())))


def faults(spec: RubricSpec) -> tuple[Finding, ...]:
    """What stops the rubric from being published; empty when it is fit to be."""
    return tuple(found for found in findings(spec) if found.severity is Severity.FAULT)
