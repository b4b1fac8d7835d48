"""The two kinds that are answered with a number."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.question_types import MARKER, AnswerRefused, marking
from assessments.question_types.number import MARKING as NUMBER
from assessments.question_types.percentage import MARKING as PERCENTAGE
from assessments.rubric.definition import NumberBandSpec, NumberSpec
from tests.factories import rubrics as r

QUESTION = r.percentage("Q")
WHOLE = r.number("Q", number=r.number_block(-5, 0, 5, maximum=10, decimals=0, unit="days"))
RULE = "Enter a number from 0 to 100 with at most 1 decimal place"


@pytest.mark.parametrize(
    "raw",
    ["-0.1", "100.1", "88.55", "1e3", "1E1", "NaN", "nan", "Infinity", "-inf", "0x1A", "1_0"]
    + ["5.", ".", "-", "1.2.3", "1,0,0", ",5", "1 2", "%", "½"]
    + ["9" * 100_000, "0." + "0" * 200 + "1", "1" + "0" * 5000, "5\x00", "1.0000000000000000000001"]
    + ["1." + "0" * 35 + "1"],
    ids=lambda raw: ascii(raw)[:20],
)
def test_refused_with_every_limit_in_one_sentence(raw: str) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        PERCENTAGE.clean(QUESTION, raw)
    assert refusal.value.message == RULE


def test_slips_get_a_hint() -> None:
    with pytest.raises(AnswerRefused, match="full stop for the decimal point"):
        PERCENTAGE.clean(QUESTION, "12,5")
    with pytest.raises(AnswerRefused, match="Use the digits 0 to 9"):
        PERCENTAGE.clean(QUESTION, "١٢")


def test_the_rule_speaks_of_whole_numbers_and_of_more_places() -> None:
    with pytest.raises(AnswerRefused) as refusal:
        NUMBER.clean(WHOLE, "1.5")
    assert refusal.value.message == "Enter a whole number from -5 to 10"
    many = replace(QUESTION, number=r.number_block(0, 1, maximum=1_000_000, decimals=0))
    with pytest.raises(AnswerRefused) as refusal:
        NUMBER.clean(many, "1000001")
    assert refusal.value.message == "Enter a whole number from 0 to 1,000,000"
    fine = replace(QUESTION, number=r.number_block(0, 1, maximum="2.50", decimals=2))
    with pytest.raises(AnswerRefused) as refusal:
        NUMBER.clean(fine, "3")
    assert refusal.value.message == "Enter a number from 0 to 2.50 with at most 2 decimal places"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("88.50", "88.5"),
        ("88.0", "88.0"),
        ("007", "7"),
        ("-0", "0"),
        ("-0.0", "0.0"),
        ("0.000", "0.0"),
        ("1.0000", "1.0"),
        (Decimal("1E+1"), "10"),
        (Decimal("88.50"), "88.5"),
        (88.5, "88.5"),
        (88.0, "88.0"),
        (7, "7"),
    ],
)
def test_the_value_is_exact_and_kept_as_typed_up_to_the_allowed_places(
    raw: object, text: str
) -> None:
    assert PERCENTAGE.to_json(PERCENTAGE.clean(QUESTION, raw)) == text


@pytest.mark.parametrize(
    "raw",
    [0.1 + 0.2, 88.55, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN")]
    + [Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-999999"), Decimal("88.55")],
)
def test_numbers_of_a_file_obey_the_same_rule(raw: object) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        PERCENTAGE.clean(QUESTION, raw)
    assert refusal.value.message == RULE


@pytest.mark.parametrize("raw", ["0", "0.00", "-0.000", Decimal("0.00"), Decimal("0E-10"), 0.0])
def test_zero_is_a_whole_number_however_many_zeros_it_has(raw: object) -> None:
    assert NUMBER.to_json(NUMBER.clean(WHOLE, raw)) == "0"


def test_an_enormous_whole_number_is_refused_at_once() -> None:
    with pytest.raises(AnswerRefused):
        PERCENTAGE.clean(QUESTION, 10**50_000)


def test_only_a_percentage_takes_a_percent_sign() -> None:
    assert PERCENTAGE.clean(QUESTION, "50%") == 50
    with pytest.raises(AnswerRefused):
        NUMBER.clean(r.number("Q"), "50%")


def test_in_words() -> None:
    assert PERCENTAGE.text(QUESTION, Decimal("88.5")) == "88.5%"
    assert NUMBER.text(WHOLE, Decimal(-3)) == "-3 days"
    assert NUMBER.text(replace(WHOLE, number=r.number_block(0, 1, unit="")), Decimal(3)) == "3"


@pytest.mark.parametrize(
    ("value", "level", "points"),
    [("0", 0, 0), ("24.9", 0, 0), ("25", 1, 25), ("99.9", 3, 75), ("100", 4, 100)],
)
def test_bands_give_the_level_and_the_level_its_points(value: str, level: int, points: int) -> None:
    mark = MARKER.mark(QUESTION, Decimal(value))
    assert (mark.level, mark.points, mark.full) == (level, points, 100)


def test_lower_is_better() -> None:
    falling = NumberSpec(
        unit="percent",
        minimum=Decimal(0),
        maximum=Decimal(100),
        decimals_allowed=0,
        direction="lower_is_better",
        bands=[
            NumberBandSpec(
                from_inclusive=Decimal(0), to=Decimal(10), to_is_inclusive=False, level=4
            ),
            NumberBandSpec(
                from_inclusive=Decimal(10), to=Decimal(100), to_is_inclusive=True, level=1
            ),
        ],
    )
    question = r.percentage("Q", number=falling)
    assert PERCENTAGE.check(question) == []
    assert [MARKER.mark(question, Decimal(at)).level for at in (9, 10)] == [4, 1]
    assert MARKER.next_mark(question, Decimal(50)).level == 2


def faults_of(block: NumberSpec) -> list[tuple[str, str]]:
    question = r.percentage("Q", number=block)
    return [(fault.place, fault.message) for fault in marking("percentage").check(question)]


def spans(*ends: tuple[int, int, bool], **more: int) -> NumberSpec:
    return NumberSpec(
        unit="percent",
        minimum=Decimal(more.get("minimum", 0)),
        maximum=Decimal(more.get("maximum", 100)),
        decimals_allowed=more.get("decimals", 1),
        bands=[
            NumberBandSpec(
                from_inclusive=Decimal(start), to=Decimal(end), to_is_inclusive=inclusive, level=0
            )
            for start, end, inclusive in ends
        ],
    )


@pytest.mark.parametrize(
    ("block", "paths"),
    [
        (spans((0, 20, False), (25, 100, True)), ["number.bands[1].from_inclusive"]),
        (spans((0, 20, False), (15, 100, True)), ["number.bands[1].from_inclusive"]),
        (spans((5, 20, False), (20, 100, True)), ["number.bands[0].from_inclusive"]),
        (spans((0, 20, False), (20, 90, True)), ["number.bands[1].to_inclusive"]),
        (spans((0, 20, False), (20, 110, True)), ["number.bands[1].to_inclusive"]),
        (spans((0, 20, False), (20, 100, False)), ["number.bands[1].to_exclusive"]),
        (spans((0, 20, True), (20, 100, True)), ["number.bands[0].to_inclusive"]),
        (spans((0, 0, False), (0, 100, True)), ["number.bands[0].to_exclusive"]),
        (spans((0, 100, False), (100, 100, True)), []),
        (spans((0, 100, True), decimals=-1), ["number.decimals_allowed"]),
        (spans((0, 100, True), decimals=7), ["number.decimals_allowed"]),
        (spans((0, 0, True), maximum=0), ["number.max"]),
        (spans((0, 10**10, True), maximum=10**10), ["number.max"]),
        (spans(), ["number.bands"]),
    ],
)
def test_faults_of_the_bands(block: NumberSpec, paths: list[str]) -> None:
    assert [path for path, _ in faults_of(block)] == paths


def test_a_gap_differs_from_an_overlap() -> None:
    ((_, gap),) = faults_of(spans((0, 20, False), (25, 100, True)))
    ((_, overlap),) = faults_of(spans((0, 20, False), (15, 100, True)))
    assert gap == "must be 20, got 25: leaves a gap with the band before"
    assert overlap == "must be 20, got 15: overlaps the band before"


def test_a_band_names_a_level_that_exists() -> None:
    block = r.number_block(0, 10, 20, 30, 40, 50)
    assert faults_of(block) == [
        ("number.bands[5].level", "names level 5, which the question does not have")
    ]
