"""What no answer comes to: points, levels, gates, conditions and whole sectors."""

import dataclasses
from decimal import Decimal

import pytest

from assessments.question_types import marking
from assessments.rubric.definition import (
    ConditionSpec,
    NumberBandSpec,
    NumberSpec,
    OptionSpec,
    PointsToLevelSpec,
    QuestionSpec,
)
from assessments.rubric.reach import sectors_asked
from tests.factories import rubrics as r
from tests.rubric.test_soundness import as_text, faults, one_dimension, warnings

Q = "dimensions[0].questions[0]"


def found(*questions: QuestionSpec, **more: object) -> tuple[list[str], list[str]]:
    spec = one_dimension(*questions, **more)
    return as_text(faults(spec)), as_text(warnings(spec))


def opened_by(code: str, **condition: object) -> ConditionSpec:
    return ConditionSpec(question=code, **condition)  # type: ignore[arg-type]


def row(start: int, end: int, level: int) -> PointsToLevelSpec:
    return PointsToLevelSpec(from_inclusive=Decimal(start), to_inclusive=Decimal(end), level=level)


def test_points_that_no_band_of_a_number_leads_to_are_a_fault() -> None:
    three = r.number_block(0, 25, 50, 75)
    faulty, looked_at = found(r.percentage("Q1", 100, number=three))
    assert faulty == [f"{Q}.levels: no answer earns the full 100 points"]
    assert f"{Q}.levels[4]: level 4 is out of reach: no answer comes to it" in looked_at


def test_a_band_between_two_whole_numbers_is_never_reached() -> None:
    ends = [("0", "0.2"), ("0.2", "0.8"), ("0.8", "10")]
    bands = [
        NumberBandSpec(
            from_inclusive=Decimal(start), to=Decimal(end), to_is_inclusive=end == "10", level=level
        )
        for level, (start, end) in enumerate(ends)
    ]
    whole = NumberSpec(
        unit="", minimum=Decimal(0), maximum=Decimal(10), decimals_allowed=0, bands=bands
    )
    tenths = dataclasses.replace(whole, decimals_allowed=1)
    levels = r.levels(0, 50, 100)
    assert marking("number").reached(r.number("Q1", number=whole, levels=levels)) == {0, 2}
    assert marking("number").reached(r.number("Q1", number=tenths, levels=levels)) == {0, 1, 2}


def test_a_level_that_neither_yes_nor_no_names_is_a_warning() -> None:
    faulty, looked_at = found(r.yes_no("Q1", 100))
    assert faulty == []
    assert [one for one in looked_at if "out of reach" in one] == [
        f"{Q}.levels[{number}]: level {number} is out of reach: no answer comes to it"
        for number in (1, 2, 3)
    ]


def test_yes_and_no_that_both_stop_short_of_the_full_points_are_a_fault() -> None:
    options = [
        OptionSpec(value="yes", text="Yes", level=3),
        OptionSpec(value="no", text="No", level=0),
    ]
    assert found(r.yes_no("Q1", options=options))[0] == [
        f"{Q}.levels: no answer earns the full 100 points"
    ]


def test_a_checklist_whose_points_stop_below_its_top_level_is_a_fault() -> None:
    rows = [row(0, 24, 0), row(25, 49, 1), row(50, 100, 2)]
    assert found(r.checklist("Q1", points_to_level=rows))[0] == [
        f"{Q}.levels[3]: level 3 is out of reach: no answer comes to it"
    ]


def test_a_checklist_row_that_no_sum_of_its_lines_falls_in_is_a_warning() -> None:
    faulty, looked_at = found(r.checklist("Q1", 100, 60, 40))
    assert faulty == []
    # The lines come to 0, 40, 60 and 100, so each row is met by one of them.
    assert not any("out of reach" in one for one in looked_at)
    faulty, looked_at = found(r.checklist("Q1", 100, 70, 30))
    assert not faulty
    faulty, looked_at = found(r.checklist("Q1", 100, 80, 20))
    assert faulty == []
    assert [one for one in looked_at if "out of reach" in one] == [
        f"{Q}.levels[{number}]: level {number} is out of reach: no answer comes to it"
        for number in (1, 2)
    ]


def test_a_long_checklist_is_believed_rather_than_counted_for_ever() -> None:
    points = [Decimal(2) ** power / 100 for power in range(40)]
    lines = r.checklist("Q1", 1, *points)
    assert marking("checklist").reached(lines) == {0, 1, 2, 3}


def test_a_gate_on_a_question_that_may_not_apply_is_a_fault() -> None:
    may_not = {"gates": [r.gate(1, "emerging")], "not_applicable_allowed": True}
    place = f"{Q}.not_applicable.allowed"
    assert found(r.single("Q1", critical=True, **may_not))[0] == [
        f"{place}: must be false: a critical question always applies"
    ]
    assert (
        f"{place}: must be false: a question with a gate always applies"
        in (found(r.single("Q1", **may_not))[0])
    )


