"""Answers as a report has them: frozen values, ready in words, with what backs each and
which do not fit together. Pure.

Everything here may hold what a person typed: it has to be escaped wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.addresses import web_address
from assessments.rubric.frameworks import CountsTowards
from assessments.scoring.sheet import State


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedAnswer:
    """One of two answers that do not fit together, under the code of its question."""

    code: str
    title: str
    dimension: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContradiction:
    """Two answers that do not fit together, what the rubric asks of whoever keeps both, and why
    both are right. `at` is as in ISO 8601, and `said` says who gave the reason and when; without a
    reason they are empty.
    """

    code: str
    message: str
    answers: Sequence[PairedAnswer]
    reason: str
    by: str
    at: str
    said: str

    @property
    def questions(self) -> Sequence[str]:
        """The codes of the two questions."""
        return tuple(one.code for one in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """The same at one of the two questions: the other answer, what is asked, and the reason."""

    other: PairedAnswer
    message: str
    reason: str
    said: str


STATE_TEXTS = {
    State.ANSWERED: "Answered",
    State.DONT_KNOW: "Don't know",
    State.NOT_APPLICABLE: "Not applicable",
    State.UNANSWERED: "Not answered",
    State.NOT_ASKED: "Not asked",
}
"""What a reply is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to follow. An empty `url` means that only the title is known.

    In a piece of evidence `url` is what its writer gave: an address, or a reference to a file.
    `reference` is that of the evidence item, by whichever words it is named; empty where it is
    none. It is `past` where what it was taken from was past its date.
    """

    title: str
    url: str = ""
    past: bool = False
    reference: str = ""

    @property
    def href(self) -> str:
        """The address where it leads somewhere on the web; empty for anything else."""
        return web_address(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A question to look at again: "don't know", or without evidence."""

    code: str
    title: str
    dimension: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHeld(Link):
    """What the organisation had that day, such as a certificate. `questions` are the codes of those
    that were asked and that it supports; `covers` says in words which parts of which framework. The
    dates are as in ISO 8601, and in words. `too_many` counts the questions where they are
    too many to name.
    """

    framework: str
    parts: Sequence[str]
    covers: str
    achieved_on: str
    achieved_text: str
    good_until: str
    good_until_text: str
    questions: Sequence[str]
    too_many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file that an evidence item had: the item's title, the size in bytes, and the SHA-256."""

    item: str
    reference: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvidence:
    """A piece of evidence, once for all the answers that name it.

    `url` is a web address or empty, and `cited` says in words where it is found. Of one that was on
    record `strength` is a value of `workflow.Strength`, and the dates are as in ISO 8601. Where the
    strength was not recorded, and of one that was only typed at an answer, what is not known is
    empty, as `reference` then is. `questions` are the codes of those asked whose answers name it,
    and `supports` of those that it supports as what it is, named or not.
    """

    reference: str
    title: str
    url: str
    cited: str
    strength: str
    achieved_on: str
    good_until: str
    past: bool
    questions: Sequence[str]
    supports: Sequence[str]
    files: Sequence[ReportFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuestion:
    """A question and its reply, under the code and the name of its dimension.

    `number` is the exact figure of an answer that is one, without its unit. `brief` is the answer
    in the fewest words, `chosen` the ticked lines of a checklist, and `level_text` describes the
    level reached, unless the answer already is that text. Figures are empty texts where the state
    gives none. `reason` is why it does not apply, or was not asked. `strongest` says in a word
    how strong the evidence on record is, and `files` are those of it. `held` is what there was that
    supports the question, and `not_fitting` says how that contradicts the answer; `contradictions`
    are the other answers that it does not fit together with.
    """

    code: str
    title: str
    dimension: str
    dimension_name: str
    text: str
    kind: str
    state: str
    state_text: str
    answer: str
    number: str
    chosen: Sequence[str]
    level: str
    level_name: str
    level_text: str
    still_missing: str
    brief: str
    points: str
    earned_points: str
    full_points: str
    mark: str
    weight: str
    share: str
    whole_share: str
    gap: str
    gain: str
    note: str
    reason: str
    evidence: Sequence[Link]
    strongest: str
    files: Sequence[ReportFile]
    held: Sequence[Link]
    not_fitting: str
    contradictions: Sequence[Contradicted]
    counts_towards: Sequence[CountsTowards]
    critical: bool
    unconfirmed: bool
