"""Answers that are tried and never kept: sealed into the page itself, and read back from it.

Nothing of them is stored. The seal is signed before it is packed, so what comes back is what was
sent out, and nobody can make the server unpack anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.http import QueryDict

from assessments.forms.answering import Asking, DimensionForm, without_answer
from assessments.queries.answers import StoredAnswer, evidence_list, json_value
from assessments.question_types import AnswerRefused, marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State

SALT = "readiness.sandbox"
FIELD = "tried"
"""The hidden field that carries the answers from page to page."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Replies = dict[str, Reply]


def sealed(spec: RubricSpec, replies: Mapping[str, Reply]) -> str:
    """The replies as one line of text for a hidden field."""
    questions = {question.code: question for _, question in spec.questions()}
    held = {
        code: _packed(questions[code], reply)
        for code, reply in replies.items()
        if code in questions and reply != UNANSWERED
    }
    return signing.dumps(held, salt=SALT, compress=True)


def unsealed(spec: RubricSpec, seal: str) -> Replies | None:
    """The replies that a seal holds, as far as they still fit the draft; `None` for a broken one.

    The draft may have changed since: an answer that its question no longer takes is left out.
    """
    if not seal:
        return {}
    try:
        held = signing.loads(seal, salt=SALT)
    except signing.BadSignature:
        return None
    found: Replies = {}
    for _, question in spec.questions():
        if question.code in held:
            try:
                found[question.code] = _unpacked(question, held[question.code])
            except AnswerRefused:
                continue
    return found


def _packed(question: QuestionSpec, reply: Reply) -> list[Any]:
    value = json_value(question, reply)
    return [reply.state.value, value, reply.reason, reply.note, evidence_list(reply)]


def _unpacked(question: QuestionSpec, held: list[Any]) -> Reply:
    state, value, reason, note, evidence = held
    allowed = {
        State.NOT_APPLICABLE: question.not_applicable_allowed,
        State.DONT_KNOW: question.dont_know_allowed,
    }
    if not allowed.get(State(state), True):
        raise AnswerRefused("The question no longer allows this")
    return Reply(
        state=State(state),
        value=None if value is None else marking(question.kind).clean(question, value),
        reason=reason,
        note=note,
        evidence=tuple(EvidenceItem(title=one["title"], link=one["link"]) for one in evidence),
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """A page of answers as they came back: everything tried so far, and the form that was posted.

    `lost` says that what was tried on other pages could not be read back.
    """

    replies: Replies
    form: DimensionForm
    lost: bool


def tried(asking: Asking, posted: QueryDict) -> Tried:
    """What was tried, with this page's answers in the place of those tried on it before."""
    data = posted.copy()
    if cleared := data.get("clear", ""):
        without_answer(data, cleared)
    form = DimensionForm(asking, data=data)
    form.is_valid()
    before = unsealed(asking.spec, posted.get(FIELD, ""))
    replies = dict(before or {})
    for question in form.questions:
        if f"{question.code}-revision" in data:
            replies.pop(question.code, None)
    replies |= {code: reply for code, reply in form.replies.items() if reply != UNANSWERED}
    return Tried(replies=replies, form=form, lost=before is None)


def form_with(asking: Asking, replies: Mapping[str, Reply]) -> DimensionForm:
    """A page of questions that shows what was tried, and says nothing of anybody having saved."""
    stored = {
        code: StoredAnswer(reply=reply, revision=0, saved_at=LONG_AGO, saved_by="", saved_by_id=0)
        for code, reply in replies.items()
    }
    form = DimensionForm(asking, stored=stored)
    form.stored = {}
    return form
