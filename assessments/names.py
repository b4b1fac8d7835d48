"""What people type, such as names, email addresses and whole numbers: tidied, and refused when
unreadable. Pure.

There are two rules for everything that comes in: a text of invisible characters is empty, and a
text may not hold a character that makes it read in another order than it is stored in. What is
stored already is read as it is.
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


LONGEST_NUMBER = 9
"""Digits of a whole number: no answer is saved that often, and no calendar goes that far."""


def one_line(text: str) -> str:
    """The text with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


def email_address(text: str) -> str:
    """The address as it is kept, and looked up by: exactly, and never without regard to case.

    A database may take a letter for another whose capital it shares, as the dotless i for the i.
    A look-up that does would find the account of one address for who has the mailbox of another.
    """
    return text.strip().lower()


_PROPER = frozenset(
    {"British", "England", "English", "Ireland", "Irish", "London", "Northern"}
    | {"Scotland", "Scottish", "Wales", "Welsh"}
)


def within_a_sentence(name: str) -> str:
    """A name that begins with a capital, as written inside a sentence: "Local authority" gives
    "local authority", and "NHS trust" stays. Only the first letter changes, and only where the
    rest of the first word is in small letters: an acronym or "McLean" keeps its own, and so do the
    nations ("Welsh council").
    """
    first = name.split(" ", 1)[0]
    if first in _PROPER:
        return name
    if first[1:] == first[1:].lower() and any(letter.isalpha() for letter in first[1:]):
        return name[:1].lower() + name[1:]
    return name


def fault_of_name(text: str) -> str | None:
    """Why the text cannot be a name, as the end of "... must ..."; `None` when it can.

    Every field of text refuses what hides its words: see `forms/typed.py`.
    """
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in text):
        return "not have characters that cannot be seen"
    if not any(unicodedata.category(each)[0] in "LNS" and is_visible(each) for each in text):
        return "have at least one letter or number"
    return None


def whole_number(typed: str | None) -> int | None:
    """A number that was typed or posted in plain digits; `None` for anything else."""
    if typed and typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER:
        return int(typed)
    return None
