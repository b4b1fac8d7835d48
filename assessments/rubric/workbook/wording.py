"""Messages about the document, in the words of the sheets rather than the keys of the file."""

from __future__ import annotations

import re

_BELOW, _UP_TO = '"Below"', '"Up to and including"'
_WORDS = [
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"must have one of to_exclusive and to_inclusive",
            f"must have a number under {_BELOW} or under {_UP_TO}, and not under both",
        ),
        (
            r"must have one of level_at_least and any_of",
            'must have something under "Has level at least" or under "Or has any of", '
            "and not under both",
        ),
        (
            r"the last band must end with to_inclusive, and only the last",
            f"the last band must end under {_UP_TO}, and the others under {_BELOW}",
        ),
        (r"must (not be below|be above) from_inclusive", r'must \1 the number under "From"'),
        (r"must be above min", "must be above the minimum"),
        (r"must be max, (.*)", r"must be the maximum, \1"),
        (r"must be false(: .*)", r"must be no\1"),
        (r"is true(, but .*)", r"is yes\1"),
        (r"must be true or false(, got .*)", r"must be yes or no\1"),
        (r"must not be an empty list", "must have at least one entry"),
        (r"must be a mapping, got .*", "must be a group of notes, such as rounding.method"),
        (r"must be a list, got .*", "must be numbered notes, such as scale.1.name"),
        (r"this key (must be .*)", r"its name \1"),
        (r"is not a key of this format(.*)", r"is not the name of a note\1"),
        *(
            (rf"names no {thing} of this rubric(.*)", rf'names no code on the sheet "{sheet}"\1')
            for thing, sheet in (
                ("sector", "Sectors"),
                ("role", "Owners"),
                ("effort", "Efforts"),
                ("band", "Bands"),
                ("source", "Sources"),
                ("dimension", "Dimensions"),
                ("question", "Questions"),
            )
        ),
    )
]


def in_sheet_words(message: str) -> str:
    """The message as it reads beside a cell."""
    for pattern, words in _WORDS:
        found = pattern.fullmatch(message)
        if found is not None:
            return found.expand(words)
    return message
