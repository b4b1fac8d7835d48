"""Reading admin pages: where they are, what they hold, and posting what a page would post."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse


def address(what: type[models.Model] | models.Model, page: str = "") -> str:
    """A model's list or `add` page; a row's `change`, `delete` or `history` page."""
    opts = what._meta
    base = f"admin:{opts.app_label}_{opts.model_name}"
    if isinstance(what, models.Model):
        return reverse(f"{base}_{page or 'change'}", args=[what.pk])
    return reverse(f"{base}_{page or 'changelist'}")


class _Fields(HTMLParser):
    """What a browser would post of the forms on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.count = 0
        self._area: str | None = None
        self._text = ""
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        name = held.get("name", "")
        if tag in ("input", "textarea", "select") and name:
            self.count += 1
        if tag == "input" and name:
            box = held.get("type") in ("checkbox", "radio")
            if held.get("type") not in ("submit", "file") and (not box or "checked" in held):
                self.values.append((name, held.get("value", "on" if box else "")))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._options = (name, "multiple" in held), []
        elif tag == "option":
            self._options.append((held.get("value", ""), "selected" in held))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the first line end after the tag, and sends CRLF.
            text = self._text.removeprefix("\n").replace("\n", "\r\n")
            self.values.append((self._area, text))
            self._area = None
        if tag == "select" and self._select:
            name, multiple = self._select
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not multiple and self._options:
                chosen = [self._options[0][0]]
            self.values += [(name, value) for value in chosen]
            self._select = None


def fields_of(html: str) -> int:
    """How many named fields a page has."""
    parser = _Fields()
    parser.feed(html)
    return parser.count


def posted(client: Client, url: str) -> dict[str, Any]:
    """What the page at the address would post if nobody touched it."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    parser = _Fields()
    parser.feed(response.content.decode())
    data: dict[str, Any] = {}
    for name, value in parser.values:
        if name != "csrfmiddlewaretoken" and "__prefix__" not in name:
            data.setdefault(name, []).append(value)
    return data


def save(client: Client, page: str, **changes: Any) -> Any:
    """The answer to posting the page with these fields changed."""
    data = posted(client, page) | changes
    return client.post(page, {"_save": "Save", **data})


def text_of(response: Any) -> str:
    """The page's text, with entities read."""
    return unescape(response.content.decode())
