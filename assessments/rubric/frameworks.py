"""What else questions count towards: other sets of requirements, by their references. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from assessments.addresses import safe_web_address
from assessments.rubric.definition import (
    DimensionSpec,
    FrameworkSpec,
    QuestionSpec,
    RubricSpec,
)
from assessments.scoring.keeping import kept
from assessments.wording import counted

QUOTED_MOST = 100
"""How much of a reference that a person looks for is kept."""


def lies_within(ref: str, above: str) -> bool:
    """Whether a reference is the other one or lies below it: "B2.a" within "B2", not "A10" in "A1".

    What begins with the other lies below it where a level ends there: before a dot or a colon;
    between a letter and a digit; and before any other sign or blank if there is a number on one
    side of it. So "B" has "B2", "CE" has "CE-1", "Article 6" has "Article 6(1)", and "Cyber" has
    not "Cyber security". Capitals, and more blanks than one, say nothing.
    """
    whole, upper = _plain(ref), _plain(above)
    if not upper or whole == upper:
        return bool(upper)
    upper = re.sub(r"[\W_]+$", "", upper)
    if not upper or not whole.startswith(upper):
        return False
    rest = whole[len(upper) :]
    if not rest or rest[0] in ".:":
        return True
    if rest[0].isalnum():
        return rest[0].isdecimal() != upper[-1].isdecimal()
    after = re.match(r"[\W_]+([^\W_]*)", rest)
    sides = (upper.rpartition(" ")[2], after[1] if after else "")
    return any(character.isdecimal() for side in sides for character in side)


def _plain(ref: str) -> str:
    return " ".join(ref.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsTowards:
    """The references of a framework that a question counts towards, in the rubric's order.

    `url` leads to the framework, and is empty where the rubric gives no web address.
    """

    framework: str
    title: str
    url: str
    refs: Sequence[str]


def room_of(towards: Iterable[CountsTowards]) -> int:
    """About how many characters of markup they take."""
    return sum(
        100 + len(one.title) + len(one.url) + sum(len(ref) + 5 for ref in one.refs)
        for one in towards
    )


def title_of(framework: FrameworkSpec) -> str:
    """A framework's name with its version, where it has one."""
    if not framework.version:
        return framework.name
    return f"{framework.name}, version {framework.version}"


def refs_of(question: QuestionSpec, framework: str) -> list[str]:
    """The references of a framework that the question counts towards."""
    return [one.ref for one in question.maps_to if one.framework == framework]


def counts_towards(spec: RubricSpec, question: QuestionSpec) -> tuple[CountsTowards, ...]:
    """What a question counts towards, a framework at a time, in the order of the rubric."""
    return _towards(question, *spec.frameworks) if question.maps_to else ()


