"""Where a report recommends nothing, it says why, and only what is so."""

from __future__ import annotations

from dataclasses import replace

from assessments.exports.as_pdf import EXPORT
from assessments.reports.assembling import (
    ALL_DONE,
    NO_ADVICE,
    NO_URGENT_ADVICE,
    NOTHING_COUNTS,
    NOTHING_URGENT,
)
from assessments.reports.content import Report
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.exports import reading
from tests.reports import samples

ASIDE = Reply(state=State.NOT_APPLICABLE, reason=samples.REASON)


def without_actions(question: QuestionSpec) -> QuestionSpec:
    return replace(question, levels=[replace(level, action=None) for level in question.levels])


def silent(spec: RubricSpec, dimensions: int) -> RubricSpec:
    """The rubric with no advice in its first dimensions."""
    made = [
        replace(part, questions=[without_actions(each) for each in part.questions])
        if place < dimensions
        else part
        for place, part in enumerate(spec.dimensions)
    ]
    return replace(spec, dimensions=made)


def report(spec: RubricSpec, *levels: int | None) -> Report:
    """A report with a level for each question, `None` for one that does not apply."""
    replies = {
        question.code: ASIDE if level is None else samples.reply(spec, question.code, level)
        for (_, question), level in zip(spec.questions(), levels, strict=True)
    }
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def reasons(made: Report) -> tuple[str, str]:
    return made.no_first_actions, made.no_actions


def test_gaps_without_advice_are_no_clean_bill() -> None:
    made = report(silent(samples.small(2), 2), 1, 3)
    assert made.gaps and not made.actions
    assert reasons(made) == (NO_ADVICE, NO_ADVICE)


def test_full_marks_leave_nothing_to_recommend() -> None:
    assert reasons(report(samples.small(2), 4, 4)) == (ALL_DONE, ALL_DONE)


def test_with_nothing_that_counts_nothing_is_called_done() -> None:
    assert reasons(report(samples.small(2), None, None)) == (NOTHING_COUNTS, NOTHING_COUNTS)


def test_small_gaps_with_advice_are_not_urgent() -> None:
    assert reasons(report(samples.small(2), 3, 4)) == (NOTHING_URGENT, "")


def test_a_large_gap_without_advice_is_not_hidden_by_advice_on_a_small_one() -> None:
    assert reasons(report(silent(samples.small(2), 1), 0, 3)) == (NO_URGENT_ADVICE, "")


def test_urgent_actions_need_no_excuse() -> None:
    assert reasons(report(samples.small(2), 0, 0)) == ("", "")
    assert reasons(samples.worked()) == ("", "")


def test_the_pdf_says_that_there_is_no_advice() -> None:
    words = reading.words(EXPORT.render(report(silent(samples.small(2), 2), 1, 3)))
    assert words.count(NO_ADVICE) == 1
    assert NOTHING_URGENT not in words and ALL_DONE not in words


def test_the_pdf_does_not_call_a_large_gap_none() -> None:
    words = reading.words(EXPORT.render(report(silent(samples.small(2), 1), 0, 3)))
    assert f"{NO_URGENT_ADVICE} Each dimension’s own actions show how to go higher." in words
    assert NOTHING_URGENT not in words
