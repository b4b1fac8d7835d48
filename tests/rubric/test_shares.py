"""What weights amount to, as an editor of a draft sees it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.question_types import MARKER
from assessments.rubric.shares import QuestionWeight, shares
from assessments.scoring.engine import score
from tests.factories.rubrics import DONT_KNOW, sheet
from tests.factories.shipped import shipped_rubric

COUNCIL, TRUST = "local_authority", "nhs_trust"


def asked(code: str, weight: str | None, *applies_to: str) -> QuestionWeight:
    return QuestionWeight(
        code=code,
        dimension=code[0],
        weight=None if weight is None else Decimal(weight),
        applies_to=applies_to,
    )


def test_by_hand() -> None:
    """A weighs 60 and B 40; A2 is for councils only, so for trusts A1 is alone."""
    found = shares(
        {"A": Decimal(60), "B": Decimal(40)},
        [asked("A1", "2"), asked("A2", "1", COUNCIL), asked("B1", "5"), asked("B2", None)],
        [COUNCIL, TRUST],
    )
    assert found.dimensions["A"].of_parent == Fraction(3, 5)
    assert (found.dimensions["B"].least, found.dimensions["B"].most) == (40, 40)
    first, second = found.questions["A1"], found.questions["A2"]
    assert first.of_parent == Fraction(2, 3)
    assert (first.least, first.most) == (40, 60)
    assert (second.least, second.most) == (20, 20)
    assert "B2" not in found.questions


def test_a_dimension_that_a_sector_is_asked_nothing_of_lends_its_weight_to_the_others() -> None:
    found = shares(
        {"A": Decimal(60), "B": Decimal(40)},
        [asked("A1", "1"), asked("B1", "1", TRUST)],
        [COUNCIL, TRUST],
    )
    assert (found.dimensions["A"].least, found.dimensions["A"].most) == (60, 100)
    assert (found.dimensions["B"].least, found.dimensions["B"].most) == (40, 40)


def test_a_draft_that_is_far_from_finished_has_shares_too() -> None:
    assert shares({}, [], []).questions == {}
    empty = shares({"A": Decimal(10)}, [], [COUNCIL])
    assert empty.dimensions["A"].of_parent == 1 and empty.dimensions["A"].most == 0
    odd = shares({"A": Decimal(0), "B": Decimal(5)}, [asked("A1", "3"), asked("B1", "0")], [])
    assert "A" not in odd.dimensions and odd.questions == {}


def test_the_shipped_rubric_is_worth_what_the_engine_says() -> None:
    """With everything asked and nothing known, a question's gap is all that it is worth."""
    shipped = shipped_rubric()
    opened = [
        replace(d, questions=[replace(q, condition=None) for q in d.questions])
        for d in shipped.dimensions
    ]
    spec = replace(shipped, dimensions=opened)
    found = shares(
        {one.code: one.weight for one in spec.dimensions},
        [
            QuestionWeight(code=q.code, dimension=d.code, weight=q.weight, applies_to=q.applies_to)
            for d, q in spec.questions()
        ],
        [sector.code for sector in spec.sectors],
    )
    gaps: dict[str, set[Fraction]] = {}
    unknown = {q.code: DONT_KNOW for _, q in spec.questions() if q.scored}
    for sector in spec.sectors:
        for one in score(spec, sheet(unknown, sector=sector.code), MARKER).questions:
            if one.gap is not None:
                gaps.setdefault(one.code, set()).add(one.gap)
    assert {code: (min(each), max(each)) for code, each in gaps.items()} == {
        code: (share.least, share.most) for code, share in found.questions.items()
    }


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.integers(1, 9))
def test_points_sum_to_a_hundred_and_scaling_changes_nothing(each: list[int], by: int) -> None:
    def found(scale: int) -> list[Fraction]:
        questions = [asked(f"{'AB'[n % 2]}{n}", str(w * scale)) for n, w in enumerate(each)]
        every = shares({"A": Decimal(3), "B": Decimal(7)}, questions, [COUNCIL])
        return [every.questions[q.code].most for q in questions]

    assert sum(found(1)) == 100
    assert found(1) == found(by)
