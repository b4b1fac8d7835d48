"""Markup built from Python, escaped by construction.

Everything the template pack puts on a page passes through `el`. A child or an attribute value is
escaped unless it is an `Html`, and only this package makes an `Html`. A string that somebody
marked safe elsewhere is escaped again: a label, a hint, a legend or an error can never become
markup, whatever its way here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.safestring import SafeString

AttributeValue = str | int | bool | None
Attributes = Mapping[str, AttributeValue]

VOID = frozenset({"input", "br", "hr", "img"})


class Html(SafeString):
    """Markup that this package built. Templates print it as it is."""

    __slots__ = ()


Child = object  # an Html is kept; anything else is turned into text and escaped
NOTHING = Html("")


def text(value: object) -> Html:
    """The value as escaped text; an `Html` comes back unchanged."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def attributes(values: Attributes) -> Html:
    """Attributes in their order. None and False are left out; True gives the bare name."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        if value is True:
            parts.append(f" {escape(name)}")
        else:
            parts.append(f' {escape(name)}="{escape(str(value))}"')
    return Html("".join(parts))


def el(tag: str, values: Attributes | None = None, *children: Child) -> Html:
    """One element. Children that are None are left out."""
    opening = f"<{tag}{attributes(values) if values else ''}>"
    if tag in VOID:
        return Html(opening)
    inner = "".join(text(child) for child in children if child is not None)
    return Html(f"{opening}{inner}</{tag}>")


def join(children: Iterable[Child], between: str = "") -> Html:
    """Several pieces as one, each escaped unless it is `Html`."""
    return Html(escape(between).join(text(child) for child in children if child is not None))


def classes(*names: str | None) -> str:
    """Class names as one attribute value; empty ones are left out."""
    return " ".join(name for name in names if name)
