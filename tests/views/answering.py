"""What the tests of the answering page share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.worlds import World

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def address(world: World, key: str = "BUD") -> str:
    where = [world.organisation.slug, world.assessment.reference, key]
    return reverse("dimension-answer", args=where)


def autosave(client: Client, url: str, **fields: Any) -> HttpResponse:
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(url, {**named, "autosave": "1"}, headers={"Accept": "application/json"})


def part(response: HttpResponse, code: str) -> str:
    """The section of a question."""
    html = response.content.decode()
    return html.partition(f'id="question-{code}"')[2].partition("</section>")[0]


def count(queries: CaptureQueriesContext) -> int:
    return sum(not q["sql"].startswith(CONTROL) for q in queries)
