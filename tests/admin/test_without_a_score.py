"""What the programme team sees of a rubric that shows no score: no share and no part of one."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from assessments.admin.drafts import EDITION
from assessments.models import Dimension, Gate, Level, Question, RubricVersion, ScoreSnapshot
from assessments.rubric.definition import RubricSpec
from assessments.services import assessments, rubrics
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address
from tests.factories.rubrics import answered, gate_check
from tests.views.pages import SignIn, text_of
from tests.worlds import World, published

pytestmark = pytest.mark.django_db

AMOUNTS = re.compile(
    r"of the score|overall score|of (its|the) 100 points|[Rr]obust|no score could"
    r"|the score\b|\bShares?\b|points more|none, now \d+%|\d%, now"
)

PAGES = (
    *("sensitivity", "impact", "preview", "publish", "compare", "soundness", "replace"),
    "history-of-draft",
)


@pytest.fixture
def draft(world: World, programme: Programme) -> RubricVersion:
    first = published(gate_check(), by=world.publisher)
    check = world.start(version=first)
    held = {"A-1": answered(1), "G-2": answered("no"), "G-3": answered(4)}
    world.answer(held, assessment=check)
    assessments.submit(assessment=check, by=world.approver)
    return rubrics.import_draft(spec=heavier(), by=programme.superuser)


def heavier() -> RubricSpec:
    """The next edition, with another weight for a question and for both dimensions."""
    first, second = gate_check().dimensions
    question, other = second.questions
    parts = (
        replace(first, weight=Decimal(40)),
        replace(
            second, weight=Decimal(60), questions=(replace(question, weight=Decimal(75)), other)
        ),
    )
    return replace(gate_check(), edition="2", dimensions=parts)


def test_no_page_of_a_draft_says_what_it_is_of_a_score(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(programme.superuser)
    rows = [one.objects.filter(version=draft).first() for one in (Dimension, Question, Level)]
    pages = [address(row) for row in (draft, *rows)]
    pages += [address(draft, page) for page in PAGES]
    pages += [f"{address(model)}?{EDITION}={draft.pk}" for model in (Dimension, Question, Level)]
    for page in pages:
        shown = client.get(page)
        assert shown.status_code == 200, page
        text = text_of(shown)
        assert not AMOUNTS.search(text), page
        assert "no score<" not in shown.content.decode(), "a cell that says that there is nothing"
    assert "shows no score" in text_of(client.get(address(draft, "sensitivity")))


def test_the_list_of_results_says_what_is_open(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(programme.superuser)
    kept = ScoreSnapshot.objects.get(overall=None)
    assert "Highest band still open: Emerging" in text_of(client.get(address(ScoreSnapshot)))
    assert "Emerging" in text_of(client.get(address(kept)))


def test_a_comparison_says_weights_as_they_are_set(
    draft: RubricVersion, programme: Programme, client: Client, signed_in: SignIn
) -> None:
    """To the programme team, and to the public once the edition is published."""
    compared = text_of(signed_in(programme.superuser).get(address(draft, "compare")))
    rubrics.publish(version=draft, by=programme.superuser, change_note="Other weights.")
    client.logout()
    for text in (compared, text_of(client.get("/rubrics/gate-check/2/changes/"))):
        assert (
            "Weights are shown as they are set, not as shares: without a score they decide" in text
        )
        assert "Dimension Weight Dimension G1 50, now 40 Dimension G2 50, now 60" in text
        assert "Question Weight G-2 Question G-2 25, now 75" in text
        assert "G-3 Question G-3 25" not in text and not AMOUNTS.search(text)


def test_publishing_names_what_has_another_weight_and_no_share_of_a_score(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    text = text_of(signed_in(programme.superuser).get(address(draft, "publish")))
    assert "Questions with another weight: G-2 Dimensions with another weight: Dimension G1" in text


def test_the_preview_updates_a_result(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(programme.superuser)
    assert text_of(client.get(address(draft, "preview"))).count("Update the result") == 2
    Gate.objects.filter(version=draft).update(cap_band="nowhere")
    keep(draft, programme)
    assert "There is no result while the draft has faults." in text_of(
        client.get(address(draft, "preview"))
    )
