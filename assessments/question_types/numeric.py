"""Kinds that are answered with a number: reading what people type, and marking it."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal

from assessments.question_types import AnswerRefused, Marking
from assessments.question_types.levels import (
    PLACES_MOST,
    check_level_exists,
    check_levels,
    check_size,
    level_above,
    mark_of_level,
)
from assessments.rubric.definition import NumberBandSpec, NumberSpec, QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Value


def plain(number: Decimal) -> str:
    """The number in ordinary digits, never in powers of ten."""
    return format(number, "f")


def separated(number: Decimal) -> str:
    """The number in ordinary digits, with commas between thousands."""
    return format(number, ",f")


def _places(number: Decimal) -> int:
    """How many decimal places the number needs: 88.50 needs 1, and 0.00 none."""
    if not number:
        return 0
    places = _exponent(number)
    for digit in reversed(number.as_tuple().digits):
        if places >= 0 or digit:
            break
        places += 1
    return max(0, -places)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is not finite")
    return exponent


class NumericMarking(Marking):
    """A number within a range, whose bands give the level and so the points."""

    blocks = frozenset({"levels", "number"})

    def unit(self, spec: NumberSpec) -> str:
        """What is counted, which people may write after the number."""
        return spec.unit

    def check_block(self, question: QuestionSpec) -> list[Finding]:
        faults = check_levels(question)
        if question.number is None:
            return [*faults, Finding("number", "is missing")]
        return [*faults, *_check_number(question, question.number)]

    def reached(self, question: QuestionSpec) -> frozenset[int]:
        """A band between two neighbouring numbers that can be entered is never reached."""
        spec = number_of(question)
        return frozenset(band.level for band in spec.bands if _enterable(spec, band))

    def clean(self, question: QuestionSpec, raw: object) -> Value:
        """The exact number. It is read as people write numbers: see `read_amount`."""
        spec = number_of(question)
        number = self._read(spec, raw)
        if not spec.minimum <= number <= spec.maximum or _places(number) > spec.decimals_allowed:
            raise AnswerRefused(rule_of(spec))
        if -_exponent(number) > spec.decimals_allowed:
            number = number.quantize(Decimal(1).scaleb(-spec.decimals_allowed))
        return number if number else abs(number)

    def _read(self, spec: NumberSpec, raw: object) -> Decimal:
        if isinstance(raw, bool):
            raise AnswerRefused(rule_of(spec))
        if isinstance(raw, float):
            raw = Decimal(repr(raw))
        if isinstance(raw, int):
            raw = Decimal(raw)
        if isinstance(raw, Decimal):
            if not raw.is_finite() or abs(raw.adjusted()) > LONGEST:
                raise AnswerRefused(rule_of(spec))
            return raw
        if not isinstance(raw, str):
            raise AnswerRefused(rule_of(spec))
        number = read_amount(raw, self.unit(spec))
        if number is None:
            mend = what_to_mend(raw)
            raise AnswerRefused(f"{rule_of(spec)}. {mend}" if mend else rule_of(spec))
        return number

    def _level(self, question: QuestionSpec, value: Value) -> int:
        if not isinstance(value, Decimal):
            raise ValueError(f"{question.code}: {value!r} is not a number")
        for band in number_of(question).bands:
            if band.holds(value):
                return band.level
        raise ValueError(f"{question.code}: no band holds {value}")

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return mark_of_level(question, self._level(question, value))

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        level = None if value is None else self._level(question, value)
        return mark_of_level(question, level_above(question, level))

    def to_json(self, value: Value) -> str:
        if not isinstance(value, Decimal):
            raise ValueError(f"{value!r} is not a number")
        return plain(value)


def number_of(question: QuestionSpec) -> NumberSpec:
    if question.number is None:
        raise ValueError(f"{question.code} has no number block")
    return question.number


def _enterable(spec: NumberSpec, band: NumberBandSpec) -> bool:
    """Whether the band holds a number with no more decimal places than are allowed."""
    step = Decimal(1).scaleb(-spec.decimals_allowed)
    first = band.from_inclusive.quantize(step, rounding=ROUND_CEILING)
    return band.holds(first)


def rule_of(spec: NumberSpec) -> str:
    """What to enter, with every limit at once."""
    span = f"from {separated(spec.minimum)} to {separated(spec.maximum)}"
    if spec.decimals_allowed == 0:
        return f"Enter a whole number {span}"
    places = (
        "1 decimal place"
        if spec.decimals_allowed == 1
        else (f"{spec.decimals_allowed} decimal places")
    )
    return f"Enter a number {span} with at most {places}"


def _check_number(question: QuestionSpec, spec: NumberSpec) -> list[Finding]:
    faults: list[Finding] = []
    for key, number in (("min", spec.minimum), ("max", spec.maximum)):
        faults.extend(check_size(f"number.{key}", number))
    if spec.minimum >= spec.maximum:
        faults.append(Finding("number.max", "must be above min"))
    if not 0 <= spec.decimals_allowed <= PLACES_MOST:
        faults.append(Finding("number.decimals_allowed", f"must be 0 to {PLACES_MOST}"))
    if not spec.bands:
        return [*faults, Finding("number.bands", "is missing")]
    end = spec.minimum
    for place, band in enumerate(spec.bands):
        faults.extend(_check_band(question, place, end))
        end = band.to
    if end != spec.maximum:
        path = f"number.bands[{len(spec.bands) - 1}].to_inclusive"
        faults.append(Finding(path, f"must be max, {plain(spec.maximum)}, got {plain(end)}"))
    return faults


def _check_band(question: QuestionSpec, place: int, start: Decimal) -> list[Finding]:
    """Faults of one band, which must begin at `start`, where the one before ended."""
    bands = number_of(question).bands
    band, path = bands[place], f"number.bands[{place}]"
    faults: list[Finding] = []
    if band.from_inclusive != start:
        what = "leaves a gap with" if band.from_inclusive > start else "overlaps"
        meets = "the band before" if place else "the range"
        rule = f"must be {plain(start)}, got {plain(band.from_inclusive)}: {what} {meets}"
        faults.append(Finding(f"{path}.from_inclusive", rule))
    key = "to_inclusive" if band.to_is_inclusive else "to_exclusive"
    if band.to_is_inclusive != (place == len(bands) - 1):
        rule = "the last band must end with to_inclusive, and only the last"
        faults.append(Finding(f"{path}.{key}", rule))
    empty = band.to == band.from_inclusive and not band.to_is_inclusive
    if empty or band.to < band.from_inclusive:
        faults.append(Finding(f"{path}.{key}", "must be above from_inclusive"))
    return faults + check_level_exists(question, f"{path}.level", band.level)


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
    strays = [stray for stray in (_unsigned(before.strip()), after.strip()) if stray]
    if not strays or any(re.search(r"[0-9.,]", one) or not one.isprintable() for one in strays):
        return ""
    quoted = " and ".join(f"“{stray}”" for stray in strays)
    if any(stray.casefold() in _MULTIPLES for stray in strays):
        return f"Write the number in digits, without {quoted}"
    return f"Leave out {quoted}"


def _unsigned(before: str) -> str:
    """What is in front of a number without its minus: left out with the rest it would turn -5%
    into 5.
    """
    signed = before.translate(_MINUS)
    if signed.endswith("-") and not signed[-2:-1].isalnum():
        return before[:-1].rstrip()
    return before[1:].lstrip() if signed.startswith("-") else before


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
