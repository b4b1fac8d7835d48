"""Reading the plan of an organisation, what it can be for, and what efforts take there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from assessments.access.roles import Role
from assessments.models import (
    ActionNote,
    Assessment,
    Evidence,
    Membership,
    Organisation,
    PlannedAction,
    RubricVersion,
    Submission,
    User,
)
from assessments.planning.actions import Planned
from assessments.planning.raising import Cost
from assessments.planning.shortest_way import own_efforts
from assessments.planning.what_if import effort_costs
from assessments.queries.members import with_owned
from assessments.queries.prepared import Asked, Prepared, added
from assessments.queries.rubrics import spec_of
from assessments.wording import plain
from assessments.workflow import ACTION_OPEN, ActionState


def open_actions(organisation: Organisation) -> QuerySet[PlannedAction]:
    """The actions of the plan that are still to be done."""
    return PlannedAction.objects.filter(organisation=organisation, state__in=list(ACTION_OPEN))


def taken_of(submission: Submission) -> dict[str, str]:
    """The actions of the plan that are not done, by the code of their question: their references,
    of the rubric that was submitted. One query.
    """
    rows = open_actions(submission.assessment.organisation)
    found = rows.filter(rubric=submission.assessment.rubric_id)
    return dict(found.values_list("question", "reference"))


def _latest_versions(organisation: Organisation) -> list[RubricVersion]:
    """The edition of each rubric that the organisation started last, newest first. One query."""
    started = Assessment.objects.filter(organisation=organisation).select_related("version")
    rows = started.defer("version__scoring_notes").order_by("-started_at", "-pk")
    found: dict[int, RubricVersion] = {}
    for one in rows:
        found.setdefault(one.rubric_id, one.version)
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What an action can be for and take. `questions` are title and dimension's name by the key of
    the rubric and the code, in the rubrics' order; `efforts` are names, of the rubric started last.
    """

    questions: Mapping[tuple[int | None, str], tuple[str, str]]
    efforts: Sequence[str]


def offered_to(organisation: Organisation) -> Offered:
    """One query, and the editions that this process has not read yet."""
    versions = _latest_versions(organisation)
    return Offered(
        questions={
            (version.rubric_id, question.code): (question.title, dimension.name)
            for version in versions
            for dimension, question in spec_of(version).questions()
            if question.is_for(organisation.sector)
        },
        efforts=[one.name for version in versions[:1] for one in spec_of(version).efforts],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What efforts take in an organisation: `names` and `figures` (days, pounds) by their code, and
    the pounds of a day. Figures that neither it nor the rubric gives are left out.
    """

    names: Mapping[str, str]
    figures: Mapping[str, tuple[str, str]]
    day_price: str


def costs_for(organisation: Organisation) -> Costs:
    """Its own, else those of its rubrics: of the one that it started last, where several have an
    effort of that code. One query.
    """
    kept, day_price = effort_costs(organisation.costs)
    costs: dict[str, Cost] = {}
    names: dict[str, str] = {}
    for spec in map(spec_of, reversed(_latest_versions(organisation))):
        costs |= own_efforts(spec)
        names |= {one.code: one.name for one in spec.efforts}
    costs |= kept
    return Costs(
        names=names,
        figures={
            code: (plain(cost.days), plain(cost.pounds))
            for code, cost in costs.items()
            if code in names
        },
        day_price=plain(day_price),
    )


def _with_owned(rows: QuerySet[PlannedAction]) -> QuerySet[PlannedAction]:
    return with_owned(rows.select_related("owner", "changed_by"))


def _rows(organisation: Organisation | int) -> QuerySet[PlannedAction]:
    return _with_owned(PlannedAction.objects.filter(organisation=organisation))


def plan_of(
    organisation: Organisation, questions: Mapping[tuple[int | None, str], tuple[str, str]]
) -> list[Planned]:
    """The organisation's whole plan. `questions` are those of `offered_to`. One query."""
    return [_planned(row, questions) for row in _rows(organisation)]


def _rows_from(organisation: int, rubric: int) -> QuerySet[PlannedAction]:
    return _rows(organisation).filter(Q(rubric=rubric) | Q(rubric=None))


_plan_from = Prepared(_rows_from, -1, -2)


def plan_from_asked(assessment: Assessment) -> Asked[PlannedAction]:
    """What `plan_from` asks."""
    return _plan_from.asked(assessment.organisation_id, assessment.rubric_id)


def plan_from(assessment: Assessment) -> list[Planned]:
    """The actions of its organisation's plan that raise an answer on its rubric, whichever the
    edition, and those of no rubric, without the words of the questions. One query.
    """
    return [_planned(row, {}) for row in plan_from_asked(assessment).rows()]


def planned(
    row: PlannedAction, questions: Mapping[tuple[int | None, str], tuple[str, str]]
) -> Planned:
    """The action as it is read. One query."""
    return _planned(_rows(row.organisation).get(pk=row.pk), questions)


def _planned(
    row: PlannedAction, questions: Mapping[tuple[int | None, str], tuple[str, str]]
) -> Planned:
    asks, dimension = questions.get((row.rubric_id, row.question), ("", ""))
    return Planned(
        reference=row.reference,
        title=row.title,
        text=row.text,
        question=row.question,
        asks=asks,
        dimension=dimension,
        owner_key=row.owner_id,
        owner=str(row.owner) if row.owner else "",
        owned=added(row, "owned"),
        given_at=row.given_at,
        given_by=row.given_by_id,
        role=row.role,
        due=row.due,
        effort=row.effort,
        days=row.days,
        pounds=row.pounds,
        gain=row.gain,
        state=ActionState(row.state),
        done_on=row.done_on,
        to_level=row.to_level,
        changed_at=row.changed_at,
        changed_by=str(row.changed_by),
        revision=row.revision,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MyAction:
    """An action of a plan, with the organisation whose plan it is."""

    organisation: Organisation
    one: Planned


def actions_across(user: User) -> list[MyAction]:
    """What the person owns and is not done, in every organisation that they belong to: the first
    due first, and then the greatest gain. One query.
    """
    return _across(Membership.objects.filter(user=user), Q(owner=user))


def late_and_left(user: User, today: date) -> list[MyAction]:
    """The late actions whose owner left, in the organisations that the person administers. One
    query.
    """
    administers = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR)
    found = _across(administers, Q(due__lt=today, owner__isnull=False))
    return [each for each in found if each.one.without_owner]


def _across(memberships: QuerySet[Membership], wanted: Q) -> list[MyAction]:
    rows = PlannedAction.objects.filter(
        wanted, organisation__in=memberships.values("organisation"), state__in=list(ACTION_OPEN)
    )
    ordered = (
        _with_owned(rows)
        .select_related("organisation")
        .order_by(F("due").asc(nulls_last=True), F("gain").desc(nulls_last=True), "title", "pk")
    )
    return [MyAction(organisation=row.organisation, one=_planned(row, {})) for row in ordered]


def notes_of(action: PlannedAction) -> QuerySet[ActionNote]:
    """What was said of its progress, the newest first, with who said it."""
    return action.notes.select_related("said_by").order_by("-said_at", "-pk")


def evidence_of(action: PlannedAction) -> QuerySet[Evidence]:
    """The evidence items that show how far it is, by title."""
    return Evidence.objects.filter(shows__action=action).order_by("title", "pk")
