from decimal import Decimal

import pytest

from assessments.question_types import MARKER
from assessments.rubric.definition import ConditionSpec, QuestionSpec, RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import Reply, State, asked
from tests.factories import rubrics as r


def opened_by(opener: QuestionSpec, **condition: object) -> RubricSpec:
    held = ConditionSpec(question=opener.code, **condition)  # type: ignore[arg-type]
    return r.rubric(r.dimension("A", 1, opener, r.single("Q2", condition=held)))


def is_open(spec: RubricSpec, reply: Reply | None) -> bool:
    replies = {} if reply is None else {"Q1": reply}
    return "Q2" in asked(spec, r.sheet(replies), MARKER)


def test_sectors() -> None:
    spec = r.rubric(
        r.dimension("A", 1, r.single("Q1"), r.single("Q2", applies_to=[r.TRUST, "other"]))
    )
    assert asked(spec, r.sheet(), MARKER) == {"Q1"}
    assert asked(spec, r.sheet(sector=r.TRUST), MARKER) == {"Q1", "Q2"}


@pytest.mark.parametrize(("level", "opens"), [(1, False), (2, True), (3, True)])
def test_level_at_least(level: int, opens: bool) -> None:
    spec = opened_by(r.single("Q1"), level_at_least=2)
    assert is_open(spec, r.answered(level)) is opens


def test_level_at_least_zero_still_needs_an_answer() -> None:
    spec = opened_by(r.single("Q1", not_applicable_allowed=True), level_at_least=0)
    assert is_open(spec, r.answered(0))
    for reply in (None, Reply(), r.DONT_KNOW, r.NOT_APPLICABLE):
        assert not is_open(spec, reply)


def test_a_value_left_behind_by_an_earlier_answer_opens_nothing() -> None:
    left = Reply(state=State.DONT_KNOW, value=4)
    spec = opened_by(r.single("Q1"), level_at_least=2)
    assert not is_open(spec, left)
    assert score(spec, r.sheet({"Q1": left}), MARKER).question("Q1").points == 0


def test_level_of_a_number_and_of_a_checklist() -> None:
    assert is_open(opened_by(r.percentage("Q1"), level_at_least=2), r.answered(Decimal("50.0")))
    assert not is_open(opened_by(r.percentage("Q1"), level_at_least=2), r.answered(Decimal("49.9")))
    assert is_open(opened_by(r.checklist("Q1"), level_at_least=2), r.answered({"a", "d"}))
    assert not is_open(opened_by(r.checklist("Q1"), level_at_least=2), r.answered({"a"}))


def test_any_of_items_and_options() -> None:
    items = opened_by(r.checklist("Q1"), any_of=["b", "c"])
    assert is_open(items, r.answered({"a", "c"}))
    assert not is_open(items, r.answered({"a", "d"}))
    none = opened_by(r.checklist("Q1"), any_of=["none"])
    assert is_open(none, r.answered({"none"})) and not is_open(none, r.answered({"a"}))
    options = opened_by(r.yes_no("Q1"), any_of=["no"])
    assert is_open(options, r.answered("no")) and not is_open(options, r.answered("yes"))


def test_text_opens_nothing() -> None:
    assert not is_open(opened_by(r.text("Q1"), level_at_least=0), r.answered("anything"))
    assert not is_open(opened_by(r.text("Q1"), any_of=["anything"]), r.answered("anything"))


def test_a_question_that_is_not_asked_opens_nothing() -> None:
    """Q1 is for another sector; its stored answer is ignored, and so down the chain."""
    spec = r.rubric(
        r.dimension(
            "A",
            1,
            r.single("Q1", applies_to=[r.TRUST]),
            r.single("Q2", condition=ConditionSpec(question="Q1", level_at_least=1)),
        ),
        r.dimension(
            "B", 1, r.single("Q3", condition=ConditionSpec(question="Q2", level_at_least=1))
        ),
    )
    replies = {code: r.answered(4) for code in ("Q1", "Q2", "Q3")}
    assert asked(spec, r.sheet(replies), MARKER) == frozenset()
    assert asked(spec, r.sheet(replies, sector=r.TRUST), MARKER) == {"Q1", "Q2", "Q3"}


def test_a_later_or_unknown_question_opens_nothing() -> None:
    later = ConditionSpec(question="Q2", level_at_least=0)
    unknown = ConditionSpec(question="Q9", level_at_least=0)
    spec = r.rubric(
        r.dimension(
            "A",
            1,
            r.single("Q1", condition=later),
            r.single("Q2"),
            r.single("Q3", condition=unknown),
        )
    )
    replies = {code: r.answered(4) for code in ("Q1", "Q2", "Q3")}
    assert asked(spec, r.sheet(replies), MARKER) == {"Q2"}


def test_what_is_not_asked_is_in_no_sum_and_its_answer_is_ignored() -> None:
    spec = opened_by(r.single("Q1"), level_at_least=4)
    shut = score(spec, r.sheet({"Q1": r.answered(2), "Q2": r.answered(0)}), MARKER)
    assert shut.overall and shut.overall.exact == 50
    hidden = shut.question("Q2")
    assert hidden.state is State.NOT_ASKED
    assert (hidden.points, hidden.share, hidden.gap) == (None, None, None)
    opened = score(spec, r.sheet({"Q1": r.answered(4), "Q2": r.answered(0)}), MARKER)
    assert opened.overall and opened.overall.exact == 50
    assert opened.question("Q2").state is State.ANSWERED


def test_a_stored_reply_that_would_be_refused_does_not_matter_where_it_is_not_asked() -> None:
    spec = opened_by(r.single("Q1"), level_at_least=4)
    short = Reply(state=State.NOT_APPLICABLE, reason="no")
    assert score(spec, r.sheet({"Q1": r.answered(2), "Q2": short}), MARKER).complete
