"""Writing answers, each with a revision that says what it says."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from assessments.models.answer import Answer, AnswerRevision

_PLACE = ("assessment", "question")
_SAVE = ("state", "revision", "saved_at", "saved_by")
_WORDS = ("value", "reason", "note", "evidence")


def write(revisions: Sequence[AnswerRevision]) -> None:
    """Writes each revision, and its answer in the place of the one that its question has: this
    gets its key. One statement on PostgreSQL, two on SQLite.
    """
    if connection.vendor == "postgresql":
        _write_at_once(revisions)
    else:
        _write_in_turn(revisions)


def _write_in_turn(revisions: Sequence[AnswerRevision]) -> None:
    Answer.objects.bulk_create(
        [one.answer for one in revisions],
        update_conflicts=True,
        unique_fields=_PLACE,
        update_fields=_SAVE,
    )
    for one in revisions:
        one.answer_id = one.answer.pk
    AnswerRevision.objects.bulk_create(revisions)


# Names of columns and no values, which are parameters.
_SQL = """
WITH saved AS (
    INSERT INTO assessments_answer
        (assessment_id, question_id, state, revision, saved_at, saved_by_id)
    VALUES {answers}
    ON CONFLICT (assessment_id, question_id) DO UPDATE SET
        (state, revision, saved_at, saved_by_id) =
        ROW (EXCLUDED.state, EXCLUDED.revision, EXCLUDED.saved_at, EXCLUDED.saved_by_id)
    RETURNING id, question_id, state, revision, saved_at, saved_by_id
), kept AS (
    INSERT INTO assessments_answerrevision
        (answer_id, state, revision, saved_at, saved_by_id, value, reason, note, evidence)
    SELECT id, state, revision, saved_at, saved_by_id, value::jsonb, reason, note, evidence
    FROM saved
    JOIN (VALUES {words}) AS typed (question_id, value, reason, note, evidence) USING (question_id)
)
SELECT id, question_id FROM saved
"""
"""In SQL, because the revisions need the keys that the answers get, and each statement that a save
waits for is felt while a person writes. It adds revisions and changes none.
"""


def _write_at_once(revisions: Sequence[AnswerRevision]) -> None:
    answers = [_values(one.answer, (*_PLACE, *_SAVE)) for one in revisions]
    words = [[*_values(one.answer, ("question",)), *_values(one, _WORDS)] for one in revisions]
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(answers=_places(answers), words=_places(words)),
            [value for row in (*answers, *words) for value in row],
        )
        keys = {question: key for key, question in cursor.fetchall()}
    for one in revisions:
        one.answer.pk = keys[one.answer.question_id]


def _values(row: Answer | AnswerRevision, names: Sequence[str]) -> list[str | None]:
    """Adapted to the database, so what is no text comes as an object that it knows."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    return [
        fields[name].get_db_prep_save(fields[name].value_from_object(row), connection)
        for name in names
    ]


def _places(rows: Sequence[Sequence[object]]) -> str:
    return ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
