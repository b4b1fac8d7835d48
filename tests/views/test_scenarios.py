"""What if, the shortest way and scenarios, on their pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import PlannedAction, Scenario, Submission
from assessments.queries.scenarios import supposing_of
from tests.plans import supposed
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.worlds import World


def at(submission: Submission, name: str) -> str:
    assessment = submission.assessment
    slug = assessment.organisation.slug
    return reverse(f"submission-{name}", args=[slug, assessment.reference, submission.number])


@pytest.fixture
def submission(world: World) -> Submission:
    return world.submit()


@pytest.fixture
def client_in(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.contributor)


def first_of(submission: Submission) -> Any:
    choices = supposing_of(submission, submission.assessment.organisation).choices()
    return next(one for one in choices if one.asked)


def test_levels_are_chosen_seen_saved_and_taken_into_the_plan(
    submission: Submission, client_in: Client
) -> None:
    one = first_of(submission)
    address = f"{at(submission, 'what-if')}?{one.code}={one.levels[-1][0]}"
    words = text_of(client_in.get(address))
    assert "What it would come to" in words and " then" in words
    words = text_of(client_in.post(address, {"name": "Next year"}, follow=True))
    assert "The scenario is saved." in words and "Take into the plan" in words
    made = Scenario.objects.get()
    listed = client_in.get(reverse("scenario-list", args=[made.organisation.slug]))
    assert "Next year" in text_of(listed)
    client_in.post(made.get_absolute_url(), {"action": "plan"})
    assert PlannedAction.objects.get().question == one.code
    words = text_of(client_in.get(at(submission, "what-if") + "?plan=all"))
    assert "What it would come to" in words
    client_in.post(made.get_absolute_url(), {"action": "delete"})
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("level", ["0", "99", "x", "-1"])
def test_a_level_that_cannot_be_chosen_is_refused_at_its_question(
    submission: Submission, client_in: Client, level: str
) -> None:
    one = first_of(submission)
    response = client_in.get(f"{at(submission, 'what-if')}?{one.code}={level}")
    assert f"Select one of these for {one.code}" in error_at(response, one.code)


def test_a_name_that_is_taken_keeps_what_was_chosen(
    world: World, submission: Submission, client_in: Client
) -> None:
    supposed(world, submission)
    one = first_of(submission)
    address = f"{at(submission, 'what-if')}?{one.code}={one.levels[-1][0]}"
    response = client_in.post(address, {"name": "Next year"})
    assert "of that name already" in error_at(response, "name")
    assert "What it would come to" in text_of(response)


def test_the_shortest_way_is_found_and_leads_on(submission: Submission, client_in: Client) -> None:
    address = at(submission, "way")
    band = submission.snapshot.result["final_band"]
    codes = [one.code for one in submission.version.bands.order_by("from_inclusive")]
    higher = codes[codes.index(band) + 1]
    words = text_of(client_in.get(f"{address}?to={higher}"))
    assert "The way" in words and "Go on from this way" in words
    words = text_of(client_in.get(f"{address}?to={higher}&most_days=0&most_pounds=0"))
    assert "There is no way" in words and "Without limits" in words


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("to=", "to", "Select the band"),
        ("to=no-such", "to", "Select one of these bands"),
        ("most_days=many&to=x", "most_days", "must be a number"),
    ],
)
def test_a_way_that_cannot_be_asked_for_is_refused_at_its_field(
    submission: Submission, client_in: Client, query: str, field: str, said: str
) -> None:
    assert said in error_at(client_in.get(f"{at(submission, 'way')}?{query}"), field)


def test_the_pages_cost_few_queries(
    world: World, submission: Submission, client_in: Client
) -> None:
    for number in range(10):
        supposed(world, submission, name=f"Scenario {number}")
    for address in (
        at(submission, "what-if") + "?plan=all",
        at(submission, "way"),
        reverse("scenario-list", args=[world.organisation.slug]),
    ):
        assert queries_of(client_in, address) <= MOST_QUERIES


def test_costs_are_typed_and_kept(world: World, submission: Submission, client_in: Client) -> None:
    address = reverse("plan-costs", args=[world.organisation.slug])
    page = client_in.get(address)
    sent = {name: "3" for name in page.context["form"].fields}
    response = client_in.post(address, {**sent, "day_price": ""})
    assert "Enter a number" in error_at(response, "day_price")
    client_in.post(address, {**sent, "day_price": "£400"})
    world.organisation.refresh_from_db()
    assert world.organisation.costs["day_price"] == "400"
