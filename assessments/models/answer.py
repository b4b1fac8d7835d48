"""Answers, every value they ever had with what backed it, and what members say about a question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar, TypedDict

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from assessments import clock
from assessments.models.assessment import Assessment, Submission
from assessments.models.base import AppendOnly, AppendOnlyQuerySet, M, Record, paired
from assessments.scoring.sheet import State


def states() -> list[tuple[str, str]]:
    return [
        (State.ANSWERED.value, "Answered"),
        (State.DONT_KNOW.value, "Don't know"),
        (State.NOT_APPLICABLE.value, "Not applicable"),
        (State.UNANSWERED.value, "Not answered"),
    ]


class ReplyState(Record):
    """Whether there is a reply, or what is said instead of one."""

    state = models.CharField(max_length=20, choices=states, default=State.UNANSWERED)

    class Meta:
        abstract = True


class ReplyContent(ReplyState):
    """A reply as columns. `value` is as the kind's `to_json` gives it; `null` when unanswered."""

    value = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


class AnswerSave(Record):
    """One save of an answer: who saved it, and when."""

    revision = models.PositiveIntegerField(help_text="Counts the saves of this answer from 1.")
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Answer(ReplyState, AnswerSave):
    """One organisation's reply to one question, as far as lists of answers ask.

    What it says is in its present revision, and nowhere else.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey("assessments.Question", on_delete=models.PROTECT, related_name="+")

    personal_data = frozenset({"saved_by"})
    impersonal = frozenset({"id", "assessment", "question", "state", "revision", "saved_at"})

    class Meta:
        constraints: ClassVar = [
            paired("saved"),
            models.UniqueConstraint(
                fields=["assessment", "question"], name="assessments_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}, revision {self.revision}"


LENGTH_LEAST = 100
"""Characters of JSON. What a revision says in fewer stays in its row: it takes no more room."""


class Words(TypedDict, total=False):
    """What a revision says, by its columns, or what an answers document says at its question."""

    value: object
    reason: str
    note: str
    evidence: list[str | dict[str, str]]


def words_of(entry: Words) -> Words:
    """All columns, from an entry of an answers document (`rubric.files.answers`)."""
    return {
        "value": entry.get("value"),
        "reason": entry.get("reason", ""),
        "note": entry.get("note", ""),
        "evidence": [
            {"title": one, "link": one} if isinstance(one, str) else {"link": "", **one}
            for one in entry.get("evidence", ())
        ],
    }


class _EntryOf(models.Func):
    """The entry of a document at the code of a question."""

    template, arg_joiner = "jsonb_extract_path(%(expressions)s)", ", 'answers', "
    output_field = models.JSONField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: object
    ) -> tuple[str, tuple[str | int, ...]]:
        template, joiner = """JSON_EXTRACT(%(expressions)s || '"')""", """, '$.answers."' || """
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner)


def sent_entry(number: int | None = None) -> models.Expression:
    """A column of revisions: the entry of the submission that keeps a row's words, for `words_of`,
    or of the one of that number; empty where there is none.
    """
    sent = Submission.objects.filter(
        assessment=models.OuterRef("answer__assessment"),
        number=number or models.OuterRef("kept_in"),
    )
    document = models.Subquery(sent.order_by().values("answers"))
    entry = _EntryOf(document, models.F("answer__question__code"))
    # It is not looked for in the rows that have their words.
    return entry if number else models.Case(models.When(kept_in__gt=0, then=entry))


class RevisionQuerySet(AppendOnlyQuerySet[M]):
    """Gives whole rows with their words, for one query more where a submission keeps some and they
    are not annotated with `sent`, their `sent_entry`.

    `values` and `values_list` give the columns as they are, and need `sent_entry` for the words.
    """

    def _fetch_all(self) -> None:
        asks = self._result_cache is None
        super()._fetch_all()
        found = self._result_cache if asks else ()
        # Those too that were read without the column.
        rows = [r for r in found or () if isinstance(r, models.Model) and vars(r).get("kept_in", 1)]
        more = [row.pk for row in rows if "sent" not in vars(row)]
        sent = self._of(more).sent_words() if more else {}
        for row in rows:
            entry = vars(row).get("sent")
            vars(row).update(words_of(entry) if entry else sent.get(row.pk, {}))

    def _of(self, keys: Iterable[int]) -> RevisionQuerySet[M]:
        return RevisionQuerySet(self.model, using=self.db).filter(pk__in=list(keys))

    def sent_words(self, number: int | None = None) -> dict[int, Words]:
        """The words of these rows that a submission keeps, by their keys, or what the submission of
        that number says in their place. One query.
        """
        rows = self if number else self.filter(kept_in__gt=0)
        found = rows.order_by().values_list("pk", sent_entry(number))
        return {pk: words_of(entry) for pk, entry in found if entry is not None}

    def keep_in(self, number: int) -> int:
        """Leaves the words of these rows to the submission of that number of their assessment.

        Of those only that it says to the letter, and for which it is worth while. How many they
        were; three queries at most. What the rows give when they are read does not change.
        """
        sent, same = self.sent_words(number), []
        for row in self.filter(kept_in=0).values("pk", *Words.__annotations__):
            pk, letters = row.pop("pk"), json.dumps(row, sort_keys=True)
            if len(letters) >= LENGTH_LEAST and pk in sent:
                same += [pk] if letters == json.dumps(sent[pk], sort_keys=True) else []
        nothing = words_of({})
        # Past the guard: what the rows say stays the same.
        return models.QuerySet.update(self._of(same), kept_in=number, **nothing) if same else 0


class AnswerRevision(AppendOnly, ReplyContent, AnswerSave):  # first, for its guarded manager
    """A value that an answer has had, the present one included, with its evidence as a list.

    What was typed over within minutes goes once it is submitted: see `retention.typed_over`. What
    is left then is kept once: where a submission has the words of a revision, the row has none, and
    `kept_in` is the number of that submission of its assessment; elsewhere it is 0.
    """

    may_be_thinned = True
    objects: ClassVar = RevisionQuerySet.as_manager()

    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    evidence = models.JSONField(default=list, help_text="A list of {title, link}.")
    # Without a check of the database, for which it would read the whole table to add the column.
    kept_in = models.SmallIntegerField(default=0, db_default=0, editable=False)

    personal_data = frozenset({"value", "reason", "note", "evidence", "saved_by"})
    impersonal = frozenset({"id", "answer", "state", "revision", "saved_at", "kept_in"})

    class Meta:
        constraints: ClassVar = [
            paired("saved"),
            models.UniqueConstraint(
                fields=["answer", "revision"], name="assessments_answerrevision_once"
            ),
        ]
        ordering: ClassVar = ["-saved_at", "-id"]

    def __str__(self) -> str:
        return f"Revision {self.revision} of answer {self.answer_id}"


class ContradictionReason(AppendOnly):
    """Why two answers that do not fit together are both right, as it was once saved.

    The latest revision counts, while the answers contradict each other; an empty one takes the
    reason back. `contradiction` is its code in the edition, which cannot change.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="reasons", db_index=False
    )
    contradiction = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(help_text="Counts the saves of this reason from 1.")
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"reason", "saved_by"})
    impersonal = frozenset({"id", "assessment", "contradiction", "revision", "saved_at"})

    class Meta:
        constraints: ClassVar = [
            paired("saved"),
            models.UniqueConstraint(
                fields=["assessment", "contradiction", "revision"],
                name="assessments_contradictionreason_once",
            ),
        ]
        ordering: ClassVar = ["-saved_at", "-id"]

    def __str__(self) -> str:
        return f"Reason for {self.contradiction}, revision {self.revision}"


