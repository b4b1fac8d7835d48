"""The verdict for a chief executive, the ladder of bands, and a tile for each question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments.reports.content import Report
from assessments.reports.glance import LastTime
from assessments.reports.standing import standings
from assessments.reports.summing_up import ladder
from assessments.rubric.definition import BandSpec, GateSpec, RubricSpec
from assessments.scoring.sheet import Reply, State
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric
from tests.reports import samples
from tests.scoring.worked_examples.test_corrected_rubric import COUNCIL, GATE_CHECK, at_level

LAST = LastTime(
    reference="R1",
    day=date(2025, 11, 24),
    edition="2025",
    score=Decimal("36.6"),
    band="emerging",
    band_name="Emerging",
    scores={},
)
BANDS = [
    r.band("low", 0),
    r.band("middle", 40),
    replace(r.band("high", 60), minimum_each_dimension=Decimal(50)),
]


def critical(code: str, level: int, cap: str) -> Any:
    gate = GateSpec(cap_band=cap, when_level_at_or_below=level, message="Too low.")
    return r.single(code, critical=True, gates=[gate])


def spec_of(*questions: Any, bands: list[BandSpec] = BANDS) -> RubricSpec:
    """Each question in a dimension of its own, all of one weight."""
    made = [r.dimension(one.code[0], 1, one) for one in questions]
    return replace(r.rubric(*made), bands=bands)


def said(spec: RubricSpec, **levels: Any) -> list[str]:
    replies = {
        code.replace("_", "-"): each if isinstance(each, Reply) else r.answered(each)
        for code, each in levels.items()
    }
    return list(samples.report(spec, r.sheet(replies)).glance.verdict)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((4, 4), ["High: the highest band."]),
        ((2, 2), ["10.0 points from High."]),
        (
            (1, 4),
            [
                "The score reaches High, but the result is Middle.",
                "Dimension A must reach 50.0 first.",
            ],
        ),
        ((1, 3), ["10.0 points from High.", "Dimension A must reach 50.0 first."]),
        ((1, 1), ["15.0 points from Middle."]),
    ],
)
def test_it_says_how_far_the_next_band_is_and_what_comes_first(
    levels: tuple[int, int], words: list[str]
) -> None:
    spec = spec_of(r.single("A-1"), r.single("B-1"))
    assert said(spec, A_1=levels[0], B_1=levels[1]) == words


def test_critical_answers_that_hold_the_next_band_are_counted() -> None:
    spec = spec_of(critical("A-1", 2, "middle"), critical("B-1", 2, "middle"), r.single("C-1"))
    assert said(spec, A_1=2, B_1=Reply(state=State.DONT_KNOW), C_1=4) == [
        "10.0 points from High.",
        "Two safety-critical answers must be fixed and Dimension B must reach 50.0 first.",
    ]
    assert said(spec, A_1=2, B_1=3, C_1=4) == [
        "The score reaches High, but the result is Middle.",
        "One safety-critical answer must be fixed first.",
    ]


@pytest.mark.parametrize(
    ("levels", "counted"),
    [
        ((2, 2, 4), {"A-1", "B-1"}),  # both stop at the middle band, where the score is too
        ((2, 3, 4), {"A-1"}),  # the score alone would reach the top
        ((0, 2, 4), {"A-1", "B-1"}),  # balance too keeps it from there
        ((0, 1, 1), set()),  # 16.7: the caps are above the next band
    ],
)
def test_what_caps_the_band_and_lifts_a_gate_is_what_the_verdict_counts(
    levels: tuple[int, int, int], counted: set[str]
) -> None:
    bands = [r.band("low", 0), r.band("some", 20), *BANDS[1:]]
    gated = critical("A-1", 2, "middle"), critical("B-1", 2, "middle")
    spec = spec_of(*gated, r.single("C-1"), bands=bands)
    sheet = r.sheet(dict(zip(("A-1", "B-1", "C-1"), map(r.answered, levels), strict=True)))
    report = samples.report(spec, sheet)
    number = {0: "", 1: "One safety-critical answer", 2: "Two safety-critical answers"}
    assert number[len(counted)] in report.glance.verdict[-1]
    assert ("safety-critical" in " ".join(report.glance.verdict)) is bool(counted)
    assert {one.code for one in report.gates if one.to_lift} == counted
    assert {one.code for one in report.actions if one.lifts} == counted
    assert {one.code for one in report.actions if one.reason == "Lifts a gate"} == counted
    assert {one.code for row in report.glance.heat for one in row.tiles if one.caps} == counted
    later = {one.reason for one in report.actions if one.gate and not one.lifts}
    assert later <= {"Needed for a higher band"}
    assert {code for row in standings(report) for code in row.gates} == counted
    assert all(each.lowered <= each.to_lift for each in report.gates)


def test_many_dimensions_that_are_short_are_counted_and_not_named() -> None:
    spec = spec_of(*(r.single(f"{letter}-1") for letter in "ABCDE"))
    assert said(spec, A_1=1, B_1=1, C_1=1, D_1=4, E_1=4)[1:] == [
        "Three dimensions must each reach 50.0 first."
    ]
    assert said(spec, A_1=1, B_1=1, C_1=4, D_1=4, E_1=4)[1:] == [
        "Dimension A and Dimension B must each reach 50.0 first."
    ]


def test_a_bound_between_two_tenths_is_reached_at_the_higher() -> None:
    spec = spec_of(r.single("A-1"), bands=[r.band("low", 0), r.band("high", "50.01")])
    assert said(spec, A_1=2) == ["0.1 points from High."]
    assert said(replace(spec, bands=BANDS[:1]), A_1=2) == ["Low: the only band."]


def test_with_nothing_to_score_or_with_open_questions_it_says_that() -> None:
    spec = spec_of(r.single("A-1", not_applicable_allowed=True), r.single("B-1"))
    assert said(spec, A_1=2) == ["There is no result yet: 1 question is still to be answered."]
    nothing = Reply(state=State.NOT_APPLICABLE, reason=samples.REASON)
    assert said(spec_of(spec.question("A-1")), A_1=nothing)[0].startswith("No question counts")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ["Nothing that was asked holds you back."]),
        (
            {"SEC-01": 1, "DAT-03": "dont_know"},
            ["No band above Developing is open until two safety-critical answers are fixed."],
        ),
    ],
)
def test_without_a_score_it_says_what_keeps_bands_shut(
    changed: dict[str, Any], words: list[str]
) -> None:
    spec = shipped_rubric(GATE_CHECK)
    asked = [q for _, q in spec.questions() if not q.applies_to or COUNCIL in q.applies_to]
    raw = {question.code: at_level(question, 4) for question in asked} | changed
    replies = {code: samples.reply(spec, code, value) for code, value in raw.items()}
    report = samples.report(spec, r.sheet(replies))
    assert list(report.glance.verdict) == words
    assert sum("Highest band still open" in rung.marks for rung in report.glance.ladder.rungs) == 1


class TestLadder:
    def marks(self, report: Report, last: LastTime | None) -> dict[str, tuple[str, ...]]:
        made = ladder(report.bands, report.headline, last)
        return {rung.name: tuple(rung.marks) for rung in made.rungs if rung.marks}

    def test_it_shows_the_place_of_the_result_of_the_score_and_of_last_time(self) -> None:
        assert self.marks(samples.worked(), LAST) == {
            "Emerging": ("Last time, 24 November 2025: 36.6",),
            "Developing": ("You are here",),
            "Ready": ("What the score alone would reach",),
        }

    def test_a_band_that_is_no_more_is_said_below_it(self) -> None:
        gone = replace(LAST, band="gone", band_name="Fair")
        made = ladder(samples.worked().bands, samples.worked().headline, gone)
        assert made.note == "Last time, 24 November 2025: 36.6, Fair."
        assert not any(rung.last for rung in made.rungs)

    def test_a_band_that_was_the_highest_still_open_is_no_place_among_final_ones(self) -> None:
        silent = replace(LAST, score=None)
        made = ladder(samples.worked().bands, samples.worked().headline, silent)
        assert made.note == "Last time, 24 November 2025: highest band still open Emerging."
        assert not any(rung.last for rung in made.rungs)


class TestTiles:
    def test_there_is_one_for_each_question_that_was_asked_in_words(self) -> None:
        worked = samples.worked()
        tiles = {tile.code: tile for row in worked.glance.heat for tile in row.tiles}
        assert list(tiles) == [question.code for question in worked.questions]
        assert [row.name for row in worked.glance.heat] == [part.name for part in worked.dimensions]
        first = tiles["SEC-01"]
        assert (first.words, first.shade, first.flags) == ("1 Started", "1", ("Caps the band",))
        assert (tiles["DAT-07"].words, tiles["DAT-07"].shade) == ("Don't know", "unknown")
        assert (tiles["BUD-03"].words, tiles["BUD-03"].shade) == ("Not applicable", "none")
        assert "Evidence" in tiles["BUD-01"].flags and "Unconfirmed" in tiles["BUD-02"].flags

    @pytest.mark.parametrize(
        ("level", "top", "shade"), [(0, 4, "0"), (4, 4, "4"), (1, 2, "2"), (2, 5, "1"), (5, 5, "4")]
    )
    def test_a_shade_is_a_levels_place_among_the_questions_own(
        self, level: int, top: int, shade: str
    ) -> None:
        points = [100 * n // top for n in range(top + 1)]
        spec = spec_of(r.single("A-1", levels=r.levels(*points)), bands=BANDS[:1])
        reply = r.answered(level, evidence=["Plan"])
        [row] = samples.report(spec, r.sheet({"A-1": reply})).glance.heat
        assert (row.tiles[0].shade, row.tiles[0].level) == (shade, str(level))
