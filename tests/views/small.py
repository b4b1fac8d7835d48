"""A world on a rubric of three questions, for tests that need many assessments or answers."""

from __future__ import annotations

from assessments.models import Assessment, Submission
from assessments.rubric.definition import OwnerRoleSpec, RubricSpec, SectorSpec
from assessments.sectors import SECTORS
from assessments.services import assessments
from tests.factories.rubrics import checklist, dimension, rubric, single, text
from tests.worlds import World, build_world

ANSWERS = {"A-1": 3, "A-2": ["a", "c"], "A-3": "We <b>wrote</b> it down."}


def small_spec() -> RubricSpec:
    sectors = [SectorSpec(code=code, name=name) for code, name in SECTORS.items()]
    roles = [OwnerRoleSpec(code="digital", default="Head of digital")]
    questions = (single("A-1"), checklist("A-2"), text("A-3"))
    return rubric(dimension("A", 1, *questions), sectors=sectors, roles=roles)


def small_world() -> World:
    return build_world(small_spec())


def submit_one(world: World, title: str = "Readiness 2026") -> Submission:
    """Another assessment of the council, started, answered and submitted."""
    assessment = world.start(title=title)
    world.answer(ANSWERS, assessment=assessment)
    return assessments.submit(assessment=assessment, by=world.approver)


def withdraw_one(world: World, title: str) -> Assessment:
    assessment = world.start(title=title)
    reason = "We start again next year."
    return assessments.withdraw(assessment=assessment, by=world.administrator, reason=reason)
