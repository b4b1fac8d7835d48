"""Reading what is said at questions: discussions, what draws a person's attention, returns, and
what the plan has finished.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import JSONObject
from django.utils import timezone

from assessments.models import (
    Assessment as Assessment,
)
from assessments.models import (
    Comment as Comment,
)
from assessments.models import (
    Decision,
    Membership,
    Mention,
    Organisation,
    PlannedAction,
    Review,
    Submission,
    User,
)
from assessments.models import (
    Discussion as Discussion,
)
from assessments.planning.finished import Finished
from assessments.queries.prepared import Asked, Columns, Prepared
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import DimensionSpec, QuestionSpec
from assessments.wording import counted
from assessments.workflow import ActionState, ReviewState, Status

MENTIONS_SHOWN = 50
"""The most mentions that a person's own page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDiscussions:
    """How many discussions of a question or a part are open, and how many of these it needs."""

    number: int = 0
    needed: int = 0

    def __add__(self, other: OpenDiscussions) -> OpenDiscussions:
        return OpenDiscussions(number=self.number + other.number, needed=self.needed + other.needed)

    @property
    def said(self) -> str:
        """ "2 open discussions", and how many have to be settled first; empty for none."""
        if not self.number:
            return ""
        which = f"{self.needed} " if self.number > 1 else ""
        needs = f", {which}to settle before submission" if self.needed else ""
        return f"{counted(self.number, 'open discussion')}{needs}"


def open_in_assessment(assessment: int) -> QuerySet[Model, tuple[str, int, int]]:
    """The codes of the questions with open discussions: how many, and how many it needs."""
    rows = Discussion.objects.filter(assessment=assessment, resolved_at=None).order_by()
    found: QuerySet[Model, tuple[str, int, int]]
    found = (
        rows.values("question")
        .annotate(number=Count("pk"), needs=Count("pk", filter=Q(needed=True)))
        .values_list("question", "number", "needs")
    )
    return found


_open = Prepared(open_in_assessment, -1)


