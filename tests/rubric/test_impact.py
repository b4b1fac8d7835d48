"""A draft tried on one submission, and what many come to together."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.question_types import MARKER, translated
from assessments.rubric.definition import QuestionSpec, RubricSpec, SectorSpec
from assessments.rubric.impact import Tried, Trier
from assessments.rubric.tallies import (
    Bucket,
    Row,
    SectorTally,
    Tally,
    histogram,
    row_of,
    tally_from_document,
)
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories import rubrics as r
from tests.scoring.strategies import rubrics, sheets, weights


def level(number: int) -> Reply:
    return Reply(state=State.ANSWERED, value=number)


def sheet(**replies: Reply) -> AnswerSheet:
    named = {code.replace("_", "-"): reply for code, reply in replies.items()}
    return AnswerSheet(sector=r.COUNCIL, replies=named)


def attempt(before: RubricSpec, after: RubricSpec, answers: AnswerSheet) -> Tried | None:
    return Trier(after, MARKER, translated).attempt(before, answers)


def compared(before: RubricSpec, after: RubricSpec, answers: AnswerSheet) -> Tried:
    found = attempt(before, after, answers)
    assert found is not None
    return found


A1, A2, B1 = r.single("A-1", 1), r.single("A-2", 1), r.single("B-1", 1)
SMALL = r.rubric(r.dimension("A", 50, A1, A2), r.dimension("B", 50, B1))
ANSWERS = sheet(A_1=level(4), A_2=level(2), B_1=level(1))


def with_dimensions(*dimensions: Any) -> RubricSpec:
    return replace(SMALL, edition="2", dimensions=dimensions)


@given(st.data())
def test_an_unchanged_edition_gives_every_submission_the_score_that_it_has(
    data: st.DataObject,
) -> None:
    spec = data.draw(rubrics())
    answers = data.draw(sheets(spec, unanswered=False))
    result = score(spec, answers, MARKER)
    assume(result.overall is not None)
    found = compared(spec, replace(spec, edition="2"), answers)
    assert result.overall is not None
    assert found.before == found.after
    assert found.after.score.exact == result.overall.exact
    assert found.after.band == result.bands.final
    assert (found.coverage, found.change) == (1, 0)
    assert not any(found.effects.values())


@given(st.data())
def test_the_parts_of_the_questions_sum_to_the_change_exactly(data: st.DataObject) -> None:
    before = data.draw(rubrics())
    answers = data.draw(sheets(before, unanswered=False))
    found = attempt(before, data.draw(reweighted(before)), answers)
    assume(found is not None)
    assert found is not None
    assert sum(found.effects.values()) == found.change
    assert 0 <= found.before.score.exact <= 100 and 0 <= found.after.score.exact <= 100
    assert 0 < found.coverage <= 1


@st.composite
def reweighted(draw: st.DrawFn, spec: RubricSpec) -> RubricSpec:
    """The rubric with other weights, other points and its questions in other dimensions."""
    homes: list[list[QuestionSpec]] = [[] for _ in spec.dimensions]
    for _, question in spec.questions():
        points = draw(st.permutations([one.points for one in question.levels]))
        levels = [
            replace(one, points=earned) for one, earned in zip(question.levels, points, strict=True)
        ]
        weight = draw(weights) if question.scored else None
        draw(st.sampled_from(homes)).append(replace(question, weight=weight, levels=levels))
    dimensions = [
        replace(one, weight=draw(weights), questions=own)
        for one, own in zip(spec.dimensions, homes, strict=True)
    ]
    return replace(spec, edition="2", dimensions=dimensions)


def test_a_weight_moves_the_score_towards_what_it_weighs() -> None:
    """A scores 75 and B 25: half of each is 50, three quarters of A are 62.5."""
    after = with_dimensions(r.dimension("A", 75, A1, A2), r.dimension("B", 25, B1))
    found = compared(SMALL, after, ANSWERS)
    assert (found.before.score.exact, found.after.score.exact) == (50, Fraction(125, 2))
    # A-1 (mark 1) and B-1 (mark 1/4) are far from the mean mark of 1/2; A-2 is the mean itself.
    assert found.effects == {"A-1": Fraction(25, 4), "A-2": 0, "B-1": Fraction(25, 4)}


def test_a_new_question_is_left_out_and_covers_less_of_the_draft() -> None:
    new = r.single("A-9", 2)
    after = with_dimensions(r.dimension("A", 50, A1, A2, new), r.dimension("B", 50, B1))
    found = compared(SMALL, after, ANSWERS)
    assert found.change == 0
    assert found.coverage == Decimal("0.75")
    assert set(found.effects) == {"A-1", "A-2", "B-1"}


def test_a_dropped_question_is_left_out_of_the_older_edition_too() -> None:
    after = with_dimensions(r.dimension("A", 50, A1), r.dimension("B", 50, B1))
    found = compared(SMALL, after, ANSWERS)
    # A-1 alone scores 100, so both come to 62.5, which is not the 50 that was frozen.
    assert found.before.score.exact == found.after.score.exact == Fraction(125, 2)


def test_a_question_in_another_way_of_answering_is_left_out() -> None:
    after = with_dimensions(r.dimension("A", 50, r.yes_no("A-1"), A2), r.dimension("B", 50, B1))
    assert set(compared(SMALL, after, ANSWERS).effects) == {"A-2", "B-1"}


def test_a_reworded_question_counts_as_it_was_answered() -> None:
    changed = replace(A1, text="What exactly?")
    after = with_dimensions(r.dimension("A", 50, changed, A2), r.dimension("B", 50, B1))
    assert set(compared(SMALL, after, ANSWERS).effects) == {"A-1", "A-2", "B-1"}


def test_points_move_the_question_that_they_belong_to() -> None:
    changed = replace(B1, levels=r.levels(0, 50, 60, 80, 100))
    after = with_dimensions(r.dimension("A", 50, A1, A2), r.dimension("B", 50, changed))
    found = compared(SMALL, after, ANSWERS)
    assert (found.change, found.effects["B-1"]) == (Fraction(25, 2), Fraction(25, 2))


def test_a_question_that_was_not_applicable_is_in_neither_sum_and_lessens_no_coverage() -> None:
    first = replace(A1, not_applicable_allowed=True)
    before = with_dimensions(r.dimension("A", 50, first, A2), r.dimension("B", 50, B1))
    found = compared(before, before, sheet(A_1=r.NOT_APPLICABLE, A_2=level(2), B_1=level(1)))
    assert set(found.effects) == {"A-2", "B-1"}
    assert found.coverage == 1


def test_a_new_gate_lowers_the_band_and_no_score() -> None:
    gated = replace(B1, critical=True, gates=[r.gate(1, "not_ready")])
    after = with_dimensions(r.dimension("A", 50, A1, A2), r.dimension("B", 50, gated))
    found = compared(SMALL, after, ANSWERS)
    assert found.change == 0
    assert (found.before.band, found.after.band) == ("developing", "not_ready")
    assert (found.before.place, found.after.place) == (2, 0)
    assert found.after.caps == ("not_ready",)


def test_too_little_in_common_is_not_compared() -> None:
    new: list[QuestionSpec] = [r.single(f"C-{number}") for number in range(3)]
    after = with_dimensions(r.dimension("A", 40, A1, A2), r.dimension("C", 60, *new))
    assert attempt(SMALL, after, ANSWERS) is None
    half = with_dimensions(r.dimension("A", 50, A1, A2), r.dimension("C", 50, *new))
    assert compared(SMALL, half, ANSWERS).coverage == Decimal("0.5")


def test_nothing_in_common_and_a_sector_that_is_gone_are_not_compared() -> None:
    assert attempt(SMALL, with_dimensions(r.dimension("C", 1, r.single("C-1"))), ANSWERS) is None
    trusts = replace(SMALL, sectors=[SectorSpec(code=r.TRUST, name="Trust")])
    assert attempt(SMALL, trusts, ANSWERS) is None


def test_a_question_that_was_not_asked_then_is_no_common_question() -> None:
    """Its stored answer, if any, was never counted."""
    for_trusts = replace(A2, applies_to=[r.TRUST])
    before = with_dimensions(r.dimension("A", 50, A1, for_trusts), r.dimension("B", 50, B1))
    assert set(compared(before, SMALL, ANSWERS).effects) == {"A-1", "B-1"}


def tallied() -> Tally:
    """Four submissions: one scores more, one less, one the same and one cannot be compared."""
    up = with_dimensions(r.dimension("A", 90, A1, A2), r.dimension("B", 10, B1))
    down = with_dimensions(r.dimension("A", 10, A1, A2), r.dimension("B", 90, B1))
    tally = Tally()
    tally.add(r.COUNCIL, compared(SMALL, up, ANSWERS))
    tally.add(r.COUNCIL, compared(SMALL, down, ANSWERS))
    tally.add(r.TRUST, compared(SMALL, SMALL, ANSWERS))
    tally.add(r.TRUST, None)
    return tally


def test_a_tally_counts_by_sector_and_together() -> None:
    tally = tallied()
    council, trust = tally.sectors[r.COUNCIL], tally.sectors[r.TRUST]
    # The balance keeps the first at Developing, since B is below what Ready asks of each.
    assert (council.compared, council.up, council.down, council.changed) == (2, 0, 1, 1)
    assert council.moves == {"developing>emerging": 1}
    assert council.steps == {"20": 1, "-20": 1}
    assert (trust.compared, trust.left_out, trust.changed) == (1, 1, 0)
    assert (council.mean, trust.mean) == (0, 0)
    assert tally.whole == council + trust
    assert tally.whole.compared == 3


def test_the_questions_that_drive_it_come_with_the_largest_first() -> None:
    drivers = tallied().drivers()
    assert {one.code for one in drivers} == {"A-1", "B-1"}
    assert all(one.size > abs(one.mean) for one in drivers)
    assert len(tallied().drivers(1)) == 1


def test_a_row_has_both_scores_in_tenths_and_how_far_it_falls() -> None:
    down = with_dimensions(r.dimension("A", 10, A1, A2), r.dimension("B", 90, B1))
    tried = compared(SMALL, down, ANSWERS)
    assert tried
    row = row_of(2, tried)
    assert (row.key, row.before, row.after, row.change, row.fall) == (2, 500, 300, -200, -200)


def test_without_a_score_the_bands_say_how_far_a_row_falls() -> None:
    row = Row(key=1, before=None, after=None, before_place=3, after_place=1)
    assert (row.change, row.fall) == (None, -2)


def test_a_tally_survives_being_kept_as_json() -> None:
    tally = tallied()
    kept = json.loads(json.dumps(tally.to_document()))
    assert tally_from_document(kept) == tally
    assert tally_from_document({}) == Tally()


@given(st.lists(st.integers(-100, 100), max_size=40))
def test_every_change_is_in_one_bucket_and_the_buckets_leave_no_gap(steps: list[int]) -> None:
    counts: dict[str, int] = {}
    for step in steps:
        counts[str(step)] = counts.get(str(step), 0) + 1
    buckets = histogram(counts)
    assert sum(one.count for one in buckets) == len(steps)
    for one in buckets:
        assert one.count == sum(one.low <= step <= one.high for step in steps)
    for left, right in zip(buckets, buckets[1:], strict=False):
        assert right.low == left.high + 1


def test_changes_far_apart_are_taken_in_fives_around_nothing() -> None:
    assert histogram({"0": 3, "2": 1}) == [
        Bucket(low=0, high=0, count=3),
        Bucket(low=1, high=1, count=0),
        Bucket(low=2, high=2, count=1),
    ]
    wide = histogram({"-20": 1, "0": 3, "2": 1, "20": 1})
    assert Bucket(low=-2, high=2, count=4) in wide


def test_ups_and_downs_of_half_a_point_are_rounded_alike() -> None:
    up = with_dimensions(r.dimension("A", 51, A1, A2), r.dimension("B", 49, B1))
    down = with_dimensions(r.dimension("A", 49, A1, A2), r.dimension("B", 51, B1))
    tally = SectorTally()
    for spec in (up, down):
        tally.add(compared(SMALL, spec, ANSWERS))
    assert tally.steps == {"1": 1, "-1": 1}
