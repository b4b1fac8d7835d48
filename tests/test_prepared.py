"""A state put back from its rows is the state that services built."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction

from assessments import clock
from assessments.access.roles import MODERATORS, RUBRIC_EDITORS
from assessments.models import RubricVersion
from assessments.rubric.files.codec import content_hash
from tests.contradictions import paired_spec
from tests.prepared import Prepared
from tests.views.small import small_spec
from tests.worlds import World, build_world, person

pytestmark = pytest.mark.django_db

Rows = dict[str, list[dict[str, Any]]]


def rows() -> Rows:
    """Everything in the project's own tables, by table."""
    ours = apps.get_app_config("assessments").get_models(include_auto_created=True)
    return {each._meta.db_table: list(each._base_manager.order_by("pk").values()) for each in ours}


def test_every_row_comes_back_as_it_was() -> None:
    built: list[Rows] = []

    def build() -> World:
        world = build_world(small_spec())
        built.append(rows())
        return world

    prepared = Prepared(build)
    assert not any(rows().values())
    world = prepared.put_back()
    assert rows() == built[0]
    assert world.version == RubricVersion.objects.get()


def test_what_is_copied_in_is_what_was_built() -> None:
    """With its ids, and a row that is made then takes the next one."""
    seen = []
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            world = build_world(paired_spec())
            seen.append(rows())
            assert world.version == RubricVersion.objects.get()
            assert content_hash(world.spec) == content_hash(paired_spec())
            assert person("One More").pk > max(row["id"] for row in seen[-1]["assessments_user"])
            1 / 0  # noqa: B018
    built, again = seen
    if connection.vendor == "postgresql":
        assert again == built


def test_a_world_at_another_time_is_built_for_it() -> None:
    moment = datetime(2025, 1, 2, tzinfo=UTC)
    with clock.at(moment):
        assert build_world(paired_spec()).version.published_at == moment


def test_a_group_that_is_not_there_comes_back(prepared_world: Prepared[World]) -> None:
    Group.objects.all().delete()
    world = prepared_world.put_back()
    assert [group.name for group in world.moderator.groups.all()] == [MODERATORS]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_that_commits_leaves_what_migrations_made_and_nothing_else(turn: str) -> None:
    """Each of the two finds the database as the other has to leave it."""
    assert not any(rows().values())
    assert not Group.objects.filter(name="Planted").exists()
    editors = Group.objects.get(name=RUBRIC_EDITORS)
    assert editors.permissions.filter(codename="change_question").exists()
    build_world(small_spec())
    Group.objects.create(name="Planted").permissions.set(editors.permissions.all())
