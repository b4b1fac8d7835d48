"""Why the score changed, in words: the same sentence and rows for page, PDF and exports."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assessments.question_types import MARKER
from assessments.reports import score_change as words
from assessments.reports.score_change import ReportChange, Scored, score_change
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Score
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories import rubrics as r

DAY = "23 November 2025"
TWO = r.rubric(r.dimension("A", 1, r.single("A-1")), r.dimension("B", 1, r.single("B-1")))
GATED = r.rubric(
    r.dimension("A", 1, r.single("A-1", critical=True, gates=[r.gate(1, "not_ready")]))
)


def scored(spec: RubricSpec, *levels: int | None, sector: str = r.COUNCIL) -> Scored:
    """The questions at these levels, in order; `None` does not apply."""
    codes = [question.code for _, question in spec.questions()]
    replies = {
        code: r.NOT_APPLICABLE if level is None else Reply(state=State.ANSWERED, value=level)
        for code, level in zip(codes, levels, strict=True)
    }
    sheet = AnswerSheet(sector=sector, replies=replies)
    return Scored(spec=spec, sheet=sheet, result=score(spec, sheet, MARKER))


def change(then: Scored, now: Scored) -> ReportChange:
    return score_change(then, now, DAY)


def test_a_rise_by_answers_alone() -> None:
    found = change(scored(TWO, 1, 1), scored(TWO, 3, 1))
    said = f"The score rose from 25.0 on {DAY} to 50.0, all because of changed answers."
    assert (found.sentence, found.difference, found.no_split) == (said, "+25.0", "")
    assert [(one.name, one.text, one.before, one.after) for one in found.steps] == [
        ("Answers: Dimension A", "+25.0", Decimal("25.0"), Decimal("50.0"))
    ]
    [part] = found.dimensions
    assert (part.name, part.total, part.rubric) == ("Dimension A", "+25.0", "0.0")
    assert [one.code for one in part.questions] == ["A-1"]
    assert found.question("A-1") is part.questions[0] and found.question("B-1") is None
    assert found.document and found.document["difference"] == "25.0"


def test_what_answers_and_the_edition_did_is_distinct_the_larger_first() -> None:
    harder = r.rubric(
        r.dimension("A", 1, r.single("A-1")),
        r.dimension("B", 1, r.single("B-1"), r.single("B-2")),
    )
    found = change(scored(TWO, 1, 4), scored(harder, 3, 4, 0))
    assert found.sentence == (
        f"The score is 62.5, as it was on {DAY}: changed answers added 25.0 and the change of "
        "edition took off 25.0."
    )
    assert found.whole and (found.whole.answers, found.whole.rubric) == ("+25.0", "−25.0")
    assert [one.name for one in found.steps] == ["Answers: Dimension A", "Change of edition"]
    assert found.steps[-1].after == found.end


def test_a_table_has_only_the_columns_in_which_something_moved() -> None:
    alone = change(scored(TWO, 1, 1), scored(TWO, 3, 1))
    assert alone.rows == [
        ("Dimension A", {"Changed answers": "+25.0"}),
        ("All dimensions", {"Changed answers": "+25.0"}),
    ]
    harder = r.rubric(
        r.dimension("A", 1, r.single("A-1")),
        r.dimension("B", 1, r.single("B-1"), r.single("B-2")),
    )
    both = change(scored(TWO, 1, 4), scored(harder, 3, 4, 0))
    heads = ["Changed answers", "Change of edition", "Total"]
    assert all([*amounts] == heads for _, amounts in both.rows)
    assert both.rows[-1] == (
        "All dimensions",
        dict(zip(heads, ["+25.0", "−25.0", "0.0"], strict=True)),
    )


def test_a_fall_and_nothing_at_all() -> None:
    fall = change(scored(TWO, 3, 1), scored(TWO, 1, 1))
    assert fall.sentence.startswith(f"The score fell from 50.0 on {DAY} to 25.0, all because")
    same = change(scored(TWO, 3, 1), scored(TWO, 3, 1))
    assert same.sentence == f"The score is 50.0, as it was on {DAY}."
    assert (same.steps, same.dimensions, same.difference) == ((), (), "0.0")


def test_many_dimensions_share_a_last_step_and_still_add_up() -> None:
    spec = r.rubric(*(r.dimension(f"D{n}", n, r.single(f"D{n}-1")) for n in range(1, 13)))
    found = change(scored(spec, *[0] * 12), scored(spec, *[3] * 12))
    assert len(found.steps) == words.STEPS_MOST
    assert found.steps[-1].name == "Answers: other dimensions"
    assert found.steps[0].before == found.start and found.steps[-1].after == found.end


def test_the_band_and_what_no_longer_caps_it() -> None:
    found = change(scored(GATED, 1), scored(GATED, 4))
    assert found.band_sentence == (
        f"The final band rose from Not ready on {DAY} to Leading; one critical answer that "
        "capped it does so no longer."
    )
    back = change(scored(GATED, 4), scored(GATED, 1))
    assert back.band_sentence == (
        f"The final band fell from Leading on {DAY} to Not ready; one critical answer caps it now."
    )


def capped_at(*bands: str) -> RubricSpec:
    """Ten questions, the first of them critical: each caps the band while it is below level 2."""
    critical = [
        r.single(f"A-{place}", critical=True, gates=[r.gate(1, band)])
        for place, band in enumerate(bands)
    ]
    others = [r.single(f"B-{place}") for place in range(10 - len(bands))]
    return r.rubric(r.dimension("A", 1, *critical, *others))


def test_a_gate_that_lowered_nothing_did_not_cap_the_band() -> None:
    spec = capped_at("emerging", "ready")
    low, fixed = scored(spec, 1, 1, *[1] * 8), scored(spec, 2, 2, *[2] * 8)
    assert low.result.bands.gates and low.result.bands.final == low.result.bands.from_score
    assert change(low, fixed).band_sentence == (
        f"The final band rose from Emerging on {DAY} to Developing."
    )


def test_a_gate_that_fired_before_and_now_keeps_the_band_down_is_said() -> None:
    spec = capped_at("developing")
    now = change(scored(spec, 1, *[1] * 9), scored(spec, 1, *[3] * 9))
    assert now.band_sentence == (
        f"The final band rose from Emerging on {DAY} to Developing; "
        "one critical answer caps it now."
    )
    same = change(scored(spec, 1, *[3] * 9), scored(spec, 1, *[4] * 9))
    assert same.band_sentence == (
        f"The final band is Developing, as it was on {DAY}; one critical answer still caps it."
    )


def test_of_two_gates_the_one_that_still_caps_is_named_apart_from_the_lifted_one() -> None:
    spec = capped_at("emerging", "developing")
    found = change(scored(spec, 1, 1, *[4] * 8), scored(spec, 4, 1, *[4] * 8))
    assert found.band_sentence == (
        f"The final band rose from Emerging on {DAY} to Developing; one critical answer that "
        "capped it does so no longer and one critical answer still caps it."
    )


def test_a_gate_whose_cap_rose_out_of_the_way_caps_no_longer() -> None:
    gates = [r.gate(0, "emerging"), r.gate(1, "ready")]
    others = [r.single(f"B-{place}") for place in range(9)]
    spec = r.rubric(
        r.dimension("A", 1, r.single("A-1", critical=True, gates=gates), *others),
    )
    found = change(scored(spec, 0, *[3] * 9), scored(spec, 1, *[3] * 9))
    assert found.band_sentence == (
        f"The final band rose from Emerging on {DAY} to Ready; one critical answer that "
        "capped it does so no longer."
    )


def test_a_score_that_fell_below_a_cap_lifted_no_gate() -> None:
    spec = capped_at("developing")
    found = change(scored(spec, 1, *[4] * 9), scored(spec, 1, *[1] * 9))
    assert found.band_sentence == f"The final band fell from Developing on {DAY} to Emerging."


def test_a_band_that_the_edition_no_longer_has() -> None:
    other = replace(TWO, bands=[replace(one, code=f"{one.code}-2") for one in TWO.bands])
    found = change(scored(TWO, 4, 4), scored(other, 4, 4))
    assert found.band_sentence == f"The final band is Leading; on {DAY} it was Leading."


def test_without_a_score_the_open_band_is_compared() -> None:
    silent = replace(GATED, shows_score=False)
    found = change(scored(silent, 1), scored(silent, 4))
    assert found.sentence.startswith(f"The highest band still open rose from Not ready on {DAY}")
    assert (found.band_sentence, found.no_split, found.difference) == ("", "", "")


def test_a_final_band_and_the_highest_still_open_are_both_said_and_not_compared() -> None:
    silent = replace(GATED, shows_score=False)
    mixed = change(scored(silent, 1), scored(GATED, 4))
    assert (mixed.no_split, mixed.start, mixed.band_sentence) == (words.NO_SCORE, None, "")
    assert mixed.sentence == (
        f"The final band is Leading; on {DAY} the highest band still open was Not ready."
    )
    assert change(scored(GATED, 4), scored(silent, 4)).sentence == (
        f"The highest band still open is Leading; on {DAY} the final band was Leading."
    )


def test_another_sector_is_said_with_and_without_a_score() -> None:
    for spec in (TWO, replace(TWO, shows_score=False)):
        found = change(scored(spec, 1, 1), scored(spec, 1, 1, sector=r.TRUST))
        assert found.sentence.endswith(f"on {DAY}. The sector changed from council to trust.")


def test_too_little_in_common_is_said() -> None:
    pair = [r.single(code, not_applicable_allowed=True) for code in ("A-1", "A-2", "A-3")]
    then = scored(r.rubric(r.dimension("A", 1, pair[0], pair[2])), 1, None)
    found = change(then, scored(r.rubric(r.dimension("A", 1, *pair[:2])), None, 2))
    assert (found.no_split, found.steps, found.document) == (words.TOO_LITTLE, (), None)
    assert found.sentence == f"The score rose from 25.0 on {DAY} to 50.0."


def test_a_score_of_an_earlier_engine_is_not_split() -> None:
    then = scored(TWO, 1, 1)
    frozen = replace(then.result, overall=Score(exact=then.result.overall.exact + 1))  # type: ignore[union-attr]
    found = change(replace(then, result=frozen), scored(TWO, 3, 1))
    assert (found.no_split, str(found.start)) == (words.OTHER_ENGINE, "26.0")
