"""A rubric with answers that do not fit together, and reasons for them."""

from __future__ import annotations

from dataclasses import replace

from assessments.models import Assessment, User
from assessments.queries.answers import stored_answers
from assessments.rubric.definition import ContradictionSpec, RubricSpec
from assessments.scoring.sheet import UNANSWERED
from assessments.services import answers
from assessments.services.answers import Change, Saved
from tests.factories.rubrics import dimension, single
from tests.views.small import small_spec
from tests.worlds import World, build_world

HERE = ContradictionSpec(
    code="CON-01",
    question="A-1",
    when_level_at_least=3,
    other="A-2",
    other_level_at_most=0,
    message="A-1 is high, but A-2 has nothing. How?",
)
"""Between two questions of one page."""
APART = ContradictionSpec(
    code="CON-02",
    question="B-1",
    when_level_at_most=0,
    other="A-1",
    other_level_at_least=3,
    message="A-1 is high, but B-1 is at its lowest. How?",
)
"""Between questions of two dimensions."""
MEETS_HERE = {"A-1": 3, "A-2": ["none"]}
MEETS_BOTH = {**MEETS_HERE, "B-1": 0}


def paired_spec() -> RubricSpec:
    spec = small_spec()
    parts = (*spec.dimensions, dimension("B", 1, single("B-1"), single("B-2")))
    return replace(spec, dimensions=parts, contradictions=(HERE, APART))


def paired_world() -> World:
    return build_world(paired_spec())


def explain(
    world: World,
    reason: str,
    *,
    code: str = "CON-01",
    by: User | None = None,
    seen: int | None = None,
    assessment: Assessment | None = None,
) -> Saved:
    """Saves why both answers are right, having seen the present reason unless given otherwise."""
    chosen, key = assessment or world.assessment, f"pair:{code}"
    stored = stored_answers(chosen).get(key)
    was = (stored.revision if stored else 0) if seen is None else seen
    change = Change(code=key, reply=replace(UNANSWERED, note=reason), seen=was)
    return answers.save(assessment=chosen, by=by or world.contributor, changes=[change])
