"""What a report says of the submission before it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from assessments.exports import export
from assessments.models import Submission
from assessments.queries.reports import build, draft
from assessments.queries.rubrics import forget_cached
from assessments.services import assessments
from tests.docs.schemas import result_schema
from tests.worlds import World, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def again(submission: Submission) -> Submission:
    """As a door gives it."""
    rows = Submission.objects.select_related("assessment__organisation", "version", "snapshot")
    return rows.get(pk=submission.pk)


def test_the_first_has_nothing_to_be_compared_with(world: World) -> None:
    report = build(world.submit())
    assert report.change is None and report.how_sure


def test_the_next_is_compared_with_it_across_assessments_and_reopening(world: World) -> None:
    first = world.submit(SEC_01=1)
    assessments.reopen(assessment=world.assessment, by=world.administrator, reason="One was wrong.")
    second = world.submit(SEC_01=3)
    change = build(again(second)).change
    assert change is not None and change.start == first.snapshot.overall
    assert change.sentence.endswith("all because of changed answers.")
    last = build(again(second)).glance.last
    assert last is not None
    assert (last.assessment, last.number) == (first.assessment.reference, 1)
    third = world.submit(assessment=world.start(), SEC_01=1)
    back = build(again(third)).change
    assert back is not None and back.start == second.snapshot.overall
    assert build(again(first)).change is None


def test_the_json_download_says_it_and_fits_its_schema(world: World) -> None:
    first = world.submit(SEC_01=1)
    report = build(again(world.submit(assessment=world.start(), SEC_01=3)))
    document = json.loads(export("json").render(report))
    assert document["change"]["since"] == first.reference
    assert report.change and document["change"]["sentence"] == report.change.sentence
    assert document["change"]["split"]["difference"] == report.change.difference.lstrip("+")
    Draft202012Validator(result_schema()).validate(document)


def test_what_others_submitted_is_never_looked_at(world: World) -> None:
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    world.submit(assessment=theirs, by=world.stranger)
    assert build(again(world.submit())).change is None


def test_a_draft_is_compared_once_it_is_complete(world: World) -> None:
    world.submit(SEC_01=1)
    under_way = world.start()
    assert draft(under_way).change is None
    world.complete(assessment=under_way, SEC_01=3)
    change = draft(under_way).change
    assert change is not None and change.question("SEC-01") is not None


def test_a_broken_edition_of_the_earlier_one_stops_no_other_report(world: World) -> None:
    world.submit()
    later = published(replace(world.spec, edition="2027"), by=world.publisher)
    second = world.submit(assessment=world.start(version=later))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_question SET weight = 99 WHERE version_id = %s AND code = 'BUD-01'",
            [world.version.pk],
        )
    forget_cached()
    assert build(again(second)).change is None


def test_it_costs_one_round_trip_however_many_there_are(world: World) -> None:
    submissions = [world.submit(assessment=world.start()) for _ in range(3)]
    last = again(submissions[-1])
    build(last)
    with CaptureQueriesContext(connection) as captured:
        assert build(last).change is not None
    assert len(captured) == (1 if connection.vendor == "postgresql" else 2)
