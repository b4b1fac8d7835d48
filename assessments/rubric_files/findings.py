"""What stops a rubric from being published, and what is worth a look."""

from __future__ import annotations

from assessments.question_types import marking
from assessments.scoring.soundness import Finding, KindRules, Unread, examine
from assessments.scoring.spec import RubricSpec


def rules_of(kind: str) -> KindRules | None:
    """What a kind of question demands; `None` for a kind that does not exist."""
    try:
        return marking(kind)
    except KeyError:
        return None


def findings(spec: RubricSpec) -> tuple[Finding, ...]:
    """Every fault and warning of a rubric, in the order of the file. Faults stop publishing."""
    return tuple(examine(spec, rules_of, Unread()))
