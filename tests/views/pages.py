"""Reading pages in tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client

from assessments.models import User
from tests.cost import counted

SignIn = Callable[[User | None], Client]

MOST_QUERIES = 8


def most_queries(on_postgresql: int) -> int:
    """The most that a page takes which asks several together, where the database takes that."""
    return on_postgresql if connection.vendor == "postgresql" else MOST_QUERIES


def text_of(response: Any) -> str:
    """What a person reads on the page, in one line."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def title_of(response: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    assert found
    return unescape(found.group(1)).strip()


def headings_of(response: Any) -> list[str]:
    """The texts of the page's h1s."""
    found = re.findall(r"<h1\b[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


def error_at(response: Any, field: str) -> str:
    """The error message of a field."""
    found = re.search(rf'id="id_{field}-error"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split()) if found else ""


def queries_of(client: Client, address: str, status: int = 200) -> int:
    """How many queries a page takes once the process is warm."""
    client.get(address)
    return counted(lambda: client.get(address), status=status)[1]


def queries_cold(client: Client, address: str) -> int:
    """How many queries a page takes in a process that has read the editions, and nothing else."""
    from assessments.queries.rubrics import forget_cached, published_editions, spec_of

    forget_cached()
    for version in published_editions():
        spec_of(version)
    return counted(lambda: client.get(address))[1]
