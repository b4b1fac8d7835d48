"""Pages of an organisation as large as they get: a fixed number of queries for any size."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    AssignedPerson,
    Assignment,
    Membership,
    Organisation,
    User,
)
from tests.plugins.database import plan_for_these_rows
from tests.views.pages import MOST_QUERIES, SignIn, queries_of
from tests.worlds import World

MEMBERS, REVISIONS, OTHERS, SENT = 500, 50, 200, 3
MOST_KILOBYTES = 120


def with_members(world: World) -> None:
    """The council has so many members, each of whom was given a question."""
    people = User.objects.bulk_create(
        [User(email=f"p{n}@wexcombe.example", name=f"Person {n}") for n in range(MEMBERS)]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people]
    )
    shared: dict[str, Any] = {"organisation": world.organisation, "added_by": world.administrator}
    Membership.objects.bulk_create(
        [Membership(user=one, role=Role.CONTRIBUTOR, **shared) for one in people]
    )
    codes = [(part.code, one.code) for part in world.spec.dimensions for one in part.questions]
    given(
        world.assessment,
        [
            (people[place : place + 10], *codes[place // 10 % len(codes)])
            for place in range(0, MEMBERS, 10)
        ],
        by=world.administrator,
    )


def given(assessment: Assessment, work: list[tuple[list[User], str, str]], *, by: User) -> None:
    """Each piece given to its people, due yesterday."""
    due = clock.today() - timedelta(days=1)
    made = Assignment.objects.bulk_create(
        [
            Assignment(
                assessment=assessment,
                dimension=part,
                questions=[code] if code else [],  # type: ignore[misc]
                due=due,
                changed_by=by,
                assigned_by=by,
            )
            for _, part, code in work
        ]
    )
    AssignedPerson.objects.bulk_create(
        [
            AssignedPerson(assignment=one, user=person)
            for one, (people, _, _) in zip(made, work, strict=True)
            for person in people
        ]
    )


def with_revisions(world: World) -> None:
    """Every answer was saved so many times."""
    answers = list(Answer.objects.filter(assessment=world.assessment))
    rows = []
    for answer in answers:
        last = answer.revisions.get(revision=answer.revision)
        for number in range(answer.revision + 1, REVISIONS + 1):
            rows.append(
                AnswerRevision(
                    answer=answer,
                    revision=number,
                    state=last.state,
                    value=last.value,
                    reason=last.reason,
                    note=f"Saved {number} times",
                    saved_by=world.approver,
                )
            )
    AnswerRevision.objects.bulk_create(rows)
    Answer.objects.filter(assessment=world.assessment).update(
        revision=REVISIONS, saved_by=world.approver
    )


def with_other_organisations(world: World) -> None:
    """The contributor works in so many other organisations, on an assessment of each."""
    shared: dict[str, Any] = {"sector": "local_authority", "region": "south_west"}
    made = Organisation.objects.bulk_create(
        [
            Organisation(slug=f"other-{n}", name=f"Other {n}", created_by=world.stranger, **shared)
            for n in range(OTHERS)
        ]
    )
    Membership.objects.bulk_create(
        [
            Membership(
                organisation=one,
                user=world.contributor,
                role=Role.CONTRIBUTOR,
                added_by=world.stranger,
            )
            for one in made
        ]
    )
    started = Assessment.objects.bulk_create(
        [
            Assessment(
                organisation=one,
                rubric=world.version.rubric,
                version=world.version,
                sector="local_authority",
                title=f"Readiness of {one}",
                started_by=world.stranger,
            )
            for one in made
        ]
    )
    first = world.spec.dimensions[0].code
    for one in started:
        given(one, [([world.contributor], first, "")], by=world.stranger)


@pytest.fixture
def large(world: World) -> World:
    for number in range(SENT):
        world.submit(assessment=world.start(title=f"Readiness, round {number}"))
    world.complete()
    with_members(world)
    with_revisions(world)
    with_other_organisations(world)
    plan_for_these_rows()
    return world


def test_every_page_of_a_large_organisation_costs_what_it_does_elsewhere(
    large: World, signed_in: SignIn
) -> None:
    slug, first = large.organisation.slug, large.spec.dimensions[0].code
    inside = [slug, large.assessment.reference]
    one = large.assessment.assignments.first()
    assert one is not None
    addresses = {
        "my-work": [],
        "home": [],
        "organisation-detail": [slug],
        "member-list": [slug],
        "organisation-history": [slug],
        "assessment-detail": inside,
        "assessment-check": inside,
        "assessment-history": inside,
        "assignment-list": inside,
        "assignment-add": [*inside, first],
        "assignment-detail": [*inside, one.pk],
        "dimension-answer": [*inside, first],
        "discussion-list": inside,
    }
    client = signed_in(large.contributor)
    counted = {
        name: queries_of(client, reverse(name, args=args)) for name, args in addresses.items()
    }
    assert {name: count for name, count in counted.items() if count > MOST_QUERIES} == {}
    sizes = {
        name: len(client.get(reverse(name, args=args)).content) // 1024
        for name, args in addresses.items()
    }
    assert {name: size for name, size in sizes.items() if size > MOST_KILOBYTES} == {}
