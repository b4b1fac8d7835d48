"""The front page and the statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from assessments.access.roles import Role
from assessments.services import members, organisations
from tests.views.pages import (
    MOST_QUERIES,
    SignIn,
    headings_of,
    queries_cold,
    queries_of,
    text_of,
    title_of,
)
from tests.views.small import small_world, submit_one
from tests.worlds import World, person


@pytest.fixture
def small(db: None) -> World:
    return small_world()


def test_a_visitor_reads_what_it_is(world: World, client: Client) -> None:
    response = client.get("/")
    words = text_of(response)
    assert title_of(response) == "Digital and AI readiness self-assessment - Readiness"
    assert "There are 44 questions" in words
    assert "Training: 9 questions" in words
    assert "About 3 hours" in words
    for address in ("/accounts/signup/", "/accounts/login/", "/rubrics/uk-readiness-2026/1/"):
        assert f'href="{address}"' in response.content.decode()
    assert queries_cold(client, "/") <= MOST_QUERIES


@pytest.mark.django_db
def test_a_visitor_is_told_when_nothing_is_published(client: Client) -> None:
    assert "No questionnaire is published yet" in text_of(client.get("/"))


def test_somebody_new_is_told_what_to_do(small: World, signed_in: SignIn) -> None:
    newcomer = person("Nia Newcomer")
    response = signed_in(newcomer).get("/")
    assert title_of(response) == "My organisations - Readiness"
    assert f"ask its administrator to add {newcomer.email}" in text_of(response)
    assert 'href="/organisations/new/"' in response.content.decode()


def test_my_organisations_say_where_they_stand(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.viewer)
    assert "Your role: viewer. Not started No assessment yet." in text_of(client.get("/"))
    sent = submit_one(small)
    under_way = small.start(title="Readiness 2027")
    response = client.get("/")
    words = text_of(response)
    assert "In progress Readiness 2027 , started on" in words
    assert f": {sent.snapshot.overall}, {sent.snapshot.final_band_name}" in words
    assert sent.get_absolute_url() in response.content.decode()
    assert under_way.get_absolute_url() in response.content.decode()
    assert "Nextdoor Council" not in words


def test_many_organisations_take_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.contributor)
    submit_one(small)
    one = queries_of(client, "/")
    for number in range(12):
        made = organisations.create(
            name=f"Council {number}", sector="local_authority", region="wales", by=small.stranger
        )
        members.add(organisation=made, user=small.contributor, role=Role.VIEWER, by=small.stranger)
    assert queries_of(client, "/") == one <= MOST_QUERIES
    assert text_of(client.get("/")).count("Your role: viewer") == 12


def test_moderators_and_staff_find_their_way(small: World, signed_in: SignIn) -> None:
    staff = person("Stef Staff", is_staff=True)
    assert 'href="/moderation/"' in signed_in(small.moderator).get("/").content.decode()
    assert 'href="/admin/"' in signed_in(staff).get("/").content.decode()
    plain = signed_in(small.viewer).get("/").content.decode()
    assert 'href="/moderation/"' not in plain
    assert 'href="/admin/"' not in plain


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/accessibility/", "Accessibility statement"), ("/privacy/", "Privacy")],
)
def test_the_statements_are_public_and_need_no_database(
    client: Client, address: str, heading: str
) -> None:
    # Without the database fixture, a query would be an error.
    response = client.get(address)
    assert headings_of(response) == [heading]
    assert title_of(response) == f"{heading} - Readiness"
    assert "Contact the programme team" in text_of(response)


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/"])
def test_the_statements_name_whom_to_write_to(client: Client, settings: Any, address: str) -> None:
    settings.SERVICE_CONTACT_EMAIL = "help@readiness.example"
    content = client.get(address).content.decode()
    assert 'href="mailto:help@readiness.example"' in content
    assert "Contact the programme team" not in content


def test_the_privacy_page_names_the_cookies_as_they_are_set(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 86_400
    words = text_of(client.get("/privacy/"))
    assert f"{settings.SESSION_COOKIE_NAME} Keeps you signed in 3 days at most" in words
    assert settings.CSRF_COOKIE_NAME in words


def test_developers_find_the_gallery_and_visitors_do_not(client: Client, settings: Any) -> None:
    assert client.get("/gallery/").status_code == 404
    settings.SHOW_GALLERY = True
    assert headings_of(client.get("/gallery/")) == ["Gallery of components"]
