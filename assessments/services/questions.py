"""Verbs of a draft's questions: duplicate one, move it to another dimension."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from assessments.models import Dimension, Question, RubricVersion, User
from assessments.models.rubric import RubricPart
from assessments.queries.question_codes import edition_that_used
from assessments.rubric.definition import NAME
from assessments.rubric.files import values
from assessments.services.drafts import keep_state
from assessments.services.rubric_parts import below
from assessments.workflow import Refused


@transaction.atomic
def duplicate(*, question: Question, code: str, title: str, by: User) -> Question:
    """A new question with everything that this one holds, last in the same dimension.

    Raises `Refused` when the edition is published or the question gone, when no question can have
    such a code or title, or when some edition of the rubric has used the code: codes tie answers of
    editions together.
    """
    draft, question = _locked(question)
    code = _typed("code", values.code, code)
    title = _typed("title", values.text(NAME), title)
    used = edition_that_used(draft.rubric_id, code)
    if used:
        raise Refused(f"{used} has a question {code}. Give the copy a code that was never used.")
    new = _copy(question, code=code, title=title, position=_last(question) + 1)
    copied: dict[tuple[object, int], int] = {(Question, question.pk): new.pk}
    for row in reversed(below(question)):
        parent = f"{row.parent}_id"
        above = copied[row._meta.get_field(row.parent).related_model, getattr(row, parent)]
        copied[type(row), row.pk] = _copy(row, **{parent: above}).pk
    keep_state(draft=draft, by=by, summary=f"Duplicated question {question.code} as {code}")
    return new


def _typed(what: str, reader: values.Reader, given: str) -> str:
    try:
        return values.typed(reader, given)
    except ValueError as fault:
        raise Refused(f"The {what} {fault}.") from fault


@transaction.atomic
def move(*, question: Question, dimension: Dimension, by: User) -> None:
    """Puts the question last in another dimension of the draft; its code and content stay.

    Raises `Refused` when the edition is published or the question gone, or the dimension is another
    edition's or the one that the question is in.
    """
    draft, question = _locked(question)
    if dimension.version_id != draft.pk:
        raise Refused("That dimension belongs to another edition.")
    if dimension.pk == question.dimension_id:
        raise Refused(f"{question.code} is in {dimension.name} already.")
    question.dimension = dimension
    question.position = _last(question) + 1
    question.save(update_fields=["dimension", "position"])
    keep_state(draft=draft, by=by, summary=f"Moved question {question.code} to {dimension.name}")


def _locked(question: Question) -> tuple[RubricVersion, Question]:
    """The draft, locked, and the question as it is under that lock."""
    drafts = RubricVersion.objects.select_for_update().filter(pk=question.version_id)
    draft, present = drafts.first(), Question.objects.filter(pk=question.pk).first()
    if draft is not None and draft.is_published:
        raise Refused(f"{draft.title} is published, so its questions stay as they are.")
    if draft is None or present is None:
        raise Refused(f"{question.code} was taken out of the draft meanwhile. Nothing was changed.")
    return draft, present


def _last(question: Question) -> int:
    """The position of the last question of the question's dimension; 0 where there is none."""
    siblings = Question.objects.filter(dimension=question.dimension_id)
    return siblings.aggregate(last=Max("position"))["last"] or 0


Row = TypeVar("Row", bound=RubricPart)


def _copy(row: Row, **changes: object) -> Row:
    columns = [column for column in row._meta.concrete_fields if not column.primary_key]
    held = {column.attname: getattr(row, column.attname) for column in columns}
    copy = type(row)(**{**held, **changes})
    copy.save()
    return copy
