"""What an organisation has that backs its answers: documents, decisions, certificates, results.

An item backs an answer that names it: a line of the answer's evidence has the words of the item
(`words_of`), or those that it had before. An item may also name the framework that it is of, and
the parts of it that it covers; a question of a rubric maps to references of frameworks. Where the
two meet the item supports the question, whether an answer names it or not. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property

from assessments.addresses import safe_web_address
from assessments.names import fault_of_name, one_line
from assessments.rubric.definition import Document, QuestionSpec
from assessments.rubric.frameworks import lies_within, refs_of
from assessments.scoring.sheet import EvidenceItem, State
from assessments.wording import listed, long_date, months_later
from assessments.workflow import Strength

CERTIFICATE_TITLE_MOST = 120
"""Of a certificate or a result: leaves room for the dates in the title of a line of evidence."""
TITLE_MOST = 200
LINK_MOST = 2_000
EARLIEST = 2000
"""The first year in which anything may have been achieved."""
LONGEST = 20
"""The most years that anything is good for."""


MEANINGS = {
    Strength.ASSERTED: "People say so, and nothing shows it",
    Strength.DOCUMENTED: "A document, a record or a decision shows it",
    Strength.TESTED: "It was tried out, audited or certified",
}
MONTHS = {Strength.ASSERTED: 6, Strength.DOCUMENTED: 12, Strength.TESTED: 24}
"""How long an item is good, unless another day is given."""


def good_by_default(strength: Strength, day: date) -> date:
    """The last day that an item of this strength and day is good, where none is given."""
    return months_later(day, MONTHS[strength])


Words = tuple[str, str]


def words_of(line: EvidenceItem) -> Words:
    """What tells lines of evidence apart: the title without regard to case and spacing, and where
    it is found, with web addresses as they are kept.
    """
    link = line.link.strip()
    return one_line(line.title).casefold(), safe_web_address(link) or link


def where_of(line: EvidenceItem) -> tuple[str, str]:
    """The address of a line, or else what it says of where it is: one of the two is empty."""
    where = line.link.strip()
    address = safe_web_address(where)
    return (address, "") if address else ("", where)


def strength_typed(line: EvidenceItem) -> Strength:
    """How strong a line is of which no more is known: it is asserted if it leads nowhere."""
    return Strength.DOCUMENTED if line.link.strip() else Strength.ASSERTED


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A file of an item: its name, its size in bytes, and the SHA-256 of its bytes."""

    reference: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An evidence item. `framework` is empty where it is of none, and `parts` are references of it;
    none means the whole of it.

    `link` is a web address or empty, and `cited` says in words where it is found. It is good to
    the end of the day `good_until`. `formerly` are the lines that it was before it was changed.
    `strength` is `None` of items that were kept before it was recorded; they are certificates or
    results, and count as tested.
    """

    reference: str
    title: str
    framework: str
    parts: Sequence[str]
    achieved_on: date
    good_until: date
    link: str
    cited: str = ""
    strength: Strength | None = Strength.TESTED
    formerly: Sequence[EvidenceItem] = ()
    files: Sequence[HeldFile] = ()

    def has_words(self, wanted: str) -> bool:
        """Whether these words, in any case, are in what people read of it."""
        return wanted.casefold() in f"{self.title} {self.cited} {self.link}".casefold()

    def is_past(self, today: date) -> bool:
        """Whether it was good until a day before this one."""
        return self.good_until < today

    def supports(self, question: QuestionSpec) -> bool:
        """Whether the question maps to the framework, or to a part of it that this covers."""
        refs = refs_of(question, self.framework)
        return any(covers(self.parts, ref) for ref in refs)

    @property
    def line(self) -> EvidenceItem:
        """The line of evidence that it becomes at a question; that of a certificate or a result
        says from when to when it is good.
        """
        where = self.link or self.cited
        if not self.framework:
            return EvidenceItem(title=self.title, link=where)
        dates = f"achieved {long_date(self.achieved_on)}, good until {long_date(self.good_until)}"
        return EvidenceItem(title=f"{self.title} ({dates})", link=where)

    @property
    def known_by(self) -> Collection[Words]:
        """The words by which answers name it: its own, and those that it had before."""
        return {words_of(line) for line in (*self.formerly, self.line)}

    def covering(self, framework: str) -> str:
        """What it covers, in words; `framework` is the title of what it is of, or empty."""
        return f"{listed(self.parts)} of {framework}" if self.parts else framework

    def said(self, today: date) -> str:
        """That the organisation has it, as a sentence without its full stop."""
        if self.is_past(today):
            return f"You held {self.title} until {long_date(self.good_until)}"
        return f"You hold {self.title}, good until {long_date(self.good_until)}"


OFFERED_MOST = 20
"""The most items that are offered at once; others are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Items to choose from: those `found` by the words, each with whether it is past its date, up
    to `OFFERED_MOST`, how many `more` fit, and whether there are `any` at all.
    """

    words: str
    found: Sequence[tuple[Held, bool]]
    more: int
    any: bool


def covers(parts: Sequence[str], ref: str) -> bool:
    """Whether the parts hold the reference, or one above it; no parts are the whole framework."""
    return not parts or any(lies_within(ref, part) for part in parts)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Everything that an organisation has, as it is on a day.

    `left` names the owner who is no member any more, by the reference of the item.
    """

    items: Sequence[Held] = ()
    day: date = date.min
    left: Mapping[str, str] = field(default_factory=dict)

    def offered(self, wanted: str, without: Iterable[str]) -> Offered:
        """What can be chosen by these words, without the items of these references."""
        named, words = set(without), wanted.strip()
        others = [one for one in self.items if one.reference not in named]
        found = [one for one in others if one.has_words(words)]
        return Offered(
            words=words,
            found=[(one, one.is_past(self.day)) for one in found[:OFFERED_MOST]],
            more=max(0, len(found) - OFFERED_MOST),
            any=bool(others),
        )

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
        lowest = min((one.number for one in question.levels), default=None)
        if state is State.DONT_KNOW:
            but = "but say don’t know here"
        elif state is State.ANSWERED and level is not None and level == lowest:
            but = "but the answer here is at its lowest level"
        else:
            return ""
        good = [one.title for one in self.supporting(question) if not one.is_past(self.day)]
        return f"You hold {_first(good)}, {but}." if good else ""

    @cached_property
    def _by_words(self) -> Mapping[Words, Held]:
        """The items by their present words, and by those that they had before."""
        found = {words_of(line): one for one in self.items for line in one.formerly}
        return found | {words_of(one.line): one for one in self.items}

    def item(self, line: EvidenceItem) -> Held | None:
        """The item that a line of evidence names; `None` for a line that is only words."""
        return self._by_words.get(words_of(line))

    def named(self, lines: Iterable[EvidenceItem]) -> Sequence[Held]:
        """The items that lines of evidence name, each once."""
        found = (self.item(line) for line in lines)
        return tuple({one.reference: one for one in found if one}.values())

    def owners_left(self, lines: Iterable[EvidenceItem]) -> list[str]:
        """Who owned what the lines of evidence name and is no member any more, each once."""
        named = [
            self.left[one.reference] for one in self.named(lines) if one.reference in self.left
        ]
        return [*dict.fromkeys(named)]

    def is_past(self, line: EvidenceItem) -> bool:
        """Whether a line of evidence names an item that is past its date on the day."""
        found = self.item(line)
        return found is not None and found.is_past(self.day)

    def strength(self, line: EvidenceItem) -> Strength:
        """How strong a line of evidence is; one that is only words is as it was typed."""
        found = self.item(line)
        if found is None:
            return strength_typed(line)
        return found.strength or Strength.TESTED


