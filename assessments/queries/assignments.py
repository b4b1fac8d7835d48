"""Reading who works on what: of one assessment, and of one person across organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments import clock
from assessments.access.roles import ANSWERING, REVIEWING, Role
from assessments.assigning import Assignee, Saves, Work, last_save, news_for, state_now
from assessments.models import (
    Answer,
    Assessment,
    AssignedPerson,
    Membership,
    User,
)
from assessments.queries.answers import StoredAnswer, sheet_from, stored_answers
from assessments.queries.prepared import Asked, Prepared, added
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.definition import DimensionSpec, RubricSpec
from assessments.scoring.progress import DimensionProgress, Progress, progress
from assessments.workflow import WORK_OPEN, Status, WorkState


def _people(rows: QuerySet[AssignedPerson]) -> QuerySet[AssignedPerson]:
    """The people with their assignment, and whether they may still answer."""
    member = Membership.objects.filter(
        user=OuterRef("user"),
        organisation=OuterRef("assignment__assessment__organisation"),
        user__is_active=True,
        role__in=ANSWERING,
    )
    found = rows.select_related("assignment__changed_by", "user").annotate(is_member=Exists(member))
    return cast("QuerySet[AssignedPerson]", found.order_by("assignment_id", "user__name", "pk"))


def _of_assessment(assessment: int) -> QuerySet[AssignedPerson]:
    return _people(AssignedPerson.objects.filter(assignment__assessment=assessment))


_in_assessment = Prepared(_of_assessment, -1)


def saves_of(stored: Mapping[str, StoredAnswer]) -> Saves:
    """When each stored answer was saved, and by whom. No query."""
    return {code: (one.saved_at, one.saved_by_id) for code, one in stored.items()}


def work_asked(assessment: Assessment) -> Asked[AssignedPerson]:
    """What `work_of` asks."""
    return _in_assessment.asked(assessment.pk)


def work_of(assessment: Assessment, saves: Saves) -> list[Work]:
    """All work of the assessment, in the order of its dimensions. One query."""
    return _in_order(assessment, work_asked(assessment).rows(), saves)


def _in_order(assessment: Assessment, rows: Iterable[AssignedPerson], saves: Saves) -> list[Work]:
    spec = spec_of(assessment.version)
    work = _works(rows, spec, saves)
    order = {one.code: place for place, one in enumerate(spec.dimensions)}
    return sorted(work, key=lambda one: (order.get(one.dimension, len(order)), one.key))


def _works(rows: Iterable[AssignedPerson], spec: RubricSpec, saves: Saves) -> list[Work]:
    grouped: dict[int, list[AssignedPerson]] = defaultdict(list)
    for row in rows:
        grouped[row.assignment_id].append(row)
    codes = {
        dimension.code: [question.code for question in dimension.questions]
        for dimension in spec.dimensions
    }
    return [_work(people, codes, saves) for people in grouped.values()]


def _work(people: list[AssignedPerson], codes: Mapping[str, list[str]], saves: Saves) -> Work:
    row = people[0].assignment
    work = Work(
        key=row.pk,
        dimension=row.dimension,
        questions=row.questions or (),
        covers=row.questions or codes.get(row.dimension, ()),
        people=tuple(
            Assignee(
                key=one.user_id,
                name=str(one.user),
                is_member=added(one, "is_member"),
                looked_at=one.looked,
            )
            for one in people
        ),
        due=row.due,
        state=WorkState(row.state),
        said=row.said,
        changed_at=row.changed_at,
        changed_by=str(row.changed_by),
        assigned_at=row.assigned_at,
        assigned_by=row.assigned_by_id,
    )
    last = last_save(work, saves)
    return work.shown_as(state_now(work.state, work.assigned_at, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A dimension as one organisation answers it, and who works on it.

    `work` has each with when it is due in words, and whether it is late.
    """

    dimension: DimensionSpec
    progress: DimensionProgress
    work: Sequence[tuple[Work, str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How far an assessment has come, by its parts."""

    progress: Progress
    each: Sequence[Part]

    @property
    def work(self) -> list[Work]:
        return [work for part in self.each for work, _, _ in part.work]

    @property
    def late(self) -> int:
        """How many assignments are late."""
        return sum(late for part in self.each for _, _, late in part.work)

    @property
    def handed_over(self) -> int:
        """How many wait to be accepted."""
        return sum(one.state is WorkState.HANDED_OVER for one in self.work)


def parts_of(assessment: Assessment) -> Parts:
    """The parts of an assessment with who works on them. Two queries."""
    spec, stored = spec_of(assessment.version), stored_answers(assessment)
    done = progress(spec, sheet_from(assessment, stored), MARKER)
    today = clock.today()
    found = work_of(assessment, saves_of(stored))
    return Parts(
        progress=done,
        each=[
            Part(
                dimension=dimension,
                progress=done.by_dimension[dimension.code],
                work=[
                    (one, one.said_of_due(today), one.is_late(today))
                    for one in found
                    if one.dimension == dimension.code
                ],
            )
            for dimension in spec.dimensions
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """A piece of work with where it is, as one person sees it.

    `changed_at` is the last change by another person since they looked, `None` if there is none.
    """

    work: Work
    dimension: DimensionSpec
    assessment: Assessment
    changed_at: datetime | None

    @property
    def what(self) -> str:
        return self.work.what(self.dimension.name)


def work_across(user: User) -> tuple[list[MyWork], list[MyWork]]:
    """What the person was given and is not done, by due day; and what was handed over where they
    may accept it, oldest first. Of assessments in progress. At most three queries for any
    number of organisations, and the editions that this process has not read yet.
    """
    by_assessment = _by_assessment(_concerning(user))
    saves = _saves(by_assessment)
    own: list[MyWork] = []
    to_review: list[MyWork] = []
    for key, found in by_assessment.items():
        reviewed = {row.assignment_id for row in found if added(row, "reviews")}
        for seen in _seen(found, saves[key], user):
            if seen.work.is_of(user.pk):
                own.append(seen)
            if seen.work.state is WorkState.HANDED_OVER and seen.work.key in reviewed:
                to_review.append(seen)
    own.sort(key=lambda one: (one.work.due or date.max, one.work.key))
    to_review.sort(key=lambda one: (one.work.changed_at, one.work.key))
    return own, to_review


def _concerning(user: User) -> QuerySet[AssignedPerson]:
    """The people of all work that the person was given, or that waits for them to accept it."""
    memberships = Membership.objects.filter(user=user)
    here = memberships.filter(organisation=OuterRef("assignment__assessment__organisation"))
    # Read first: among so many joins PostgreSQL would begin with every assessment in progress.
    organisations = list(memberships.values_list("organisation", flat=True))
    mine = Exists(AssignedPerson.objects.filter(assignment=OuterRef("assignment"), user=user))
    rows = (
        _people(AssignedPerson.objects.all())
        .filter(assignment__assessment__organisation__in=organisations)
        .filter(assignment__assessment__status=Status.IN_PROGRESS)
        .exclude(assignment__state=WorkState.DONE)
        .annotate(mine=mine, reviews=Exists(here.filter(role__in=REVIEWING)))
        .filter(Q(mine=True) | Q(reviews=True, assignment__state=WorkState.HANDED_OVER))
    )
    return _with_assessment(rows)


def _with_assessment(rows: QuerySet[AssignedPerson]) -> QuerySet[AssignedPerson]:
    return _with_edition(rows).select_related(
        "assignment__assessment__organisation", "assignment__assessment__rubric"
    )


def _with_edition(rows: QuerySet[AssignedPerson]) -> QuerySet[AssignedPerson]:
    found = rows.select_related("assignment__assessment__version")
    return found.defer("assignment__assessment__version__scoring_notes")


def _by_assessment(rows: Iterable[AssignedPerson]) -> dict[int, list[AssignedPerson]]:
    """The rows by the key of their assessment."""
    found: dict[int, list[AssignedPerson]] = defaultdict(list)
    for row in rows:
        found[row.assignment.assessment_id].append(row)
    return found


def _saves(assessments: Iterable[int]) -> dict[int, dict[str, tuple[datetime, int]]]:
    """When the answers of these assessments were saved, by whom, by question code. One query."""
    found: dict[int, dict[str, tuple[datetime, int]]] = defaultdict(dict)
    rows = Answer.objects.filter(assessment__in=list(assessments)).values_list(
        "assessment_id", F("question__code"), "saved_at", "saved_by_id"
    )
    for assessment, code, saved_at, saved_by in rows:
        found[assessment][code] = (saved_at, saved_by)
    return found


def _seen(rows: Sequence[AssignedPerson], saves: Saves, user: User) -> Iterator[MyWork]:
    """The work of one assessment as the person sees it."""
    assessment = rows[0].assignment.assessment
    spec = spec_of(assessment.version)
    dimensions = {one.code: one for one in spec.dimensions}
    for work in _works(rows, spec, saves):
        yield MyWork(
            work=work,
            dimension=dimensions[work.dimension],
            assessment=assessment,
            changed_at=news_for(work, saves, user.pk),
        )


def left_behind(assessments: Collection[int]) -> dict[str, list[str]]:
    """Who was given a question in these assessments and is no member any more, by its code, where
    all whom it was given to have left. One query, and the editions that were not read yet.
    """
    return _left(_by_assessment(_given_in(assessments)))


def work_and_left(
    assessment: Assessment, saves: Saves, earlier: Collection[int]
) -> tuple[list[Work], dict[str, list[str]]]:
    """What `work_of` gives, and `left_behind` of earlier assessments: one query."""
    if not earlier:
        return work_of(assessment, saves), {}
    found = _by_assessment(_given_in([assessment.pk, *earlier]))
    here = found.pop(assessment.pk, [])
    return _in_order(assessment, here, saves), _left(found)


def _given_in(assessments: Collection[int]) -> QuerySet[AssignedPerson]:
    given = AssignedPerson.objects.filter(assignment__assessment__in=list(assessments))
    return _with_edition(_people(given))


def _left(by_assessment: Mapping[int, list[AssignedPerson]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for people in by_assessment.values():
        for work in _works(people, spec_of(people[0].assignment.assessment.version), {}):
            if work.without_owner:
                found |= dict.fromkeys(work.covers, [one.name for one in work.people])
    return found


def late_without_owner(user: User, today: date) -> list[MyWork]:
    """Late work that was given to people who have all left, in the organisations that the person
    administers. One query, and the editions that this process has not read yet.
    """
    administers = Membership.objects.filter(
        user=user,
        role=Role.ADMINISTRATOR,
        organisation=OuterRef("assignment__assessment__organisation"),
    )
    rows = _with_assessment(
        _people(AssignedPerson.objects.filter(assignment__due__lt=today))
        .filter(Exists(administers), assignment__assessment__status=Status.IN_PROGRESS)
        .filter(assignment__state__in=WORK_OPEN)
    )
    by_assessment = _by_assessment(rows)
    seen = [one for found in by_assessment.values() for one in _seen(found, {}, user)]
    return [one for one in seen if one.work.without_owner]
