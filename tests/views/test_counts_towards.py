"""What questions count towards: on the public questionnaire, and looked for there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from assessments.rubric.definition import FrameworkSpec, MappingSpec
from assessments.services.assessments import submit
from tests.factories import rubrics as r
from tests.page import Page
from tests.views.pages import MOST_QUERIES, SignIn, queries_cold, queries_of, text_of
from tests.views.small import ANSWERS
from tests.worlds import World, published

HERE = "/rubrics/small/1/"
SEARCH = f"{HERE}counts-towards/"

pytestmark = pytest.mark.usefixtures("mapped")


def read(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return text_of(page)


def test_each_question_says_what_it_also_counts_towards(client: Client) -> None:
    words = read(client, f"{HERE}dimensions/A/")
    assert (
        "Also counts towards Cyber Essentials, version 3.3: Security update management; "
        "Cyber Assessment Framework, version 4.0: B2.b and C1.a." in words
    )


def test_the_questionnaire_leads_to_what_counts_towards_each_framework(client: Client) -> None:
    page = client.get(HERE).content.decode()
    assert 'href="counts-towards/?framework=caf-4.0">Cyber Assessment Framework, version' in page
    assert "A framework that no question maps to" not in page


def test_a_reference_finds_all_below_it_at_an_address_that_can_be_shared(client: Client) -> None:
    words = read(client, f"{SEARCH}?framework=caf-4.0&ref=B2")
    assert (
        "2 questions count towards “B2” of Cyber Assessment Framework, version 4.0, or what lies "
        "below it." in words
    )
    assert "A-1: " in words and "A-2: " in words and "A-3: " not in words
    assert "Counts towards Cyber Assessment Framework, version 4.0: B2.a." in words
    form = client.get(f"{SEARCH}?framework=caf-4.0&ref=B2").content.decode()
    assert '<option value="caf-4.0" selected>' in form and 'value="B2"' in form
    assert 'method="get"' in form


def test_what_is_found_is_said_in_plain_words(client: Client) -> None:
    for query, said in (
        ("framework=caf-4.0&ref=B", "2 questions count towards “B” of Cyber"),
        ("framework=caf-4.0&ref=B20", "No question counts towards “B20” of Cyber Assessment"),
        ("framework=unused", "No question counts towards A framework that no question maps to."),
        ("framework=nothing", "This questionnaire names no framework “nothing”. Choose one"),
        ("framework=%00&ref=%3Cb%3E", "This questionnaire names no framework “"),
        ("ref=whole+toolkit", "1 question counts towards “whole toolkit” of any framework"),
        ("", "3 questions count towards another framework."),
    ):
        assert said in read(client, f"{SEARCH}?{query}")


def test_a_reference_that_is_not_there_leads_to_those_that_are(client: Client) -> None:
    page = client.get(f"{SEARCH}?framework=ce-3.3&ref=1.2").content.decode()
    assert (
        'href="?framework=ce-3.3&amp;ref=User%20access%20control">User access control</a>' in page
    )


def test_a_long_search_has_pages_that_keep_what_is_looked_for(
    mapped: World, client: Client
) -> None:
    made = r.any_size(
        101, 1, frameworks=[FrameworkSpec(code="x", name="X & Y", address="https://x.uk/")]
    )
    questions = [
        replace(q, maps_to=[MappingSpec(framework="x", ref=f"1.{n}")])
        for n, q in enumerate(made.dimensions[0].questions)
    ]
    (only,) = made.dimensions
    spec = replace(made, code="long", dimensions=[replace(only, questions=tuple(questions))])
    published(spec, by=mapped.publisher)
    at = "/rubrics/long/1/counts-towards/?framework=x&ref=1"
    page = client.get(at)
    assert "Questions 1 to 100 of 101." in text_of(page)
    assert len(page.content) < 120_000
    assert 'href="?page=2&amp;framework=x&amp;ref=1"' in page.content.decode()
    assert "D01.101" in read(client, f"{at}&page=2")
    assert queries_cold(client, at) <= MOST_QUERIES
    # It leads to the page on which the question is.
    there = client.get("/rubrics/long/1/dimensions/D01/?question=D01.101").content.decode()
    assert 'id="D01.101"' in there


def test_a_questionnaire_without_frameworks_says_so(mapped: World, client: Client) -> None:
    published(replace(r.any_size(3, 1), code="plain"), by=mapped.publisher)
    words = read(client, "/rubrics/plain/1/counts-towards/")
    assert "No question counts towards another framework." in words
    assert "Reference" not in words
    assert "other frameworks" not in read(client, "/rubrics/plain/1/")


LOOKED_FOR = "?framework=caf-4.0&ref=B2.b"


def checked(world: World) -> str:
    """Where the check of an assessment with answers is."""
    return f"{world.answer({'A-1': 3}, assessment=world.start()).get_absolute_url()}check/"


def reported(world: World) -> str:
    """Where the answers of a report are."""
    done = world.answer(ANSWERS, assessment=world.start())
    sent = submit(assessment=done, by=world.approver)
    return f"{sent.assessment.get_absolute_url()}submissions/1/report/answers/"


@pytest.mark.parametrize("where", [checked, reported])
def test_an_organisation_sees_only_what_counts_towards_a_framework(
    where: Callable[[World], str], mapped: World, signed_in: SignIn
) -> None:
    address, client = where(mapped), signed_in(mapped.viewer)
    whole = client.get(address)
    assert "Show only what counts towards another framework" in text_of(whole)
    assert "Also counts towards" in text_of(whole) or "check" in address
    page = client.get(address + LOOKED_FOR)
    words = text_of(page)
    assert Page(page.content.decode()).faults() == []
    assert "1 question counts towards “B2.b” of Cyber Assessment Framework, version 4.0" in words
    assert "A-2 Question A-2" in words
    assert "A-1 Question A-1" not in words and "A-3 Question A-3" not in words
    assert "Submit" not in words.replace("Submitted", "")
    assert queries_of(client, address + LOOKED_FOR) <= MOST_QUERIES


@pytest.mark.parametrize("where", [checked, reported])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?framework=ce-3.3&ref=9", "No question counts towards “9” of Cyber Essentials"),
        ("?framework=iso", "This questionnaire names no framework “iso”."),
    ],
)
def test_where_nothing_counts_the_page_says_so(
    where: Callable[[World], str], query: str, said: str, mapped: World, signed_in: SignIn
) -> None:
    page = signed_in(mapped.viewer).get(where(mapped) + query)
    assert said in text_of(page)
    assert "A-1 Question A-1" not in text_of(page)


def test_a_list_is_searched_and_keeps_being_that_list(mapped: World, signed_in: SignIn) -> None:
    client, address = signed_in(mapped.viewer), checked(mapped)
    page = client.get(f"{address}?show=unanswered&framework=caf-4.0").content.decode()
    assert 'name="show" value="unanswered"' in page
    assert 'id="answer-A-2"' in page and 'id="answer-A-1"' not in page
