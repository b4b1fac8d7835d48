"""A query whose SQL is kept gives what the queryset gives, for each one's own values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, Membership
from assessments.queries.prepared import Prepared, together
from tests.worlds import World

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def members(user: int, role: str) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, role=role).select_related("organisation")


def test_rows_come_as_the_queryset_gives_them(small: World) -> None:
    prepared = Prepared(members, -1, "a role")
    for user, role in ((small.viewer, "viewer"), (small.administrator, "administrator")):
        with CaptureQueriesContext(connection) as captured:
            (row,) = prepared.rows(user.pk, role)
            assert (row.user_id, row.role) == (user.pk, role)
            assert row.organisation == small.organisation
        assert len(captured) == 1
        assert row == members(user.pk, role).get() and not row._state.adding


def test_nothing_found_is_none(small: World) -> None:
    prepared = Prepared(members, -1, "a role")
    assert prepared.first(small.viewer.pk, "administrator") is None


def test_a_number_that_no_database_holds_is_nowhere(small: World) -> None:
    prepared = Prepared(members, -1, "a role")
    assert prepared.first(2**63, "viewer") is None


def test_moments_and_lists_of_values_are_taken_too(small: World) -> None:
    assessment = small.start()

    def started_since(moment: object) -> QuerySet[Assessment, tuple[str, object]]:
        rows = Assessment.objects.filter(started_at__gte=moment)
        return rows.values_list("reference", "started_at")

    prepared = Prepared(started_since, datetime(1, 1, 2, tzinfo=UTC))
    started = assessment.started_at
    assert prepared.rows(started) == [(assessment.reference, started)]
    assert prepared.rows(started + timedelta(seconds=1)) == []


def test_what_is_always_the_same_comes_as_the_queryset_has_it(small: World) -> None:
    said = "100% of %s, o'clock \\ -1"

    def build(user: int) -> QuerySet[Membership, tuple[object, ...]]:
        rows = Membership.objects.filter(user=user, organisation__name__icontains="%")
        rows |= Membership.objects.filter(user=user, role__in=["viewer", "100%"])
        given = {"said": Value(said), "no": Value(True), "many": Value(2**40)}
        return rows.annotate(**given).values_list("user", *given)

    expected = [(small.viewer.pk, said, True, 2**40)]
    prepared = Prepared(build, -1)
    assert prepared.rows(small.viewer.pk) == list(build(small.viewer.pk)) == expected
    with together(prepared.asked(small.viewer.pk)):
        assert prepared.rows(small.viewer.pk) == expected


def test_the_sql_is_built_once(small: World) -> None:
    built = []

    def build(user: int) -> QuerySet[Membership]:
        built.append(user)
        return Membership.objects.filter(user=user)

    prepared = Prepared(build, -1)
    for user in (small.viewer, small.administrator):
        assert prepared.first(user.pk) == Membership.objects.get(user=user)
    assert built == [-1]


def test_a_value_that_the_query_does_not_ask_for_is_refused(small: World) -> None:
    prepared = Prepared(lambda user, more: Membership.objects.filter(user=user), -1, "more")
    with pytest.raises(ValueError, match="each of the examples"):
        prepared.first(small.viewer.pk, "text")


def test_several_are_asked_in_one_statement_where_the_database_takes_that(small: World) -> None:
    prepared = Prepared(members, -1, "a role")
    viewer, none = prepared.asked(small.viewer.pk, "viewer"), prepared.asked(-1, "viewer")
    references = Prepared(lambda user: Membership.objects.filter(user=user).values_list("role"), -1)
    role = references.asked(small.approver.pk)
    viewer.rows(), role.rows()
    with CaptureQueriesContext(connection) as captured:
        with together(viewer, none, role):
            assert [row.user for row in viewer.rows()] == [small.viewer]
            assert (none.rows(), role.rows()) == ([], [("approver",)])
        assert len(captured) == (2 if connection.vendor == "postgresql" else 4)


def test_what_was_not_asked_with_the_others_is_asked_for_itself(small: World) -> None:
    prepared = Prepared(members, -1, "a role")
    viewer = prepared.asked(small.viewer.pk, "viewer")
    with together(viewer):
        assert prepared.first(small.approver.pk, "approver")
        Membership.objects.filter(user=small.viewer).delete()
    assert viewer.rows() == [], "nothing is kept"
