"""Laws of scoring, tried on made-up rubrics of every kind, with gates, conditions and sectors."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assessments.question_types import MARKER
from assessments.reports.documents import (
    result_from_document,
    result_to_document,
)
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.scoring import engine, gaps
from assessments.scoring.bands import band_of
from assessments.scoring.engine import score
from assessments.scoring.progress import progress
from assessments.scoring.result import RangeEnd, Result, rounded
from assessments.scoring.sheet import AnswerSheet, Reply, State
from assessments.scoring.weighing import Weighed, lowest_level, products
from tests.docs.schemas import result_schema
from tests.factories import rubrics as r
from tests.pages.test_without_a_score import figures_in
from tests.scoring import plainly
from tests.scoring import strategies as made

Case = tuple[RubricSpec, AnswerSheet]


def scored(spec: RubricSpec, sheet: AnswerSheet) -> Result:
    return score(spec, sheet, MARKER)


def with_replies(sheet: AnswerSheet, **changes: Reply) -> AnswerSheet:
    return replace(sheet, replies={**sheet.replies, **changes})


def place(band: str | None) -> int:
    return -1 if band is None else made.BANDS.index(band)


def exact(end: RangeEnd) -> Fraction:
    assert end.score is not None
    return end.score.exact


@given(made.scored_cases(unanswered=True))
def test_everything_stays_within_bounds(case: Case) -> None:
    result = scored(*case)
    for end in (result.low, result.high):
        if end.score:
            assert 0 <= end.score.exact <= 100
    for dimension in result.dimensions:
        if dimension.score:
            assert 0 <= dimension.score.exact <= 100
    for question in result.questions:
        assert question.mark is None or 0 <= question.mark <= 1
        assert question.gap is None or 0 <= question.gap <= 100
    shares = [one.weighted_share for one in result.questions if one.weighted_share is not None]
    assert not shares or sum(shares) == 1


@given(made.scored_cases())
def test_gaps_sum_to_what_the_score_lacks(case: Case) -> None:
    result = scored(*case)
    assert result.complete
    assume(result.overall is not None)
    assert result.overall is not None
    gaps = [one.gap for one in result.questions if one.share is not None]
    assert None not in gaps
    assert sum(gap or 0 for gap in gaps) == 100 - result.overall.exact


@given(made.scored_cases(unanswered=True))
def test_complete_means_one_score_and_incomplete_means_none(case: Case) -> None:
    result = scored(*case)
    assert result.complete is progress(*case, MARKER).complete
    if result.complete:
        assert result.low == result.high
        assert result.low.score == result.overall
        assert result.low.final_band == result.bands.final
    else:
        assert (result.overall, result.bands.final, result.bands.balance) == (None, None, ())


@given(made.scored_cases())
def test_the_final_band_by_another_way(case: Case) -> None:
    """The highest band within score and balance, then the lowest cap, written out plainly."""
    spec, _ = case
    result = scored(*case)
    assume(result.overall is not None)
    assert result.overall is not None
    shown = [one.score.shown for one in result.dimensions if one.score]
    reached = [
        band.code
        for band in spec.bands
        if band.from_inclusive <= result.overall.shown
        and all(score >= (band.minimum_each_dimension or 0) for score in shown)
    ]
    caps = [
        gate.cap_band
        for _, question in spec.questions()
        for gate in question.gates
        if (level := result.question(question.code).level) is not None
        and level <= gate.when_level_at_or_below
    ]
    assert result.bands.from_score == band_of(spec, result.overall.shown)
    assert result.bands.after_balance == reached[-1]
    assert place(result.bands.final) == min(map(place, [reached[-1], *caps]))
    assert sorted(gate.cap_band for gate in result.bands.gates) == sorted(caps)


def worth(question: QuestionSpec, reply: Reply) -> tuple[Fraction, int]:
    """Points and level of an answer or of "don't know"."""
    if reply.value is None:
        return Fraction(0), lowest_level(question)
    mark = MARKER.mark(question, reply.value)
    return Fraction(mark.points), mark.level


@given(st.data(), made.scored_cases(unanswered=True))
def test_a_better_answer_never_lowers_anything(data: st.DataObject, case: Case) -> None:
    """Better is no fewer points and no lower level, in a question that opens no other.

    An answer that opens or closes another question changes what is asked, and may move the score
    either way: the law says nothing of it.
    """
    spec, sheet = case
    openers = made.openers(spec)
    candidates = [
        question
        for _, question in spec.questions()
        if question.scored
        and question.code not in openers
        and sheet.reply(question.code).state in (State.ANSWERED, State.DONT_KNOW)
    ]
    assume(candidates)
    question = data.draw(st.sampled_from(candidates))
    one = sheet.reply(question.code)
    other = Reply(state=State.ANSWERED, value=data.draw(made.values(question)))
    if worth(question, other) < worth(question, one):
        one, other = other, one
    worse, better = worth(question, one), worth(question, other)
    assume(worse[0] <= better[0] and worse[1] <= better[1])
    before = scored(spec, with_replies(sheet, **{question.code: one}))
    after = scored(spec, with_replies(sheet, **{question.code: other}))
    for old, new in ((before.low, after.low), (before.high, after.high)):
        assert (old.score is None) is (new.score is None)
        assert old.score is None or exact(old) <= exact(new)
        assert place(old.final_band) <= place(new.final_band)
    assert place(before.bands.final) <= place(after.bands.final)


@given(st.data(), made.scored_cases(unanswered=True))
def test_every_completion_lies_within_the_range(data: st.DataObject, case: Case) -> None:
    """And every further answer narrows it, as long as it leaves what is asked as it is.

    Conditions are read from the answers as they stand, so an answer that opens a question may
    lead out of the range. Here some replies that no condition depends on are taken away.
    """
    spec, fuller = case
    free = sorted(set(fuller.replies) - made.openers(spec))
    gone = data.draw(st.sets(st.sampled_from(free))) if free else set()
    kept = {code: reply for code, reply in fuller.replies.items() if code not in gone}
    barer = replace(fuller, replies=kept)
    assert made.asked_codes(spec, barer) == made.asked_codes(spec, fuller)
    wide, narrow = scored(spec, barer), scored(spec, fuller)
    assume(not wide.complete and narrow.low.score is not None)
    assert exact(wide.low) <= exact(narrow.low) <= exact(narrow.high) <= exact(wide.high)
    bands = (wide.low, narrow.low, narrow.high, wide.high)
    places = [place(end.final_band) for end in bands]
    assert places == sorted(places)


def shuffled(data: st.DataObject, spec: RubricSpec) -> RubricSpec:
    """Another order in which every condition still names an earlier question."""
    dimensions: list[DimensionSpec] = []
    for dimension in spec.dimensions:
        free = [one for one in dimension.questions if one.condition is None]
        bound = [one for one in dimension.questions if one.condition is not None]
        mixed = data.draw(st.permutations(free)) if free else []
        dimensions.append(replace(dimension, questions=[*mixed, *bound]))
    if not made.openers(spec):
        dimensions = data.draw(st.permutations(dimensions))
    return replace(spec, dimensions=dimensions)


@given(st.data(), made.scored_cases(unanswered=True))
def test_order_never_matters(data: st.DataObject, case: Case) -> None:
    spec, sheet = case
    one, other = scored(spec, sheet), scored(shuffled(data, spec), sheet)
    assert (one.overall, one.low, one.high) == (other.overall, other.low, other.high)
    assert one.bands.final == other.bands.final
    assert set(one.bands.gates) == set(other.bands.gates)
    assert set(one.bands.balance) == set(other.bands.balance)
    assert {each.code: each for each in one.questions} == {
        each.code: each for each in other.questions
    }
    assert {each.code: each for each in one.dimensions} == {
        each.code: each for each in other.dimensions
    }
    assert one.actions == other.actions


@given(st.data(), made.scored_cases(unanswered=True))
def test_weights_scaled_alike_change_nothing(data: st.DataObject, case: Case) -> None:
    spec, sheet = case
    dimensions = []
    whole = data.draw(made.weights)
    for dimension in spec.dimensions:
        factor = data.draw(made.weights)
        scaled = [
            one if one.weight is None else replace(one, weight=one.weight * factor)
            for one in dimension.questions
        ]
        dimensions.append(replace(dimension, weight=dimension.weight * whole, questions=scaled))
    one, other = scored(spec, sheet), scored(replace(spec, dimensions=dimensions), sheet)
    weighed = [
        replace(new, weight=old.weight)
        for old, new in zip(one.dimensions, other.dimensions, strict=True)
    ]
    assert replace(other, dimensions=tuple(weighed)) == one


@given(st.data(), made.scored_cases(unanswered=True))
def test_an_answer_to_what_is_not_asked_changes_nothing(data: st.DataObject, case: Case) -> None:
    spec, sheet = case
    asked = made.asked_codes(spec, sheet)
    hidden = [question for _, question in spec.questions() if question.code not in asked]
    assume(hidden)
    changes = {one.code: data.draw(made.replies(one)) for one in hidden}
    assert scored(spec, with_replies(sheet, **changes)) == scored(spec, sheet)


def changed(spec: RubricSpec, code: str, *new: QuestionSpec) -> RubricSpec:
    """The rubric with other questions, or none, in the place of one."""
    dimensions = []
    for dimension in spec.dimensions:
        own = [[*new] if one.code == code else [one] for one in dimension.questions]
        dimensions.append(replace(dimension, questions=[one for each in own for one in each]))
    return replace(spec, dimensions=dimensions)


@given(st.data(), made.scored_cases())
def test_not_applicable_is_as_if_the_question_were_not_there(
    data: st.DataObject, case: Case
) -> None:
    spec, sheet = case
    code = data.draw(st.sampled_from([one.code for _, one in spec.questions()]))
    free = replace(spec.question(code), critical=False, gates=(), not_applicable_allowed=True)
    whole = scored(changed(spec, code, free), with_replies(sheet, **{code: r.NOT_APPLICABLE}))
    without = scored(changed(spec, code), sheet)
    assert whole.overall == without.overall
    assert whole.bands == without.bands
    assert whole.dimensions == without.dimensions
    assert whole.actions == without.actions


@given(made.scored_cases(unanswered=True))
def test_a_document_comes_back_to_the_last_fraction(case: Case) -> None:
    result = scored(*case)
    stored = json.loads(json.dumps(result_to_document(result, "small", "1", "00")))
    assert result_from_document(stored, case[0]) == result


@given(made.scored_cases(unanswered=True))
def test_a_rubric_that_shows_no_score_gives_no_figure_and_the_top_band_less_its_caps(
    case: Case,
) -> None:
    spec, sheet = case
    shown, hidden = scored(spec, sheet), scored(replace(spec, shows_score=False), sheet)
    document = result_to_document(hidden, spec.code, spec.edition, "hash")
    fault = next(Draft202012Validator(result_schema()).iter_errors(document), None)
    assert fault is None
    assert not list(figures_in(document))
    caps = [place(gate.cap_band) for gate in shown.bands.gates]
    assert place(hidden.highest_open_band) == min([len(spec.bands) - 1, *caps])
    assert hidden.bands.gates == shown.bands.gates


@given(made.scored_cases())
def test_the_schema_takes_no_figure_of_a_rubric_that_shows_no_score(case: Case) -> None:
    spec, sheet = case
    document = result_to_document(scored(spec, sheet), spec.code, spec.edition, "hash")
    document["highest_open_band"] = spec.bands[-1].code
    assume(document["overall"])
    assert list(Draft202012Validator(result_schema()).iter_errors(document))


@given(made.scored_cases(unanswered=True))
def test_whole_numbers_come_to_what_fractions_do(case: Case) -> None:
    """Every figure of the result, with each sum done plainly instead."""
    spec, _ = case
    quick = scored(*case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "weigh", plainly.weigh)
        patch.setattr(Weighed, "overall", plainly.overall)
        patch.setattr(gaps, "gain", plainly.gain)
        patch.setattr(engine, "gain", plainly.gain)
        plain = scored(*case)
    assert quick == plain
    bands = [one.code for one in spec.bands]
    caps: dict[str, int] = {}
    for gate in quick.bands.gates:
        place = bands.index(gate.cap_band)
        caps[gate.question] = min(place, caps.get(gate.question, place))
    assert [one.question for one in quick.actions] == plainly.in_order(spec, quick, caps)


@given(st.lists(st.tuples(st.fractions(), st.fractions()), max_size=9))
def test_products_are_the_sum_of_products(pairs: list[tuple[Fraction, Fraction]]) -> None:
    assert products(pairs) == sum((one * other for one, other in pairs), Fraction(0))


@given(st.fractions(-1000, 1000))
def test_a_score_is_rounded_half_up(exact: Fraction) -> None:
    shown = rounded(exact)
    assert shown.as_tuple().exponent == -1
    assert -Fraction(1, 20) <= exact - Fraction(shown) < Fraction(1, 20)
