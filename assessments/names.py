"""Texts that people type on one line, such as names, email addresses and whole numbers: tidied, and
refused when unreadable. Pure.
"""

from __future__ import annotations

import unicodedata

from assessments.visible import is_visible

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

    Every field of text refuses what hides its words: see `forms/hidden_text.py`.
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
