"""What may happen to an assessment, to its review, and to work that was given out, given the state.

Transitions are data; refusals give reasons.

Whether *this person* may do it is the role's business (`access.roles`); whether it may be done
*now* is answered here, by the same call for the button, the page and the post.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.names import hiding_refusal, shown_length


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """Something may not be done now. The message says why and what to do, in plain English."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Status(StrEnum):
    """The state of an assessment."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"in_progress": "In progress", "submitted": "Submitted", "withdrawn": "Withdrawn"}[
            self.value
        ]


class Step(StrEnum):
    """What a person does to an assessment."""

    ANSWER = "answer"
    SUBMIT = "submit"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step allowed from `sources`, which leads to `target`."""

    sources: frozenset[Status]
    target: Status
    needs_reason: bool = False


TRANSITIONS: dict[Step, Transition] = {
    Step.ANSWER: Transition(frozenset({Status.IN_PROGRESS}), Status.IN_PROGRESS),
    Step.SUBMIT: Transition(frozenset({Status.IN_PROGRESS}), Status.SUBMITTED),
    Step.REOPEN: Transition(
        frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
        Status.IN_PROGRESS,
        needs_reason=True,
    ),
    Step.WITHDRAW: Transition(frozenset({Status.IN_PROGRESS}), Status.WITHDRAWN, needs_reason=True),
}

REASON_LEAST = 10
REASON_MOST = 2_000

_REFUSALS: dict[tuple[Step, Status], str] = {
    (Step.ANSWER, Status.SUBMITTED): (
        "This assessment has been submitted, so its answers cannot be changed. "
        "An administrator of your organisation can reopen it."
    ),
    (Step.ANSWER, Status.WITHDRAWN): (
        "This assessment has been withdrawn, so its answers cannot be changed. "
        "An administrator of your organisation can reopen it."
    ),
    (Step.SUBMIT, Status.SUBMITTED): (
        "This assessment has already been submitted. Open its report to see the result."
    ),
    (Step.SUBMIT, Status.WITHDRAWN): (
        "This assessment has been withdrawn. An administrator can reopen it before it is submitted."
    ),
    (Step.REOPEN, Status.IN_PROGRESS): "This assessment is already open. Go on answering it.",
    (Step.WITHDRAW, Status.SUBMITTED): (
        "A submitted assessment cannot be withdrawn, and its report is kept. Reopen it instead."
    ),
    (Step.WITHDRAW, Status.WITHDRAWN): "This assessment has already been withdrawn.",
}


def check(step: Step, status: Status | str) -> Transition:
    """The transition for a step from a status; raises `Refused` with why it is not allowed."""
    transition = TRANSITIONS[step]
    if Status(status) not in transition.sources:
        raise Refused(_REFUSALS[(step, Status(status))])
    return transition


def allows(step: Step, status: Status | str) -> bool:
    """Whether the step is allowed from the status."""
    return Status(status) in TRANSITIONS[step].sources


def checked_words(words: str, what: str, most: int) -> str:
    """Words that go into the record, trimmed; raises `Refused` when too long or hiding."""
    said = words.strip()
    if len(said) > most:
        raise Refused(f"{what[:1].upper()}{what[1:]} must be {most:,} characters or fewer.")
    refusal = hiding_refusal(said)
    if refusal is not None:
        raise Refused(f"{refusal}.")
    return said


def check_reason(reason: str) -> str:
    """A reason as given, trimmed; raises `Refused` when it is too short or too long to be one."""
    trimmed = reason.strip()
    if shown_length(trimmed) < REASON_LEAST:
        raise Refused(f"Give a reason of at least {REASON_LEAST} characters.")
    return checked_words(trimmed, "the reason", REASON_MOST)


