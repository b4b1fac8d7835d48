"""Which questions are asked of one organisation (scoring specification, section 1)."""

from __future__ import annotations

from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, Marker, State


def asked(spec: RubricSpec, sheet: AnswerSheet, marker: Marker) -> frozenset[str]:
    """The codes of the questions that are asked, given the sector and the answers as they stand.

    A condition that names a question which is not asked, not answered (or answered "don't know"
    or "not applicable"), or which comes later, does not hold.
    """
    codes: set[str] = set()
    seen: dict[str, QuestionSpec] = {}
    for _, question in spec.questions():
        if _applies(question, sheet.sector) and _opened(question, seen, codes, sheet, marker):
            codes.add(question.code)
        seen[question.code] = question
    return frozenset(codes)


def _applies(question: QuestionSpec, sector: str) -> bool:
    return not question.applies_to or sector in question.applies_to


def _opened(
    question: QuestionSpec,
    seen: dict[str, QuestionSpec],
    asked_so_far: set[str],
    sheet: AnswerSheet,
    marker: Marker,
) -> bool:
    condition = question.condition
    if condition is None:
        return True
    if condition.question not in asked_so_far:
        return False
    reply = sheet.reply(condition.question)
    if reply.state is not State.ANSWERED or reply.value is None:
        return False
    opener = seen[condition.question]
    if condition.level_at_least is not None:
        if not opener.scored:
            return False
        return marker.mark(opener, reply.value).level >= condition.level_at_least
    return not marker.codes(opener, reply.value).isdisjoint(condition.any_of)
