"""Redoing a printed sum with the printed figures gives the printed result."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports.as_pdf import EXPORT
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet
from tests.exports import reading
from tests.reports import samples

_NUMBER = r"\d+(?:\.\d+)?(?:/\d+)?"
_SUM = re.compile(
    rf"(100 × {_NUMBER}|\((?:{_NUMBER} × {_NUMBER}(?: \+ )?)+\)) ÷ ({_NUMBER})"
    rf" ([=≈]) ({_NUMBER}), shown as (\d+\.\d)"
)


def redo(text: str) -> int:
    """Works out every sum that the text holds, asserts its result, and counts them."""
    count = 0
    for products, whole, sign, result, shown in _SUM.findall(text):
        total = Fraction(0)
        for product in products.strip("()").split(" + "):
            one, two = product.split(" × ")
            total += Fraction(one) * Fraction(two)
        total /= Fraction(whole)
        if sign == "=":
            assert total == Fraction(result), (products, whole, result)
        else:
            step = Decimal(1).scaleb(-len(result.partition(".")[2]))
            last = Decimal(total.numerator) / total.denominator
            assert last.quantize(step, ROUND_HALF_UP) == Decimal(result), (products, whole, result)
        assert Decimal(result).quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal(shown)
        count += 1
    return count


def on_the_page(report: Report) -> str:
    workings = [part.working for part in report.dimensions]
    return "\n".join([*workings, *(p for part in report.method for p in part.paragraphs)])


WEIGHTS = st.one_of(
    st.sampled_from(["0.0001", "0.0002", "0.0333", "1", "3", "7", "88", "999999.9999"]),
    st.integers(1, 10**10).map(lambda n: f"{n / 10**4:.4f}"),
).map(Decimal)
POINTS = st.sampled_from([(0, 50, 100), (0, 25, 100), (0, 1, 3), (0, 1, 7), (0, 2, 9)])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    spec = samples.small(len(shape))
    dimensions, replies = [], {}
    for dimension, questions in zip(spec.dimensions, shape, strict=True):
        made = []
        for place in range(questions):
            points = draw(POINTS)
            (first,) = dimension.questions
            levels = tuple(
                replace(level, points=Decimal(point))
                for level, point in zip(first.levels[:3], points, strict=True)
            )
            code = f"{dimension.code}-{place + 1:02}"
            made.append(replace(first, code=code, levels=levels, weight=draw(WEIGHTS)))
            replies[code] = draw(st.integers(0, 2))
        dimensions.append(replace(dimension, questions=tuple(made), weight=draw(WEIGHTS)))
    spec = replace(spec, dimensions=tuple(dimensions))
    sheet = {code: samples.reply(spec, code, level) for code, level in replies.items()}
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=sheet))


@given(reports())
def test_every_sum_of_a_made_up_rubric_redoes_itself(report: Report) -> None:
    # Each dimension's is there twice: with the dimension, and among all the sums.
    assert redo(on_the_page(report)) == 2 * len(report.dimensions) + 1


def test_every_sum_of_the_worked_example_redoes_itself_in_the_pdf_too() -> None:
    report = samples.worked()
    sums = 2 * len(report.dimensions) + 1
    assert redo(on_the_page(report)) == sums
    assert redo(reading.words(EXPORT.render(report))) == sums


def test_small_weights_are_printed_with_the_figures_that_they_have() -> None:
    spec = samples.small(1)
    (dimension,) = spec.dimensions
    (question,) = dimension.questions
    questions = tuple(
        replace(question, code=f"D0-0{n}", weight=Decimal(weight))
        for n, weight in ((1, "0.0001"), (2, "0.0002"))
    )
    spec = replace(spec, dimensions=(replace(dimension, questions=questions),))
    replies = {
        code: samples.reply(spec, code, level) for code, level in (("D0-01", 1), ("D0-02", 2))
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    assert report.dimensions[0].working == "100 × 0.000125 ÷ 0.0003 ≈ 41.6667, shown as 41.7"


def test_a_sum_that_does_not_redo_itself_is_seen() -> None:
    with pytest.raises(AssertionError):
        redo("100 × 0.0001 ÷ 0.0003 ≈ 41.6667, shown as 41.7")
