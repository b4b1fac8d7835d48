"""Which answers of last time have to be looked at again before they count, and why. Pure.

The others may be accepted a part at a time. One that is asked for first is never among those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from assessments.contradictions import met
from assessments.evidence import Holding
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.result import QuestionResult, Result
from assessments.scoring.sheet import Reply, State
from assessments.wording import listed

LOW = Fraction(1, 2)
"""A mark below this is low."""

CRITICAL = "It is a critical question."
IN_THE_LOWER_HALF = "The answer would now be in the lower half of what can be reached."
NOT_KNOWN = "You said that you did not know."
NO_ANSWER = "There was no answer, but a note or evidence."


class LastTime(Protocol):
    """What was said to a question last time. `changes` say how the question differs since, or why
    it does not take the answer any more: then it is `refused`, and the reply is without it.
    """

    @property
    def question(self) -> QuestionSpec: ...
    @property
    def reply(self) -> Reply: ...
    @property
    def changes(self) -> Sequence[str]: ...
    @property
    def refused(self) -> bool: ...


def to_look_at(
    spec: RubricSpec,
    answers: Mapping[str, LastTime],
    result: Result,
    holding: Holding,
    left: Mapping[str, Sequence[str]],
    done: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    """Why each has to be looked at, in sentences, by the code of its question; others are missing.

    `result` is that of all answers with those of last time among them, `holding` what the
    organisation has on the day, and `left` names who looked after a question and is gone, and
    `done` says what the plan has finished for one.
    """
    ends = {each.code: each for each in result.questions}
    unfit: dict[str, list[str]] = {}
    for pair in met(spec, result):
        for code in pair.pair:
            unfit.setdefault(code, []).append(pair.other_than(code))
    found = {}
    for code, one in answers.items():
        reasons = [
            *one.changes,
            *done.get(code, ()),
            *_of_what_it_said(one, ends.get(code), holding),
            *[f"It does not fit the answer to {other}." for other in unfit.get(code, ())],
            *([f"{listed(left[code])}, who looked after it, left."] if left.get(code) else []),
        ]
        if reasons:
            found[code] = reasons
    return found


def _of_what_it_said(one: LastTime, end: QuestionResult | None, holding: Holding) -> list[str]:
    question, reply, found = one.question, one.reply, []
    if question.critical:
        found.append(CRITICAL)
    if reply.state is State.UNANSWERED:
        if not one.refused:
            found.append(NO_ANSWER)
    elif reply.state is State.DONT_KNOW:
        found.append(NOT_KNOWN)
    elif end is not None and end.mark is not None and end.mark < LOW:
        found.append(IN_THE_LOWER_HALF)
    past = [line.title for line in reply.evidence if holding.is_past(line)]
    if past:
        found.append(f"Its evidence is past its date: {listed(past)}.")
    if gone := holding.owners_left(reply.evidence):
        found.append(f"{listed(gone)}, who looked after its evidence, left.")
    if end is not None and (unfit := holding.not_fitting(question, end.state, end.level)):
        found.append(unfit)
    return found
