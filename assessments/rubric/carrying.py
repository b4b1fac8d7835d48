"""What answers to one rubric suggest as answers to another, question by question. Pure.

It serves two editions of a rubric, and two rubrics that share questions. Questions are matched by
code. `differences` lists where a person asked again would be asked something else: weights, points
and advice are no difference, because they change what an answer is worth, not what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from assessments.names import within_a_sentence
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec, fields_of
from assessments.scoring.sheet import UNANSWERED, AnswerSheet, Reply, State, Value
from assessments.wording import listed, quoted

Translate = Callable[[QuestionSpec, QuestionSpec, Value], Value | None]
"""An answer to the first question as one to the second; `None` where it cannot be."""

NOT_A_CHOICE = "Your answer is no longer one that can be given."
NOT_IN_RANGE = "Your number does not fit the range or the decimal places that it takes now."
NO_LONGER_ASKED = "This question is no longer asked."
NO_DONT_KNOW = "“Don’t know” can no longer be chosen."
OTHER_REASONS = "When “Not applicable” can be chosen is not what it was."
ALWAYS_APPLIES = "“Not applicable” can no longer be chosen."


class Waits(Protocol):
    """An earlier answer that waits as a suggestion: what it suggests, what speaks against it
    already, and where its question refused it, the answer in words.
    """

    @property
    def reply(self) -> Reply: ...
    @property
    def changes(self) -> Sequence[str]: ...
    @property
    def said(self) -> str: ...


NONE_WAITS: Mapping[str, Waits] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A question of both rubrics, and what the reply that was given suggests.

    `reasons` say what differs between the two questions. Where the later one does not take the
    answer, it is `refused`: the reasons say why, and `reply` has its note and evidence alone. One
    that waited, refused already, is `said` in words.
    """

    dimension: DimensionSpec
    question: QuestionSpec
    old: QuestionSpec
    was: Reply
    reply: Reply
    reasons: Sequence[str] = ()
    refused: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A question of one rubric only, or asked of the organisation by one only.

    `reason` says why an answer that was given to it falls away.
    """

    dimension: DimensionSpec
    question: QuestionSpec
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPlan:
    """What becomes of every reply, in the order of the later rubric."""

    unchanged: Sequence[Carried]
    reworded: Sequence[Carried]
    refused: Sequence[Carried]
    new: Sequence[Left]
    gone: Sequence[Left]

    @property
    def begun(self) -> bool:
        """Whether there is anything to carry: an answer, a note or evidence to any question."""
        return bool(self.suggested or self.gone)

    @property
    def suggested(self) -> Sequence[Carried]:
        """Everything that a person is asked about, those that are refused last."""
        return (*self.unchanged, *self.reworded, *self.refused)

    @property
    def answers(self) -> Sequence[Carried]:
        """The answers that can be accepted; a note of an open question is none."""
        return [one for one in self.suggested if one.reply.state is not State.UNANSWERED]


def says_something(reply: Reply) -> bool:
    return reply.state is not State.UNANSWERED or bool(reply.note or reply.evidence)


def plan(
    before: RubricSpec,
    after: RubricSpec,
    sheet: AnswerSheet,
    sector: str,
    translate: Translate,
    waiting: Mapping[str, Waits] = NONE_WAITS,
) -> CarryPlan:
    """What a sheet of the earlier rubric suggests to an organisation of that sector in another.

    Of the sheet, what is `waiting`, by question code, was only suggested.
    """
    was = {question.code: (home, question) for home, question in before.questions()}
    found: list[Carried] = []
    new: list[Left] = []
    for dimension, question in after.questions():
        if not question.is_for(sector):
            continue
        reply = sheet.reply(question.code)
        old = was[question.code][1] if question.code in was else None
        says = question.code in waiting or says_something(reply)
        if old is None or not (old.is_for(sheet.sector) or says):
            new.append(Left(dimension=dimension, question=question))
        elif says:
            one = _carried(dimension, question, old, reply, sheet.sector, sector, translate)
            found.append(_as_it_waits(one, waiting.get(question.code)))
    later = {question.code: question for _, question in after.questions()}
    gone = [
        Left(dimension=home, question=question, reason=reason)
        for code, (home, question) in was.items()
        if (reason := _why_gone(after, question, later.get(code), sector))
        and (code in waiting or says_something(sheet.reply(code)))
    ]
    return CarryPlan(
        unchanged=tuple(one for one in found if not one.reasons),
        reworded=tuple(one for one in found if one.reasons and not one.refused),
        refused=tuple(one for one in found if one.refused),
        new=tuple(new),
        gone=tuple(gone),
    )


def _as_it_waits(one: Carried, waits: Waits | None) -> Carried:
    """With what was against it before, if it waits."""
    if waits is None:
        return one
    reasons = tuple(dict.fromkeys((*waits.changes, *one.reasons)))
    refused = one.refused or bool(waits.said)
    return replace(one, reasons=reasons, refused=refused, said=waits.said)


def _why_gone(
    after: RubricSpec, old: QuestionSpec, question: QuestionSpec | None, sector: str
) -> str:
    """Why the later rubric does not ask a question of the sector; empty where it does."""
    if question is None:
        return NO_LONGER_ASKED
    if question.is_for(sector):
        return ""
    names = {one.code: within_a_sentence(one.name) for one in after.sectors}
    if not old.is_for(sector):
        return f"It is not asked of your sector ({names.get(sector, sector)})."
    others = [name for code, name in names.items() if question.is_for(code)]
    return f"This question is now asked of other sectors: {listed(others)}."


def _carried(
    dimension: DimensionSpec,
    question: QuestionSpec,
    old: QuestionSpec,
    reply: Reply,
    old_sector: str,
    sector: str,
    translate: Translate,
) -> Carried:
    same = Carried(dimension=dimension, question=question, old=old, was=reply, reply=reply)
    if reply.state is State.UNANSWERED:
        return same
    reasons = differences(old, question, old_sector, sector)
    good, unfit = fitted(old, question, reply, translate)
    if unfit:
        good = replace(UNANSWERED, note=reply.note, evidence=reply.evidence)
        reasons.append(unfit)
    elif reply.state is State.NOT_APPLICABLE and _exceptions(old) != _exceptions(question):
        reasons.append(OTHER_REASONS)
    return replace(same, reply=good, reasons=tuple(reasons), refused=bool(unfit))


def fitted(
    old: QuestionSpec, new: QuestionSpec, reply: Reply, translate: Translate
) -> tuple[Reply, str]:
    """The reply as the new question allows it, or an unanswered one and why it is not allowed."""
    if reply.state is State.DONT_KNOW:
        return (reply, "") if new.dont_know_allowed else (UNANSWERED, NO_DONT_KNOW)
    if reply.state is State.NOT_APPLICABLE:
        allowed = new.not_applicable_allowed and not new.critical
        return (reply, "") if allowed else (UNANSWERED, ALWAYS_APPLIES)
    if reply.state is State.ANSWERED and reply.value is not None:
        value = translate(old, new, reply.value) if old.kind == new.kind else None
        if value is None:
            return UNANSWERED, _why_not(old, new, reply.value)
        return replace(reply, value=value), ""
    return UNANSWERED, ""


def _why_not(old: QuestionSpec, new: QuestionSpec, value: Value) -> str:
    """Why an answer can no longer be given, as narrowly as the two questions show."""
    if old.kind != new.kind:
        return NOT_A_CHOICE
    if isinstance(value, Decimal):
        return NOT_IN_RANGE
    chosen = value if isinstance(value, frozenset) else (value,)
    texts = old.choices if old.choices else {level.number: level.text for level in old.levels}
    now = new.choices if old.choices else {level.number for level in new.levels}
    lost = [text.rstrip(".") for key, text in texts.items() if key in chosen and key not in now]
    return f"{quoted(lost)} can no longer be chosen." if lost else NOT_A_CHOICE


def differences(old: QuestionSpec, new: QuestionSpec, old_sector: str, sector: str) -> list[str]:
    """Why an answer to the old question may not be one to the new, in sentences; often empty."""
    found = []
    if old.kind != new.kind:
        found.append("The question is answered in another way.")
    if _words(old.wording_for(old_sector).text) != _words(new.wording_for(sector).text):
        found.append("The question is worded differently.")
    if _levels(old) != _levels(new):
        found.append("Its levels are not what they were.")
    if old.number and new.number and old.number.bands != new.number.bands:
        found.append("Its range is divided differently.")
    if old.number and new.number and old.number.unit != new.number.unit:
        was = old.number.unit
        found.append(f"Its unit was {quoted([was])}." if was else "It had no unit.")
    if _choices(old) != _choices(new):
        found.append("The lines to choose from are not what they were.")
    return found


def _words(text: str) -> str:
    """A text without its line breaks and spacing, which change no meaning."""
    return " ".join(text.split())


def _exceptions(question: QuestionSpec) -> list[str]:
    """All that the rubric says of "not applicable" at it."""
    fields = (one for one in fields_of(QuestionSpec) if one.key.startswith("not_applicable."))
    return [_words(str(getattr(question, one.name))) for one in fields]


def _levels(question: QuestionSpec) -> dict[int, str]:
    return {level.number: _words(level.text) for level in question.levels}


def _choices(question: QuestionSpec) -> dict[str, str]:
    return {code: _words(text) for code, text in question.choices.items()}
