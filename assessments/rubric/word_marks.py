"""Which words of a text changed: runs that stayed, that were removed and that were added. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS_MOST = 2_500
"""A text of more pieces than this is shown as replaced whole: nobody reads such a comparison."""

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


_Run = tuple[Fate, str]


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The later text with what was removed standing before what was added in its place.

    The runs that are same or removed spell `before`, those that are same or added spell `after`.
    Changing the order of the arguments exchanges removed and added, and nothing else.
    """
    if before == after:
        return (Segment(Fate.SAME, before),) if before else ()
    if before > after:
        return tuple(_ordered(_exchanged(_runs(after, before))))
    return tuple(_ordered(_runs(before, after)))


def _runs(before: str, after: str) -> Iterable[_Run]:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    whole = [(Fate.REMOVED, before), (Fate.ADDED, after)]
    if not old or not new or max(len(old), len(new)) > WORDS_MOST:
        return whole
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = sum(
        len(piece) for block in matcher.get_matching_blocks() for piece in _words(old, block)
    )
    if kept < KEPT_LEAST * sum(len(piece) for piece in old + new if not piece.isspace()) / 2:
        return whole
    return _compared(matcher, old, new)


def _words(old: Sequence[str], block: tuple[int, int, int]) -> list[str]:
    start, _, size = block
    return [piece for piece in old[start : start + size] if not piece.isspace()]


def _compared(
    matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]
) -> Iterator[_Run]:
    codes = matcher.get_opcodes()
    for place, (tag, start, end, new_start, new_end) in enumerate(codes):
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        between = 0 < place < len(codes) - 1
        if tag == "equal" and not (between and removed.isspace()):
            yield Fate.SAME, removed
        else:
            # A lone space between two changes belongs to both, so that they read as one.
            yield Fate.REMOVED, removed
            yield Fate.ADDED, added


def _exchanged(runs: Iterable[_Run]) -> Iterator[_Run]:
    other = {Fate.REMOVED: Fate.ADDED, Fate.ADDED: Fate.REMOVED, Fate.SAME: Fate.SAME}
    return ((other[fate], text) for fate, text in runs)


def _ordered(runs: Iterable[_Run]) -> Iterator[Segment]:
    """Neighbours of one fate joined; in a stretch of changes, what was removed comes first."""
    held = {Fate.REMOVED: "", Fate.ADDED: "", Fate.SAME: ""}

    def told(*fates: Fate) -> Iterator[Segment]:
        for fate in fates:
            if held[fate]:
                yield Segment(fate, held[fate])
                held[fate] = ""

    for fate, text in runs:
        if fate is Fate.SAME:
            yield from told(Fate.REMOVED, Fate.ADDED)
        else:
            yield from told(Fate.SAME)
        held[fate] += text
    yield from told(Fate.SAME, Fate.REMOVED, Fate.ADDED)


def in_order(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The largest set of names that stand in the same order in both lists; each has a name once.

    Whatever else is in both lists was moved. Which of two neighbours was moved past the other
    nobody can tell: the answer is the same whichever list is called the earlier one.
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
