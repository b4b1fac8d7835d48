"""The front page and the statements."""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from assessments.access.roles import MODERATORS, Role
from assessments.models import User
from assessments.models.assessment import outcome
from assessments.services import members, organisations
from tests.factories.rubrics import gate_check
from tests.views.pages import (
    MOST_QUERIES,
    SignIn,
    headings_of,
    most_queries,
    queries_cold,
    queries_of,
    text_of,
    title_of,
)
from tests.views.small import submit_one
from tests.worlds import World, person, published


def test_a_visitor_reads_what_it_is(world: World, client: Client) -> None:
    response = client.get("/")
    words = text_of(response)
    assert title_of(response) == "Digital and AI readiness self-assessment - Readiness"
    assert ("There are 48 questions. You are asked 45 of them, whichever your sector.") in words
    assert "Training: 8 or 9 questions" in words
    assert "About 3 hours" in words
    for address in ("/accounts/signup/", "/accounts/login/", "/rubrics/uk-readiness-2026/1/"):
        assert f'href="{address}"' in response.content.decode()
    assert queries_cold(client, "/") <= MOST_QUERIES


@pytest.mark.django_db
def test_a_visitor_reads_that_nothing_is_published(client: Client) -> None:
    assert "No questionnaire is published yet" in text_of(client.get("/"))


def test_a_new_person_reads_what_to_do(small: World, signed_in: SignIn) -> None:
    newcomer = person("Nia Newcomer")
    response = signed_in(newcomer).get("/")
    assert title_of(response) == "My organisations - Readiness"
    assert f"let its administrator invite {newcomer.email}" in text_of(response)
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


@pytest.mark.parametrize("handed_back", ["66.6000000000000", "66.6", "66.60"])
def test_a_score_has_one_decimal_no_matter_what_the_database_hands_back(handed_back: str) -> None:
    assert outcome(Decimal(handed_back), "Developing", "") == "66.6, Developing"
    assert outcome(Decimal("66"), "Ready", "") == "66.0, Ready"


def test_all_that_is_under_way_is_counted(small: World, signed_in: SignIn) -> None:
    small.start()
    assert "more is in progress" not in text_of(signed_in(small.viewer).get("/"))
    other = published(gate_check(), by=small.publisher)
    small.start(version=other, title="Gate check")
    words = text_of(signed_in(small.viewer).get("/"))
    assert "Gate check , started on" in words and "1 more is in progress" in words


def test_many_organisations_take_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.contributor)
    submit_one(small)
    one = queries_of(client, "/")
    programme = person("Sue Super", is_staff=True, is_superuser=True)
    for number in range(12):
        made = organisations.create(
            name=f"Council {number}", sector="local_authority", region="wales", by=programme
        )
        members.add(organisation=made, user=small.contributor, role=Role.VIEWER, by=programme)
    assert queries_of(client, "/") == one <= most_queries(2)
    assert text_of(client.get("/")).count("Your role: viewer") == 12


RUBRICS = "/admin/assessments/rubricversion/"
FRONT = "/admin/"
"""The page that begins with the next edition and the drafts in progress."""


def test_who_has_one_place_of_work_lands_there(small: World, signed_in: SignIn) -> None:
    staff = person("Stef Staff", is_staff=True)
    editor = person("Ed Editor", is_staff=True, groups=["Rubric editors"])
    publisher = person("Pat Publisher", is_staff=True, groups=["Rubric publishers"])
    assert signed_in(small.moderator).get("/")["Location"] == "/moderation/"
    assert signed_in(editor).get("/")["Location"] == FRONT
    assert signed_in(publisher).get("/")["Location"] == FRONT
    assert signed_in(staff).get("/")["Location"] == FRONT


def test_a_superuser_has_a_way_to_everything(small: World, signed_in: SignIn) -> None:
    client = signed_in(person("Sue Super", is_staff=True, is_superuser=True))
    page = client.get("/").content.decode()
    main = page[page.index("<main") :]
    for address in ("/moderation/", RUBRICS, FRONT):
        assert f'href="{address}"' in main
        assert client.get(address).status_code == 200
    assert "organisations/new" not in page and "do not belong" not in page


def test_staff_are_never_asked_to_create_an_organisation(small: World, signed_in: SignIn) -> None:
    both = person("Bo Both", is_staff=True, groups=[MODERATORS, "Rubric editors"])
    page = signed_in(both).get("/").content.decode()
    assert "organisations/new" not in page and "do not belong" not in page
    assert 'href="/moderation/"' in page and f'href="{FRONT}"' in page