@kept(1_024)
def _towards(question: QuestionSpec, *frameworks: FrameworkSpec) -> tuple[CountsTowards, ...]:
    return tuple(
        CountsTowards(
            framework=one.code,
            title=title_of(one),
            url=safe_web_address(one.address),
            refs=tuple(refs),
        )
        for one in frameworks
        if (refs := refs_of(question, one.code))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework that questions map to. `title` names it with its version.

    `parts` are the references that questions map to and, where several lie below one, the
    reference above them; none where there is one alone, which can only be all of it.
    """

    code: str
    title: str
    parts: Sequence[str]

    def said(self, part: str) -> str:
        """A part as it is offered: one with others below it says so."""
        below = any(other.startswith(f"{part}.") for other in self.parts)
        return f"All of {part}" if below else part


def frameworks_of(specs: Iterable[RubricSpec], sector: str) -> list[Framework]:
    """The frameworks that questions asked in the sector map to, in the order of the rubrics."""
    titles: dict[str, str] = {}
    refs: dict[str, set[str]] = {}
    for spec in specs:
        for one in spec.frameworks:
            titles.setdefault(one.code, title_of(one))
        for _, question in spec.questions():
            if question.is_for(sector):
                for maps in question.maps_to:
                    refs.setdefault(maps.framework, set()).add(maps.ref)
    return [
        Framework(code=code, title=title, parts=_parts(refs[code]))
        for code, title in titles.items()
        if code in refs
    ]


def _parts(refs: set[str]) -> tuple[str, ...]:
    if len(refs) < 2:
        return ()
    above = [ref.rpartition(".")[0] for ref in refs]
    shared = {part for part in above if part and above.count(part) > 1}
    return tuple(sorted(refs | shared))


class HasCounted(Protocol):
    @property
    def counts_towards(self) -> Sequence[CountsTowards]: ...


Counted = TypeVar("Counted", bound=HasCounted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What questions are looked for by: a framework and a reference in it. Empty means any.

    `offered` has each framework that questions asked in the sector count towards, by code, with
    how many these are. `title`, `url` and `refs` are of the framework that is looked for, the last
    without those of other sectors; `unknown` says that the rubric has none of that code.
    """

    framework: str
    ref: str
    title: str
    url: str
    refs: Sequence[str]
    unknown: bool
    offered: Mapping[str, str]

    @classmethod
    def of(cls, spec: RubricSpec, sector: str, query: Mapping[str, str]) -> Search:
        """What an address asks for in `framework` and `ref`. An empty sector means every one."""
        framework, ref = (_typed(query.get(name, "")) for name in ("framework", "ref"))
        named = next((one for one in spec.frameworks if one.code == framework), None)
        asked = [one for _, one in spec.questions() if not sector or one.is_for(sector)]
        numbers = _numbers(*asked)
        return cls(
            framework=framework,
            ref=ref,
            title=title_of(named) if named else "",
            url=safe_web_address(named.address) if named else "",
            refs=sorted(
                {ref for one in asked for ref in refs_of(one, framework)} if framework else ()
            ),
            unknown=bool(framework) and named is None,
            offered={
                one.code: f"{title_of(one)} ({counted(numbers[one.code], 'question')})"
                for one in spec.frameworks
                if numbers[one.code] or one is named
            },
        )

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The code of each framework that is offered, and what it is called."""
        return tuple(self.offered.items())

    @property
    def active(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.framework or self.ref)

    @property
    def query(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        return {"framework": self.framework, "ref": self.ref}

    def within(self, towards: Iterable[CountsTowards]) -> tuple[CountsTowards, ...]:
        """What of that is looked for: nothing where the question is none of those found."""
        found = []
        for one in towards:
            if self.framework in ("", one.framework):
                refs = tuple(ref for ref in one.refs if not self.ref or lies_within(ref, self.ref))
                if refs:
                    found.append(replace(one, refs=refs))
        return tuple(found)

    def among(self, parts: Sequence[Counted]) -> Sequence[Counted]:
        """Those of the questions that are found; every one where nothing is looked for."""
        if not self.active:
            return parts
        return [part for part in parts if self.within(part.counts_towards)]

    @property
    def heading(self) -> str:
        """What a page shows that has only what is found; empty where nothing is looked for."""
        return f"Counts towards {self.named}" if self.active else ""

    @property
    def named(self) -> str:
        """What is looked for, in words."""
        if not self.ref:
            return self.title or (f"“{self.framework}”" if self.unknown else "another framework")
        of = f"“{self.framework}”" if self.unknown else self.title or "any framework"
        return f"“{self.ref}” of {of}"

    def said(self, number: int) -> str:
        """How many questions were found, in a sentence."""
        if self.unknown:
            return (
                f"This questionnaire names no framework “{self.framework}”. Choose one of the list."
            )
        if not number:
            return f"No question counts towards {self.named}."
        below = ", or what lies below it" if self.ref else ""
        many = "question counts" if number == 1 else "questions count"
        return f"{number:,} {many} towards {self.named}{below}."


@kept(256)
def _numbers(*questions: QuestionSpec) -> Mapping[str, int]:
    """How many of the questions count towards each framework."""
    return Counter(code for one in questions for code in {m.framework for m in one.maps_to})


def _typed(text: str) -> str:
    return " ".join(text.split())[:QUOTED_MOST]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question that counts towards what is looked for, and which references make it do so."""

    dimension: DimensionSpec
    question: QuestionSpec
    text: str
    towards: Sequence[CountsTowards]


def found(spec: RubricSpec, sector: str, search: Search) -> list[Found]:
    """What a search finds among the questions of a sector, in its wording and in order."""
    return [
        Found(
            dimension=dimension,
            question=question,
            text=question.wording_for(sector).text,
            towards=towards,
        )
        for dimension, question in spec.questions()
        if not sector or question.is_for(sector)
        if (towards := search.within(counts_towards(spec, question)))
    ]
