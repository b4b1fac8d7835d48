"""Texts that people type on one line, such as names and email addresses: tidied, and refused when
unreadable. Pure.
"""

from __future__ import annotations

import unicodedata

_DIRECTION_CHANGES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make the text after them run the other way: a name could then pose as another.

Arabic, Hebrew and emoji need none of them.
"""


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
    """A name that begins with a capital, as it stands inside a sentence: "Local authority" gives
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
    """Why the text cannot be a name, as the end of "... must ..."; `None` when it can."""
    if any(
        character in _DIRECTION_CHANGES or unicodedata.category(character) in ("Cc", "Cs")
        for character in text
    ):
        return "not have characters that cannot be seen"
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        return "have at least one letter or number"
    return None
