"""Verbs of assignments: give work to people, change or end that, and take its steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from assessments import clock
from assessments.assigning import Work, check_word, fault_of_due, news_for
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, AssignedPerson, Assignment, Membership, User
from assessments.queries.answers import StoredAnswer
from assessments.queries.assignments import saves_of, work_of
from assessments.queries.members import who_may_answer
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import DimensionSpec
from assessments.wording import listed, long_date
from assessments.workflow import Refused, Step, WorkState, WorkStep, check, check_work

PEOPLE_MOST = 20
EACH_MOST = 500
NO_PEOPLE = "Select at least one person."
TOO_MANY_PEOPLE = f"Assign a piece of work to at most {PEOPLE_MOST} people."
TOO_MANY = f"This assessment has {EACH_MOST} assignments already. End those that are not needed."
NO_MEMBER = (
    "A person whom you selected is no longer a member who may answer, so nothing was changed. "
    "Select the people again."
)
GIVEN_ALREADY = "This is assigned to {who} already. Change that assignment instead."
GONE = "That assignment has been ended meanwhile, so nothing was changed."
CHANGED = (
    "{who} changed this assignment after you opened it, so nothing was changed. "
    "Read what it says now."
)


class DueRefused(Refused):
    """The day to be done by cannot be meant."""


_EVENTS = {
    WorkStep.HAND_OVER: Event.WORK_HANDED_OVER,
    WorkStep.TAKE_BACK: Event.WORK_TAKEN_BACK,
    WorkStep.ACCEPT: Event.WORK_ACCEPTED,
    WorkStep.ASK_FOR_CHANGES: Event.WORK_CHANGES_ASKED,
}


@transaction.atomic
def assign(
    *,
    assessment: Assessment,
    dimension: str,
    questions: Collection[str] = (),
    people: Collection[int],
    due: date | None,
    by: User,
) -> Assignment:
    """The new assignment of a part, or of some of its questions, to members by their users' keys.

    It is due at the end of the day `due`. Raises `Refused` when the assessment is not in progress,
    for a part or a question that its edition does not have, for no people, too many, or one who may
    not answer here, for a day in the past, and where the same is given already.
    """
    locked = _lock(assessment)
    asked = _questions(locked, dimension, questions)
    _check_due(due)
    members = _members(locked, people)
    present = list(locked.assignments.prefetch_related("people__user"))
    if len(present) >= EACH_MOST:
        raise Refused(TOO_MANY)
    for other in present:
        if other.dimension == dimension and set(other.questions or ()) == set(asked):
            who = listed([str(one.user) for one in other.people.all()])
            raise Refused(GIVEN_ALREADY.format(who=who))
    now = clock.now()
    made = Assignment.objects.create(
        assessment=locked,
        dimension=dimension,
        questions=asked,  # type: ignore[misc]  # as `LinesField` reads it
        due=due,
        changed_at=now,
        changed_by=by,
        assigned_at=now,
        assigned_by=by,
    )
    AssignedPerson.objects.bulk_create(
        [AssignedPerson(assignment=made, user=one.user) for one in members]
    )
    due_by = f", due on {long_date(due)}" if due else ""
    _record(Event.WORK_ASSIGNED, made, locked, by=by, people=_named(members), due=due_by)
    return made


@transaction.atomic
def change(
    *, assignment: Assignment, people: Collection[int], due: date | None, by: User
) -> Assignment:
    """The assignment with other people or another day. Nothing changed, nothing recorded.

    A day that has passed may stay as it is. Raises `Refused` as `assign` does.
    """
    locked = _reread(assignment)
    if due != locked.due:
        _check_due(due)
    members = _members(locked.assessment, people)
    before = list(locked.people.select_related("user"))
    gone = [one for one in before if one.user_id not in {member.user_id for member in members}]
    new = [one for one in members if one.user_id not in {row.user_id for row in before}]
    changes = []
    if gone or new:
        now, then = _named(members), listed([str(one.user) for one in before])
        changes.append(f"from {then} to {now}")
    if due != locked.due:
        said = [long_date(day) if day else "no date" for day in (locked.due, due)]
        changes.append(f"due, from {said[0]} to {said[1]}")
    if changes:
        AssignedPerson.objects.filter(pk__in=[one.pk for one in gone]).delete()
        AssignedPerson.objects.bulk_create(
            [AssignedPerson(assignment=locked, user=one.user) for one in new]
        )
        locked.due = due
        locked.save(update_fields=["due"])
        _record(Event.WORK_CHANGED, locked, locked.assessment, by=by, changes="; ".join(changes))
    return locked


@transaction.atomic
def end(*, assignment: Assignment, by: User) -> None:
    """Takes the assignment away; the answers stay. Raises `Refused` where that has happened."""
    locked = _reread(assignment)
    people = list(locked.people.select_related("user"))
    named = listed([str(one.user) for one in people])
    _record(Event.WORK_REMOVED, locked, locked.assessment, by=by, people=named)
    AssignedPerson.objects.filter(assignment=locked).delete()
    locked.delete()


@transaction.atomic
def take_step(
    *, assignment: Assignment, step: WorkStep, seen: WorkState, said: str, by: User
) -> Assignment:
    """The assignment after a step, with what was said about it.

    `seen` is its state as the person saw it. Raises `Refused` when the assessment is not in
    progress, when another person was there first, when the step does not fit the state, and for
    words that are missing or too long.
    """
    locked = _reread(assignment)
    transition = check_work(step, WorkState(locked.state))
    stored = WorkState.TO_DO if seen is WorkState.IN_PROGRESS else seen
    if stored != locked.state:
        raise Refused(CHANGED.format(who=locked.changed_by))
    word = check_word(said, needed=transition.needs_word)
    locked.state, locked.said = transition.target, word
    locked.changed_at, locked.changed_by = clock.now(), by
    locked.save(update_fields=["state", "said", "changed_at", "changed_by"])
    said_of_it = f": {word}" if word else ""
    _record(_EVENTS[step], locked, locked.assessment, by=by, said=said_of_it)
    return locked


def look_at(
    assessment: Assessment,
    dimension: DimensionSpec,
    stored: Mapping[str, StoredAnswer],
    *,
    by: User,
    found: Sequence[Work] | None = None,
    is_read: bool = True,
) -> list[tuple[Work, str, bool]]:
    """The work on a part, each with when it is due in words and whether it is the reader's.

    Keeps that they have looked where others changed something since, if the page `is_read`.
    `stored` is what the assessment's answers are now, and `found` all its work, where that was
    read already.
    """
    saves = saves_of(stored)
    every = work_of(assessment, saves) if found is None else found
    work = [one for one in every if one.dimension == dimension.code]
    news = [one.key for one in work if news_for(one, saves, by.pk)]
    if news and is_read:
        AssignedPerson.objects.filter(assignment__in=news, user=by).update(looked=clock.now())
    today = clock.today()
    return [(one, one.said_of_due(today), one.is_of(by.pk)) for one in work]


def _lock(assessment: Assessment) -> Assessment:
    """The assessment, held until the transaction ends; raises `Refused` when it is not open."""
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("organisation")
    found = locked.select_related("version").get(pk=assessment.pk)
    check(Step.ANSWER, found.status)
    return found


def _reread(assignment: Assignment) -> Assignment:
    """The assignment as it is now, its assessment held; raises `Refused` when it is gone."""
    assessment = _lock(assignment.assessment)
    found = Assignment.objects.select_related("changed_by").filter(pk=assignment.pk).first()
    if found is None:
        raise Refused(GONE)
    found.assessment = assessment
    return found


def _questions(assessment: Assessment, dimension: str, questions: Collection[str]) -> list[str]:
    """The codes in the order of the dimension."""
    spec = spec_of(assessment.version)
    parts = {one.code: [each.code for each in one.questions] for one in spec.dimensions}
    if dimension not in parts:
        raise Refused("Select a part of this questionnaire.")
    unknown = set(questions) - set(parts[dimension])
    if unknown:
        raise Refused("Select questions of the part that you selected.")
    return [code for code in parts[dimension] if code in questions]


def _check_due(due: date | None) -> None:
    fault = fault_of_due(due, clock.today())
    if fault:
        raise DueRefused(f"{fault}.")


def _members(assessment: Assessment, people: Collection[int]) -> list[Membership]:
    wanted = set(people)
    if not wanted:
        raise Refused(NO_PEOPLE)
    if len(wanted) > PEOPLE_MOST:
        raise Refused(TOO_MANY_PEOPLE)
    found = list(who_may_answer(assessment.organisation).filter(user__in=wanted))
    if len(found) != len(wanted):
        raise Refused(NO_MEMBER)
    return found


def _named(members: Sequence[Membership]) -> str:
    return listed([str(one.user) for one in members])


def _record(
    event: Event, row: Assignment, assessment: Assessment, *, by: User, **detail: str
) -> None:
    names: Mapping[str, str] = {
        one.code: one.name for one in spec_of(assessment.version).dimensions
    }
    part = names.get(row.dimension, row.dimension)
    what = f"{listed(list(row.questions))} of {part}" if row.questions else part
    record(event, assessment, by=by, what=what, **detail)
