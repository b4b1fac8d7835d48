"""One level, and yes or no."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.question_types import MARKER, AnswerRefused, marking
from assessments.rubric.definition import LevelSpec, OptionSpec, QuestionSpec
from tests.factories import rubrics as r

SINGLE = r.single("Q", levels=r.levels(0, 10, 40))
YES_NO = r.yes_no("Q")


@pytest.mark.parametrize(
    "raw", ["3", 3, -1, "-1", "1.0", 1.0, Decimal(1), "one", "٢", "²", "9" * 5000, "0x1", "1\x00"]
)
def test_a_level_that_does_not_exist(raw: object) -> None:
    with pytest.raises(AnswerRefused, match="^Select the description that fits best$"):
        marking("single").clean(SINGLE, raw)


def test_full_is_the_highest_points_among_the_levels() -> None:
    question = r.single("Q", levels=r.levels(0, 40, 10))
    assert (MARKER.mark(question, 2).points, MARKER.mark(question, 2).full) == (10, 40)


def test_next_level_up_skips_numbers_that_are_not_there() -> None:
    ends = [LevelSpec(number=n, text=str(n), points=Decimal(25 * n)) for n in (0, 4)]
    question = r.single("Q", levels=ends)
    assert MARKER.next_mark(question, 0).level == 4
    assert MARKER.next_mark(question, None).level == 4
    assert MARKER.next_mark(question, 4).level == 4
    lone = r.single("Q", levels=ends[1:])
    assert MARKER.next_mark(lone, None).level == 4


def test_in_words() -> None:
    assert marking("single").text(SINGLE, 1) == "Level 1"
    assert marking("yes_no").text(YES_NO, "yes") == "Yes, all of it"


def single_faults(*steps: tuple[int, str | None]) -> list[tuple[str, str]]:
    found = [
        LevelSpec(number=number, text="?", points=None if points is None else Decimal(points))
        for number, points in steps
    ]
    question = r.single("Q", levels=found)
    return [(fault.place, fault.message) for fault in marking("single").check(question)]


def test_faults_of_levels() -> None:
    assert single_faults((0, "0"), (1, None)) == [("levels[1].points", "is missing")]
    assert single_faults((0, "-1"), (1, "5")) == [("levels[0].points", "must be 0 or more")]
    assert single_faults((0, "0"), (0, "5")) == [("levels[1].score", "level 0 is given twice")]
    assert single_faults((-1, "0"), (1, "5")) == [("levels[0].score", "must be 0 or more")]
    ((path, message),) = single_faults((0, "0"), (1, "0"))
    assert path == "levels" and "more than 0 points" in message
    for extreme in ("0.0000001", "1000000001"):
        ((path, message),) = single_faults((0, "0"), (1, extreme))
        assert path == "levels[1].points" and "1,000,000,000" in message


def test_every_fault_at_once() -> None:
    assert len(single_faults((0, None), (0, "-1"), (1, None))) == 4


@pytest.mark.parametrize("raw", ["Yes", "y", "true", 1, ["yes"], "maybe", "4"])
def test_neither_yes_nor_no(raw: object) -> None:
    with pytest.raises(AnswerRefused, match="^Select yes or no$"):
        marking("yes_no").clean(YES_NO, raw)


def test_yes_may_be_the_worse_answer() -> None:
    worse = replace(YES_NO, options=options(("yes", 0), ("no", 3)))
    assert marking("yes_no").check(worse) == []
    assert MARKER.mark(worse, "yes").points == 0
    assert (MARKER.mark(worse, "no").points, MARKER.mark(worse, "no").full) == (75, 100)


def test_the_chosen_option_is_what_conditions_see() -> None:
    assert MARKER.codes(YES_NO, "no") == {"no"}
    assert MARKER.codes(SINGLE, 1) == frozenset()


def options(*pairs: tuple[str, int]) -> list[OptionSpec]:
    return [OptionSpec(value=value, text=value, level=level) for value, level in pairs]


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        ([("yes", 4)], [("options", "must give no")]),
        (
            [("yes", 4), ("no", 0), ("maybe", 2)],
            [("options[2].value", "must be yes or no")],
        ),
        (
            [("yes", 4), ("no", 0), ("yes", 2)],
            [("options[2].value", "yes is given twice")],
        ),
        (
            [("yes", 4), ("no", 7)],
            [("options[1].level", "names level 7, which the question does not have")],
        ),
    ],
)
def test_faults_of_options(pairs: list[tuple[str, int]], faults: list[tuple[str, str]]) -> None:
    question: QuestionSpec = replace(YES_NO, options=options(*pairs))
    assert [(one.place, one.message) for one in marking("yes_no").check(question)] == faults
