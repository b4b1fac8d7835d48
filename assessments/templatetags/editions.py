"""Comparing editions on screen: shares, and how they moved."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template

from assessments import wording

register = template.Library()

TENTH = Decimal("0.1")


@register.filter
def share(part: Fraction | None) -> str:
    """16% or 2.4%: a part of a whole, with at most one decimal place; halves up."""
    if part is None:
        return ""
    return f"{_tenths(part * 100)}%".replace(".0%", "%")


@register.filter
def points_more(part: Fraction) -> str:
    """+2.4 or −0.5 of a hundred, and "no change" where it rounds to nothing."""
    tenths = _tenths(abs(part) * 100)
    if not tenths:
        return "no change"
    return f"{'+' if part > 0 else '−'}{tenths}"


@register.filter
def plain(number: Decimal | None) -> str:
    """A number in ordinary digits without idle zeros."""
    return wording.plain(number)


def _tenths(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(TENTH, rounding=ROUND_HALF_UP)


@register.filter
def signed(points: Fraction | Decimal) -> str:
    """+1.25, −0.4 or 0: points with their sign, to hundredths."""
    size = hundredths(abs(Fraction(points)))
    return size if size == "0" else f"{'+' if points > 0 else '−'}{size}"


@register.filter
def hundredths(points: Fraction | Decimal) -> str:
    """Points to hundredths, halves up, without idle zeros."""
    exact = Fraction(points)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return wording.plain(decimal.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


@register.filter
def whole_signed(points: int) -> str:
    """+3, −2 or 0."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"


@register.filter
def percent_of(part: int, whole: int) -> str:
    """The width, of 100, of a bar that shows a part of a whole."""
    return wording.plain(_tenths(Fraction(100 * part, whole))) if whole else "0"
