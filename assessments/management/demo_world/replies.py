"""How the demonstration's answers are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.question_types import marking
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in its short form, with a note and lines of evidence as (title, link).

    `raw` is a level, a number as text, `yes` or `no`, a list of item codes, or `DONT_KNOW`;
    with a `reason` the question does not apply.
    """

    raw: object
    note: str = ""
    evidence: tuple[tuple[str, str], ...] = ()
    reason: str = ""


DONT_KNOW = "dont_know"

Answers = Mapping[str, Said]


def said(raw: object, note: str = "", *evidence: tuple[str, str]) -> Said:
    return Said(raw, note, evidence)


def not_applicable(reason: str) -> Said:
    return Said(None, reason=reason)


def levels(dimension: str, *raw: object) -> dict[str, Said]:
    """Plain answers to a dimension's questions in order: `levels("SEC", 3, 2, DONT_KNOW)`."""
    return {f"{dimension}-{place:02}": Said(answer) for place, answer in enumerate(raw, start=1)}


def reply_of(question: QuestionSpec, reply: Said) -> Reply:
    """The short form as an answer to the question."""
    evidence = tuple(EvidenceItem(title=title, link=link) for title, link in reply.evidence)
    if reply.reason:
        return Reply(state=State.NOT_APPLICABLE, reason=reply.reason, note=reply.note)
    if reply.raw == DONT_KNOW:
        return Reply(state=State.DONT_KNOW, note=reply.note, evidence=evidence)
    value = marking(question.kind).clean(question, reply.raw)
    return Reply(state=State.ANSWERED, value=value, note=reply.note, evidence=evidence)
