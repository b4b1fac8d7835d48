"""What of a text can be seen, and which characters hide what it says. Pure.

One place for two rules of everything that people type: a text of invisible characters is empty, and
a text may not hold a character that makes it read in another order than it is stored in. The rules
are for texts that come in. What is stored already is read as it is.
"""

from __future__ import annotations

import re
import unicodedata

_HIDING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates of direction: a text could then pose as another.

Arabic, Hebrew and emoji need none of them. The marks U+061C, U+200E and U+200F turn nothing round.
"""

_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\ufffc\U0001d159\U000e0000-\U000e0fff]"
)
"""What shows nothing, though Unicode counts it among letters, marks and symbols."""

_BLANKS = re.compile(" {2,}")


def is_visible(character: str) -> bool:
    """Whether anything of the character shows by itself."""
    if character.isspace() or _BLANK.fullmatch(character):
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")


def says_nothing(text: str) -> bool:
    """Whether nothing of the text shows: it is empty, or only spaces and invisible characters."""
    return not any(map(is_visible, text))


def shown_length(text: str) -> int:
    """How many characters of the text show; a run of white space between others counts as one."""
    seen = "".join(each for each in text if each.isspace() or is_visible(each))
    return len(" ".join(seen.split()))


def folded(text: str) -> str:
    """The text with a run of blanks as one: spreadsheet programs lose how many there were."""
    return _BLANKS.sub(" ", text) if "  " in text else text


def tab_fault(text: str) -> str | None:
    """Why a text with a tab is refused, in words that carry on from its place; else `None`."""
    if "\t" not in text:
        return None
    place = text.index("\t") + 1
    return f"holds a tab, character {place:,}, which spreadsheet programs lose: use a space"


def _hiding(text: str) -> str | None:
    found = _HIDING.search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group()).lower()
    return f"U+{ord(found.group()):04X} ({name}), character {found.start() + 1:,}"


def hiding_refusal(text: str) -> str | None:
    """Why a text that was typed is refused and what to do, in sentences; `None` when it is not."""
    found = _hiding(text)
    if found is None:
        return None
    return (
        f"Remove the hidden character {found}. It can make the text read as something else. "
        "If you cannot find it, type the text again instead of pasting it"
    )


def hiding_fault(text: str) -> str | None:
    """As `hiding_refusal`, in words that carry on from the place of the text in a file."""
    found = _hiding(text)
    if found is None:
        return None
    return (
        f"holds the hidden character {found}, which can make the text read as something else: "
        "remove it, or type the text again"
    )
