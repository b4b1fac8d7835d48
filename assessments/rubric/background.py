"""What a rubric says besides its questions: sectors, jobs, efforts, sources, figures, terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSpec:
    """A kind of body that answers, and what it calls the people it serves."""

    code: str
    name: str
    people: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRoleSpec:
    """A job that an action can be given to, with its title in each sector."""

    code: str
    default: str
    by_sector: Mapping[str, str] = field(default_factory=dict)

    def title_for(self, sector: str) -> str:
        """The job's title as the sector knows it."""
        return self.by_sector.get(sector, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortSpec:
    """How much work an action is."""

    code: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """Where a fact or a piece of guidance comes from."""

    code: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFigureSpec:
    """A national figure shown beside a dimension. An empty `show_to` means every sector."""

    code: str
    value: str
    text: str
    dimensions: Sequence[str] = ()
    questions: Sequence[str] = ()
    population: str = ""
    date: str = ""
    sources: Sequence[str] = ()
    show_to: Sequence[str] = ()
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorSpec:
    """Another framework that this rubric was checked against."""

    topic: str
    what: str
    how_used: str
    sources: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSpec:
    """A word of the rubric's glossary."""

    term: str
    meaning: str
