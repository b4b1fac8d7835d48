"""Numbers and dates in words, the same on screen and in every export. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assessments.scoring.sheet import rounded

MONTHS = tuple(calendar.month_name)
"""Month names by number, from 1. English: the calendar follows no locale unless one is set."""

FIGURE_PLACES = 4
"""How many decimals a step of a sum shows, unless more are needed to redo it."""
_MOST_PLACES = 12
"""Where so many are not enough, a fraction is shorter."""


def one_decimal(exact: Fraction | None) -> str:
    """A figure as published, rounded half up to one decimal; empty when there is none."""
    return "" if exact is None else str(rounded(exact))


def signed(shown: Decimal) -> str:
    """A figure with its sign, "+4.0" or "−1.8"; 0 has none."""
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown)}"


def percent(share: Fraction | None) -> str:
    """A share of one as a percentage with one decimal; empty when there is none."""
    return "" if share is None else f"{rounded(share * 100)}%"


@lru_cache(maxsize=4_096)
def plain(number: Fraction | Decimal | None, most: int | None = None) -> str:
    """A number of the rubric with no zeros to spare: "75", "12.5"; empty when there is none.

    It has all its decimals, or `most` of them; four where they never end.
    """
    if number is None:
        return ""
    exact = Fraction(number)
    whole = whole_figure(exact)
    if whole and most is not None:
        return figure(exact, most)[0]
    return whole or figure(exact)[0]


def whole_figure(exact: Fraction) -> str:
    """A number with all its decimals; empty when they never end."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return ""
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    return figure(exact, places)[0]


def figure(exact: Fraction, places: int = FIGURE_PLACES) -> tuple[str, bool]:
    """A number to at most so many decimals, and whether that is all of it."""
    scaled = exact.numerator * 10**places
    whole, rest = divmod(2 * scaled + exact.denominator, 2 * exact.denominator)
    text = f"{Decimal(whole).scaleb(-places):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text, rest == exact.denominator


def sum_in_figures(
    terms: Sequence[Fraction], total: Callable[[Sequence[Fraction]], Fraction], shown: Decimal
) -> tuple[list[str], str]:
    """The terms of a sum and its end, "= 65.625" or "≈ 70.9677", in figures that redo it.

    `total` works the sum out, exactly; `shown` is its result as published. Putting the
    printed terms into the sum gives the printed result, to its last figure, and rounding that
    gives `shown`. There are four decimals where that is enough and more where not, or the fraction.
    """
    exact = total(terms)
    result, whole, places = _result(exact, shown)
    for more in range(FIGURE_PLACES, _MOST_PLACES + 1):
        printed = [figure(term, more)[0] for term in terms]
        redone = total([Fraction(text) for text in printed])
        if redone == exact or (not whole and figure(redone, places)[0] == result):
            return printed, f"{'=' if whole else '≈'} {result}"
    fractions = [whole_figure(term) or str(term) for term in terms]
    return fractions, f"{'=' if whole else '≈'} {result}"


def _result(exact: Fraction, shown: Decimal) -> tuple[str, bool, int]:
    """The result in as few decimals as round to what is shown; whether that is all of it."""
    places = FIGURE_PLACES
    while rounded(Fraction(figure(exact, places)[0])) != shown:
        places += 1
    text, whole = figure(exact, places)
    return text, whole, places


def money(pounds: Fraction) -> str:
    """Pounds rounded half up to whole ones, with commas: "13,750"."""
    return f"{(pounds + Fraction(1, 2)).__floor__():,}"


def long_date(day: date) -> str:
    """ "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def clock_time(moment: datetime) -> str:
    """ "2:02pm", "11am", "midday" or "midnight", in the zone that the moment carries."""
    if not moment.minute and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def long_moment(moment: datetime) -> str:
    """ "23 November 2026 at 2:02pm"."""
    return f"{long_date(moment)} at {clock_time(moment)}"


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, to be read while it is fresh: "2 minutes ago"; a day later "on 23 November
    2026 at 2:02pm", in the zone that the moment carries.
    """
    minutes = int((now - moment).total_seconds()) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{counted(minutes, 'minute')} ago"
    if minutes < 24 * 60:
        return f"{counted(minutes // 60, 'hour')} ago"
    return f"on {long_moment(moment)}"


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month when it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def partial_date(text: str) -> str:
    """A rubric's date in words, as far as it goes: "2025-05" is "May 2025".

    A text that is not such a date comes back as it is.
    """
    pieces = text.split("-")
    if not all(piece.isdecimal() and piece.isascii() for piece in pieces) or len(pieces) > 3:
        return text
    numbers = [int(piece) for piece in pieces]
    if len(numbers) == 1:
        return text
    if not 1 <= numbers[1] <= 12:
        return text
    words = f"{MONTHS[numbers[1]]} {pieces[0]}"
    return words if len(numbers) == 2 else f"{numbers[2]} {words}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def quoted(words: Iterable[str]) -> str:
    """ "“A”, “B” and “C”", without the full stop of each."""
    return listed([f"“{one.removesuffix('.')}”" for one in words])


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 question", "2 questions"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def answered_of(done: int, total: int, noun: str = "question") -> str:
    """ "1 of 4 questions answered", or "1 of 4 answered" without a noun. What is optional or not
    asked does not count, so there may be none.
    """
    if not total:
        return "No question has to be answered"
    return f"{done} of {counted(total, noun) if noun else total} answered"


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """ "two"; from 10 on in figures."""
    return _SMALL[number] if number < len(_SMALL) else str(number)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_TO_YOU = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)


def without_advice(text: str) -> str:
    """What a rubric says, as those read it who decide nothing: without the sentences that speak to
    whoever does, who is its "you". All of it, where nothing else is left.
    """
    said = [one for one in _SENTENCE_END.split(text.strip()) if not _TO_YOU.search(one)]
    return " ".join(said) or text
