"""What the plan has finished since an assessment was last submitted, and the answers that it was to
raise. It is said at the questions, and never fills an answer in. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.result import Result
from assessments.scoring.sheet import State
from assessments.wording import MONTHS, counted

SAID_MOST = 3
"""How many finished actions are named at one question."""
_ASIDE = (State.NOT_ASKED, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An action of the plan that is done. `to_level` is the level that it was to raise the answer
    of its question to, `None` where it names none.
    """

    title: str
    question: str
    to_level: int | None
    done_on: date

    def said(self, spec: RubricSpec, question: QuestionSpec) -> str:
        """What was finished, when, and what it was to raise, in a sentence."""
        day = f"{MONTHS[self.done_on.month]} {self.done_on.year}"
        title = self.title.removesuffix(".")
        done = f"Your plan finished “{title}” in {day}"
        if self.to_level not in {level.number for level in question.levels}:
            return f"{done}: it was for this question."
        return f"{done}: it was to raise this to {spec.level_within(self.to_level)}."


def to_confirm(
    spec: RubricSpec, actions: Iterable[Finished], result: Result
) -> dict[str, Sequence[str]]:
    """What was finished that an answer does not show yet, in sentences, the latest first, by the
    code of the question in the order of asking.

    An answer that reached the level, and a question that is not asked or does not apply, has none.
    """
    found: dict[str, list[Finished]] = {}
    for one in sorted(actions, key=lambda one: (one.done_on, one.to_level or 0), reverse=True):
        found.setdefault(one.question, []).append(one)
    levels: Mapping[str, int | None] = {
        each.code: each.level
        for each in result.questions
        if each.code in found and each.state not in _ASIDE
    }
    said: dict[str, Sequence[str]] = {}
    for code, level in levels.items():
        left = [one for one in found[code] if not _reached(one, level)]
        if left:
            question = spec.question(code)
            more = len(left) - SAID_MOST
            said[code] = (
                *dict.fromkeys(one.said(spec, question) for one in left[:SAID_MOST]),
                *([f"It finished {counted(more, 'more action')} for it."] if more > 0 else []),
            )
    return said


def _reached(one: Finished, level: int | None) -> bool:
    return level is not None and one.to_level is not None and level >= one.to_level