def open_by_question(assessment: Assessment) -> Mapping[str, OpenDiscussions]:
    """How many discussions are open, by the codes of the questions that have one. One query."""
    return {
        code: OpenDiscussions(number=number, needed=needed)
        for code, number, needed in _open.rows(assessment.pk)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Who returned an assessment, when, and the reasons at its questions by their codes; empty for
    one that was not returned.
    """

    by: str = ""
    at: datetime | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def among(self, questions: Iterable[QuestionSpec]) -> list[tuple[QuestionSpec, str]]:
        """Those of the questions that have a reason, with it."""
        return [(one, self.reasons[one.code]) for one in questions if one.code in self.reasons]


def _finished(organisation: int, rubric: int) -> QuerySet[Model, Columns]:
    """The actions for questions of the rubric that were done since it was last submitted: the codes
    of these, their levels, nothing, what else they say, and nothing.
    """
    later = Submission.objects.filter(
        assessment__organisation=OuterRef("organisation"),
        assessment__rubric=OuterRef("rubric"),
        submitted_at__date__gt=OuterRef("done_on"),
    )
    done = PlannedAction.objects.filter(
        ~Exists(later), organisation=organisation, rubric=rubric, state=ActionState.DONE
    )
    said = JSONObject(title="title", done_on="done_on")
    return done.order_by().values_list("question", "to_level", Value(0), said, _NULL)


def _said_of(assessment: int, organisation: int, rubric: int) -> QuerySet[Model, Columns]:
    later = Review.objects.filter(
        assessment=OuterRef("review__assessment"), pk__gt=OuterRef("review"), submission=None
    )
    back = Decision.objects.filter(
        ~Exists(later),
        approved=False,
        review__assessment=assessment,
        review__state=ReviewState.RETURNED,
        review__submission=None,
    )
    # The first decides how the columns are read.
    rows = back.order_by().values_list("name", Value(0), Value(0), "reasons", "decided_at")
    talks = open_in_assessment(assessment).values_list("question", "number", "needs", _NULL, _NULL)
    return rows.union(talks, _finished(organisation, rubric), all=True)


_NULL = Value(None, output_field=TextField())
"""Of no type, so that it may be in a column of any."""
_said = Prepared(_said_of, -1, -2, -3)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAtQuestions:
    """What `open_by_question` gives; the return of an assessment in progress that nothing was sent
    after; and what the plan has finished since the rubric was last submitted.
    """

    discussed: Mapping[str, OpenDiscussions]
    back: Returned
    finished: Sequence[Finished]


def said_asked(assessment: Assessment) -> Asked[Columns]:
    """What `said_at_questions` asks."""
    return _said.asked(assessment.pk, assessment.organisation_id, assessment.rubric_id)


def said_at_questions(assessment: Assessment) -> SaidAtQuestions:
    """What is said at the questions of an assessment. One query."""
    found, back, finished = {}, Returned(), []
    rows = said_asked(assessment).rows()
    for name, number, needed, more, at in rows:
        if at is not None:
            if assessment.is_open:
                back = Returned(by=name, at=timezone.localtime(at), reasons=more)
        elif more is None:
            found[name] = OpenDiscussions(number=number, needed=needed)
        elif assessment.is_open:
            day = date.fromisoformat(more["done_on"])
            finished.append(
                Finished(title=more["title"], question=name, to_level=number, done_on=day)
            )
    return SaidAtQuestions(discussed=found, back=back, finished=finished)


def open_in(found: Mapping[str, OpenDiscussions], dimension: DimensionSpec) -> OpenDiscussions:
    """The open discussions of a part, of what `open_by_question` gave. No query."""
    return sum(
        (found[one.code] for one in dimension.questions if one.code in found), OpenDiscussions()
    )


def questions_of(assessment: Assessment) -> dict[str, tuple[DimensionSpec, QuestionSpec]]:
    """The questions that are for the assessment's sector, by code, with their parts. No query."""
    return {
        question.code: (dimension, question)
        for dimension, question in spec_of(assessment.version).questions()
        if question.is_for(assessment.sector)
    }


def discussions_of(
    assessment: Assessment,
    *,
    questions: Collection[str] | None = None,
    resolved: bool | None = None,
    needed: bool = False,
    mentioned: User | None = None,
) -> QuerySet[Discussion]:
    """The discussions of an assessment, open ones first, then the newest first.

    Each says how many comments it has (`number`), when the last was written (`last_at`) and by whom
    (`last_by`), and the words of the first (`opening`).
    """
    rows = Discussion.objects.filter(assessment=assessment)
    if questions is not None:
        rows = rows.filter(question__in=questions)
    if resolved is not None:
        rows = rows.filter(resolved_at__isnull=not resolved)
    if needed:
        rows = rows.filter(needed=True)
    if mentioned is not None:
        theirs = Mention.objects.filter(comment__discussion=OuterRef("pk"), user=mentioned)
        rows = rows.filter(Exists(theirs))
    said = Comment.objects.filter(discussion=OuterRef("pk")).order_by("pk")
    last = said.reverse()
    found = rows.select_related("opened_by", "resolved_by").annotate(
        number=Count("comments"),
        last_at=Max("comments__written_at"),
        last_by=Subquery(last.values("written_by__name")[:1]),
        opening=Subquery(said.values("text")[:1]),
    )
    ordered = found.order_by(F("resolved_at").desc(nulls_first=True), "-pk")
    return cast("QuerySet[Discussion]", ordered)


def comments_of(discussions: Sequence[Discussion]) -> QuerySet[Comment]:
    """The comments of these discussions, those in the order of `discussions_of`, newest first.

    A page of them costs two queries: them, and whose attention they draw.
    """
    rows = Comment.objects.filter(discussion__in=[one.pk for one in discussions])
    return (
        rows.select_related("written_by", "removed_by")
        .prefetch_related("mentions__user")
        .order_by(F("discussion__resolved_at").desc(nulls_first=True), "-discussion_id", "-pk")
    )


def comment_of(assessment: Assessment, question: str, pk: int) -> Comment | None:
    """That comment on the question, with its discussion and writer; `None` where there is none."""
    rows = Comment.objects.filter(
        discussion__assessment=assessment, discussion__question=question, pk=pk
    )
    return rows.select_related("discussion", "written_by").first()


def people_of(organisation: Organisation) -> list[tuple[int, str, str]]:
    """The key, the name and the email address of each member's account, by name. One query."""
    rows = Membership.objects.filter(organisation=organisation, user__is_active=True)
    return list(
        rows.order_by("user__name", "user__email").values_list(
            "user_id", "user__name", "user__email"
        )
    )


def mentions_waiting(user: User | None = None) -> QuerySet[Mention]:
    """The mentions that people have not looked at, oldest first: of one person, or of all.

    Only of members of today, and of assessments that are in progress. Each comes with its comment
    and writer, its person, and the discussion's assessment and organisation.
    """
    member = Membership.objects.filter(
        user=OuterRef("user"),
        user__is_active=True,
        organisation=OuterRef("comment__discussion__assessment__organisation"),
    )
    rows = Mention.objects.filter(
        Exists(member), looked=None, comment__discussion__assessment__status=Status.IN_PROGRESS
    )
    if user is not None:
        rows = rows.filter(user=user)
    return rows.select_related(
        "user", "comment__written_by", "comment__discussion__assessment__organisation"
    ).order_by("comment_id", "pk")


def finished_before(moment: datetime) -> QuerySet[Discussion]:
    """The discussions that may be deleted once comments are kept until that moment only: their
    assessment is submitted or withdrawn, and nothing was written in them since.
    """
    since = Comment.objects.filter(discussion=OuterRef("pk"), written_at__gte=moment)
    done = (Status.SUBMITTED, Status.WITHDRAWN)
    return Discussion.objects.filter(~Exists(since), assessment__status__in=done)
