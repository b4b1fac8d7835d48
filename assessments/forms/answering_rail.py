"""The rail of the answering page: the questions of a part, each with what is to be known of it; and
the state of the assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from assessments.contradictions import met
from assessments.forms.answering import Asking
from assessments.paging import Leaf
from assessments.queries.answers import StoredAnswer
from assessments.question_types import MARKER, STATE_LABELS
from assessments.reports.checking import outlook
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.engine import score
from assessments.scoring.progress import Progress, progress_over
from assessments.scoring.result import Result
from assessments.scoring.sheet import UNANSWERED, AnswerSheet, Reply, State, asked
from assessments.wording import counted, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question of the page. `said` changes as people answer, `more` does not.

    One that is not asked now is there hidden, for scripts. `here` is set for the one that the
    address names.
    """

    code: str
    title: str
    state: str
    said: str
    more: str
    asked: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another page of the part: "Questions 26 to 50", "3 of 25 answered"."""

    href: str
    name: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """The page's questions, and the part's other pages before and after it.

    `passed` and `left` count the questions that are asked on the pages before and after.
    """

    entries: Sequence[Entry]
    before: Sequence[Elsewhere]
    after: Sequence[Elsewhere]
    passed: int
    left: int


def rail_of(
    asking: Asking,
    stored: Mapping[str, StoredAnswer],
    asked: Collection[str],
    page_at: Callable[[int], str],
    marks: Mapping[str, Collection[str]],
) -> Rail:
    """The rail of the page that is asked.

    `page_at` gives the address of a page of the part by its number, and `marks` has the codes of
    the questions of which a word is to be said, by the word.
    """
    leaf = asking.leaf
    on = [_on(one, stored, asked) for one in asking.pages]
    pages = [
        Elsewhere(
            href=page_at(one.number),
            name=one.said("Question"),
            said=f"{done} of {counted(total, 'question')} answered",
        )
        for one, (done, total) in zip(asking.pages, on, strict=True)
        if total or one is leaf
    ]
    place = sum(1 for _, total in on[: leaf.number - 1] if total)
    return Rail(
        entries=tuple(
            _entry(one, stored, one.code in asked, asking.question, marks)
            for one in asking.questions
        ),
        before=pages[:place],
        after=pages[place + 1 :],
        passed=sum(total for _, total in on[: leaf.number - 1]),
        left=sum(total for _, total in on[leaf.number :]),
    )


def _on(
    leaf: Leaf[QuestionSpec], stored: Mapping[str, StoredAnswer], asked: Collection[str]
) -> tuple[int, int]:
    """How many questions of a page are answered, and how many are asked."""
    codes = [question.code for question in leaf.items if question.code in asked]
    done = [code for code in codes if _reply(stored, code).state is not State.UNANSWERED]
    return len(done), len(codes)


def _reply(stored: Mapping[str, StoredAnswer], code: str) -> Reply:
    return stored[code].reply if code in stored else UNANSWERED


def _entry(
    question: QuestionSpec,
    stored: Mapping[str, StoredAnswer],
    asked: bool,
    named: str,
    marks: Mapping[str, Collection[str]],
) -> Entry:
    reply = _reply(stored, question.code)
    words = ["critical"] if question.critical else []
    words += [word for word, codes in marks.items() if question.code in codes]
    return Entry(
        code=question.code,
        title=question.title,
        state=reply.state.value,
        said=said_of(reply),
        more="".join(f", {word}" for word in words),
        asked=asked,
        here=question.code == named,
    )


def said_of(reply: Reply) -> str:
    """How far a question is, and what backs it: "Answered, note and evidence"."""
    states = {State.ANSWERED.value: "Answered", State.UNANSWERED.value: "Not answered"}
    backing = listed([*(["note"] if reply.note else []), *(["evidence"] if reply.evidence else [])])
    said = {**STATE_LABELS, **states}[reply.state.value]
    return f"{said}, {backing}" if backing else said


def states_of(asking: Asking, stored: Mapping[str, StoredAnswer]) -> dict[str, dict[str, str]]:
    """The same of every question of the page, for the reply to a save."""
    return {
        code: {"state": reply.state.value, "said": said_of(reply)}
        for code, reply in ((one.code, _reply(stored, one.code)) for one in asking.questions)
    }


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
