"""Long lists cut into pages. Pure.

A cut depends on nothing but the list, so a page keeps its number while people answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlencode


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


Item = TypeVar("Item")
Coded = TypeVar("Coded", bound=HasCode)
Head = TypeVar("Head", bound=HasCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Generic[Item]):
    """One page of a list: its number and its first item's, both counted from 1."""

    number: int
    count: int
    first: int
    total: int
    items: Sequence[Item]

    @property
    def last(self) -> int:
        """The number of the page's last item."""
        return self.first + len(self.items) - 1

    @property
    def before(self) -> int | None:
        """The number of the page before; `None` on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the next page; `None` on the last."""
        return self.number + 1 if self.number < self.count else None

    def neighbours(self, *, at: str = "", **query: str) -> dict[str, dict[str, str]]:
        """The pages before and after this one, as links for components/pagination.html.

        The links name the page, what else the query says, and the place on the page.
        """
        found = {}
        for name, number in (("previous", self.before), ("next", self.after)):
            if number is not None:
                given = {key: value for key, value in query.items() if value}
                address = "?" + urlencode({"page": number, **given}) + (f"#{at}" if at else "")
                label = f"page {number:,} of {self.count:,}"
                found[name] = {"href": address, "label": label}
        return found

    def said(self, noun: str) -> str:
        """Which of how many: "Questions 26 to 50 of 200"; empty when the list has one page."""
        if self.count < 2:
            return ""
        if len(self.items) == 1:
            return f"{noun} {self.first:,} of {self.total:,}"
        return f"{noun}s {self.first:,} to {self.last:,} of {self.total:,}"


def cut(
    items: Iterable[Item], most: int, size: Callable[[Item], int] | None = None, room: int = 0
) -> tuple[Leaf[Item], ...]:
    """The list in pages, in order: at least one, the only one that may be empty.

    A page holds at most `most` items, and no more than fit into `room` where `size` measures
    them; an item that is larger than that has a page of its own.
    """
    pages: list[list[Item]] = [[]]
    taken = 0
    for item in items:
        needs = size(item) if size else 0
        if pages[-1] and (len(pages[-1]) == most or (size and taken + needs > room)):
            pages.append([])
            taken = 0
        pages[-1].append(item)
        taken += needs
    total, first = sum(map(len, pages)), 1
    leaves = []
    for number, held in enumerate(pages, start=1):
        leaf = Leaf(number=number, count=len(pages), first=first, total=total, items=tuple(held))
        leaves.append(leaf)
        first += len(held)
    return tuple(leaves)


def page_of(pages: Sequence[Leaf[Item]], number: str) -> Leaf[Item]:
    """The page of a number that came with an address; the first where there is no such page."""
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    return pages[wanted - 1] if 0 < wanted <= len(pages) else pages[0]


def page_with(pages: Sequence[Leaf[Coded]], code: str) -> Leaf[Coded] | None:
    """The page that holds the item of that code, or `None`."""
    return next((page for page in pages if any(one.code == code for one in page.items)), None)


def page_asked(pages: Sequence[Leaf[Coded]], query: Mapping[str, str]) -> Leaf[Coded]:
    """The page that holds the `question` of an address, or else its `page`."""
    held = page_with(pages, query.get("question", ""))
    return held or page_of(pages, query.get("page", ""))


def by_head(
    heads: Iterable[Head], items: Iterable[Item], head_of: Callable[[Item], str]
) -> list[tuple[Head, Sequence[Item]]]:
    """Each head that has items, with them. The items of a head follow one another."""
    known = {head.code: head for head in heads}
    return [(known[code], tuple(here)) for code, here in groupby(items, head_of)]
