from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.question_types import MARKER, AnswerRefused
from assessments.question_types.checklist import MARKING
from assessments.rubric.definition import ItemSpec, NoneOptionSpec, PointsToLevelSpec, QuestionSpec
from tests.factories import rubrics as r

QUESTION = r.checklist("Q")
WITH_A_LOSS = r.checklist("Q", 1, 60, 40, -30)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "Select every line that is true, or “None of these”"),
        ("", "Select every line that is true, or “None of these”"),
        (["none", "a"], "Select the lines that are true or “None of these”, not both"),
        (["a", "z"], "Select every line that is true, or “None of these”. “z” is not one of them"),
        (["A"], "Select every line that is true, or “None of these”. “A” is not one of them"),
        (["a", 1], "Give the codes of the lines that are true, as a list"),
        ({"a": 1}, "Give the codes of the lines that are true, as a list"),
        (3, "Give the codes of the lines that are true, as a list"),
    ],
)
def test_refused(raw: object, message: str) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        MARKING.clean(QUESTION, raw)
    assert refusal.value.message == message


def test_a_long_unknown_code_is_cut_short() -> None:
    with pytest.raises(AnswerRefused) as refusal:
        MARKING.clean(QUESTION, ["z" * 100_000])
    assert len(refusal.value.message) < 150


@pytest.mark.parametrize(
    ("question", "ticked", "points", "full", "level"),
    [
        (QUESTION, {"none"}, 0, 100, 0),
        (QUESTION, {"c"}, 20, 100, 0),
        (QUESTION, {"b"}, 30, 100, 1),
        (QUESTION, {"a", "d"}, 50, 100, 2),
        (QUESTION, {"a", "b", "c", "d"}, 100, 100, 3),
        (WITH_A_LOSS, {"a", "b", "c"}, 70, 100, 2),
        (WITH_A_LOSS, {"c"}, 0, 100, 0),
        (WITH_A_LOSS, {"a", "b"}, 100, 100, 3),
    ],
)
def test_marks(
    question: QuestionSpec, ticked: set[str], points: int, full: int, level: int
) -> None:
    mark = MARKER.mark(question, frozenset(ticked))
    assert (mark.points, mark.full, mark.level) == (points, full, level)


def test_next_step_is_the_missing_item_with_the_most_points() -> None:
    assert MARKER.next_mark(QUESTION, frozenset({"a"})).points == 70
    assert MARKER.next_mark(QUESTION, frozenset({"none"})).points == 40
    assert MARKER.next_mark(QUESTION, None).points == 40
    assert MARKER.next_mark(QUESTION, frozenset("abcd")).points == 100
    assert MARKER.next_mark(WITH_A_LOSS, frozenset("ab")).points == 100
    assert MARKER.next_mark(WITH_A_LOSS, frozenset("ac")).points == 70


def test_in_words_in_the_order_of_the_rubric() -> None:
    assert MARKING.text(QUESTION, frozenset({"c", "a"})) == "Item a\nItem c"
    assert MARKING.text(QUESTION, frozenset({"none"})) == "None of these"
    assert MARKING.to_json(frozenset({"c", "a"})) == ["a", "c"]
    assert MARKER.codes(QUESTION, frozenset({"c", "a"})) == {"a", "c"}


def faults(question: QuestionSpec) -> list[tuple[str, str]]:
    return [(fault.place, fault.message) for fault in MARKING.check(question)]


def test_faults_of_items() -> None:
    twice = [ItemSpec(code="a", text="?", points=Decimal(50)) for _ in range(2)]
    assert faults(replace(QUESTION, items=twice)) == [("items[1].code", "a is given twice")]
    alike = [ItemSpec(code=code, text="?", points=Decimal(50)) for code in "aA"]
    assert faults(replace(QUESTION, items=alike)) == [
        ("items[1].code", "A differs from a only in capital letters")
    ]
    clash = replace(QUESTION, none_option=NoneOptionSpec(code="b", text="None"))
    assert faults(clash) == [("none_option.code", "b is also the code of an item")]
    worthless = [ItemSpec(code="a", text="?", points=Decimal(0))]
    assert [path for path, _ in faults(replace(QUESTION, items=worthless))] == ["items"]
    pointed = replace(QUESTION, levels=r.levels(0, 1, 2, 3))
    assert [path for path, _ in faults(pointed)] == [f"levels[{n}].points" for n in range(4)]


def table(*spans: tuple[str, str, int]) -> list[PointsToLevelSpec]:
    return [
        PointsToLevelSpec(from_inclusive=Decimal(start), to_inclusive=Decimal(end), level=level)
        for start, end, level in spans
    ]


@pytest.mark.parametrize(
    ("spans", "paths"),
    [
        ([("0", "49", 0), ("50", "100", 1)], []),
        ([("1", "49", 0), ("50", "100", 1)], ["points_to_level[0].from_inclusive"]),
        ([("0", "50", 0), ("50", "100", 1)], ["points_to_level[1].from_inclusive"]),
        ([("0", "40", 0), ("50", "100", 1)], ["points_to_level[1].from_inclusive"]),
        ([("0", "49", 0), ("50", "99", 1)], ["points_to_level[1].to_inclusive"]),
        ([("0", "49", 0), ("50", "100", 9)], ["points_to_level[1].level"]),
        ([("0", "-1", 0), ("0", "100", 1)], ["points_to_level[0].to_inclusive"]),
    ],
)
def test_faults_of_the_table(spans: list[tuple[str, str, int]], paths: list[str]) -> None:
    found = faults(replace(QUESTION, points_to_level=table(*spans)))
    assert [path for path, _ in found] == paths


def test_a_gap_is_measured_in_the_steps_that_items_take() -> None:
    """With an item of 0.5 points a total of 19.5 can be reached, so 19 to 20 leaves it out."""
    items = [ItemSpec(code=c, text=c, points=Decimal(p)) for c, p in (("a", "0.5"), ("b", "39.5"))]
    halves = replace(QUESTION, items=items)
    assert faults(replace(halves, points_to_level=table(("0", "19", 0), ("20", "40", 1))))
    assert not faults(replace(halves, points_to_level=table(("0", "19.9", 0), ("20", "40", 1))))
