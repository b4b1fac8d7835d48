"""`fill_for_scale` makes copies with which every page works as with what services made."""

from __future__ import annotations

import shutil
from collections import namedtuple
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assessments.management import demo
from assessments.management.commands import fill_for_scale
from assessments.management.filling.copying import Copying, fill, values_of
from assessments.management.filling.family import Kind, family_of
from assessments.models import Answer, Membership, Organisation, OutgoingMail, Submission, User
from tests.management.conftest import Demonstration
from tests.management.running import run
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.scale import make_everything
from tests.worlds import World, build_world

ORGANISATIONS, YEARS = 3, 2
NONE: tuple[Any, ...] = ("", None, [], {})
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL is filled"
)


@pytest.fixture(scope="module")
def prepared_copies(prepare: Prepare) -> Prepared[tuple[Copying, World]]:
    """The council with everything that it can have, copied."""

    def build() -> tuple[Copying, World]:
        world = build_world()
        family = family_of(world.organisation, make_everything(world).assessment)
        made = Copying(family, ORGANISATIONS, YEARS)
        made.run()
        return made, world

    return prepare(build)


@pytest.fixture
def copied(prepared_copies: Prepared[tuple[Copying, World]], db: None) -> tuple[Copying, World]:
    return prepared_copies.put_back()


@pytest.fixture
def copying(copied: tuple[Copying, World]) -> Copying:
    return copied[0]


def copies(copying: Copying, model: Kind, pk: int) -> list[Any]:
    place = copying.places[model, pk]
    times = ORGANISATIONS * (YEARS if place.yearly else 1)
    keys = [place.first + (place.once + place.yearly) * number for number in range(times)]
    rows = model._base_manager.in_bulk(keys)
    return [rows[key] for key in keys]


def new_in_a_copy(model: Kind) -> set[str]:
    """The columns of which `values_of` says anything but that they are the same."""
    return {name for name, sql in values_of(model).items() if sql != f'one."{name}"'}


@on_postgresql
def test_a_copy_has_the_shape_of_the_row_that_services_made(copying: Copying) -> None:
    looked_at = 0
    for model, pk in copying.places:
        row, new = model._base_manager.get(pk=pk), new_in_a_copy(model)
        for copy in copies(copying, model, pk):
            looked_at += 1
            fields = model._meta.concrete_fields
            copy.clean_fields([one.name for one in fields if getattr(copy, one.attname) in NONE])
            for field in fields:
                kept, made = getattr(row, field.attname), getattr(copy, field.attname)
                where = f"{model.__name__}.{field.attname}: {kept!r} became {made!r}"
                assert type(kept) is type(made), where
                assert (kept in NONE) == (made in NONE), where
                assert field.column in new or kept == made, where
                if field.unique:
                    assert kept != made, where
    assert looked_at > 500


@on_postgresql
def test_copies_are_linked_to_copies_of_their_own_organisation(
    copied: tuple[Copying, World],
) -> None:
    copying, world = copied
    first = copying.places[Organisation, world.organisation.pk].first
    for number in range(ORGANISATIONS):
        organisation = Organisation.objects.get(pk=first + number)
        memberships = Membership.objects.filter(organisation=organisation)
        members = set(memberships.values_list("user__email", flat=True))
        assert len(members) == 4 and world.viewer.email not in members
        submissions = Submission.objects.filter(assessment__organisation=organisation)
        assert submissions.count() == YEARS
        assert {one.submitted_by.email for one in submissions} < members
        assert {one.organisation_name for one in submissions} == {organisation.name}
        answered = Answer.objects.filter(assessment__organisation=organisation)
        assert set(answered.values_list("saved_by__email", flat=True)) < members
        assert OutgoingMail.objects.filter(recipient__in=members).exists()


@on_postgresql
def test_frozen_records_are_scored_as_they_were_kept(copying: Copying) -> None:
    code, out, _ = run("rescore")
    submitted = Submission.objects.count()
    assert submitted > ORGANISATIONS * YEARS
    assert code == 0 and f"{submitted} snapshots compared: none differs" in out, out


@on_postgresql
def test_pages_of_a_copied_organisation_open_and_it_goes_on_working(
    copied: tuple[Copying, World], signed_in: Any
) -> None:
    copying, world = copied
    organisation = Organisation.objects.get(
        pk=copying.places[Organisation, world.organisation.pk].first
    )
    contributor = copies(copying, User, world.contributor.pk)[0]
    browser: Client = signed_in(contributor)
    newest = Submission.objects.filter(assessment__organisation=organisation).first()
    assert newest is not None
    here = organisation.get_absolute_url()
    report = newest.get_absolute_url()
    pages = [here, f"{here}evidence/", f"{here}plan/", f"{here}members/", f"{here}history/"]
    pages += [newest.assessment.get_absolute_url(), report, f"{report}download/csv/"]
    for page in pages:
        assert browser.get(page).status_code == 200, page
    under_way = organisation.assessments.get(status="in_progress")
    world.complete(assessment=under_way, by=contributor)
    approver = copies(copying, User, world.approver.pk)[0]
    assert world.submit(assessment=under_way, by=approver).pk > newest.pk


@on_postgresql
def test_indexes_and_constraints_come_back(world: World) -> None:
    def schema() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes ORDER BY 1")
            indexes = cursor.fetchall()
            cursor.execute(
                "SELECT conname, contype, convalidated, condeferrable, condeferred,"
                " pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1"
            )
            return indexes + cursor.fetchall()

    before, number = schema(), Organisation.objects.count()
    family = family_of(world.organisation, make_everything(world).assessment)
    fill([family], ORGANISATIONS, YEARS)
    assert schema() == before
    assert Organisation.objects.count() == number + ORGANISATIONS


def asked(organisations: int = 1) -> tuple[int, str, str]:
    return run("fill_for_scale", f"--organisations={organisations}", "--years=1")


def test_a_real_service_is_never_filled(db: None, settings: Any) -> None:
    settings.IN_PRODUCTION = True
    code, _, said = asked()
    assert code == 1 and "never come into a real service" in said
    assert not Organisation.objects.exists()


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="PostgreSQL is filled")
def test_sqlite_is_not_filled(db: None) -> None:
    code, _, said = asked()
    assert code == 1 and "Only PostgreSQL is filled" in said


@on_postgresql
def test_too_small_a_disk_is_said_with_what_is_needed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")(10**10, 0, 10**10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    code, _, said = asked(250_000)
    assert code == 1
    assert said.startswith("This takes about 15.8 GB of disk, and") and "10.0 GB are free" in said
    assert not Organisation.objects.exists()


@on_postgresql
@pytest.mark.parametrize("years", [0, 51])
def test_a_number_that_makes_no_sense_is_refused(db: None, years: int) -> None:
    code, _, said = run("fill_for_scale", "--organisations=1", f"--years={years}")
    assert code == 1 and "1 to 50 years" in said


@on_postgresql
def test_the_demonstration_is_built_and_copied_from_the_command_line(
    db: None, prepared_demo: Prepared[Demonstration], monkeypatch: pytest.MonkeyPatch
) -> None:
    # It takes long to build, and `prepared_demo` has what the same function builds.
    assert vars(fill_for_scale)["build"] is demo.build
    monkeypatch.setattr(fill_for_scale, "build", prepared_demo.put_back)
    code, out, said = run("fill_for_scale", "--organisations=4", "--years=2")
    assert (code, said) == (0, "")
    assert out.startswith("4 organisations with 2 years each: ")
    slugs = Organisation.objects.filter(slug__startswith="copy-")
    assert slugs.count() == 4
    assert run("rescore")[0] == 0
