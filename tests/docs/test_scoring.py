"""docs/scoring.md against the engine: its worked example is scored, figure by figure."""

from __future__ import annotations

import re
from fractions import Fraction

from assessments.question_types import KINDS, MARKER
from assessments.scoring.engine import score
from assessments.scoring.result import rounded
from tests.docs.documents import document
from tests.factories.shipped import example_sheet, shipped_rubric
from tests.scoring.worked_examples.test_by_hand import the_result, the_rubric

SCORING = document("docs/scoring.md")
EXAMPLE = SCORING.section("A worked example")


def exact(cell: str) -> Fraction | None:
    return None if cell == "none" else Fraction(cell)


def test_the_questions_of_the_worked_example() -> None:
    rows = [row for row in EXAMPLE.rows() if len(row) == 6]
    result = the_result(gated=True)
    assert [row[0] for row in rows] == [one.code for one in result.questions]
    for row, one in zip(rows, result.questions, strict=True):
        weight = the_rubric(gated=True).question(one.code).weight
        assert (Fraction(row[1]), *map(exact, row[3:])) == (weight, one.mark, one.share, one.gap)


def test_the_steps_of_the_worked_example() -> None:
    steps = {row[0]: (row[1], row[2]) for row in EXAMPLE.rows() if len(row) == 3}
    result, rubric = the_result(gated=True), the_rubric(gated=True)
    assert result.overall and result.bands.final
    by_dimension = {one.code: one.score.exact for one in result.dimensions if one.score}
    bands = result.bands
    figures = {
        "score of A": by_dimension["A"],
        "score of B": by_dimension["B"],
        "overall score": result.overall.exact,
        "sum of the gaps": sum(one.gap for one in result.questions if one.gap is not None),
    }
    for step, value in figures.items():
        working, printed = steps.pop(step)
        assert Fraction(printed) == value == worked_out(working)
    names = [
        rubric.band(c or "").name for c in (bands.from_score, bands.after_balance, bands.final)
    ]
    assert [printed for _, printed in steps.values()] == names


def worked_out(working: str) -> Fraction:
    """A sum as it is written, worked out exactly."""
    plain = working.replace("×", "*")
    assert re.fullmatch(r"[0-9.+*/() ]+", plain), working
    found: Fraction = eval(re.sub(r"[0-9.]+", r"Fraction('\g<0>')", plain), {"Fraction": Fraction})  # noqa: S307
    return found


def test_the_bands_of_the_worked_example() -> None:
    printed = re.findall(r"([A-Z][a-z ]+) from (\d+)", EXAMPLE.text)
    bands = the_rubric(gated=True).bands
    assert [(name, Fraction(bound)) for name, bound in printed] == [
        (one.name, Fraction(one.from_inclusive)) for one in bands
    ]


def test_the_shipped_example() -> None:
    result = score(shipped_rubric(), example_sheet(), MARKER)
    assert result.overall
    name = {band.code: band.name for band in shipped_rubric().bands}
    printed = EXAMPLE.text
    assert f"scores {result.overall.exact}, shown as {result.overall.shown}" in printed
    assert f"That is {name[result.bands.from_score or '']} by score and after balance" in printed
    assert result.bands.from_score == result.bands.after_balance
    assert f"{name[result.bands.final or '']} in the end" in printed
    [gate] = [one for one in result.bands.gates if one.cap_band == result.bands.final]
    assert f"{gate.question} is at level {gate.level}" in printed


def test_rounding_is_as_it_says() -> None:
    [(before, after)] = re.findall(r"half up: ([0-9.]+) is shown as ([0-9]+\.[0-9])", SCORING.text)
    assert str(rounded(Fraction(before))) == after


def test_every_kind_says_what_it_earns() -> None:
    assert SCORING.section("2. What an answer earns").keys() == set(KINDS)