class WorkState(StrEnum):
    """How far a piece of work has come. `IN_PROGRESS` is never stored: it is "to do", begun."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    HANDED_OVER = "handed_over"
    CHANGES_ASKED = "changes_asked"
    DONE = "done"

    @property
    def label(self) -> str:
        return _WORK_LABELS[self]

    @property
    def colour(self) -> str:
        """Of its tag; what is done has none."""
        return _WORK_COLOURS.get(self, "")


class Strength(StrEnum):
    """How well an evidence item shows what it is given for, the weakest first."""

    ASSERTED = "asserted"
    DOCUMENTED = "documented"
    TESTED = "tested"

    @property
    def label(self) -> str:
        return self.value.capitalize()


_WORK_LABELS = {
    WorkState.TO_DO: "To do",
    WorkState.IN_PROGRESS: "In progress",
    WorkState.HANDED_OVER: "Handed over",
    WorkState.CHANGES_ASKED: "Changes asked for",
    WorkState.DONE: "Done",
}
_WORK_COLOURS = {
    WorkState.TO_DO: "grey",
    WorkState.IN_PROGRESS: "teal",
    WorkState.HANDED_OVER: "blue",
    WorkState.CHANGES_ASKED: "orange",
}


class WorkStep(StrEnum):
    """What a person does to a piece of work."""

    HAND_OVER = "hand_over"
    TAKE_BACK = "take_back"
    ASK_FOR_CHANGES = "ask_for_changes"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class WorkTransition:
    """A step allowed from `sources`, which leads to `target`.

    `reviews`: it is for those who sign an assessment off, and not for those who answer.
    """

    sources: frozenset[WorkState]
    target: WorkState
    name: str
    reviews: bool = False
    needs_word: bool = False


WORK_OPEN = frozenset({WorkState.TO_DO, WorkState.IN_PROGRESS, WorkState.CHANGES_ASKED})
"""The states in which those whom it was given to still have something to do."""

WORK_STEPS: dict[WorkStep, WorkTransition] = {
    WorkStep.HAND_OVER: WorkTransition(WORK_OPEN, WorkState.HANDED_OVER, "Hand over"),
    WorkStep.TAKE_BACK: WorkTransition(
        frozenset({WorkState.HANDED_OVER}), WorkState.TO_DO, "Take back"
    ),
    WorkStep.ACCEPT: WorkTransition(
        frozenset({WorkState.HANDED_OVER}), WorkState.DONE, "Accept as done", reviews=True
    ),
    WorkStep.ASK_FOR_CHANGES: WorkTransition(
        frozenset({WorkState.HANDED_OVER, WorkState.DONE}),
        WorkState.CHANGES_ASKED,
        "Ask for changes",
        reviews=True,
        needs_word=True,
    ),
}


def check_work(step: WorkStep, state: WorkState) -> WorkTransition:
    """The transition for a step from a state; raises `Refused` with why it is not allowed."""
    transition = WORK_STEPS[step]
    if state not in transition.sources:
        raise Refused(
            f"This work is now “{state.label}”, so that cannot be done. "
            "It may have been changed since you opened the page. Read what it says now."
        )
    return transition


class ActionState(StrEnum):
    """How far an action of an organisation's plan has come. Any may follow any other."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {"dropped": "Not doing"}.get(self.value, self.value.replace("_", " ").capitalize())

    @property
    def colour(self) -> str:
        """Of its tag; what is done has none."""
        return {"to_do": "grey", "in_progress": "teal", "dropped": "yellow"}.get(self.value, "")


ACTION_OPEN = frozenset({ActionState.TO_DO, ActionState.IN_PROGRESS})
"""The states in which an action still has to be done."""


class ReviewState(StrEnum):
    """How far the sending of an assessment for approval is. `NOT_SENT` is never stored."""

    NOT_SENT = "not_sent"
    WAITING = "waiting"
    RETURNED = "returned"
    RECALLED = "recalled"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        return _REVIEW_LABELS[self]


