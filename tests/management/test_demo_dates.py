"""The demonstration's dates: everything happens in the order in which it can, on whichever day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import models

from assessments import clock
from assessments.models import (
    Assessment,
    AuditEvent,
    DraftState,
    Membership,
    Organisation,
    RubricVersion,
    Submission,
    User,
)
from assessments.rubric.files import SHIPPED
from tests.management.conftest import Demonstration
from tests.management.running import run

pytestmark = pytest.mark.django_db

EARLIER = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
"""After the shipped file was drafted, and before the demonstration is built."""

NEXT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
DAYS = [
    datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    datetime(2031, 1, 1, 0, 1, tzinfo=UTC),
]

BORN = {
    "User": "joined",
    "Organisation": "created_at",
    "Membership": "added_at",
    "RubricVersion": "published_at",
    "Assessment": "started_at",
    "Submission": "submitted_at",
    "ScoreSnapshot": "taken",
    "Invitation": "invited_at",
    "JoinRequest": "asked_at",
    "Review": "sent_at",
}
"""Since when there is a row that others point at."""

MAY_BE_TO_COME = {
    ("Invitation", "expires"),
    ("OutgoingMail", "due"),
    ("Evidence", "good_until"),
    ("Assignment", "due"),
    ("PlannedAction", "due"),
}
"""An end that is set beforehand, and when a message would be tried again."""

MAY_BE_OLDER = {
    ("Evidence", "achieved_on"),
    ("Evidence", "good_until"),
    ("Review", "sent_at"),
}
"""What an organisation had before it used this service; and a sending is before what it led to."""

IS_ABOUT_TIME = (models.DateTimeField, models.DateField)


def moments(row: models.Model) -> dict[str, datetime]:
    """Every moment that a row holds; a day counts from its first second."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, IS_ABOUT_TIME) and value is not None:
            found[field.name] = (
                value
                if isinstance(value, datetime)
                else datetime(value.year, value.month, value.day, tzinfo=UTC)
            )
    return found


def faults_of(row: models.Model, built: datetime) -> list[str]:
    """What a row says that cannot be: it is of the future, or from before what it points at."""
    own = moments(row)
    model = type(row).__name__
    found = [
        f"{row!r}: {name} is to come"
        for name, at in own.items()
        if at > built and (model, name) not in MAY_BE_TO_COME
    ]
    for field in row._meta.concrete_fields:
        if not field.is_relation or getattr(row, field.attname) is None:
            continue
        parent = getattr(row, field.name)
        born = getattr(parent, BORN.get(type(parent).__name__, ""), None)
        if born is not None:
            found += [
                f"{row!r}: {name} before {parent!r}"
                for name, at in own.items()
                if at < born and (model, name) not in MAY_BE_OLDER
            ]
    return found


def out_of_order(built: datetime) -> list[str]:
    """Every fault of the dates of the whole demonstration, in words."""
    found = []
    for model in apps.get_app_config("assessments").get_models():
        keys = [field.name for field in model._meta.concrete_fields if field.is_relation]
        for row in model._default_manager.select_related(*keys):
            found += faults_of(row, built)
    for version in RubricVersion.objects.all():
        assert version.published_at is not None
        steps = [
            *DraftState.objects.filter(version=version.pk).values_list("saved_at", flat=True),
            version.edited_at or version.published_at,
            version.published_at,
        ]
        if steps != sorted(steps):
            found.append(f"{version}: {steps}")
        if date.fromisoformat(version.drafted_on) > min(steps).date():
            found.append(f"{version}: drafted on {version.drafted_on}, first kept {min(steps)}")
    for one in Submission.objects.all():
        answered = one.assessment.answers.filter(revisions__saved_at__lte=one.submitted_at)
        if answered.distinct().count() != one.assessment.answers.count():
            found.append(f"{one}: an answer was first given after it")
        if one.snapshot.taken < one.submitted_at:
            found.append(f"{one}: scored before it was submitted")
    for one in Assessment.objects.all():
        if (
            one.started_at
            < Membership.objects.get(organisation=one.organisation, user=one.started_by).added_at
        ):
            found.append(f"{one}: started by a person who was no member")
    # Numbers of two kinds of rows can be the same.
    events = AuditEvent.objects.order_by("target_kind", "target_ref", "pk")
    for one, two in pairwise(events):
        same = (one.target_kind, one.target_ref) == (two.target_kind, two.target_ref)
        if same and one.at > two.at:
            found.append(f"{one.target_kind} {one.target_ref}: {one.at} then {two.at}")
    return found


def test_everything_has_happened_in_order(demo: Demonstration) -> None:
    assert out_of_order(clock.now()) == []


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.date().isoformat())
def test_everything_happens_in_order_whenever_it_is_built(day: datetime) -> None:
    with clock.at(day):
        run("seed_demo")

        assert out_of_order(day) == []
    assert Submission.objects.count() == 7


def test_an_assessment_from_before_its_edition_would_be_seen(demo: Demonstration) -> None:
    assert RubricVersion.objects.filter(published_at=None).count() == 0
    one = Assessment.objects.order_by("started_at")[0]
    one.started_at = datetime(2020, 1, 1, tzinfo=UTC)
    assert any("before <RubricVersion" in fault for fault in faults_of(one, NEXT))
    later = User(pk=0, joined=datetime(2040, 1, 1, tzinfo=UTC))
    assert faults_of(later, NEXT)
    assert faults_of(Organisation(created_at=NEXT, created_by=later), NEXT)


@pytest.mark.parametrize("flags", [["--publish"], []], ids=["published", "draft"])
def test_after_an_earlier_edition_the_story_fits_the_time_since(flags: list[str]) -> None:
    with clock.at(EARLIER):
        run("import_rubric", str(SHIPPED), *flags)
    with clock.at(NEXT):
        run("seed_demo")

        assert out_of_order(NEXT) == []
    first = Assessment.objects.order_by("started_at")[0]
    assert first.started_at > EARLIER
    shipped = RubricVersion.objects.filter(rubric__slug=SHIPPED.stem)
    assert shipped.get().is_published
    assert Organisation.objects.count() >= 4
