"""A fresh database is made in one step, and is what one became that went all the way."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from assessments.models import Rubric, RubricVersion
from assessments.services import rubrics
from assessments.services.people import system_user
from tests.upgrades.databases import copied, migrate, shape

SQUASH = "0001_squashed_0054_words_kept_in_submissions"
ONE_DRAFT = "0055_one_draft_of_a_rubric"

pytestmark = pytest.mark.engine


@pytest.fixture
def _on_a_copy(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(upgraded):
        yield


def of(name: str) -> Any:
    return import_module(f"assessments.migrations.{name}")


def permissions() -> set[tuple[str, ...]]:
    return set(Permission.objects.values_list("content_type__app_label", "codename"))


def groups() -> dict[str, list[tuple[str, ...]]]:
    """What each may do, as the admin names it."""
    named = ("content_type__model", "codename", "name")
    return {
        group.name: sorted(group.permissions.values_list(*named)) for group in Group.objects.all()
    }


def output_of(*command: str, **options: Any) -> str:
    output = StringIO()
    call_command(*command, stdout=output, no_color=True, **options)
    return output.getvalue()


def test_it_has_the_tables_and_permissions_of_one_that_was_upgraded(
    upgraded: str, django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        fresh, may = shape(), permissions()
        assert len(fresh) > 200 and len(may) > 200
        with copied(upgraded):
            assert shape() == fresh
            assert permissions() == may
            with connection.cursor() as cursor:
                cursor.execute("DROP INDEX assessments_audit_newest")
            assert shape() != fresh


@pytest.mark.django_db
def test_it_has_the_groups_of_the_migrations_that_it_replaces() -> None:
    fresh = groups()
    assert [len(fresh[name]) for name in sorted(fresh)] == [0, 96, 97]
    Group.objects.all().delete()
    Permission.objects.all().delete()
    of("0002_groups").make_groups(apps, None)
    of("0018_format_2_of_rubrics").let_editors_edit(apps, None)
    assert groups() == fresh


@pytest.mark.usefixtures("_on_a_copy")
def test_one_that_went_all_the_way_before_there_was_a_squash_goes_on() -> None:
    everything = shape()
    migrate("assessments", ONE_DRAFT)
    applied = MigrationRecorder(connection).migration_qs
    since = applied.filter(app="assessments", name__gte=ONE_DRAFT)
    (since | applied.filter(name=SQUASH)).delete()
    plan = output_of("migrate", plan=True)
    assert f"assessments.{ONE_DRAFT}" in plan and SQUASH not in plan and "0054" not in plan
    migrate()
    assert applied.filter(app="assessments", name=SQUASH).exists()
    call_command("migrate", check_unapplied=True)
    assert shape() == everything
    assert f"[X] {SQUASH} (46 squashed migrations)" in output_of("showmigrations", "assessments")


def test_one_that_is_half_way_goes_on_through_what_is_left(
    with_lines: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), copied(with_lines):
        steps = [
            line for line in output_of("showmigrations", "assessments").splitlines() if line[1:2]
        ]
        assert not any(SQUASH in line for line in steps)
        assert " [X] 0027_evidence_of_every_kind" in steps
        assert " [ ] 0028_evidence_given_before" in steps


@pytest.mark.usefixtures("_on_a_copy")
def test_a_rubric_has_one_draft_again_where_that_was_lost() -> None:
    everything = shape()
    migrate("assessments", ONE_DRAFT)
    there = shape()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX assessments_rubricversion_one_draft")
    assert shape() != there
    applied = MigrationRecorder(connection).migration_qs
    applied.filter(app="assessments", name__gte=ONE_DRAFT).delete()
    RubricVersion.objects.filter(published_at=None).delete()
    rubric = Rubric.objects.get()
    _, later = [
        RubricVersion.objects.create(rubric=rubric, number=number, edition=str(number))
        for number in (7, 8)
    ]
    with pytest.raises(CommandError, match=f"The rubric {rubric.slug} has 2 drafts, and may have"):
        migrate()
    # The way out that the message names: the administration does this.
    rubrics.delete_draft(version=later, by=system_user())
    migrate()
    assert shape() == everything