@pytest.mark.parametrize("group", ["Rubric editors", "Rubric publishers"])
def test_an_editor_who_cannot_open_the_admin_reads_whom_to_ask(
    small: World, signed_in: SignIn, group: str
) -> None:
    response = signed_in(person("Ed Editor", groups=[group])).get("/")
    page = response.content.decode()
    assert "organisations/new" not in page and "do not belong" not in page
    assert "Ask a superuser of the service" in text_of(response)


def test_a_moderator_who_is_a_member_too_sees_both(small: World, signed_in: SignIn) -> None:
    small.viewer.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    client = signed_in(small.viewer)
    page = client.get("/").content.decode()
    assert small.organisation.get_absolute_url() in page[page.index("<main") :]
    assert 'href="/moderation/"' in page[page.index("<main") :]
    assert "organisations/new" not in page
    crumbs = client.get("/moderation/").content.decode()
    assert "My organisations" in crumbs[crumbs.index("govuk-breadcrumbs") :]


def test_the_header_leads_to_work_from_every_page(small: World, signed_in: SignIn) -> None:
    def header(user: User) -> str:
        page = signed_in(user).get("/rubrics/").content.decode()
        return page[page.index("<header") : page.index("</header>")]

    plain = header(small.viewer)
    assert "My organisations" in plain
    assert 'href="/moderation/"' not in plain and 'href="/admin/' not in plain
    moderator = header(small.moderator)
    assert 'href="/moderation/"' in moderator and "My organisations" not in moderator
    editor = header(person("Ed Editor", is_staff=True, groups=["Rubric editors"]))
    assert f'href="{FRONT}"' in editor and 'href="/moderation/"' not in editor


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
        ("/help/", "Help and contact"),
    ],
)
def test_the_statements_are_public_and_need_no_database(
    client: Client, address: str, heading: str
) -> None:
    # Without the database fixture, a query would be an error.
    response = client.get(address)
    assert headings_of(response) == [heading]
    assert title_of(response) == f"{heading} - Readiness"
    assert "Contact the programme team" in text_of(response)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("help@readiness.example", '<a href="mailto:help@readiness.example">'),
        ("https://readiness.example/help/", '<a href="https://readiness.example/help/">'),
    ],
)
@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/", "/help/"])
def test_the_statements_name_whom_to_write_to(
    client: Client, settings: Any, address: str, contact: str, link: str
) -> None:
    settings.SERVICE_CONTACT = contact
    content = re.sub(' class="[^"]*"', "", client.get(address).content.decode())
    # Once in the text, and once at the foot as on every page.
    assert content.count(link) == 2
    assert "Contact the programme team" not in content


def test_every_page_leads_to_help_and_those_of_an_organisation_bear_its_name(
    small: World, signed_in: SignIn
) -> None:
    name, inside = small.organisation.name, small.organisation.get_absolute_url()

    def header(user: User | None, address: str) -> str:
        page = signed_in(user).get(address).content.decode()
        assert page.count('href="/help/"') == 2
        return page[page.index("<header") : page.index("</header>")]

    assert name in header(small.viewer, inside + "members/")
    assert name not in header(small.viewer, "/") and name not in header(None, "/help/")
    assert f'href="{inside}members/"' in signed_in(small.viewer).get("/help/").content.decode()


def test_a_moderator_sees_whose_report_it_is_without_a_link_that_leads_nowhere(
    world: World, signed_in: SignIn
) -> None:
    submission = world.submit()
    page = signed_in(world.moderator).get(submission.get_absolute_url()).content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert world.organisation.name in header
    assert world.organisation.get_absolute_url() not in header


def test_the_privacy_page_names_the_cookies_as_they_are_set(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 86_400
    words = text_of(client.get("/privacy/"))
    assert f"{settings.SESSION_COOKIE_NAME} Keeps you signed in 3 days at most" in words
    assert settings.CSRF_COOKIE_NAME in words


def test_developers_find_the_gallery_and_visitors_do_not(client: Client, settings: Any) -> None:
    assert client.get("/gallery/").status_code == 404
    settings.SHOW_GALLERY = True
    assert headings_of(client.get("/gallery/")) == ["Gallery of components"]


def test_the_front_page_shows_a_report_in_pictures_of_the_size_that_it_says(
    client: Client, db: None
) -> None:
    page = client.get("/").content.decode()
    shown = re.findall(r'static/(img/report-\w+\.png)" (?:width="(\d+)" height="(\d+)")', page)
    assert len(shown) == 2 and "A report. At its top is a verdict" in page
    for name, width, height in shown:
        picture = (Path(__file__).parents[2] / "static" / name).read_bytes()
        assert struct.unpack(">II", picture[16:24]) == (int(width), int(height)), name
