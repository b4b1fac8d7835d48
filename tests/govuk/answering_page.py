"""A page of two questions, built as the answering page is, with a server that the test plays."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.template import Context, Template
from playwright.sync_api import Page, Request, Route

from assessments import clock
from assessments.forms.answering import Asking, DimensionForm
from assessments.forms.answering_drawn import helper_for
from assessments.queries.answers import StoredAnswer
from assessments.scoring.sheet import EvidenceItem, Reply
from tests.factories import rubrics as r

SITE = "http://readiness.test"
STATIC = Path(__file__).resolve().parents[2] / "static"
SPEC = r.rubric(r.dimension("A", 1, r.single("A", not_applicable_allowed=True), r.number("B")))
# The policy of production: an inline script or style would be a trouble that fails the test.
POLICY = "default-src 'self'; img-src 'self' data:"

PAGE = Template(
    """{% extends "base.html" %}{% load static crispy_forms_tags %}
    {% block title %}Budget{% endblock %}
    {% block content %}<h1>Budget</h1>{% include "components/progress.html" with done=1 total=4 %}
    <p data-range>between 10.0 and 90.0</p>
    <form method="post" action="/answers/" novalidate autocomplete="off" data-autosave
    data-csrf-url="/csrf/">{% csrf_token %}{% crispy form helper %}</form>{% endblock %}
    {% block scripts %}{% for name in names %}<script type="module" src="/static/js/{{ name }}.js">
    </script>{% endfor %}{% endblock %}"""
)


def context() -> Context:
    """The page of two questions, A and B; A was saved before, with a piece of evidence."""
    asking = Asking(spec=SPEC, dimension=SPEC.dimensions[0], sector=r.COUNCIL)
    held = Reply(evidence=[EvidenceItem(title="The plan")])
    saved = StoredAnswer(
        reply=held, revision=3, saved_at=clock.now(), saved_by="Ada", saved_by_id=1
    )
    form = DimensionForm(asking, stored={"A": saved})
    return Context(
        {
            "form": form,
            "helper": helper_for(form, ["A", "B"], "/signin/"),
            "csrf_token": "first",
            "names": ["autosave", "replies", "evidence"],
        }
    )


def reply(**questions: Any) -> dict[str, Any]:
    """What the server says of a save; by default that A is saved as revision 4."""
    return {
        "saved_at": "2:02pm",
        "questions": questions or {"A": {"revision": 4, "state": "saved", "errors": {}}},
        "progress": {"answered": 2, "total": 4, "text": "2 of 4 questions answered"},
        "range_text": "between 20.0 and 80.0",
        "asked": ["A", "B"],
    }


class Server:
    """Answers the page's requests, keeps what was sent, and does what the test says next."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[dict[str, list[str]]] = []
        self.plain: list[dict[str, list[str]]] = []
        self.token = "first"
        self.next: Callable[[Route], None] = self.answering(reply())
        page.route(f"{SITE}/**", self.serve)
        page.goto(f"{SITE}/answers/")

    @staticmethod
    def answering(body: dict[str, Any], status: int = 200) -> Callable[[Route], None]:
        return lambda route: route.fulfill(
            status=status, content_type="application/json", body=json.dumps(body)
        )

    def serve(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0]
            route.fulfill(body=file.read_bytes(), content_type=kind or "text/plain")
        elif path == "/csrf/":
            self.answering({"csrf_token": self.token, "signed_in": True})(route)
        elif request.method == "POST":
            self.posted(route, request)
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=PAGE.render(context()), headers=headers)

    def posted(self, route: Route, request: Request) -> None:
        body = (request.post_data or "").replace("\r\n", "\n")
        if "form-data" not in request.headers.get("content-type", ""):
            self.plain.append(parse_qs(body))
            route.fulfill(body="<title>Saved</title>", content_type="text/html")
            return
        fields: dict[str, list[str]] = {}
        for part in body.split("Content-Disposition: form-data; ")[1:]:
            head, _, rest = part.partition("\n\n")
            value = rest.rpartition("\n------")[0]
            fields.setdefault(head.split('"')[1], []).append(value)
        self.sent.append(fields)
        self.next(route)
