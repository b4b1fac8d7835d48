"""The state of an assessment as the page of a part shows it, worked out from its answers."""

from __future__ import annotations

from typing import TypedDict

from assessments.contradictions import met
from assessments.forms.answering import Asking
from assessments.question_types import MARKER
from assessments.reports.checking import outlook
from assessments.scoring.engine import score
from assessments.scoring.progress import Progress, progress_over
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet, asked


class Standing(TypedDict):
    """The codes of the questions that are asked, how far it is, the range of its score in words,
    how answers of the page do not fit what is held, the contradictions that are met, and all of it
    scored.
    """

    asked: frozenset[str]
    progress: Progress
    outlook: str
    not_fitting: dict[str, str]
    met: frozenset[str]
    result: Result


def standing_of(asking: Asking, sheet: AnswerSheet) -> Standing:
    """How the answers of a sheet stand on the page that is asked."""
    spec = asking.spec
    codes, result = asked(spec, sheet, MARKER), score(spec, sheet, MARKER)
    return {
        "asked": codes,
        "progress": progress_over(spec, sheet, codes),
        "outlook": outlook(spec, result),
        "not_fitting": _not_fitting(asking, result),
        "met": frozenset(one.code for one in met(spec, result)),
        "result": result,
    }


def _not_fitting(asking: Asking, result: Result) -> dict[str, str]:
    """For each of the page's questions how its answer contradicts what is held, or nothing."""
    ends = {each.code: each for each in result.questions}
    return {
        question.code: asking.holding.not_fitting(
            question, ends[question.code].state, ends[question.code].level
        )
        for question in asking.questions
    }
