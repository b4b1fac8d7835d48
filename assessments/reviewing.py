"""How an assessment is signed off: who sent it, who decided what, and what was looked at. Pure.

A round is one sending for approval with the decisions about it. Its states and steps are in
`workflow`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assessments.rubric.definition import Document, RubricSpec
from assessments.scoring.result import Result
from assessments.scoring.sheet import State
from assessments.workflow import Refused, ReviewState, checked_words

NAME_MOST = 150
WORD_MOST = 2_000
"""The most characters of a statement, of a reason and of what is said with a sending."""
REASONS_MOST = 50
"""The most questions at which one return gives reasons."""
SAMPLE = 5
"""How many answers at the two top levels an approver is asked to see evidence for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a person signs an approval with. A job title and a statement may be empty where a
    program signs.
    """

    name: str
    job_title: str = ""
    statement: str = ""

    def checked(self) -> Signature:
        """The same, trimmed; raises `Refused` for what is missing, too long or hides."""
        signed = Signature(
            name=checked_words(self.name, "your name", NAME_MOST),
            job_title=checked_words(self.job_title, "your job title", NAME_MOST),
            statement=checked_words(self.statement, "your statement", WORD_MOST),
        )
        if not signed.name:
            raise Refused("Enter your name.")
        return signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An approval or a return, as it was signed.

    `said` is the statement, or the reason of a return; `reasons` are those at questions, and
    `seen` says of the sample which answers the person has seen evidence for, both by code. `names`
    is the hash of what was decided on; `read` are the documents of it. `key` is of the person who
    signed, and `whose` of the one whose signature it is: the approver, where that was a deputy.
    """

    approved: bool
    at: datetime
    key: int
    whose: int
    by: str
    job_title: str
    said: str
    acting_for: str
    reasons: Mapping[str, str]
    seen: Mapping[str, bool]
    names: str
    read: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A sending for approval, and what was decided about it, oldest first.

    `submitted` counts the submissions of the assessment until now.
    """

    key: int
    state: ReviewState
    sent_at: datetime
    sent_by: str
    sent_by_key: int
    word: str
    ended_at: datetime | None
    submitted: int
    decisions: Sequence[Decided] = ()

    @property
    def waits(self) -> bool:
        return self.state is ReviewState.WAITING

    def signed(self, names: str) -> Sequence[Decided]:
        """The approvals that hold: those of exactly this."""
        return [one for one in self.decisions if one.approved and one.names == names]

    def approved_by(self, key: int) -> bool:
        """Whether that person has approved it, also where it has changed since."""
        return any(one.approved and one.key == key for one in self.decisions)

    def void(self, names: str) -> Sequence[Decided]:
        """The approvals of something else: what was approved has changed since, so they count
        no more. Not those of a person who has approved this as well.
        """
        again = {one.key for one in self.signed(names)}
        return [
            one
            for one in self.decisions
            if one.approved and one.names != names and one.key not in again
        ]


def waiting_in(rounds: Sequence[Round]) -> Round | None:
    """The round that waits for approval, if any."""
    return rounds[-1] if rounds and rounds[-1].waits else None


def state_of(rounds: Sequence[Round]) -> ReviewState:
    """The state of the review of an assessment, given its rounds since the last submission."""
    return ReviewState.WAITING if waiting_in(rounds) else ReviewState.NOT_SENT


def returned(rounds: Sequence[Round]) -> Decided | None:
    """The return that nothing was sent after; `None` where there is none."""
    last = rounds[-1] if rounds else None
    if last is None or last.state is not ReviewState.RETURNED:
        return None
    return last.decisions[-1]


def sample_of(reference: str, spec: RubricSpec, result: Result) -> Sequence[str]:
    """The codes of the answers to look behind, in the order of asking.

    They are `SAMPLE` of those at the two top levels of the rubric, chosen by the reference of the
    submission that would be made: the same reference gives the same choice to whoever draws it, and
    an answer that changes moves no other in or out but the one next in line.
    """
    numbers = sorted({level.number for _, one in spec.questions() for level in one.levels})[-2:]
    high = [
        one.code
        for one in result.questions
        if one.state is State.ANSWERED and one.level is not None and one.level in numbers
    ]
    drawn = sorted(high, key=lambda code: hashlib.sha256(f"{reference}/{code}".encode()).digest())
    chosen = set(drawn[:SAMPLE])
    return [code for code in high if code in chosen]


def to_document(
    rounds: Iterable[Round], *, needed: int, names: str, signers: Collection[int]
) -> dict[str, object]:
    """Who sent, returned and approved what a submission froze, as JSON has it.

    `names` is the hash of what was submitted. An approval of anything else is void. `by_sender`
    says whether the person who sent it last is one of those who approved it. `signs_no_more` is
    there for an approval of a person who is none of the `signers` any more. Moments are as in ISO
    8601.
    """
    every = list(rounds)
    return {
        "sent": [
            {"by": one.sent_by, "at": one.sent_at.isoformat(), "said": one.word} for one in every
        ],
        "people_needed": needed,
        "by_sender": every[-1].sent_by_key in {one.key for one in every[-1].signed(names)},
        "decisions": [
            {
                "outcome": "approved" if one.approved else "returned",
                "void": one.approved and one.names != names,
                **({"signs_no_more": True} if one.approved and one.whose not in signers else {}),
                "name": one.by,
                "job_title": one.job_title,
                "acting_for": one.acting_for,
                "at": one.at.isoformat(),
                "said": one.said,
                "questions": sorted(one.reasons),
                "sample": [
                    {"question": code, "evidence_seen": seen} for code, seen in one.seen.items()
                ],
            }
            for each in every
            for one in each.decisions
        ],
    }