NOTHING = Holding()

NAMED = 3
"""How many items a sentence names."""


def _first(titles: Sequence[str]) -> str:
    """The first titles, and how many more there are."""
    more = len(titles) - NAMED
    return listed([*titles[:NAMED], *([f"{more} more"] if more > 0 else [])])


def to_documents(items: Iterable[Held]) -> list[dict[str, object]]:
    """Items as JSON has them: dates as in ISO 8601, parts, former lines and files as lists."""
    return [
        asdict(one)
        | {
            "parts": list(one.parts),
            "formerly": [asdict(line) for line in one.formerly],
            "files": [asdict(file) for file in one.files],
            "achieved_on": one.achieved_on.isoformat(),
            "good_until": one.good_until.isoformat(),
        }
        for one in items
    ]


def from_documents(documents: Iterable[Document]) -> list[Held]:
    """The items again, also of documents that were written before there was a strength."""
    return [
        Held(
            **{
                **document,
                "parts": tuple(document["parts"]),
                "formerly": tuple(EvidenceItem(**one) for one in document.get("formerly", ())),
                "files": tuple(HeldFile(**one) for one in document.get("files", ())),
                "strength": Strength(document["strength"]) if "strength" in document else None,
                "achieved_on": date.fromisoformat(document["achieved_on"]),
                "good_until": date.fromisoformat(document["good_until"]),
            }
        )
        for document in documents
    ]


def faults(
    *,
    title: str,
    certificate: bool,
    achieved_on: date | None,
    good_until: date | None,
    link: str,
    cited: str = "",
    today: date,
) -> Mapping[str, str]:
    """What is wrong with the details of an evidence item, by the name of the field.

    A certificate or a result has a name and was achieved; any other item has a title and a date.
    A date that is `None` has been refused already.
    """
    found = {}
    name, day = ("name", "date achieved") if certificate else ("title", "date")
    most = CERTIFICATE_TITLE_MOST if certificate else TITLE_MOST
    fault = fault_of_name(title)
    if fault:
        found["title"] = f"The {name} must {fault}"
    elif len(title) > most:
        found["title"] = f"The {name} must be {most} characters or fewer"
    if achieved_on and achieved_on > today:
        found["achieved_on"] = f"The {day} must be today or in the past"
    elif achieved_on and achieved_on.year < EARLIEST:
        found["achieved_on"] = f"The {day} must be in {EARLIEST} or later"
    elif achieved_on and good_until:
        if good_until < achieved_on:
            said = f"must be the same as or after the {day}"
            found["good_until"] = f"The date it is good until {said}"
        elif good_until.year > achieved_on.year + LONGEST:
            said = f"must be at most {LONGEST} years after the {day}"
            found["good_until"] = f"The date it is good until {said}"
    if len(link) > LINK_MOST:
        found["link"] = f"The link must be {LINK_MOST:,} characters or fewer"
    elif link and not safe_web_address(link):
        found["link"] = "Enter a web address that starts with https:// or http://"
    if len(cited) > LINK_MOST:
        found["cited"] = f"The reference must be {LINK_MOST:,} characters or fewer"
    return found
