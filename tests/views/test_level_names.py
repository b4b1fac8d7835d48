"""What a level is called, and what is still missing at it, wherever people read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.rubric.definition import (
    LevelSpec,
    OwnerRoleSpec,
    RubricSpec,
    ScaleSpec,
    SectorSpec,
)
from assessments.sectors import SECTORS
from assessments.services import assessments
from tests.factories.rubrics import dimension, rubric, single
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.pages import SignIn, text_of
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db

NAMES = ["Not started", "Some of it", "Partly in place", "Mostly in place"]
MISSING = "Restores are not tested yet."


def describe(level: LevelSpec, code: str) -> LevelSpec:
    missing = MISSING if (code, level.number) == ("A-1", 2) else ""
    return replace(level, text=f"What it is like at {level.number}.", still_missing=missing)


def spec() -> RubricSpec:
    first, second = (
        replace(question, levels=[describe(level, question.code) for level in question.levels])
        for question in (single("A-1"), single("A-2"))
    )
    return rubric(
        dimension("A", 1, first, second),
        sectors=[SectorSpec(code=code, name=name) for code, name in SECTORS.items()],
        roles=[OwnerRoleSpec(code="digital", default="Head of digital")],
        scale=[ScaleSpec(level=number, name=name) for number, name in enumerate(NAMES)],
    )


@pytest.fixture(scope="module")
def prepared_named(prepare: Prepare) -> Prepared[World]:
    return prepare(lambda: build_world(spec()))


@pytest.fixture
def named(prepared_named: Prepared[World], db: None) -> World:
    return prepared_named.put_back()


def test_levels_go_by_their_names_while_answering_and_the_one_without_by_its_number(
    named: World, signed_in: SignIn
) -> None:
    slug, reference = named.organisation.slug, named.assessment.reference
    here = reverse("dimension-answer", args=[slug, reference, "A"])
    page = text_of(signed_in(named.contributor).get(here))
    assert "2 Partly in place" in page and "Level 4" in page and "Level 2" not in page
    assert page.count(f"Still missing: {MISSING}") == 1


def test_the_check_and_the_report_name_the_level_and_what_it_still_misses(
    named: World, signed_in: SignIn
) -> None:
    slug, reference = named.organisation.slug, named.assessment.reference
    named.answer({"A-1": 2, "A-2": 3})
    client = signed_in(named.approver)
    check = text_of(client.get(reverse("assessment-check", args=[slug, reference])))
    assert "2 Partly in place" in check and "3 Mostly in place" in check
    assert check.count(f"Still missing: {MISSING}") == 1
    assessments.submit(assessment=named.assessment, by=named.approver)
    report = text_of(client.get(reverse("submission-actions", args=[slug, reference, 1])))
    assert "2 Partly in place today" in report
    answers = text_of(client.get(reverse("submission-answers", args=[slug, reference, 1])))
    assert answers.count(f"Still missing: {MISSING}") == 1 and "3 Mostly in place" in answers


def test_the_public_rubric_names_its_levels(named: World, signed_in: SignIn) -> None:
    address = reverse("rubric-dimension", args=[named.version.rubric.slug, 1, "A"])
    page = text_of(signed_in(named.contributor).get(address))
    assert "2 Partly in place" in page and f"Still missing: {MISSING}" in page
