"""What a paper to print says of the organisation as it is today."""

from __future__ import annotations

from dataclasses import replace

from assessments.models import Assessment
from assessments.queries.plans import offered_to
from assessments.queries.printing import printed_today
from tests.plans import planned, taken
from tests.worlds import World, published


def to_do(assessment: Assessment) -> int:
    """How many actions the plan of the board report has."""
    plan = printed_today(assessment, named=True).plan
    return sum(int(row.actions) for row in plan.quarters) if plan else 0


def test_a_board_report_leaves_out_the_plan_for_another_questionnaire(world: World) -> None:
    taken(world, world.submit())
    first = to_do(world.assessment)
    spec = replace(world.spec, code="another-rubric")
    version = published(spec, by=world.publisher)
    other = world.start(version=version)
    assert (first > 1, to_do(other)) == (True, 0)
    question = next(
        code
        for rubric, code in offered_to(world.organisation).questions
        if rubric == version.rubric_id
    )
    planned(world, rubric=version.rubric_id, question=question)
    planned(world)
    assert (to_do(world.assessment), to_do(other)) == (first + 1, 2)
