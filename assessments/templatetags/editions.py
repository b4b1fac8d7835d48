"""Comparing editions on screen: shares, and how they moved."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from assessments.scoring.sheet import rounded
from assessments.wording import figure, plain
from assessments.wording import signed as with_sign

register = template.Library()

register.filter("plain", plain)
register.filter("whole_signed", with_sign)


@register.filter
def share(part: Fraction | None) -> str:
    """16% or 2.4%: a part of a whole, with at most one decimal place; halves up."""
    return "" if part is None else f"{figure(part * 100, 1)[0]}%"


@register.filter
def points_more(part: Fraction) -> str:
    """+2.4 or −0.5 of a hundred, and "no change" where it rounds to nothing."""
    tenths = rounded(abs(part) * 100)
    if not tenths:
        return "no change"
    return f"{'+' if part > 0 else '−'}{tenths}"


@register.filter
def signed(points: Fraction | Decimal) -> str:
    """+1.25, −0.4 or 0: points with their sign, to hundredths."""
    size = hundredths(abs(Fraction(points)))
    return size if size == "0" else f"{'+' if points > 0 else '−'}{size}"


@register.filter
def hundredths(points: Fraction | Decimal) -> str:
    """Points to hundredths, halves up, without idle zeros."""
    return figure(Fraction(points), 2)[0]


@register.filter
def percent_of(part: int, whole: int) -> str:
    """The width, of 100, of a bar that shows a part of a whole."""
    return figure(Fraction(100 * part, whole), 1)[0] if whole else "0"
