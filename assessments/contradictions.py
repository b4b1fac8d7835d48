"""Answers that do not fit together, and why both are kept.

A contradiction of a rubric names two questions and a level of each. It is met when both answers are
at such levels: a question that is not answered, not applicable, not asked or not known has no
level. It never enters a score. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.rubric.definition import ContradictionSpec, Document, RubricSpec
from assessments.scoring.result import Result
from assessments.scoring.sheet import State


def named(key: str, spec: RubricSpec) -> str:
    """What is kept under the key, inside a sentence: "A-1", "the reason for A-1 and B-2"."""
    for one in spec.contradictions:
        if key == one.key:
            return f"the reason for {one.question} and {one.other}"
    return key


def possible(spec: RubricSpec, sector: str) -> Sequence[ContradictionSpec]:
    """Those between questions that the sector is asked, now or once a condition holds."""
    asked = {question.code for _, question in spec.questions() if question.is_for(sector)}
    return tuple(one for one in spec.contradictions if one.pair <= asked)


def met(spec: RubricSpec, result: Result) -> Sequence[ContradictionSpec]:
    """Those that the answers meet, in the rubric's order."""
    levels = {each.code: each.level for each in result.questions if each.state is State.ANSWERED}
    return tuple(
        one
        for one in spec.contradictions
        if _reaches(levels.get(one.question), one.when_level_at_least, one.when_level_at_most)
        and _reaches(levels.get(one.other), one.other_level_at_least, one.other_level_at_most)
    )


def _reaches(level: int | None, least: int | None, most: int | None) -> bool:
    if level is None:
        return False
    if least is not None:
        return level >= least
    return most is not None and level <= most


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A contradiction that answers meet, and why both are right, with who said so and when.

    Without a reason the other two are unset as well. `at` is aware.
    """

    contradiction: ContradictionSpec
    reason: str = ""
    by: str = ""
    at: datetime | None = None


def to_documents(kept: Iterable[Kept]) -> list[dict[str, object]]:
    """What is kept as JSON has it: moments as in ISO 8601, or empty."""
    return [
        {
            "code": one.contradiction.code,
            "reason": one.reason,
            "by": one.by,
            "at": one.at.isoformat() if one.at else "",
        }
        for one in kept
    ]


def from_documents(spec: RubricSpec, documents: Iterable[Document]) -> list[Kept]:
    """The same again; raises `KeyError` for one that the rubric does not have."""
    known = {one.code: one for one in spec.contradictions}
    return [
        Kept(
            contradiction=known[document["code"]],
            reason=document["reason"],
            by=document["by"],
            at=datetime.fromisoformat(document["at"]) if document["at"] else None,
        )
        for document in documents
    ]
