"""A text as what it shares with another and what it does not: small where little changed. Pure.

It takes time and space in proportion to the two texts, whatever is in them.
"""

from __future__ import annotations

from collections.abc import Sequence

Delta = list[str | list[int]]
"""Pieces of its own, and runs of the other's pieces as [first, how many]: plain JSON."""

SEAM = ',"'
"""Where a canonical document is cut: before each of its keys and texts."""


def delta(base: str, text: str) -> Delta:
    """What `restored` makes the text of again, given the same base."""
    theirs = base.split(SEAM)
    where: dict[str, int] = {}
    for index, piece in enumerate(theirs):
        where.setdefault(piece, index)
    found: Delta = []
    following = -1
    for piece in text.split(SEAM):
        runs_on = 0 <= following < len(theirs) and theirs[following] == piece
        index = following if runs_on else where.get(piece, -1)
        last = found[-1] if found else ""
        if index < 0:
            found.append(piece)
        elif runs_on and isinstance(last, list):
            last[1] += 1
        else:
            found.append([index, 1])
        following = index + 1 if index >= 0 else -1
    return found


def restored(base: str, parts: Sequence[str | list[int]]) -> str:
    """The text that the delta was made of."""
    theirs = base.split(SEAM)
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            first, count = part
            pieces.extend(theirs[first : first + count])
    return SEAM.join(pieces)
