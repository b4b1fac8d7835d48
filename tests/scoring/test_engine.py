import doctest
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.question_types import MARKER
from assessments.rubric.definition import QuestionSpec
from assessments.scoring import engine
from assessments.scoring.engine import ENGINE_VERSION, score
from assessments.scoring.sheet import EvidenceItem, Reply, State
from tests.factories import rubrics as r


def test_the_specification_in_the_docstring_is_true() -> None:
    found = doctest.testmod(engine)
    assert found.attempted > 5 and found.failed == 0


def test_the_result_says_which_engine_and_which_sector() -> None:
    result = score(r.rubric(r.dimension("A", 1, r.single("Q"))), r.sheet(sector=r.TRUST), MARKER)
    assert (result.engine_version, result.sector) == (ENGINE_VERSION, r.TRUST)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(state=State.NOT_ASKED), "worked out"),
        (Reply(state=State.ANSWERED), "needs a value"),
        (r.DONT_KNOW, "“don't know” is not allowed"),
        (r.NOT_APPLICABLE, "“not applicable” is not allowed"),
    ],
)
def test_a_reply_that_the_question_does_not_allow(reply: Reply, reason: str) -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("Q", dont_know_allowed=False)))
    with pytest.raises(ValueError, match=f"Q: .*{re.escape(reason)}"):
        score(spec, r.sheet({"Q": reply}), MARKER)


def test_a_critical_question_is_never_not_applicable() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("Q", critical=True, not_applicable_allowed=True)))
    with pytest.raises(ValueError, match="not allowed"):
        score(spec, r.sheet({"Q": r.NOT_APPLICABLE}), MARKER)


@pytest.mark.parametrize(("reason", "enough"), [("x" * 20, True), ("x" * 19 + " ", False)])
def test_a_reason_has_twenty_characters(reason: str, enough: bool) -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("Q", not_applicable_allowed=True)))
    replies = {"Q": Reply(state=State.NOT_APPLICABLE, reason=reason)}
    if enough:
        assert score(spec, r.sheet(replies), MARKER).complete
        return
    with pytest.raises(ValueError, match="20 characters"):
        score(spec, r.sheet(replies), MARKER)


def test_a_value_that_is_not_of_the_question_is_a_mistake_of_the_caller() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("Q")))
    with pytest.raises(ValueError, match="Q: there is no level 9"):
        score(spec, r.sheet({"Q": r.answered(9)}), MARKER)


@pytest.mark.parametrize(
    ("question", "reply", "unconfirmed"),
    [
        (r.single("Q"), r.answered(3), True),
        (r.single("Q"), r.answered(2), False),
        (r.single("Q"), r.answered(4, evidence=["Minutes"]), False),
        (r.single("Q"), Reply(state=State.ANSWERED, value=4, note="We did."), True),
        (r.checklist("Q"), r.answered({"a", "b"}), False),
        (r.checklist("Q"), r.answered({"a", "b", "d"}), True),
        (r.single("Q", levels=r.levels(0, 30, 40)), r.answered(1), True),
    ],
)
def test_unconfirmed(question: QuestionSpec, reply: Reply, unconfirmed: bool) -> None:
    result = score(r.rubric(r.dimension("A", 1, question)), r.sheet({"Q": reply}), MARKER)
    assert (result.unconfirmed == ("Q",)) is unconfirmed


def test_dont_know_differs_from_a_true_lowest_level() -> None:
    questions = r.single("Q1"), r.single("Q2"), r.text("Q3")
    replies = {"Q1": r.DONT_KNOW, "Q2": r.answered(0), "Q3": r.DONT_KNOW}
    result = score(r.rubric(r.dimension("A", 1, *questions)), r.sheet(replies), MARKER)
    assert result.unknown == ("Q1", "Q3")
    known, unknown = result.question("Q2"), result.question("Q1")
    assert (known.points, known.level, known.gap) == (unknown.points, unknown.level, unknown.gap)
    assert known.state is not unknown.state


def test_dont_know_earns_nothing_even_where_the_lowest_level_earns_points() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("Q", levels=r.levels(20, 60, 100))))
    result = score(spec, r.sheet({"Q": r.DONT_KNOW}), MARKER)
    assert result.overall and result.overall.exact == 0
    assert result.question("Q").gain == 60


def test_text_is_in_no_sum() -> None:
    spec = r.rubric(r.dimension("A", 1, r.text("Q1"), r.single("Q2")))
    evidence = [EvidenceItem(title="A page")]
    written = Reply(state=State.ANSWERED, value="Words", evidence=evidence)
    result = score(spec, r.sheet({"Q1": written, "Q2": r.answered(4)}), MARKER)
    assert result.overall and result.overall.exact == 100
    words = result.question("Q1")
    assert words.state is State.ANSWERED
    assert (words.points, words.level, words.share, words.gap) == (None, None, None, None)


def test_weights_and_points_of_many_digits_stay_exact() -> None:
    """A third of full marks and weights in ten-thousandths: no binary or decimal rounding."""
    third = r.single("Q1", "0.3333", levels=r.levels(0, 1, 3))
    spec = r.rubric(r.dimension("A", "33.34", third, r.single("Q2", "0.6667")))
    result = score(spec, r.sheet({"Q1": r.answered(1), "Q2": r.answered(0)}), MARKER)
    assert result.overall and result.overall.exact == Fraction(3333, 300)


def test_order_of_lists_is_the_rubrics() -> None:
    spec = r.rubric(
        r.dimension("B", 1, r.single("Q9"), r.single("Q1")), r.dimension("A", 1, r.single("Q5"))
    )
    replies = {code: r.answered(4) for code in ("Q1", "Q5", "Q9")}
    result = score(spec, r.sheet(replies), MARKER)
    assert [one.code for one in result.questions] == ["Q9", "Q1", "Q5"]
    assert [one.code for one in result.dimensions] == ["B", "A"]
    assert result.unconfirmed == ("Q9", "Q1", "Q5")
    with pytest.raises(KeyError):
        result.question("Q7")


def test_a_number_on_the_edge_of_a_band() -> None:
    spec = r.rubric(r.dimension("A", 1, r.percentage("Q")))
    points = [
        score(spec, r.sheet({"Q": r.answered(Decimal(at))}), MARKER).question("Q").points
        for at in ("24.9", "25.0", "99.9", "100")
    ]
    assert points == [0, 25, 75, 100]
