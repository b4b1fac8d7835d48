"""What an organisation has that backs its answers: certificates, and results of other frameworks.

An evidence item names the framework that it is of, and the parts of it that it covers; a question
of a rubric maps to references of frameworks. Where the two meet the item supports the question.
Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.addresses import safe_web_address
from assessments.names import fault_of_name
from assessments.scoring.sheet import EvidenceItem
from assessments.wording import long_date

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

    @property
    def line(self) -> EvidenceItem:
        """The line of evidence that it becomes at a question."""
        dates = f"achieved {long_date(self.achieved_on)}, good until {long_date(self.good_until)}"
        return EvidenceItem(title=f"{self.title} ({dates})", link=self.link)

    def said(self, today: date) -> str:
        """That the organisation has it, as a sentence without its full stop."""
        if self.is_past(today):
            return f"You held {self.title} until {long_date(self.good_until)}"
        return f"You hold {self.title}, good until {long_date(self.good_until)}"


def covers(parts: Sequence[str], ref: str) -> bool:
    """Whether the parts hold the reference, or one above it: "B2" covers "B2" and "B2.a".

    No parts are the whole framework.
    """
    return not parts or any(ref == part or ref.startswith(f"{part}.") for part in parts)


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
            found["good_until"] = (
                "The date until when it is good must not be before it was achieved"
            )
        elif good_until.year > achieved_on.year + LONGEST:
            most = f"{LONGEST} years after it was achieved"
            found["good_until"] = f"The date until when it is good must be at most {most}"
    if len(link) > LINK_MOST:
        found["link"] = f"The link must be {LINK_MOST:,} characters or fewer"
    elif link and not safe_web_address(link):
        found["link"] = "Enter a web address that starts with https:// or http://"
    return found