_REVIEW_LABELS = {
    ReviewState.NOT_SENT: "Not sent",
    ReviewState.WAITING: "Waiting for approval",
    ReviewState.RETURNED: "Returned",
    ReviewState.RECALLED: "Recalled",
    ReviewState.APPROVED: "Approved",
}


class ReviewStep(StrEnum):
    """What a person does to have an assessment signed off, while it is in progress."""

    SEND = "send"
    RECALL = "recall"
    RETURN = "return"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class ReviewTransition:
    """A step allowed from `sources`, which leads to `target`.

    `signs`: it leads there once enough people have signed, and waits until then; the last of them
    submits the assessment.
    """

    sources: frozenset[ReviewState]
    target: ReviewState
    needs_reason: bool = False
    signs: bool = False


_WAITING = frozenset({ReviewState.WAITING})

REVIEW_STEPS: dict[ReviewStep, ReviewTransition] = {
    ReviewStep.SEND: ReviewTransition(frozenset({ReviewState.NOT_SENT}), ReviewState.WAITING),
    ReviewStep.RECALL: ReviewTransition(_WAITING, ReviewState.RECALLED),
    ReviewStep.RETURN: ReviewTransition(_WAITING, ReviewState.RETURNED, needs_reason=True),
    ReviewStep.APPROVE: ReviewTransition(
        frozenset({ReviewState.NOT_SENT, ReviewState.WAITING}),
        ReviewState.APPROVED,
        signs=True,
    ),
}

_REVIEW_REFUSALS = {
    (ReviewStep.SEND, ReviewState.WAITING): (
        "This assessment is waiting for approval already. "
        "Recall it first to send it with another message."
    ),
    (ReviewStep.RECALL, ReviewState.NOT_SENT): (
        "This assessment is not waiting for approval, so there is nothing to recall. "
        "It may have been returned or recalled since you opened the page."
    ),
    (ReviewStep.RETURN, ReviewState.NOT_SENT): (
        "This assessment is not waiting for approval, so there is nothing to return. "
        "It may have been recalled or returned since you opened the page."
    ),
}


def check_review(step: ReviewStep, state: ReviewState) -> ReviewTransition:
    """The transition for a step of a review; raises `Refused` with why it is not allowed.

    A review that has ended is not sent: `state` is that of the one that is open, if any.
    """
    transition = REVIEW_STEPS[step]
    if state not in transition.sources:
        raise Refused(_REVIEW_REFUSALS[(step, state)])
    return transition


TWO = 2
"""How many people sign where the organisation requires two."""


def too_few(signers: Mapping[int, str], approved: Collection[int] = ()) -> str:
    """Why two people cannot sign, in a sentence; empty where they can.

    `signers` are the names of those who may, by their keys, and `approved` are the keys of those
    whose approval counts already: it goes on counting when they may sign no more.
    """
    if len(signers.keys() | set(approved)) >= TWO:
        return ""
    name = next(iter(signers.values()), "")
    who = f"only {name} may approve" if name else "no member may approve"
    return f"Your organisation requires two people to approve an assessment, and {who} one."


class Scan(StrEnum):
    """What is known of a file that was looked at for viruses, or was not."""

    CLEAN = "clean"
    UNSCANNED = "unscanned"
    INFECTED = "infected"


class WhenVerified(StrEnum):
    """What strangers are shown of a report that they check, besides that it is genuine."""

    NOTHING = "nothing"
    NAME = "name"
    RESULT = "result"

    @property
    def label(self) -> str:
        return _WHEN_VERIFIED_LABELS[self]


_WHEN_VERIFIED_LABELS = {
    WhenVerified.NOTHING: "Only that the report is genuine",
    WhenVerified.NAME: "Also the name of the organisation, and when the report was submitted",
    WhenVerified.RESULT: "Also its result",
}
Told = WhenVerified
"""A migration knows it by this name."""


def when_verified_choices() -> list[tuple[str, str]]:
    """What an organisation can choose from, each with its label."""
    return [(one.value, one.label) for one in WhenVerified]
