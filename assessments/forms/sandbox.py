"""Answers that are tried in a preview: packed for the session, read back from it, and drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django.http import QueryDict

from assessments.crispy_govuk.layout import Piece
from assessments.forms.answering import Asking, DimensionForm, without_answer
from assessments.forms.answering_layout import helper_of, question_box
from assessments.queries.answers import StoredAnswer, evidence_list, json_value
from assessments.question_types import AnswerRefused, marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State

PREVIEW_BAR = "admin/assessments/rubricversion/_preview_bar.html"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Replies = dict[str, Reply]
Held = list[Any]
Packed = dict[str, Held]
"""Replies by the code of their question, as JSON-able data."""


def packed(spec: RubricSpec, replies: Mapping[str, Reply]) -> Packed:
    """The replies to questions of the rubric, and the reasons for pairs, for the session."""
    questions = {question.code: question for _, question in spec.questions()}
    pairs = {one.key for one in spec.contradictions}
    return {
        code: _packed(questions.get(code), reply)
        for code, reply in replies.items()
        if (code in questions or code in pairs) and reply != UNANSWERED
    }


def unpacked(spec: RubricSpec, held: Packed) -> Replies:
    """The replies that were packed, as far as they still fit the draft.

    The draft may have changed since: an answer that its question no longer takes is left out.
    """
    found: Replies = {}
    for _, question in spec.questions():
        if question.code in held:
            try:
                found[question.code] = _unpacked(question, held[question.code])
            except AnswerRefused:
                continue
    for one in spec.contradictions:
        if one.key in held:
            found[one.key] = replace(UNANSWERED, note=held[one.key][3])
    return found


def _packed(question: QuestionSpec | None, reply: Reply) -> Held:
    value = json_value(question, reply) if question else None
    return [reply.state.value, value, reply.reason, reply.note, evidence_list(reply)]


def _unpacked(question: QuestionSpec, held: Held) -> Reply:
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
    """A page of answers as they came back: everything tried so far, and the posted form."""

    replies: Replies
    form: DimensionForm


def tried(asking: Asking, posted: QueryDict, before: Replies) -> Tried:
    """What was tried before, with this page's answers in the place of those tried on it before."""
    data = posted.copy()
    if cleared := data.get("clear", ""):
        without_answer(data, cleared)
    form = DimensionForm(asking, data=data)
    form.is_valid()
    replies = dict(before)
    for key in form.keys:
        if f"{key}-revision" in data:
            replies.pop(key, None)
    replies |= {code: reply for code, reply in form.replies.items() if reply != UNANSWERED}
    return Tried(replies=replies, form=form)


def form_with(asking: Asking, replies: Mapping[str, Reply]) -> DimensionForm:
    """A page of questions that shows what was tried, and no time of saving."""
    stored = {
        code: StoredAnswer(reply=reply, revision=0, saved_at=LONG_AGO, saved_by="", saved_by_id=0)
        for code, reply in replies.items()
    }
    form = DimensionForm(asking, stored=stored)
    form.stored = {}
    return form


def sandbox_helper_for(
    form: DimensionForm,
    asked: Collection[str],
    onward: tuple[str, str] | None,
    said: str,
    called: str,
) -> FormHelper:
    """The form's layout. `onward` is the code and the name of the part that follows, if any.

    `called` is what the answers come to: a score or a result.
    """
    return helper_of(
        *(question_box(form, question, asked) for question in form.questions),
        Piece(PREVIEW_BAR, onward=onward, said=said, called=called),
    )
