"""Naming a deputy, and when one may act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments import clock
from assessments.access import doors
from assessments.access.roles import Permission, Role
from assessments.models import AuditEvent, Deputy
from assessments.queries.reviews import waiting_for
from assessments.services import deputies, members
from assessments.workflow import Refused
from tests.reviews import deputised, sent
from tests.worlds import World


def may_sign(world: World, user: Any = None) -> bool:
    slug, reference = world.organisation.slug, world.assessment.reference
    try:
        doors.assessment(user or world.contributor, slug, reference, Permission.SUBMIT)
    except PermissionDenied:
        return False
    return True


def membership(world: World, user: Any) -> Any:
    return world.organisation.memberships.get(user=user)


class TestTheDoor:
    def test_a_deputy_may_sign_for_the_approver_and_no_more(self, world: World) -> None:
        assert not may_sign(world)
        deputised(world)

        access, _ = doors.assessment(
            world.contributor, world.organisation.slug, world.assessment.reference, Permission.VIEW
        )
        assert may_sign(world)
        assert access.acting_for(Permission.SUBMIT) == world.approver.pk
        assert access.can(Permission.REVIEW)
        assert access.acting_for(Permission.ANSWER) is None
        assert not access.can(Permission.MANAGE_MEMBERS)
        assert not access.can(Permission.REOPEN)

    def test_the_days_are_those_of_london_both_included(self, world: World) -> None:
        with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
            first = clock.today() + timedelta(days=2)
            deputised(world, first_day=first, last_day=first)

        for moment, may in (
            (datetime(2026, 6, 2, 22, 59, tzinfo=UTC), False),
            (datetime(2026, 6, 2, 23, 0, tzinfo=UTC), True),  # midnight in London
            (datetime(2026, 6, 3, 22, 59, tzinfo=UTC), True),
            (datetime(2026, 6, 3, 23, 0, tzinfo=UTC), False),
        ):
            with clock.at(moment):
                assert may_sign(world) is may

    @pytest.mark.parametrize("how", ["role", "removed"])
    def test_it_ends_with_the_role_of_the_approver_for_good(self, world: World, how: str) -> None:
        deputised(world)
        one = membership(world, world.approver)
        if how == "role":
            members.change_role(membership=one, role=Role.CONTRIBUTOR, by=world.administrator)
            members.change_role(membership=one, role=Role.APPROVER, by=world.administrator)
        else:
            members.remove(membership=one, by=world.administrator)
            members.add(
                organisation=world.organisation,
                user=world.approver,
                role=Role.APPROVER,
                by=world.administrator,
            )

        assert not may_sign(world)

    def test_a_deputy_who_may_answer_no_more_may_not_sign(self, world: World) -> None:
        deputised(world)
        one = membership(world, world.contributor)
        members.change_role(membership=one, role=Role.VIEWER, by=world.administrator)

        assert not may_sign(world)

    def test_it_counts_in_its_own_organisation_only(self, world: World) -> None:
        deputised(world)
        members.add(
            organisation=world.neighbour,
            user=world.contributor,
            role=Role.CONTRIBUTOR,
            by=world.stranger,
        )
        with pytest.raises(PermissionDenied):
            doors.organisation(world.contributor, world.neighbour.slug, Permission.SUBMIT)

    def test_what_waits_is_on_the_deputys_list(self, world: World) -> None:
        sent(world)
        assert waiting_for(world.contributor) == []
        deputised(world)
        assert [one.assessment for one in waiting_for(world.contributor)] == [world.assessment]


class TestNaming:
    def test_it_is_in_the_history(self, world: World) -> None:
        made = deputised(world)
        deputies.end(deputy=made, by=world.approver)

        named, ended = AuditEvent.objects.filter(event__startswith="deputy.").order_by("pk")
        assert named.sentence.startswith(
            "Ash Approver named Connie Contributor to act for Ash Approver, from "
        )
        assert ended.sentence == (
            "Ash Approver ended that Connie Contributor acts for Ash Approver in "
            "Wexcombe Borough Council"
        )
        assert not may_sign(world)
        with pytest.raises(Refused, match="has been ended meanwhile"):
            deputies.end(deputy=made, by=world.approver)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"by": "contributor"}, "Only an approver or an administrator can name"),
            ({"deputy": "approver"}, "you cannot be your own deputy"),
            ({"deputy": "viewer"}, "must be a member who may answer"),
            ({"deputy": "stranger"}, "must be a member who may answer"),
            ({"first_day": -1}, "The first day must be today or later"),
            ({"last_day": -1}, "must be the same as or after the first day"),
            ({"last_day": 400}, "must be within a year"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, world: World, given: dict[str, Any], said: str
    ) -> None:
        today = clock.today()
        other: dict[str, Any] = {}
        for name, value in given.items():
            if isinstance(value, int):
                other[name] = today + timedelta(days=value)
            else:
                person = getattr(world, value)
                other[name] = person if name == "by" else person.pk

        with pytest.raises(Refused, match=said):
            deputised(world, **other)
        assert not Deputy.objects.exists()

    def test_those_of_earlier_years_leave_room_for_more(self, world: World) -> None:
        """They are not listed, so they could not be ended to make room."""
        with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
            for _ in range(deputies.EACH_MOST):
                deputised(world)
            with pytest.raises(Refused, match="End those that are not needed"):
                deputised(world)
        with clock.at(datetime(2027, 6, 1, 12, tzinfo=UTC)):
            assert deputised(world).pk
