"""Two submissions on one rubric, question by question: what rose, what fell, what was reworded.

Pure. Questions are the same where they have the same code, as in the split of the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.reports.replies import Asked, Sitting, brief
from assessments.reports.score_change import ChangedPart, ReportChange, Scored
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import State

NOT_THERE = "Not in this edition"


class Moved(StrEnum):
    """What became of a question's level, as it is said."""

    ROSE = "Rose"
    FELL = "Fell"
    ANOTHER = "Same level, another answer"
    SAME = "Same answer"
    STATE = "Answered in another way"
    ASKED = "Asked now"
    UNASKED = "No longer asked"
    CAME = "New in this edition"
    WENT = "No longer in this edition"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedQuestion:
    """A question of either edition; `then` and `now` are levels, or answers that have none, in
    words. `part` is what it did to the score, where there is a split and it did something.
    """

    code: str
    title: str
    dimension: str
    then: str
    now: str
    moved: Moved
    reworded: bool
    part: ChangedPart | None

    @property
    def is_news(self) -> bool:
        return self.moved is not Moved.SAME or self.reworded or self.part is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Every question by dimension, those of the later edition first. `in_common` counts those that
    were asked in both; `dimensions` names those of both editions by code, in the same order.
    """

    change: ReportChange
    questions: Sequence[ComparedQuestion]
    in_common: int
    dimensions: Mapping[str, str]

    @property
    def news(self) -> Sequence[ComparedQuestion]:
        """Those that are not as they were."""
        return [one for one in self.questions if one.is_news]

    def count(self, moved: Moved) -> int:
        return sum(one.moved is moved for one in self.questions)

    @property
    def rose(self) -> int:
        return self.count(Moved.ROSE)

    @property
    def fell(self) -> int:
        return self.count(Moved.FELL)

    @property
    def reworded(self) -> int:
        return sum(one.reworded for one in self.questions)


def comparison(then: Scored, now: Scored, change: ReportChange) -> Comparison:
    """From the earlier to the later."""
    before, after = (Sitting.of(one.spec, one.sheet, one.result) for one in (then, now))
    names = {one.code: one.name for spec in (now.spec, then.spec) for one in spec.dimensions}
    names |= {one.code: one.name for one in now.spec.dimensions}
    every = {**before.asked, **after.asked}
    homes = list(names)
    codes = sorted(
        dict.fromkeys((*after.asked, *before.asked)),
        key=lambda code: homes.index(every[code].dimension.code),
    )
    parts = {one.code: one for each in change.dimensions for one in each.questions}
    return Comparison(
        change=change,
        questions=tuple(_compared(before, after, code, parts.get(code)) for code in codes),
        in_common=sum(before.puts(code) and after.puts(code) for code in codes),
        dimensions=names,
    )


def _compared(
    before: Sitting, after: Sitting, code: str, part: ChangedPart | None
) -> ComparedQuestion:
    old, new = before.asked.get(code), after.asked.get(code)
    named = new or before.asked[code]
    return ComparedQuestion(
        code=code,
        title=named.question.title,
        dimension=named.dimension.code,
        then=_said(before, old),
        now=_said(after, new),
        moved=_moved(old, new),
        reworded=old is not None
        and new is not None
        and _words(old.question, before.sector) != _words(new.question, after.sector),
        part=part,
    )


def _said(sitting: Sitting, each: Asked | None) -> str:
    """The level, with the answer where that says more than the level."""
    if each is None:
        return NOT_THERE
    said, level = brief(sitting.spec, each), each.result.level
    if level is None or each.result.state is not State.ANSWERED:
        return said
    name = sitting.spec.level_name(level)
    return name if said == name else f"{name} ({said})"


def _moved(old: Asked | None, new: Asked | None) -> Moved:
    if old is None:
        return Moved.CAME
    if new is None:
        return Moved.WENT
    if State.NOT_ASKED in (old.result.state, new.result.state):
        return _asked_or_not(old.result.state, new.result.state)
    was, now = old.result.level, new.result.level
    if was is not None and now is not None and was != now:
        return Moved.ROSE if now > was else Moved.FELL
    if old.result.state is not new.result.state:
        return Moved.STATE
    return Moved.SAME if old.reply.value == new.reply.value else Moved.ANOTHER


def _asked_or_not(then: State, now: State) -> Moved:
    if then is now:
        return Moved.SAME
    return Moved.ASKED if then is State.NOT_ASKED else Moved.UNASKED


def _words(question: QuestionSpec, sector: str) -> object:
    """What a respondent reads of the question."""
    return (
        question.wording_for(sector).text,
        [(one.number, one.text) for one in question.levels],
        [(one.value, one.text) for one in question.options],
        [(one.code, one.text) for one in question.items],
    )
