"""Which words of a text changed: runs that stayed, that were removed and that were added. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS_MOST = 2_500
"""A text of more pieces than this is shown as replaced whole: such a comparison is of no use."""

KEPT_LEAST = 0.3
"""With a smaller part of the words in common, two texts are shown one after the other."""

_PIECES = re.compile(r"\s+|\w+(?:['’.,-]\w+)*|[^\w\s]")


class Fate(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words with one fate. Texts are as written, spaces and line ends included."""

    fate: Fate
    text: str


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The later text with what was removed before what was added in its place.

    The runs that are same or removed spell `before`, those that are same or added spell `after`.
    Changing the order of the arguments exchanges removed and added, and nothing else.
    """
    if before == after:
        return (Segment(Fate.SAME, before),) if before else ()
    first, second = sorted((before, after))
    found: list[Segment] = []
    held = {Fate.REMOVED: "", Fate.ADDED: ""}
    for same, one, other in [*_runs(first, second), ("", "", "")]:
        removed, added = (one, other) if before == first else (other, one)
        held[Fate.REMOVED] += removed
        held[Fate.ADDED] += added
        if same or not (one or other):
            found += [Segment(fate, text) for fate, text in held.items() if text]
            found += [Segment(Fate.SAME, same)] if same else []
            held = dict.fromkeys(held, "")
    return tuple(found)


def _runs(first: str, second: str) -> Iterator[tuple[str, str, str]]:
    """What both texts have, or else what the one has and what the other has in its place."""
    old, new = _PIECES.findall(first), _PIECES.findall(second)
    if not old or not new or max(len(old), len(new)) > WORDS_MOST:
        yield "", first, second
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = sum(
        _length(old[start : start + size]) for start, _, size in matcher.get_matching_blocks()
    )
    if kept < KEPT_LEAST * _length(old + new) / 2:
        yield "", first, second
        return
    codes = matcher.get_opcodes()
    for place, (tag, start, end, new_start, new_end) in enumerate(codes):
        one, other = "".join(old[start:end]), "".join(new[new_start:new_end])
        # A lone space between two changes belongs to both, so that they read as one.
        alone = one.isspace() and 0 < place < len(codes) - 1
        yield (one, "", "") if tag == "equal" and not alone else ("", one, other)


def _length(pieces: Sequence[str]) -> int:
    return sum(len(piece) for piece in pieces if not piece.isspace())


def in_order(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The largest set of names that are in the same order in both lists; each has a name once.

    Anything else in both lists was moved. Which of two neighbours was moved past the other
    cannot be known: the answer is the same whichever list is called the earlier one.
    """
    first, second = sorted((list(before), list(after)))
    places = {name: place for place, name in enumerate(second)}
    common = [name for name in first if name in places]
    best: list[list[str]] = []
    for name in common:
        longest: list[str] = []
        for chain in best:
            if places[chain[-1]] < places[name] and len(chain) > len(longest):
                longest = chain
        best.append([*longest, name])
    return frozenset(max(best, key=len) if best else ())
