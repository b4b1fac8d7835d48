"""What was posted for one question, read as a reply, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.evidence import LINK_MOST, TITLE_MOST
from assessments.names import says_nothing
from assessments.question_types import (
    STATE_LABELS,
    AnswerRefused,
    check_typed,
    check_typed_reason,
    check_typed_value,
    clean_reason,
    clean_text,
    marking,
)
from assessments.question_types.base_field import KindField, state_choices
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State, Value


@dataclass(slots=True)
class Problems:
    """What is wrong, as pairs of a field's name and a message that can be read alone."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, about: str, said: str) -> None:
        """The message says what it is about, because the summary lists those of a whole page."""
        self.found.append((name, f"{about}: {said}"))


def evidence_names(code: str, number: int) -> tuple[str, str]:
    """The names of the two fields of a row of evidence, counted from 0."""
    return f"{code}-evidence-{number}-title", f"{code}-evidence-{number}-link"


def read_reply(
    question: QuestionSpec,
    kind: KindField,
    posted: Mapping[str, str],
    rows: int,
    problems: Problems,
) -> Reply:
    """The reply; worth keeping only when no problem was added."""
    given, states = _chosen(question, kind, posted)
    state, value = _answer(question, kind, given, states, problems)
    return Reply(
        state=state,
        value=value,
        reason=_reason(question, state, states, posted, problems),
        note=read_text(f"{question.code}-note", f"{question.code} note", posted, problems),
        evidence=_evidence(question.code, posted, rows, problems),
    )


def _chosen(
    question: QuestionSpec, kind: KindField, posted: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """What was given as an answer, and what was said instead of one."""
    given = kind.read(posted.get(f"{question.code}-value"))
    if not kind.states_inside:
        return given, kind.read(posted.get(f"{question.code}-state"))
    allowed = dict(state_choices(question))
    states = [choice for choice in given if choice in allowed]
    return [choice for choice in given if choice not in allowed], states


def _answer(
    question: QuestionSpec,
    kind: KindField,
    given: list[str],
    states: list[str],
    problems: Problems,
) -> tuple[State, Value | None]:
    allowed = dict(state_choices(question))
    try:
        if any(state not in allowed for state in states):
            raise AnswerRefused("Select one of the choices on this page")
        if len(states) > 1:
            both = " or ".join(f"“{label}”" for label in STATE_LABELS.values())
            raise AnswerRefused(f"Select {both}, not both")
        if states and given:
            raise AnswerRefused(kind.not_both(allowed[states[0]]))
        if states:
            return State(states[0]), None
        if not given:
            return State.UNANSWERED, None
        value = marking(question.kind).clean(question, kind.raw(given))
        check_typed_value(value)
        return State.ANSWERED, value
    except AnswerRefused as refusal:
        problems.add(f"{question.code}-value", question.code, refusal.message)
        return State.UNANSWERED, None


def _reason(
    question: QuestionSpec,
    state: State,
    states: list[str],
    posted: Mapping[str, str],
    problems: Problems,
) -> str:
    """The reason why it does not apply. One that was given without choosing so is not lost."""
    name = f"{question.code}-reason"
    given = posted.get(name) or ""
    if state is not State.NOT_APPLICABLE:
        # Where it was chosen together with something else, that has been refused already.
        if given.strip() and State.NOT_APPLICABLE.value not in states:
            label = STATE_LABELS[State.NOT_APPLICABLE.value]
            said = f"Select “{label}” to give this reason, or clear the reason"
            problems.add(name, f"{question.code} reason", said)
        return ""
    try:
        reason = clean_reason(given)
        check_typed_reason(reason)
        return reason
    except AnswerRefused as refusal:
        problems.add(name, f"{question.code} reason", refusal.message)
        return ""


def read_text(
    name: str,
    about: str,
    posted: Mapping[str, str],
    problems: Problems,
    **limits: int,
) -> str:
    """A text; empty where a problem was added."""
    try:
        text = clean_text(posted.get(name) or "", **limits)
        check_typed(text)
        return text
    except AnswerRefused as refusal:
        problems.add(name, about, refusal.message)
        return ""


def _line(name: str, about: str, posted: Mapping[str, str], problems: Problems, most: int) -> str:
    text = read_text(name, about, posted, problems, most=most)
    if "\n" in text:
        problems.add(name, about, "Put this on one line")
    return text


def _evidence(
    code: str, posted: Mapping[str, str], rows: int, problems: Problems
) -> tuple[EvidenceItem, ...]:
    """The rows in use, in their order. A row whose two fields are blank is none."""
    items = []
    for number in range(rows):
        title_name, link_name = evidence_names(code, number)
        about = f"{code} evidence {number + 1}"
        given = [str(posted.get(name) or "") for name in (title_name, link_name)]
        if not any(text.strip() for text in given):
            continue
        if says_nothing(given[0]):
            problems.add(title_name, about, "Give the evidence a title")
        title = _line(title_name, about, posted, problems, TITLE_MOST)
        link = _line(link_name, about, posted, problems, LINK_MOST)
        items.append(EvidenceItem(title=title, link=link))
    return tuple(items)
