"""What was probably meant by a word that means nothing."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

LONGEST = 60
ENOUGH = 100
"""Past this many faults more suggestions do not help, and they cost time."""


def did_you_mean(word: str, known: Collection[str], faults_so_far: int = 0) -> str:
    """`; did you mean "weight"?` when a known word is close, else nothing."""
    if len(word) > LONGEST or faults_so_far > ENOUGH:
        return ""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""
