from assessments.question_types import MARKER
from assessments.rubric.definition import ConditionSpec
from assessments.scoring.progress import DimensionProgress, progress
from tests.factories import rubrics as r

SPEC = r.rubric(
    r.dimension(
        "A",
        1,
        r.single("A1", not_applicable_allowed=True),
        r.single("A2", condition=ConditionSpec(question="A1", level_at_least=2)),
        r.text("A3", required=False),
    ),
    r.dimension("B", 1, r.single("B1"), r.text("B2"), r.single("B3", required=False)),
)


def test_nothing_done() -> None:
    found = progress(SPEC, r.sheet(), MARKER)
    assert (found.answered, found.total) == (0, 3)
    assert found.outstanding == ("A1", "B1", "B2")
    assert found.by_dimension == {
        "A": DimensionProgress(done=0, total=1, started=False),
        "B": DimensionProgress(done=0, total=2, started=False),
    }


def test_dont_know_and_not_applicable_are_done() -> None:
    found = progress(SPEC, r.sheet({"A1": r.NOT_APPLICABLE, "B1": r.DONT_KNOW}), MARKER)
    assert (found.answered, found.total, found.outstanding) == (2, 3, ("B2",))
    assert found.by_dimension["A"].complete and not found.by_dimension["B"].complete
    assert not found.complete


def test_a_better_answer_may_open_a_question() -> None:
    found = progress(SPEC, r.sheet({"A1": r.answered(2)}), MARKER)
    assert (found.answered, found.total) == (1, 4)
    assert found.outstanding == ("A2", "B1", "B2")


def test_what_is_not_required_starts_a_dimension_and_counts_for_nothing() -> None:
    found = progress(SPEC, r.sheet({"B3": r.answered(1), "A3": r.answered("words")}), MARKER)
    assert (found.answered, found.total) == (0, 3)
    assert found.by_dimension["A"].started and found.by_dimension["B"].started


def test_an_answer_to_what_is_not_asked_starts_nothing() -> None:
    found = progress(SPEC, r.sheet({"A2": r.answered(1)}), MARKER)
    assert not found.by_dimension["A"].started


def test_complete() -> None:
    replies = {"A1": r.answered(0), "B1": r.answered(3), "B2": r.answered("words")}
    found = progress(SPEC, r.sheet(replies), MARKER)
    assert found.complete and (found.answered, found.total) == (3, 3)
