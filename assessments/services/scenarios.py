"""Verbs of scenarios: save what is supposed, delete it, take it into the plan; set own costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Organisation, PlannedAction, Scenario, Submission, User
from assessments.names import fault_of_name, one_line
from assessments.planning import actions
from assessments.planning.actions import DAYS_MOST, POUNDS_MOST, TITLE_MOST
from assessments.planning.raising import Cost
from assessments.planning.shortest_way import Raise, WayRefused
from assessments.planning.what_if import Supposing
from assessments.queries.plans import open_actions
from assessments.queries.scenarios import supposing_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import rounded
from assessments.services.members import lock
from assessments.wording import counted, money, plain
from assessments.workflow import Refused

NAME_MOST = 100
EACH_MOST = 100
TOO_MANY = f"Your organisation has {EACH_MOST} scenarios already. Delete those that are not needed."
NAMED_ALREADY = "Your organisation has a scenario of that name already. Choose another name."
NOTHING_RAISED = "Choose a higher level for at least one question, then save it."
TOO_DEAR = (
    "{code} would take {days} days and £{pounds}, and an action can take "
    f"{DAYS_MOST:,} days and £{POUNDS_MOST:,} at most. Lower what efforts take, then try again."
)
ALL_THERE = "All that this scenario raises is in the plan already."


@transaction.atomic
def save(*, submission: Submission, name: str, raises: Mapping[str, int], by: User) -> Scenario:
    """The new scenario of the submission's organisation. Raises `Refused` for a name that cannot be
    one or is taken, for raises that cannot be supposed, and above `EACH_MOST`.
    """
    organisation = lock(submission.assessment.organisation)
    called = one_line(name)
    if not called:
        raise Refused("Enter a name.")
    if len(called) > NAME_MOST:
        raise Refused(f"The name must be {NAME_MOST} characters or fewer.")
    if fault := fault_of_name(called):
        raise Refused(f"The name must {fault}.")
    if not raises:
        raise Refused(NOTHING_RAISED)
    names = set(organisation.scenarios.values_list("name", flat=True))
    if called in names:
        raise Refused(NAMED_ALREADY)
    if len(names) >= EACH_MOST:
        raise Refused(TOO_MANY)
    try:
        supposing_of(submission, organisation).suppose(raises)
    except WayRefused as refused:
        raise Refused(" ".join(refused.reasons)) from refused
    made = Scenario.objects.create(
        organisation=organisation,
        submission=submission,
        name=called,
        raises=dict(raises),
        added_at=clock.now(),
        added_by=by,
    )
    record(Event.SCENARIO_SAVED, made, by=by, reference=submission.reference)
    return made


@transaction.atomic
def delete(*, scenario: Scenario, by: User) -> None:
    """Takes the scenario away; actions that were taken from it stay. What is gone already is left
    at that, and recorded once.
    """
    if Scenario.objects.filter(pk=scenario.pk).delete()[0]:
        record(Event.SCENARIO_DELETED, scenario, by=by)


@transaction.atomic
def plan(*, scenario: Scenario, by: User) -> list[PlannedAction]:
    """New actions for what the scenario raises; a question that has one in the plan that is not
    done is passed over. Raises `Refused` where none is left, where the plan is full, and where one
    would take more than an action can.
    """
    organisation, submission = lock(scenario.organisation), scenario.submission
    supposing = supposing_of(submission, organisation)
    found, rubric = supposing.suppose(scenario.raises), submission.assessment.rubric_id
    open_now = open_actions(organisation)
    there = set(open_now.filter(rubric=rubric).values_list("question", flat=True))
    chosen = [one for one in found.raises if one.code not in there]
    if not chosen:
        raise Refused(ALL_THERE)
    if open_now.count() + len(chosen) > actions.EACH_MOST:
        raise Refused(actions.TOO_MANY)
    for one in chosen:
        if one.cost.days > DAYS_MOST or one.cost.pounds > POUNDS_MOST:
            days, pounds = f"{float(one.cost.days):,.1f}".removesuffix(".0"), money(one.cost.pounds)
            raise Refused(TOO_DEAR.format(code=one.code, days=days, pounds=pounds))
    now = clock.now()
    stamps: dict[str, object] = {
        "added_at": now,
        "added_by": by,
        "changed_at": now,
        "changed_by": by,
    }
    made = PlannedAction.objects.bulk_create(
        PlannedAction(
            organisation=organisation,
            submission=submission,
            rubric_id=rubric,
            gain=_gain(supposing, one),
            **_action(supposing.spec, one, submission.sector),
            **stamps,
        )
        for one in chosen
    )
    record(Event.SCENARIO_PLANNED, scenario, by=by, what=counted(len(made), "action"))
    return made


def _gain(supposing: Supposing, one: Raise) -> Decimal | None:
    """What it gains alone; `None` where it is asked only because another is raised too."""
    try:
        came = supposing.suppose({one.code: one.after})
    except WayRefused:
        return None
    if came.before.overall is None or came.after.overall is None:
        return None
    return rounded(came.after.overall - came.before.overall)


def _action(spec: RubricSpec, one: Raise, sector: str) -> dict[str, object]:
    question = spec.question(one.code)
    passed = [level for level in question.levels if one.before <= level.number < one.after]
    advised = [level.action for level in passed if level.action]
    title = f"{question.title}: reach {spec.level_name(one.after)}"
    return {
        "title": title[:TITLE_MOST],
        "text": "\n".join(action.text for action in advised),
        "question": one.code,
        "to_level": one.after,
        "role": spec.owner_title(advised[-1].owner, sector) if advised else "",
        **(_takes(one.cost) if spec.efforts else {}),
    }


def _takes(cost: Cost) -> dict[str, object]:
    return {
        "days": Decimal(cost.days.numerator) / cost.days.denominator,
        "pounds": int(
            (Decimal(cost.pounds.numerator) / cost.pounds.denominator).quantize(
                Decimal(1), ROUND_HALF_UP
            )
        ),
    }


@transaction.atomic
def set_costs(
    *,
    organisation: Organisation,
    efforts: Mapping[str, tuple[Decimal, int]],
    day_price: int,
    by: User,
) -> Organisation:
    """The organisation with what its efforts take, days before pounds by their code, and the pounds
    of a day. What is frozen never holds them. Raises `Refused` for figures out of their range.
    """
    locked = lock(organisation)
    figures = [day_price, *(part for both in efforts.values() for part in both)]
    if min(figures) < 0 or max(figures) > 10**9:
        raise Refused("Each figure must be between 0 and 1,000,000,000.")
    costs = {
        "day_price": str(day_price),
        "efforts": {
            code: [plain(days), str(pounds)] for code, (days, pounds) in sorted(efforts.items())
        },
    }
    if costs != locked.costs:
        locked.costs = costs
        locked.save(update_fields=["costs"])
        said = [f"{code} {days} days and £{pounds}" for code, (days, pounds) in efforts.items()]
        record(
            Event.COSTS_CHANGED, locked, by=by, changes="; ".join([*said, f"a day £{day_price}"])
        )
    return locked
