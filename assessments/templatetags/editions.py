"""Comparing editions on screen: shares, and how they moved."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template

from assessments.scoring.edition_words import figure

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
    return figure(number)


def _tenths(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(TENTH, rounding=ROUND_HALF_UP)