def test_a_gate_that_every_answer_or_no_answer_fires_is_a_fault() -> None:
    low = [
        OptionSpec(value="yes", text="Yes", level=4),
        OptionSpec(value="no", text="No", level=2),
    ]
    place = f"{Q}.gates[0].when_level_at_or_below"
    never = r.yes_no("Q1", critical=True, gates=[r.gate(1, "emerging")], options=low)
    assert found(never)[0] == []
    never = dataclasses.replace(never, dont_know_allowed=False)
    assert found(never)[0] == [f"{place}: can never fire: every answer comes to a level above 1"]
    high = [dataclasses.replace(option, level=min(option.level, 3)) for option in low]
    always = r.yes_no("Q1", critical=True, gates=[r.gate(3, "emerging")], options=high)
    assert f"{place}: fires with every answer: none comes to a level above 3" in found(always)[0]


def test_conditions_that_wait_for_each_other_are_reported_as_a_circle() -> None:
    faulty, _ = found(
        r.single("Q1", condition=opened_by("Q3", level_at_least=1)),
        r.single("Q2", condition=opened_by("Q1", level_at_least=1)),
        r.single("Q3", condition=opened_by("Q2", level_at_least=1)),
        r.single("Q4"),
    )
    assert faulty[0] == (
        f"{Q}.applies_when.question: goes round in a circle: "
        "Q1 waits for Q3 waits for Q2 waits for Q1"
    )


def test_a_condition_that_asks_for_a_level_out_of_reach_can_never_hold() -> None:
    low = [
        OptionSpec(value="yes", text="Yes", level=4),
        OptionSpec(value="no", text="No", level=0),
    ]
    assert (
        found(
            r.yes_no("Q1", options=low),
            r.single("Q2", condition=opened_by("Q1", level_at_least=4)),
        )[0]
        == []
    )
    lower = [dataclasses.replace(option, level=option.level // 2) for option in low]
    assert (
        "dimensions[0].questions[1].applies_when.level_at_least: can never hold: "
        "no answer to Q1 comes to level 3"
    ) in found(
        r.yes_no("Q1", options=lower),
        r.single("Q2", condition=opened_by("Q1", level_at_least=3)),
    )[0]


def test_a_condition_that_no_sector_can_meet_is_a_fault_and_one_that_some_cannot_a_warning() -> (
    None
):
    opener = r.single("Q1", applies_to=[r.COUNCIL])
    condition = opened_by("Q1", level_at_least=1)
    place = "dimensions[0].questions[1].applies_when"
    partly = found(opener, r.single("Q2", condition=condition), r.single("Q3"))
    assert partly[0] == []
    assert f"{place}: never holds for nhs_trust, which is not asked Q1" in partly[1]
    never = r.single("Q2", condition=condition, applies_to=[r.TRUST])
    assert found(opener, never, r.single("Q3"))[0] == [
        f"{place}: can never hold: no sector that is asked this question is asked Q1"
    ]


def test_who_can_be_asked_follows_conditions_from_question_to_question() -> None:
    spec = one_dimension(
        r.single("Q1", applies_to=[r.COUNCIL]),
        r.single("Q2", condition=opened_by("Q1", level_at_least=1)),
        r.single("Q3", condition=opened_by("Q2", level_at_least=1)),
        r.single("Q4"),
    )
    asked = sectors_asked(spec)
    assert asked["Q3"] == {r.COUNCIL}
    assert asked["Q4"] == {r.COUNCIL, r.TRUST}


def test_a_dimension_without_questions_is_a_fault_and_one_without_scored_ones_a_warning() -> None:
    empty = r.rubric(r.dimension("A", 50, r.single("A1")), r.dimension("B", 50))
    assert "dimensions[1].questions: must hold a question: nothing is asked here" in as_text(
        faults(empty)
    )
    texts = r.rubric(r.dimension("A", 50, r.single("A1")), r.dimension("B", 50, r.text("B1")))
    assert (
        "dimensions[1].questions: holds no scored question, so the dimension's weight "
        "counts for nothing" in as_text(warnings(texts))
    )


def test_a_dimension_that_asks_a_sector_nothing_is_a_warning() -> None:
    spec = r.rubric(
        r.dimension("A", 50, r.single("A1")),
        r.dimension("B", 50, r.single("B1", applies_to=[r.COUNCIL])),
    )
    assert (
        "dimensions[1]: asks nhs_trust nothing that is scored, so it gets no score here"
        in as_text(warnings(spec))
    )
    assert (
        "dimensions[1]: asks nhs_trust nothing that is scored, so it gets no result here"
        in as_text(warnings(dataclasses.replace(spec, shows_score=False)))
    )


@pytest.mark.parametrize("kind", ["single", "text"])
def test_levels_that_people_choose_themselves_are_all_in_reach(kind: str) -> None:
    question = r.single("Q1") if kind == "single" else r.text("Q1")
    assert marking(kind).reached(question) == {level.number for level in question.levels}
