"""Creating an organisation, its dashboard, its details."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from assessments import clock
from assessments.models import Organisation
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import Reply, State
from assessments.services import assessments, rubrics
from tests.factories.rubrics import gate_check
from tests.views.pages import (
    MOST_QUERIES,
    SignIn,
    error_at,
    headings_of,
    most_queries,
    queries_cold,
    queries_of,
    text_of,
    title_of,
)
from tests.views.small import ANSWERS, small_spec, submit_one, withdraw_one
from tests.worlds import World, build_world, published

NEW = "/organisations/new/"
HOME = "/organisations/wexcombe-borough-council/"


def details(**other: Any) -> dict[str, Any]:
    standard = {
        "name": "Saint Ives Trust",
        "sector": "nhs_trust",
        "official_code": "rj-1",
        "region": "wales",
    }
    return {**standard, **other}


def test_the_creator_invites_colleagues_next(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    response = client.post(NEW, details(), follow=True)
    assert response.redirect_chain == [("/organisations/saint-ives-trust/members/invite/", 302)]
    assert "Saint Ives Trust is set up. You are its administrator." in text_of(response)
    made = Organisation.objects.get(slug="saint-ives-trust")
    assert (made.official_code, made.created_by) == ("RJ-1", small.stranger)


WRONG = [
    ("name", "", "Enter the name of the organisation"),
    ("name", " \t\n", "Enter the name of the organisation"),
    ("name", "x" * 201, "The name must be 200 characters or fewer"),
    ("name", "\u200b\u200d", "Enter the name of the organisation"),
    ("name", "\u3164-", "The name must have at least one letter or number"),
    ("name", "Bad\u202eName", "Remove the hidden character U+202E (right-to-left override)"),
    ("name", "Bad\x00Name", "The name must not have characters that cannot be seen"),
    ("name", "Bad\x07Name", "The name must not have characters that cannot be seen"),
    ("sector", "", "Select the sector"),
    ("sector", "bank", "Select one of the four sectors"),
    ("official_code", "RJ_1", "The official code must only have letters, digits and hyphens"),
    ("official_code", "RJ\u0661", "The official code must only have letters, digits and"),
    ("official_code", "=1+1", "The official code must only have letters, digits and hyphens"),
    ("official_code", "A" * 21, "The official code must be 20 characters or fewer"),
    ("official_code", "A" * 99, "The official code must be 20 characters or fewer"),
    ("official_code", "RJ\x001", "The official code must only have letters, digits and"),
    ("region", "", "Select the region or nation"),
    ("region", "mars", "Select a region or nation from the list"),
]


def test_errors_are_shown_next_to_the_field(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    for field, typed, message in WRONG:
        response = client.post(NEW, details(**{field: typed}))
        assert message in error_at(response, field)
        assert title_of(response) == "Error: Create an organisation - Readiness"
        assert text_of(response).count(message) == 2  # In the summary too.
        assert Organisation.objects.count() == 2


def test_what_was_typed_is_still_there(small: World, signed_in: SignIn) -> None:
    response = signed_in(small.stranger).post(NEW, details(name='<b>"Ünïcode" & Co', region=""))
    content = response.content.decode()
    assert 'value="&lt;b&gt;&quot;Ünïcode&quot; &amp; Co"' in content
    assert 'value="rj-1"' in content
    assert "<b>" not in content


def test_any_readable_name_comes_back_to_the_letter(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    for name in (
        "<script>alert(1)</script>",
        "مجلس المدينة",
        "🏛️ Council",
        "=1+1",
    ):
        response = client.post(NEW, details(name=name, official_code=""), follow=True)
        assert Organisation.objects.filter(name=name).exists()
        assert headings_of(response) == ["Invite colleagues"] and name in text_of(response)
        assert "<script>alert" not in response.content.decode()


def test_a_taken_code_is_refused_next_to_the_code(small: World, signed_in: SignIn) -> None:
    taken = details(sector="local_authority", official_code="e99000001")
    response = signed_in(small.stranger).post(NEW, taken)
    assert response.status_code == 200
    assert "Another organisation has the code E99000001" in error_at(response, "official_code")
    assert "Wexcombe" not in text_of(response)


def test_the_dashboard_offers_to_start(small: World, signed_in: SignIn) -> None:
    start = f'href="{HOME}assessments/new/"'
    assert start in signed_in(small.contributor).get(HOME).content.decode()
    viewers = signed_in(small.viewer).get(HOME)
    assert start not in viewers.content.decode()
    assert "A contributor, an approver or an administrator can start one" in text_of(viewers)


def test_the_dashboard_says_when_there_is_nothing_to_start(small: World, signed_in: SignIn) -> None:
    rubrics.retire(version=small.version, by=small.publisher)
    response = signed_in(small.contributor).get(HOME)
    assert "no questionnaire is published that could be started" in text_of(response)
    assert "assessments/new/" not in response.content.decode()


def test_the_dashboard_shows_how_far_the_open_assessment_is(
    small: World, signed_in: SignIn
) -> None:
    small.answer({"A-1": 2})
    response = signed_in(small.contributor).get(HOME)
    words = text_of(response)
    assert "1 of 3 questions answered" in words
    assert "Go on with the assessment" in words
    assert f"Reference {small.assessment.reference}" in words
    assert "assessments/new/" not in response.content.decode()
    assert "Read the answers so far" in text_of(signed_in(small.viewer).get(HOME))


def test_the_dashboard_lists_what_was_submitted_and_withdrawn(
    small: World, signed_in: SignIn
) -> None:
    sent = submit_one(small, "Readiness 2025")
    assessments.reopen(
        assessment=sent.assessment, by=small.administrator, reason="Better evidence was found."
    )
    again = assessments.submit(assessment=sent.assessment, by=small.approver)
    withdraw_one(small, "Readiness by mistake")
    response = signed_in(small.viewer).get(HOME)
    words, content = text_of(response), response.content.decode()
    assert sent.get_absolute_url() in content
    assert again.get_absolute_url() in content
    assert "Readiness 2025, submission 2" in words
    assert f"{sent.snapshot.overall} {sent.snapshot.final_band_name}" in words
    assert "Withdrawn Readiness by mistake , started on" in words
    assert "4 members" in words


def test_scores_are_compared_within_one_questionnaire(small: World, signed_in: SignIn) -> None:
    """A gate check has no score, so it has no chart, and its table has no column of scores."""
    submit_one(small, "The first")
    submit_one(small, "The second")
    gates_only = published(gate_check(), by=small.publisher)
    check = small.start(version=gates_only, title="Gates")
    level, yes = (Reply(state=State.ANSWERED, value=value) for value in (3, "yes"))
    small.answer({"A-1": level, "G-2": yes, "G-3": level}, assessment=check)
    assessments.submit(assessment=check, by=small.approver)
    html = signed_in(small.viewer).get(HOME).content.decode()
    gates, scored = html.split('<section class="govuk-!-margin-bottom-7"')[1:3]
    assert "chart-time" in scored and ">Score<" in scored and "The second" in scored
    assert "chart-time" not in gates and ">Score<" not in gates and "Gates" in gates


def test_the_dashboard_says_when_the_next_assessment_is_due(
    small: World, signed_in: SignIn
) -> None:
    with clock.at(datetime(2026, 2, 28, 12, tzinfo=UTC)):
        submit_one(small)
    for day, said in (
        (datetime(2027, 2, 27, 12, tzinfo=UTC), "The next assessment is due on 28 February 2027"),
        (datetime(2027, 2, 28, 12, tzinfo=UTC), "Due again The next assessment was due on 28"),
    ):
        with clock.at(day):
            assert said in text_of(signed_in(small.viewer).get(HOME))
    small.start()
    assert "The next assessment is in progress" in text_of(signed_in(small.viewer).get(HOME))


@pytest.mark.django_db
@pytest.mark.parametrize("spec", [small_spec(), gate_check()], ids=["scored", "without a score"])
def test_the_next_assessment_is_due_when_the_band_says_so(
    spec: RubricSpec, signed_in: SignIn
) -> None:
    soon = [replace(band, reassess_after_months=6) for band in spec.bands]
    world = build_world(replace(spec, bands=tuple(soon)))
    client = signed_in(world.viewer)
    with clock.at(datetime(2026, 2, 28, 12, tzinfo=UTC)):
        yes = Reply(state=State.ANSWERED, value="yes")
        given = {**ANSWERS, "G-2": yes, "G-3": 3}
        world.answer({one.code: given[one.code] for _, one in spec.questions()})
        sent = assessments.submit(assessment=world.assessment, by=world.approver)
        assert "The next assessment is due on 28 August 2026" in text_of(client.get(HOME))
        assert "Assess again by 28 August 2026" in text_of(client.get(sent.get_absolute_url()))


def test_many_assessments_take_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.viewer)
    submit_one(small)
    withdraw_one(small, "One")
    small.start(title="Now")
    one = queries_of(client, HOME)
    assessments.withdraw(
        assessment=small.organisation.assessments.get(title="Now"),
        by=small.administrator,
        reason="Others come first.",
    )
    for number in range(4):
        submit_one(small, f"Sent {number}")
        withdraw_one(small, f"Withdrawn {number}")
    small.start(title="Now again")
    assert queries_of(client, HOME) == one <= most_queries(5)
    assert queries_cold(client, HOME) <= MOST_QUERIES


def test_only_an_administrator_is_led_to_the_details(small: World, signed_in: SignIn) -> None:
    address = f"{HOME}edit/"
    assert address not in signed_in(small.approver).get(HOME).content.decode()
    client = signed_in(small.administrator)
    assert address in client.get(HOME).content.decode()
    form = client.get(address).content.decode()
    assert 'value="Wexcombe Borough Council"' in form
    assert 'value="E99000001"' in form
    # Each hint is read before the words next to its box, so it says what it is about.
    assert "Approval With this an assessment is submitted" in text_of(client.get(address))
    assert "Plan With this moderators see" in text_of(client.get(address))


def test_the_details_are_changed_and_the_address_stays(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.administrator)
    response = client.post(f"{HOME}edit/", details(name="Wexcombe City"), follow=True)
    assert response.redirect_chain == [(HOME, 302)]
    assert headings_of(response) == ["NHS trust Wexcombe City"]
    assert "details are saved" in text_of(response)


def test_a_change_meets_the_same_rules(small: World, signed_in: SignIn) -> None:
    Organisation.objects.filter(pk=small.neighbour.pk).update(official_code="N1")
    client = signed_in(small.administrator)
    same = {"name": "W", "sector": "local_authority", "region": "wales", "official_code": "n1"}
    response = client.post(f"{HOME}edit/", same)
    assert "has the code N1" in error_at(response, "official_code")
    assert title_of(response).startswith("Error: Change the details of Wexcombe Borough Council")
    assert "Enter the name" in error_at(client.post(f"{HOME}edit/", {**same, "name": ""}), "name")
    assert small.organisation.name == Organisation.objects.get(slug=HOME.split("/")[2]).name


def test_who_has_not_signed_in_is_asked_to(small: World, client: Client) -> None:
    response = client.get(NEW)
    assert response["Location"] == f"/accounts/login/?next={NEW}"
