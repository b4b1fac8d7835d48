"""A made-up questionnaire of 1,189 questions is answered, submitted and printed."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from assessments.exports import export
from assessments.queries.reports import build
from assessments.services import assessments
from tests.cost import counted
from tests.factories.rubrics import any_reply, any_size
from tests.page import Page
from tests.views.pages import MOST_QUERIES, SignIn
from tests.views.test_assessments import address
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db

MOST_BYTES = 120_000


def answer_the_rest(world: World) -> None:
    questions = [question for _, question in world.spec.questions()]
    saved = set(world.assessment.answers.values_list("question__code", flat=True))
    replies = {
        question.code: any_reply(question, number)
        for number, question in enumerate(questions)
        if question.code not in saved
    }
    world.answer(replies)


def answer_a_page(client: Client, where: str) -> None:
    """Every question of the page that takes yes or a level, through the page itself."""
    page = Page(client.get(where).content.decode())
    offered = {
        control["name"]: control["value"]
        for control in page.controls
        if control.get("type") == "radio" and control["name"].endswith("-value")
    }
    chosen = {name: "yes" if "yes" in value else "3" for name, value in offered.items()}
    done = client.post(where, {**page.fields, **chosen, "then": "continue"})
    assert done.status_code in (200, 302)


def test_from_the_first_page_to_the_pdf(signed_in: SignIn) -> None:
    world = build_world(any_size(1_189, 20))
    client = signed_in(world.contributor)
    first = address("dimension-answer", world.assessment, "D01")
    pages = [
        address("assessment-detail", world.assessment),
        first,
        f"{first}?page=2",
        address("assessment-check", world.assessment),
        f"{address('assessment-check', world.assessment)}?page=7",
        address("assessment-history", world.assessment),
    ]
    answer_a_page(client, f"{first}?page=2")
    answer_the_rest(world)
    sent = assessments.submit(assessment=world.assessment, by=world.approver)
    pages += [
        address(f"submission-{part}", world.assessment, sent.number)
        for part in ("report", "answers", "actions")
    ]
    for where in pages:
        page, queries = counted(partial(client.get, where))
        assert queries <= MOST_QUERIES, where
        assert len(page.content) < MOST_BYTES, f"{where}: {len(page.content):,}"
    pdf = export("pdf").render(build(sent))
    assert pdf.startswith(b"%PDF")