class SuggestedAnswer(ReplyContent):
    """What an earlier reply says to a question, until a person accepts it or leaves it out.

    It is no answer: nothing that scores, submits, exports or reports reads it. Where the question
    takes the earlier answer no more, `said` has it in words, and the reply its note and evidence
    alone. `source` is `null` for answers that were given without an account. One of what was
    submitted last is kept once it is `settled`, because it goes on saying what was said last time.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="suggestions", db_index=False
    )
    question = models.ForeignKey("assessments.Question", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=list, help_text="A list of {title, link}.")
    said = models.TextField(blank=True)
    changes = models.JSONField(default=list, help_text="What differs in the question, as a list.")
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = frozenset(
        {"value", "reason", "note", "evidence", "said", "offered_by", "settled_by"}
    )
    impersonal = frozenset(
        {"id", "assessment", "question", "source", "state", "changes", "offered_at", "settled_at"}
    )

    class Meta:
        constraints: ClassVar = [
            paired("offered"),
            paired("settled"),
            models.UniqueConstraint(
                fields=["assessment", "question"], name="assessments_suggestedanswer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Suggestion {self.pk}"


class Discussion(Record):
    """A thread of comments on one question of an assessment, for members only.

    `question` is its code in the edition. `needed`: it has to be settled before the assessment is
    submitted, for the reason that one of the comments gives. No report, export or moderator's page
    reads it.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="discussions", db_index=False
    )
    question = models.CharField(max_length=60)
    needed = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = frozenset({"opened_by", "resolved_by"})
    impersonal = frozenset({"id", "assessment", "question", "needed", "opened_at", "resolved_at"})

    class Meta:
        constraints: ClassVar = [paired("opened"), paired("resolved")]
        indexes: ClassVar = [
            models.Index(fields=["assessment", "question"], name="assessments_discussion_where")
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Discussion {self.pk} of {self.question}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


class Comment(Record):
    """What a member said in a discussion. It is never edited, and can be removed: its words go.

    `needs`: it is the reason why the question needs discussion.
    """

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(blank=True)
    needs = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = frozenset({"text", "written_by", "removed_by"})
    impersonal = frozenset({"id", "discussion", "needs", "written_at", "removed_at"})

    class Meta:
        constraints: ClassVar = [
            paired("written"),
            paired("removed"),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, text__gt="")
                | models.Q(removed_at__isnull=False, text=""),
                name="assessments_comment_words_or_removed",
            ),
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class Mention(Record):
    """A member whose attention a comment draws, and when they looked at it."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="mentions", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions"
    )
    looked = models.DateTimeField(null=True, blank=True)

    personal_data = frozenset({"user", "looked"})
    impersonal = frozenset({"id", "comment"})

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user"], name="assessments_mention_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.comment}"
