"""What the programme team sees of a rubric that shows no score: no share and no part of one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assessments.models import Dimension, Level, Question, RubricVersion, ScoreSnapshot
from assessments.services import assessments, rubrics
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.factories.rubrics import answered, gate_check
from tests.views.pages import SignIn, text_of
from tests.worlds import World, published

pytestmark = pytest.mark.django_db

AMOUNTS = re.compile(r"of the score|overall score|of its 100 points|[Rr]obust|no score could")


@pytest.fixture
def draft(world: World, programme: Programme) -> RubricVersion:
    first = published(gate_check(), by=world.publisher)
    check = world.start(version=first)
    held = {"A-1": answered(1), "G-2": answered("no"), "G-3": answered(4)}
    world.answer(held, assessment=check)
    assessments.submit(assessment=check, by=world.approver)
    return rubrics.import_draft(spec=replace(gate_check(), edition="2"), by=programme.superuser)


def test_no_page_of_a_draft_says_what_it_is_of_a_score(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(programme.superuser)
    rows = [one.objects.filter(version=draft).first() for one in (Dimension, Question, Level)]
    pages = [address(row) for row in (draft, *rows)]
    pages += [f"{address(draft, page)}" for page in ("sensitivity", "impact", "preview")]
    for page in pages:
        shown = client.get(page)
        assert shown.status_code == 200, page
        text = text_of(shown)
        assert not AMOUNTS.search(text), page
    assert "shows no score" in text_of(client.get(address(draft, "sensitivity")))


def test_the_list_of_results_says_what_is_open(
    draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(programme.superuser)
    kept = ScoreSnapshot.objects.get(overall=None)
    assert "Highest band still open: Emerging" in text_of(client.get(address(ScoreSnapshot)))
    assert "Emerging" in text_of(client.get(address(kept)))
