"""What one organisation answered, as frozen values; what an answer earns; what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from assessments.rubric.definition import ConditionSpec, QuestionSpec, RubricSpec

Value = int | str | Decimal | frozenset[str]
"""A level number, `yes` or `no` or a text, an exact number, or a set of item codes, by kind."""

REASON_LEAST = 20
"""The fewest characters that a reason for "not applicable" may have (scoring specification 1)."""


def rounded(exact: Fraction) -> Decimal:
    """A score as published: rounded half up to one decimal place (scoring specification 4)."""
    above, below = exact.as_integer_ratio()
    return Decimal((20 * above + below) // (2 * below)).scaleb(-1)


class State(StrEnum):
    """The state of a question for one organisation (scoring specification, section 1)."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """What backs an answer: a title, and a link or a reference that finds it."""

    title: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One question's reply. `state` is never `NOT_ASKED`; `value` is set only when answered.

    `value` is as the kind's `clean` returned it, so it is known to be good.
    """

    state: State = State.UNANSWERED
    value: Value | None = None
    reason: str = ""
    note: str = ""
    evidence: Sequence[EvidenceItem] = ()


UNANSWERED = Reply()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """Every stored reply by question code, and the sector that decides what is asked."""

    sector: str
    replies: Mapping[str, Reply] = field(default_factory=dict)

    def reply(self, code: str) -> Reply:
        """The reply to a question; an unanswered one when nothing was stored."""
        return self.replies.get(code, UNANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an answer earns: `points` of `full` (points / full is the mark, 0 to 1), and a level."""

    points: Decimal
    full: Decimal
    level: int


class Marker(Protocol):
    """What the engine needs to know of the question kinds; supplied by them.

    Every question given is scored (it has a weight), but for `codes`, and every value is clean.
    """

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        """What the value earns."""
        ...

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        """What the next step up from the value earns, or from the lowest level for `None`."""
        ...

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        """The codes that the value chose; empty for a kind without choices."""
        ...

    def translated(self, before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
        """The value as the later question takes it; `None` when it is not one of its answers."""
        ...


def asked(spec: RubricSpec, sheet: AnswerSheet, marker: Marker) -> frozenset[str]:
    """The codes of the questions that are asked, given the sector and the answers so far.

    A condition that names a question which is not asked, not answered (or answered "don't know"
    or "not applicable"), or which comes later, does not hold.
    """
    codes: set[str] = set()
    seen: dict[str, QuestionSpec] = {}
    for _, question in spec.questions():
        condition = question.condition
        if question.is_for(sheet.sector) and (
            condition is None
            or condition.question in codes
            and holds(condition, seen[condition.question], sheet.reply(condition.question), marker)
        ):
            codes.add(question.code)
        seen[question.code] = question
    return frozenset(codes)


def holds(condition: ConditionSpec, opener: QuestionSpec, reply: Reply, marker: Marker) -> bool:
    """Whether a condition holds, given the reply to the opener that it names, which is asked."""
    if reply.state is not State.ANSWERED or reply.value is None:
        return False
    if condition.level_at_least is None:
        return not marker.codes(opener, reply.value).isdisjoint(condition.any_of)
    return opener.scored and marker.mark(opener, reply.value).level >= condition.level_at_least
