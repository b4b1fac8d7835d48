"""The questionnaires as the public reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assessments.models import RubricVersion
from assessments.queries.rubrics import forget_cached
from assessments.rubric.definition import ActionSpec, ConditionSpec, LevelSpec, RubricSpec
from assessments.services import assessments, rubrics
from assessments.views.rubrics import _draw
from tests.exports import reading
from tests.factories import rubrics as r
from tests.steps import steps
from tests.views.pages import (
    MOST_QUERIES,
    SignIn,
    headings_of,
    queries_cold,
    text_of,
    title_of,
)
from tests.views.small import ANSWERS, small_spec
from tests.worlds import World, person, published

SHIPPED = "/rubrics/uk-readiness-2026/1/"
SMALL = "/rubrics/small/1/"


@pytest.fixture(autouse=True)
def _nothing_drawn() -> None:
    _draw.cache_clear()


def pages_of(client: Client, spec: RubricSpec, query: str = "") -> list[Any]:
    """Every page of every dimension."""
    found = []
    for dimension in spec.dimensions:
        here = f"{SHIPPED}dimensions/{dimension.code}/{query}"
        while here:
            found.append(client.get(here))
            onward = re.search(r'href="(\?[^"]+)" rel="next"', found[-1].content.decode())
            here = here.partition("?")[0] + unescape(onward[1]) if onward else ""
    return found


def all_of(client: Client, spec: RubricSpec, query: str = "") -> str:
    """What a person reads on the pages of the dimensions."""
    return " ".join(text_of(page) for page in pages_of(client, spec, query))


def test_the_whole_questionnaire_is_read_on_its_pages(world: World, client: Client) -> None:
    response = client.get(SHIPPED)
    spec = world.spec
    every = [response, *pages_of(client, spec)]
    words = " ".join(text_of(page) for page in every)
    content = "".join(page.content.decode() for page in every)
    assert max(len(page.content) for page in every) < 120_000
    assert title_of(response) == f"{spec.title} - Readiness"
    assert headings_of(response) == [f"Common wording of every sector {spec.title}"]
    for dimension, question in spec.questions():
        assert f'id="{question.code}"' in content, dimension.code
        assert f"{question.code}: {question.title}" in words
        for level in question.levels:
            assert " ".join(level.text.split()) in words, question.code
            if level.action:
                assert " ".join(level.action.text.split()) in words, question.code
        for item in question.items:
            assert " ".join(item.text.split()) in words, question.code
        for gate in question.gates:
            assert " ".join(gate.message.split()) in words, question.code
    for band in spec.bands:
        assert " ".join(band.ai_meaning.split()) in words
    for source in spec.sources:
        assert " ".join(source.title.split()) in words
    for term in spec.glossary:
        assert f"{term.term} {' '.join(term.meaning.split())}" in words
    assert world.version.content_hash in words


def test_every_link_of_the_contents_lands(world: World, client: Client) -> None:
    content = client.get(SHIPPED).content.decode()
    targets, ids = re.findall(r'href="#([^"]+)"', content), re.findall(r'\bid="([^"]+)"', content)
    assert len(targets) > 5
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_shares_add_up(world: World, client: Client) -> None:
    """A weight of 14 of 100, in a part of 15 of 100, is 2.1% of the whole."""
    words = all_of(client, world.spec)
    assert "15% of the overall score." in words
    assert "Share of this part: 14%. Share of the overall score: 2.1%." in words


def test_the_sector_chooses_wording_owners_and_questions(world: World, client: Client) -> None:
    question = next(q for _, q in world.spec.questions() if any(v.text for v in q.variants))
    variant = next(v for v in question.variants if v.text)
    sector = next(one for one in world.spec.sectors if one.code == variant.sector)
    common, own = client.get(SHIPPED), client.get(f"{SHIPPED}?sector={sector.code}")
    wording = " ".join((variant.text or "").split())
    assert wording in all_of(client, world.spec, f"?sector={sector.code}")
    assert wording not in all_of(client, world.spec)
    assert headings_of(own) == [f"Wording for: {sector.name} {world.spec.title}"]
    assert f'<option value="{sector.code}" selected' in own.content.decode()
    councils = text_of(client.get(f"{SHIPPED}?sector=local_authority"))
    assert "Section 151 officer" in councils
    assert "Section 151 officer" not in text_of(common)
    assert headings_of(client.get(f"{SHIPPED}?sector=nothing")) == headings_of(common)


def test_a_question_of_other_sectors_is_left_out() -> None:
    from assessments.reports.questionnaire import read

    spec = small_spec()
    first, *rest = spec.dimensions[0].questions
    narrow = replace(first, applies_to=("nhs_trust",))
    spec = replace(spec, dimensions=[replace(spec.dimensions[0], questions=(narrow, *rest))])
    any_sector, council = read(spec), read(spec, "local_authority")
    assert [one.code for one in any_sector.dimensions[0].questions] == ["A-1", "A-2", "A-3"]
    assert any_sector.dimensions[0].questions[0].only_for == ("NHS trust",)
    assert any_sector.dimensions[0].questions[0].share_of_dimension == "50%"
    assert [one.code for one in council.dimensions[0].questions] == ["A-2", "A-3"]
    assert council.dimensions[0].questions[0].share_of_dimension == "100%"
    assert council.dimensions[0].questions[1].share_of_dimension == ""


def test_none_of_these_opens_a_question_under_the_words_that_people_choose() -> None:
    from assessments.reports.questionnaire import read

    spec = small_spec()
    *before, last = spec.dimensions[0].questions
    opened = replace(last, condition=ConditionSpec(question="A-2", any_of=["none", "b"]))
    spec = replace(spec, dimensions=[replace(spec.dimensions[0], questions=(*before, opened))])
    assert read(spec).dimensions[0].questions[-1].asked_if == (
        "Asked only if the answer to A-2 (Question A-2) includes “None of these” or “Item b”."
    )


def test_a_critical_question_says_what_its_gate_does(world: World, client: Client) -> None:
    words = all_of(client, world.spec)
    assert words.count("Critical question.") == 14
    assert re.search(r"At “1 Started” or below, the overall band can be no higher than", words)


def test_what_a_rubric_says_is_never_markup(db: None, client: Client) -> None:
    spec = small_spec()
    first, *rest = spec.dimensions[0].questions
    hostile = replace(first, text='<img src=x onerror="alert(1)">', why="{{ spec }}{% now %}")
    spec = replace(spec, dimensions=[replace(spec.dimensions[0], questions=(hostile, *rest))])
    published(spec, by=person("Robin Publisher"))
    content = client.get(f"{SMALL}dimensions/A/").content.decode()
    assert "<img" not in content
    assert "&lt;img src=x onerror=" in content
    assert "{{ spec }}{% now %}" in content


def test_a_source_is_a_link_only_when_it_is_the_web() -> None:
    from assessments.reports.questionnaire import read
    from assessments.rubric.definition import SourceSpec

    kept = ("https://example.org/x", "http://example.org/x")
    lost = ("javascript:alert(1)", "data:text/html,x", "", "//example.org")
    sources = [SourceSpec(code=url, title="T", url=url) for url in (*kept, *lost)]
    found = read(replace(small_spec(), sources=sources)).sources
    assert [one.url for one in found] == [*kept, "", "", "", ""]


def test_drafts_are_hidden_and_retired_editions_stay(
    client: Client, signed_in: SignIn, small: World
) -> None:
    draft = rubrics.import_draft(spec=replace(small_spec(), edition="2"), by=small.publisher)
    for user in (None, small.administrator, small.publisher, small.moderator):
        asked = signed_in(user)
        assert asked.get(f"/rubrics/small/{draft.number}/").status_code == 404
        assert "Edition 2" not in text_of(asked.get("/rubrics/"))
    rubrics.publish(version=draft, by=small.publisher, change_note="A clearer question.")
    rubrics.retire(version=small.version, by=small.publisher)
    listed = text_of(client.get("/rubrics/"))
    assert "Edition 2, published on" in listed
    assert "What changed: A clearer question." in listed
    assert "Edition 1, published on" in listed and "Retired" in listed
    assert "This edition is retired" in text_of(client.get(SMALL))
    assert "This edition is retired" not in text_of(client.get("/rubrics/small/2/"))


@pytest.mark.parametrize("address", ["/rubrics/nothing/1/", "/rubrics/small/9/"])
def test_what_does_not_exist_is_not_found(client: Client, address: str, small: World) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_the_list_says_when_it_is_empty(client: Client) -> None:
    assert "No questionnaire is published yet" in text_of(client.get("/rubrics/"))


def test_a_reader_who_has_the_page_is_not_sent_it_again(world: World, client: Client) -> None:
    first = client.get(SHIPPED)
    again = client.get(SHIPPED, headers={"If-None-Match": first["ETag"]})
    other = client.get(f"{SHIPPED}?sector=nhs_trust", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_two_databases_never_share_a_drawing(client: Client, small: World) -> None:
    """The drawing is kept under the content, not under a key that another database reuses."""
    before = client.get(SMALL).content
    changed = replace(small_spec(), glossary=[])
    dimension = replace(changed.dimensions[0], summary="Something else.")
    forget_cached()
    version = RubricVersion.objects.get()
    twin = published(replace(changed, edition="2", dimensions=[dimension]), by=version.published_by)
    assert "Something else." in text_of(client.get(f"/rubrics/small/{twin.number}/"))
    assert client.get(SMALL).content == before


def test_the_long_page_is_drawn_once_with_few_queries(
    world: World, client: Client, signed_in: SignIn
) -> None:
    assert queries_cold(client, SHIPPED) <= MOST_QUERIES
    assert queries_cold(signed_in(world.viewer), SHIPPED) <= MOST_QUERIES
    _draw.cache_clear()
    drawn, kept = (steps(lambda: client.get(SHIPPED)) for _ in range(2))
    assert kept < drawn / 2


def test_a_level_that_says_little_leaves_no_hole(client: Client, small: World) -> None:
    actions = (
        ActionSpec(text="Begin.", owner="digital"),
        ActionSpec(text="Go on.", effort="M"),
        ActionSpec(text="Finish."),
        None,
        None,
    )
    levels = [
        LevelSpec(number=place, text="So far.", points=Decimal(place), action=action)
        for place, action in enumerate(actions)
    ]
    part = r.dimension("A", 1, r.single("A-1", levels=levels), r.checklist("A-2"))
    twin = published(
        replace(small_spec(), edition="2", dimensions=(part,)), by=small.version.published_by
    )
    words = text_of(client.get(f"/rubrics/small/{twin.number}/dimensions/A/"))
    assert "Begin. Head of digital. Level 1 1 point So far. Go on. M effort. Level 2" in words
    assert "2 points So far. Finish. Level 3 3 points So far. No step is given. Level 4" in words
    assert words.count("Keep it there.") == 2


def test_an_action_without_owner_and_effort_leaves_no_hole_in_a_report(
    small: World, signed_in: SignIn
) -> None:
    bare = ActionSpec(text="Begin.")
    levels = [replace(one, action=bare if one.action else None) for one in r.quarters()]
    part = r.dimension("A", 1, r.single("A-1", levels=levels), r.checklist("A-2"), r.text("A-3"))
    spec = replace(small_spec(), edition="2", dimensions=(part,))
    begun = small.start(version=published(spec, by=small.version.published_by))
    small.answer({**ANSWERS, "A-1": 0}, assessment=begun)
    submission = assessments.submit(assessment=begun, by=small.approver)
    client, at = signed_in(small.viewer), submission.get_absolute_url()
    assert "Begin. A-1 . Adds" in text_of(client.get(at))
    page = client.get(f"{at}actions/").content.decode()
    assert "Begin." in page and page.count("<dt>Owner</dt>") == page.count("<dt>Effort</dt>") == 1
    board, paper = (
        reading.words(client.get(f"{at}download/{key}/").content) for key in ("board", "pdf")
    )
    assert "Effort not said" in board and "Begin. Weight" not in paper and ". effort" not in paper
