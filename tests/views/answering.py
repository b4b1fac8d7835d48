"""What the tests of the answering page share."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import User
from tests.worlds import World

SignIn = Callable[[User | None], Client]
MOST_QUERIES = 8
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def address(world: World, key: str = "BUD") -> str:
    where = [world.organisation.slug, world.assessment.reference, key]
    return reverse("dimension-answer", args=where)


def autosave(client: Client, url: str, **fields: Any) -> HttpResponse:
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(url, {**named, "autosave": "1"}, headers={"Accept": "application/json"})


def text_of(response: HttpResponse) -> str:
    """The page's words, with their spaces as one."""
    body = re.sub(r"<(script|template).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def count(queries: CaptureQueriesContext) -> int:
    return sum(not q["sql"].startswith(CONTROL) for q in queries)
