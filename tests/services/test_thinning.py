"""What people typed over goes once it is submitted, and nothing that anything refers to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from assessments import clock
from assessments.models import AnswerRevision, AuditEvent, Submission
from assessments.models.base import AppendOnly, FrozenRecord
from assessments.queries.answers import stored_answers
from assessments.queries.printing import printed_today
from assessments.services import assessments
from assessments.services.retention import delete_old, thin_submitted
from tests.worlds import World

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-05-04T12:00:00+00:00")
REASON = "A figure was wrong, we found."


def typed(world: World, minutes: float, level: int, by: Any = None) -> None:
    """An answer to the first question, saved so many minutes after noon."""
    with clock.at(NOON + timedelta(minutes=minutes)):
        world.answer({"BUD-01": level}, by=by or world.contributor)


def levels(world: World) -> list[int]:
    """The values that the first question has had, as far as they are kept."""
    rows = AnswerRevision.objects.filter(
        answer__question__code="BUD-01", answer__assessment=world.assessment
    )
    return list(rows.order_by("revision").values_list("value", flat=True))


def sent(world: World, minutes: float, **other: object) -> Submission:
    with clock.at(NOON + timedelta(minutes=minutes)):
        last = {"BUD_01": levels(world)[-1]} if levels(world) else {}
        return world.submit(**last, **other)


@pytest.fixture
def busy(world: World) -> World:
    """Two people who type over themselves and each other, a quarter of an hour long."""
    typed(world, 1, 0)
    typed(world, 2, 1)
    typed(world, 3, 2, by=world.approver)
    typed(world, 4, 3)
    typed(world, 11, 4)
    typed(world, 14, 1)
    return world


def test_the_last_of_each_person_and_ten_minutes_stays(busy: World) -> None:
    sent(busy, 15)
    assert levels(busy) == [0, 1, 2, 3, 4, 1]
    assert thin_submitted() == 3
    assert levels(busy) == [2, 3, 1]


def test_while_it_is_in_progress_every_revision_stays(busy: World) -> None:
    assert thin_submitted() == 0
    sent(busy, 15)
    assessments.reopen(assessment=busy.assessment, by=busy.approver, reason=REASON)
    assert thin_submitted() == 0
    assert levels(busy) == [0, 1, 2, 3, 4, 1]


def test_once_is_enough(busy: World) -> None:
    sent(busy, 15)
    thin_submitted()
    with CaptureQueriesContext(connection) as queries:
        assert thin_submitted() == 0
    assert len(queries) == 1


def test_what_was_submitted_stays_though_it_was_replaced_within_minutes(busy: World) -> None:
    sent(busy, 14.5)
    with clock.at(NOON + timedelta(minutes=15)):
        assessments.reopen(assessment=busy.assessment, by=busy.approver, reason=REASON)
    typed(busy, 16, 2)
    typed(busy, 17, 3)
    sent(busy, 18)
    thin_submitted()
    assert levels(busy) == [2, 3, 1, 3]


def test_answers_submissions_names_and_the_trail_stay_as_they_were(busy: World) -> None:
    submission = sent(busy, 15)

    def around() -> tuple[Any, ...]:
        papers = printed_today(busy.assessment, submission.submitted_at, named=True).took_part
        frozen = list(Submission.objects.values())
        return stored_answers(busy.assessment), papers, frozen, list(AuditEvent.objects.values())

    before = around()
    assert thin_submitted()
    assert around() == before


def test_the_nightly_command_does_it(busy: World) -> None:
    sent(busy, 15)
    assert delete_old()["replaced value"] == 3


def test_an_assessment_takes_as_many_queries_however_often_it_was_saved(world: World) -> None:
    counts = []
    for start, saves in ((0, 2), (60, 6)):
        for number in range(saves):
            typed(world, start + number / 10, number % 5)
        # With words that the submission keeps, each time.
        noted = replace(world.reply("BUD-02", 3), note=f"{start} minutes. " * 20)
        sent(world, start + 5, BUD_02=noted)
        with clock.at(NOON + timedelta(minutes=start + 20)):
            with CaptureQueriesContext(connection) as queries:
                thin_submitted()
            counts.append(len(queries))
            assessments.reopen(assessment=world.assessment, by=world.approver, reason=REASON)
    assert counts[0] == counts[1]


def test_only_revisions_of_answers_may_be_thinned(busy: World) -> None:
    kinds = [model for model in _append_only(AppendOnly) if model.may_be_thinned]
    assert kinds == [AnswerRevision]
    rows: QuerySet[Any] = Submission.objects.all()
    with pytest.raises(FrozenRecord, match="never thinned"):
        rows.thin()  # type: ignore[attr-defined]


def _append_only(kind: type[AppendOnly]) -> list[type[AppendOnly]]:
    return [one for each in kind.__subclasses__() for one in (each, *_append_only(each))]
