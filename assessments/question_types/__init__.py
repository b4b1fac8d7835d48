"""The kinds of question. `KINDS` is the one table: a new kind is two modules and one word here.

`<kind>.py` is pure (check, clean, mark, text), and `<kind>_field.py` is its form field, loaded
only when a form asks for it, so that scoring never loads Django. Here is also what all kinds share:
`Marking`, which is what each promises, the limits of what is typed, and the refusals. Cleaning
takes what was stored before a rule was made; `check_typed` and its like are for what comes in now.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import ClassVar

from assessments.names import hiding_refusal, says_nothing, shown_length
from assessments.rubric.definition import QuestionSpec, fields_of
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import REASON_LEAST, Mark, Marker, State, Value

KINDS = ("single", "yes_no", "percentage", "number", "checklist", "text")


@cache
def marking(kind: str) -> Marking:
    """The pure half of a kind; raises `KeyError` for a kind that does not exist."""
    if kind not in KINDS:
        raise KeyError(kind)
    found = import_module(f"{__name__}.{kind}").MARKING
    if not isinstance(found, Marking):
        raise TypeError(f"{kind}.py must offer MARKING, a Marking")
    return found


@cache
def field(kind: str) -> ModuleType:
    """The form half of a kind, as its module; raises `KeyError` for one that does not exist."""
    if kind not in KINDS:
        raise KeyError(kind)
    return import_module(f"{__name__}.{kind}_field")


def choices() -> list[tuple[str, str]]:
    """Every kind with its label, for menus and for columns that name a kind."""
    return [(kind, marking(kind).label) for kind in KINDS]


class _KindsMarker:
    """Hands each question to its kind: what `score` takes as its marker."""

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return marking(question.kind).mark(question, value)

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        return marking(question.kind).next_mark(question, value)

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        return marking(question.kind).codes(question, value)

    def translated(self, before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
        return translated(before, after, value)


MARKER: Marker = _KindsMarker()


def translated(before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
    """The value as the later question takes it; `None` when it is not one of its answers."""
    if before.kind != after.kind:
        return None
    kind = marking(after.kind)
    try:
        return kind.clean(after, kind.to_json(value))
    except AnswerRefused:
        return None


TEXT_MOST = 10_000
"""The most characters that one piece of text may have."""

REASON_WANTED = f"Say why this does not apply to you, in {REASON_LEAST} characters or more"

BLOCKS = tuple(field.name for field in fields_of(QuestionSpec) if field.of_kind)
"""The parts of a question that belong to some kinds only, by the names of the rubric file."""

STATE_LABELS = {
    State.DONT_KNOW.value: "Don't know",
    State.NOT_APPLICABLE.value: "Not applicable",
}
"""What people may say instead of an answer. The keys are what a form posts."""

JsonValue = int | str | list[str]
"""What an answer's value is kept as."""


class AnswerRefused(Exception):
    """A value that cannot be an answer. `message` is a sentence to show next to the field."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Marking(ABC):
    """One kind of question: what its block must hold, what its answers are and what they earn.

    `mark`, `next_mark`, `codes`, `text` and `to_json` take a value as `clean` returned it, for a
    question in which `check` finds no fault; anything else is a caller's mistake (`ValueError`).
    """

    label: ClassVar[str]
    """What an editor of rubrics calls the kind."""
    scored: ClassVar[bool] = True
    """Whether answers earn points. A question of an unscored kind has no weight and no levels."""
    blocks: ClassVar[frozenset[str]] = frozenset({"levels"})
    """Which of `BLOCKS` a question of this kind has; the others must be absent."""

    def check(self, question: QuestionSpec) -> list[Finding]:
        """Every fault of the question's own block, in the order of the rubric file.

        A place leads from the question, in the words of the file: `levels[1].points`.
        """
        strays = [
            Finding(block, "does not belong to a question of this type")
            for block in BLOCKS
            if block not in self.blocks and getattr(question, block)
        ]
        return self.check_block(question) + strays

    @abstractmethod
    def check_block(self, question: QuestionSpec) -> list[Finding]:
        """The faults in the blocks that this kind uses."""

    def reached(self, question: QuestionSpec) -> frozenset[int]:
        """The levels that some answer comes to, in a question in which `check` finds no fault."""
        return frozenset(level.number for level in question.levels)

    @abstractmethod
    def clean(self, question: QuestionSpec, raw: object) -> Value:
        """The value that a form posted or a file holds; raises `AnswerRefused`.

        What `to_json` made of a value is cleaned back to the same value.
        """

    @abstractmethod
    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        """What the value earns; raises `ValueError` in an unscored kind."""

    @abstractmethod
    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        """What the next step up earns: the next level, or for a list the best missing item.

        From `None` ("don't know") the step starts at the lowest level. At the top it is `mark`.
        """

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        """The codes that the value chose, for conditions that name a choice."""
        return frozenset()

    @abstractmethod
    def text(self, question: QuestionSpec, value: Value) -> str:
        """The answer in words. A list of things comes one to a line."""

    @abstractmethod
    def to_json(self, value: Value) -> JsonValue:
        """The value as it is stored and exported."""


def clean_text(raw: object, *, most: int = TEXT_MOST) -> str:
    """Text as a person wrote it, to the letter, with line ends as LF; raises `AnswerRefused`.

    Refused: more than `most` characters, and characters that cannot be shown or stored (controls
    other than line ends and tabs, and halves of surrogate pairs).
    """
    if not isinstance(raw, str):
        raise AnswerRefused("Enter text")
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        raise AnswerRefused(f"Enter {most:,} characters or fewer. You have entered {len(text):,}")
    for place, character in enumerate(text, start=1):
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            raise AnswerRefused(
                f"Remove the character that cannot be shown (U+{ord(character):04X}, "
                f"character {place:,})"
            )
    return text


def clean_reason(raw: object) -> str:
    """A reason for "not applicable", as `clean_text`; surrounding white space does not count."""
    reason = clean_text(raw)
    if len(reason.strip()) < REASON_LEAST:
        raise AnswerRefused(REASON_WANTED)
    return reason


def check_typed(text: str) -> None:
    """Refuse (`AnswerRefused`) a text that comes in with a character that hides what it says.

    What was stored before this was refused must stay readable, so that cleaning takes it.
    """
    refusal = hiding_refusal(text)
    if refusal is not None:
        raise AnswerRefused(refusal)


def check_typed_reason(reason: str) -> None:
    """As `check_typed`; of the characters of a reason, those that show count."""
    if shown_length(reason) < REASON_LEAST:
        raise AnswerRefused(REASON_WANTED)
    check_typed(reason)


def check_typed_value(value: Value | None) -> None:
    """As `check_typed`, of an answer; one in words must say something."""
    if isinstance(value, str):
        if says_nothing(value):
            raise AnswerRefused("Enter your answer")
        check_typed(value)
