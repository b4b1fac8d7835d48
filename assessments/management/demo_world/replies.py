"""How the demonstration's answers are written down, and when things happen in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments import clock
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


def levels(dimension: str, raw: Mapping[int, object]) -> dict[str, Said]:
    """Plain answers to a dimension's questions: `levels("SEC", {1: 3, 2: DONT_KNOW})`."""
    return {f"{dimension}-{place:02}": Said(answer) for place, answer in raw.items()}


def reply_of(question: QuestionSpec, reply: Said) -> Reply:
    """The short form as an answer to the question."""
    evidence = tuple(EvidenceItem(title=title, link=link) for title, link in reply.evidence)
    if reply.reason:
        return Reply(state=State.NOT_APPLICABLE, reason=reply.reason, note=reply.note)
    if reply.raw == DONT_KNOW:
        return Reply(state=State.DONT_KNOW, note=reply.note, evidence=evidence)
    value = marking(question.kind).clean(question, reply.raw)
    return Reply(state=State.ANSWERED, value=value, note=reply.note, evidence=evidence)


DRAFTED_DAYS_AGO, PUBLISHED_DAYS_AGO = 430, 400
"""Before the oldest assessment, so that no answer is older than its questionnaire.

The file says when its draft was made, which may be later than that. The demonstration's copy says
what is true in its own story; the date is no part of the content, so the hash is the same.
"""


def _time(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That time of the day so many days ago (UTC)."""
    moment = clock.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment - timedelta(days=days)


@contextmanager
def days_ago(
    days: int, hour: int = 10, minute: int = 0, *, after: datetime | None = None
) -> Iterator[None]:
    """Within the block it is that time of that day.

    Where the edition was published later than the story begins, because it was published before the
    demonstration was built, the whole story happens in the time since, in the same order.
    """
    moment, first, now = _time(days, hour, minute), _time(PUBLISHED_DAYS_AGO), clock.now()
    if after is not None and after > first:
        moment = after + (now - after) * ((moment - first) / (now - first))
    with clock.at(moment):
        yield
