"""Evidence that tests record for an organisation, and a rubric that it supports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assessments.models import Evidence
from assessments.rubric.definition import FrameworkSpec, MappingSpec, RubricSpec
from assessments.services import evidence
from assessments.services.evidence import Details
from tests.views.small import small_spec
from tests.worlds import World, build_world

ACHIEVED, GOOD_UNTIL = date(2026, 3, 4), date(2036, 3, 3)


def details(**other: Any) -> Details:
    """Those of a certificate that is good for as long as tests run."""
    standard: dict[str, Any] = {
        "title": "Cyber Essentials Plus",
        "parts": (),
        "achieved_on": ACHIEVED,
        "good_until": GOOD_UNTIL,
        "link": "https://certificates.example/1",
    }
    return Details(**{**standard, **other})


def recorded(world: World, *, framework: str = "ce-3.3", **other: Any) -> Evidence:
    """An evidence item of the council, recorded by the contributor unless another is given."""
    given = {"organisation": world.organisation, "by": world.contributor}
    given |= {name: other.pop(name) for name in ("organisation", "by") if name in other}
    return evidence.add(framework=framework, details=details(**other), **given)


def many(world: World, number: int, **other: Any) -> None:
    """So many items of the council more, written at once."""
    given = {"framework": "ce-3.3", "achieved_on": ACHIEVED, "good_until": GOOD_UNTIL, **other}
    whose = {"organisation": world.organisation, "recorded_by": world.contributor}
    Evidence.objects.bulk_create(
        Evidence(title=f"Certificate {each}", **given, **whose) for each in range(number)
    )


FRAMEWORKS = (
    FrameworkSpec(code="ce-3.3", name="Cyber Essentials", version="3.3"),
    FrameworkSpec(code="caf-4.0", name="Cyber Assessment Framework", version="4.0"),
    FrameworkSpec(code="dspt", name="Data Security and Protection Toolkit"),
    FrameworkSpec(code="unused", name="A framework that no question maps to"),
)
MAPS = {
    "A-1": (("ce-3.3", "User access control"), ("caf-4.0", "B2.a")),
    "A-2": (("ce-3.3", "Security update management"), ("caf-4.0", "B2.b"), ("caf-4.0", "C1.a")),
    "A-3": (("dspt", "Whole toolkit"),),
}


def mapped_spec() -> RubricSpec:
    """The small rubric, whose questions map to frameworks."""
    spec = small_spec()
    (only,) = spec.dimensions
    questions = [
        replace(
            question,
            maps_to=[MappingSpec(framework=code, ref=ref) for code, ref in MAPS[question.code]],
        )
        for question in only.questions
    ]
    return replace(
        spec, frameworks=FRAMEWORKS, dimensions=[replace(only, questions=tuple(questions))]
    )


def mapped_world() -> World:
    return build_world(mapped_spec())
