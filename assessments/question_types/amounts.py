"""Numbers as people type them: with commas, spaces, a pound sign or the unit. Pure.

What can be meant in one way only is read; of anything else it is said what to leave out. Nothing
is guessed: £ is read where pounds are asked for, and "1.5m" is no number.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 40
"""More characters than this are no number that a person meant to type."""

MOST_AROUND = 80
"""Nor are more than this around it."""

_SPACES = " \u00a0\u2009\u202f"
_NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?"
    r"|\.[0-9]+"
)
_WHOLE = re.compile(rf"(-?)(?:{_NUMBER})", re.ASCII)
_INSIDE = re.compile(rf"(?<![0-9.,])(?:{_NUMBER})(?![0-9.,])", re.ASCII)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})

_POUNDS = re.compile(r"(?:£|gbp\b|pounds?\b)")
_MULTIPLES = frozenset(
    "k m mn bn t hundred thousand thousands million millions billion billions".split()
)
_PERCENT = frozenset({"%", "percent", "per cent", "pc"})


def read_amount(text: str, unit: str) -> Decimal | None:
    """The number that a text means, where the unit is `unit`; `None` when it is not plain."""
    if len(text) > LONGEST + MOST_AROUND:
        return None
    bare = _without_unit(text.translate(_MINUS).strip(), unit)
    found = _WHOLE.fullmatch(bare) if len(bare) <= LONGEST else None
    if found is None:
        return None
    return Decimal("".join(each for each in bare if each not in _SPACES and each != ","))


def what_to_mend(text: str) -> str:
    """What to leave out of a text that is no number, or how to write it; empty when unknown."""
    text = text.strip()
    if len(text) > LONGEST + MOST_AROUND:
        return ""
    comma = re.fullmatch(r"[^0-9,]*([0-9]+,[0-9]+)[^0-9,]*", text)
    if comma and not _WHOLE.fullmatch(comma[1]):
        return "Use a full stop for the decimal point, such as 12.5"
    if any(character.isdecimal() and not character.isascii() for character in text):
        return "Use the digits 0 to 9"
    numbers = _INSIDE.findall(text)
    if len(numbers) != 1:
        return ""
    before, _, after = text.partition(numbers[0])
    strays = [stray for stray in (before.strip(), after.strip()) if stray]
    if not strays or any(re.search(r"[0-9.,]", one) or not one.isprintable() for one in strays):
        return ""
    quoted = " and ".join(f"“{stray}”" for stray in strays)
    if any(stray.casefold() in _MULTIPLES for stray in strays):
        return f"Write the number in digits, without {quoted}"
    return f"Leave out {quoted}"


def _without_unit(text: str, unit: str) -> str:
    """The text without a pound sign before the number, and without the unit after it."""
    plain_unit = " ".join(unit.casefold().split())
    named = {plain_unit, plain_unit.removesuffix("s"), f"{plain_unit}s"} if plain_unit else set()
    if plain_unit in _PERCENT:
        named |= _PERCENT
    if _is_pounds(plain_unit):
        named |= {"pound", "pounds", "gbp", "£"}
    lowered = text.casefold()
    for name in sorted(named, key=len, reverse=True):
        ends = lowered.endswith(name) and len(lowered) == len(text)
        if ends and not lowered[: -len(name)][-1:].isalpha():
            text = text[: -len(name)].rstrip()
            break
    if not plain_unit or _is_pounds(plain_unit):
        sign, text = ("-", text[1:].lstrip()) if text.startswith("-") else ("", text)
        text = sign + text.removeprefix("£").lstrip()
    return text


def _is_pounds(unit: str) -> bool:
    """Whether a unit is pounds, and not thousands or millions of them."""
    multiple = any(word in _MULTIPLES or "000" in word for word in re.findall(r"\w+", unit))
    return bool(_POUNDS.match(unit)) and not multiple
