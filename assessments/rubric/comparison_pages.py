"""A comparison of two editions cut into pages, so that a large one stays quick to open. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from assessments.paging import Leaf, cut, page_of
from assessments.rubric.comparison import (
    ORDER,
    EditionComparison,
    PartChange,
    QuestionPlace,
    WeightMove,
)

ROOM = 80_000
"""Characters of markup that the changes of one page may come to together, about."""

MOST = 1_000
"""The most changes on a page: more than it has room for, as pages are cut by size."""

_Item = QuestionPlace | PartChange | WeightMove
_Entry = tuple[str, _Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage:
    """One page of a comparison.

    `shown` is the comparison with what is on this page alone, `where` the number of the page on
    which each part begins.
    """

    shown: EditionComparison
    leaf: Leaf[_Entry]
    where: Mapping[str, int]

    @property
    def which(self) -> str:
        """Which changes of how many; empty when all are on one page."""
        return self.leaf.said("Change")

    def addresses(self, query: Mapping[str, str] | None) -> dict[str, str]:
        """Where each part begins, for a link. `query` is what else the address says.

        With `None` no other page can be opened, and only what is on this one has an address.
        """
        found = {}
        for part, number in self.where.items():
            if number == self.leaf.number:
                found[part] = f"#{part}"
            elif query is not None:
                found[part] = f"?{urlencode({**query, 'page': number})}#{part}"
        return found


def page_of_comparison(found: EditionComparison, number: str = "") -> ComparisonPage:
    """The page of the number that came with an address; the first where there is no such page."""
    pages = cut(_entries(found), MOST, _size, ROOM)
    leaf = page_of(pages, number)
    where: dict[str, int] = {}
    for page in pages:
        for part, _ in page.items:
            where.setdefault(part, page.number)
    held: dict[str, Any] = {
        part: tuple(one for name, one in leaf.items if name == part) for part in ORDER
    }
    return ComparisonPage(shown=replace(found, **held), leaf=leaf, where=where)


def _entries(found: EditionComparison) -> Iterator[_Entry]:
    for part in ORDER:
        for item in getattr(found, part):
            yield part, item


def _size(entry: _Entry) -> int:
    """About how many characters of markup a change comes to."""
    item = entry[1]
    if isinstance(item, WeightMove):
        return 700 + len(item.name)
    if isinstance(item, QuestionPlace):
        return 400 + len(item.question.text) + len(item.question.why)
    texts = sum(
        150 + 40 * len(one.segments) + len(one.before) + len(one.after) for one in item.wording
    )
    rules = sum(350 + len(one.what) + len(one.before) + len(one.after) for one in item.rules)
    return 500 + texts + (450 + rules if rules else 0)
