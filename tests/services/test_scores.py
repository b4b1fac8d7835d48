"""Taking the snapshot of a submission."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import DimensionScore, ScoreSnapshot
from assessments.queries.assessments import standing_of
from assessments.reports.documents import result_from_document, result_to_document
from assessments.scoring.engine import ENGINE_VERSION
from assessments.services.submissions import take_snapshot
from tests.worlds import World


def test_the_worked_example_is_kept_to_the_last_fraction(world: World) -> None:
    snapshot = ScoreSnapshot.objects.get(pk=world.submit().snapshot.pk)

    assert snapshot.overall_exact == "239800963/3513720"
    assert snapshot.overall == Decimal("68.2")
    assert snapshot.band_from_score == "ready"
    assert snapshot.final_band == "developing"
    assert snapshot.final_band_name == "Developing"
    assert snapshot.engine_version == ENGINE_VERSION
    assert snapshot.content_hash == world.version.content_hash


def test_its_document_is_the_whole_result(world: World) -> None:
    submission = world.submit()
    standing = standing_of(world.assessment)

    snapshot = ScoreSnapshot.objects.get(submission=submission)

    assert result_from_document(snapshot.result, standing.spec) == standing.result
    assert snapshot.result == result_to_document(
        standing.result, "uk-readiness-2026", "2026.2", world.version.content_hash
    )


def test_every_dimension_has_a_row_that_says_the_same(world: World) -> None:
    snapshot = world.submit().snapshot

    rows = list(DimensionScore.objects.filter(snapshot=snapshot))

    assert [row.code for row in rows] == ["BUD", "TRA", "INT", "DAT", "SEC"]
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    for row, entry in zip(rows, snapshot.result["dimensions"], strict=True):
        assert (str(row.score), row.exact, row.band, row.name) == (
            entry["score"],
            entry["exact"],
            entry["band"],
            entry["name"],
        )


def test_it_is_taken_when_the_submission_was_sent(world: World) -> None:
    submission = world.submit()

    assert submission.snapshot.taken == submission.submitted_at


def test_a_result_without_a_score_is_never_kept(world: World) -> None:
    submission = world.submit()
    empty = standing_of(world.start(organisation=world.neighbour))

    with pytest.raises(ValueError, match="no overall score"):
        take_snapshot(submission=submission, spec=empty.spec, result=empty.result)
