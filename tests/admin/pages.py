"""Reading admin pages: where they are, what they hold, and posting what a page would post."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from tests.page import Page


def address(what: type[models.Model] | models.Model, page: str = "") -> str:
    """A model's list or `add` page; a row's `change`, `delete` or `history` page."""
    opts = what._meta
    base = f"admin:{opts.app_label}_{opts.model_name}"
    if isinstance(what, models.Model):
        return reverse(f"{base}_{page or 'change'}", args=[what.pk])
    return reverse(f"{base}_{page or 'changelist'}")


A_FIELD = re.compile(r'<(?:input|select|textarea)\s(?:[^>"]|"[^"]*")*?(?<=\s)name="[^"]')


def fields_of(html: str) -> int:
    """How many named fields a page has: a tenth of a page's tags, so the rest is not read."""
    return len(A_FIELD.findall(html))


def fields_in(response: Any) -> dict[str, Any]:
    """What the page would post if it were left as it is."""
    fields = Page(response.content.decode()).fields
    left_out = ("csrfmiddlewaretoken", "__prefix__")
    return {name: held for name, held in fields.items() if not any(x in name for x in left_out)}


def posted(client: Client, url: str) -> dict[str, Any]:
    """What the page at the address would post if it were left as it is."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return fields_in(response)


def save(client: Client, page: str, **changes: Any) -> Any:
    """The answer to posting the page with these fields changed."""
    data = posted(client, page) | changes
    return client.post(page, {"_save": "Save", **data})


def text_of(response: Any) -> str:
    """The page's text, with entities read."""
    return unescape(response.content.decode())
