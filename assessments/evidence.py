"""What an organisation has that backs its answers: certificates, and results of other frameworks.

An evidence item names the framework that it is of, and the parts of it that it covers; a question
of a rubric maps to references of frameworks. Where the two meet the item supports the question.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assessments.addresses import safe_web_address
from assessments.names import fault_of_name
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.frameworks import lies_within, refs_of
from assessments.scoring.sheet import EvidenceItem, State
from assessments.wording import listed, long_date

TITLE_MOST = 120
"""Leaves room for the dates in the title of a line of evidence."""
LINK_MOST = 2_000
EARLIEST = 2000
"""The first year in which anything may have been achieved."""
LONGEST = 20
"""The most years that anything is good for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An evidence item. `parts` are references of the framework; none means the whole of it.

    `link` is a web address or empty. It is good to the end of the day `good_until`.
    """

    reference: str
    title: str
    framework: str
    parts: Sequence[str]
    achieved_on: date
    good_until: date
    link: str

    def is_past(self, today: date) -> bool:
        """Whether it was good until a day before this one."""
        return self.good_until < today

    def supports(self, question: QuestionSpec) -> bool:
        """Whether the question maps to the framework, or to a part of it that this covers."""
        refs = refs_of(question, self.framework)
        return any(covers(self.parts, ref) for ref in refs)

    @property
    def line(self) -> EvidenceItem:
        """The line of evidence that it becomes at a question."""
        dates = f"achieved {long_date(self.achieved_on)}, good until {long_date(self.good_until)}"
        return EvidenceItem(title=f"{self.title} ({dates})", link=self.link)

    def covering(self, framework: str) -> str:
        """What it covers, in words; `framework` is the title of what it is of."""
        return f"{listed(self.parts)} of {framework}" if self.parts else framework

    def said(self, today: date) -> str:
        """That the organisation has it, as a sentence without its full stop."""
        if self.is_past(today):
            return f"You held {self.title} until {long_date(self.good_until)}"
        return f"You hold {self.title}, good until {long_date(self.good_until)}"


def covers(parts: Sequence[str], ref: str) -> bool:
    """Whether the parts hold the reference, or one above it; no parts are the whole framework."""
    return not parts or any(lies_within(ref, part) for part in parts)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Everything that an organisation has, as it is on a day."""

    items: Sequence[Held] = ()
    day: date = date.min

    @cached_property
    def _alike(self) -> Mapping[object, Sequence[Held]]:
        """Items by what they cover: those that cover the same support the same questions."""
        found: dict[object, list[Held]] = {}
        for one in self.items:
            found.setdefault((one.framework, tuple(one.parts)), []).append(one)
        return found

    def supporting(self, question: QuestionSpec) -> list[Held]:
        """Those that support the question, the longest good first."""
        found = [
            one for alike in self._alike.values() for one in alike if alike[0].supports(question)
        ]
        return sorted(found, key=lambda one: one.good_until, reverse=True)

    def for_questions(self, questions: Sequence[QuestionSpec]) -> list[tuple[Held, Sequence[str]]]:
        """Each item that supports any of the questions, with the codes of those."""
        codes = {
            key: tuple(question.code for question in questions if alike[0].supports(question))
            for key, alike in self._alike.items()
        }
        paired = ((one, codes[one.framework, tuple(one.parts)]) for one in self.items)
        return [(one, named) for one, named in paired if named]

    def not_fitting(self, question: QuestionSpec, state: State, level: int | None) -> str:
        """How what is good on the day contradicts an answer; empty where it does not.

        An answer does so that is "don't know", or whose level is the question's lowest. `level` is
        `None` where the answer reaches none.
        """
        good = [one.title for one in self.supporting(question) if not one.is_past(self.day)]
        if not good:
            return ""
        if state is State.DONT_KNOW:
            return f"You hold {_first(good)}, but say don’t know here."
        lowest = min((one.number for one in question.levels), default=None)
        if state is State.ANSWERED and level is not None and level == lowest:
            return f"You hold {_first(good)}, but the answer here is at its lowest level."
        return ""

    def is_past(self, line: EvidenceItem) -> bool:
        """Whether a line of evidence was taken from an item that is past its date on the day."""
        return any(one.line == line for one in self.items if one.is_past(self.day))


NOTHING = Holding()

NAMED = 3
"""How many items a sentence names."""


def _first(titles: Sequence[str]) -> str:
    """The first titles, and how many more there are."""
    more = len(titles) - NAMED
    return listed([*titles[:NAMED], *([f"{more} more"] if more > 0 else [])])


def to_documents(items: Iterable[Held]) -> list[dict[str, Any]]:
    """Items as JSON has them: dates as in ISO 8601, parts as a list."""
    return [
        asdict(one)
        | {
            "parts": list(one.parts),
            "achieved_on": one.achieved_on.isoformat(),
            "good_until": one.good_until.isoformat(),
        }
        for one in items
    ]


def from_documents(documents: Iterable[Mapping[str, Any]]) -> list[Held]:
    """The items again."""
    return [
        Held(
            **{
                **document,
                "parts": tuple(document["parts"]),
                "achieved_on": date.fromisoformat(document["achieved_on"]),
                "good_until": date.fromisoformat(document["good_until"]),
            }
        )
        for document in documents
    ]


def faults(
    *, title: str, achieved_on: date | None, good_until: date | None, link: str, today: date
) -> Mapping[str, str]:
    """What is wrong with the details of an evidence item, by the name of the field.

    A date that is `None` has been refused already.
    """
    found = {}
    fault = fault_of_name(title)
    if fault:
        found["title"] = f"The name must {fault}"
    elif len(title) > TITLE_MOST:
        found["title"] = f"The name must be {TITLE_MOST} characters or fewer"
    if achieved_on and achieved_on > today:
        found["achieved_on"] = "The date achieved must be today or in the past"
    elif achieved_on and achieved_on.year < EARLIEST:
        found["achieved_on"] = f"The date achieved must be in {EARLIEST} or later"
    elif achieved_on and good_until:
        if good_until < achieved_on:
            said = "must be the same as or after the date achieved"
            found["good_until"] = f"The date it is good until {said}"
        elif good_until.year > achieved_on.year + LONGEST:
            said = f"must be at most {LONGEST} years after the date achieved"
            found["good_until"] = f"The date it is good until {said}"
    if len(link) > LINK_MOST:
        found["link"] = f"The link must be {LINK_MOST:,} characters or fewer"
    elif link and not safe_web_address(link):
        found["link"] = "Enter a web address that starts with https:// or http://"
    return found
