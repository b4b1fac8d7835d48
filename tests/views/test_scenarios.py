"""What if, the shortest way and scenarios, on their pages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import PlannedAction, Scenario, Submission
from assessments.planning.what_if import Supposing
from assessments.queries import scenarios
from assessments.queries.scenarios import next_band, supposing_of
from assessments.services import answers, assessments
from assessments.services import scenarios as services
from assessments.services.answers import Change
from tests.factories.rubrics import answered, dimension, single
from tests.plans import supposed
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.views.small import small_spec
from tests.worlds import World, published


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


def _choices(submission: Submission) -> Any:
    return supposing_of(submission, submission.assessment.organisation).choices()


def first_of(submission: Submission) -> Any:
    return next(one for one in _choices(submission) if one.asked)


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


def test_a_level_that_cannot_be_chosen_is_refused_at_its_question(
    submission: Submission, client_in: Client
) -> None:
    one = next(one for one in _choices(submission) if one.asked and one.level == 2)
    for level, said in (
        ("0", "is below the level today"),
        ("1", "is below the level today, 2. Choose a higher one"),
        ("2", "is the level today. Choose a higher one"),
        ("99", "has no level 99 that can be reached"),
        ("x", "Select one of these for"),
        ("-1", "Select one of these for"),
        ("1e9", "Select one of these for"),
        ("9999", "Select one of these for"),
    ):
        response = client_in.get(f"{at(submission, 'what-if')}?{one.code}={level}")
        assert said in error_at(response, one.code)
        assert "What it would come to" not in text_of(response)


@pytest.mark.parametrize("address", ["what-if?{}=3", "way?to={band}&{}=must"])
def test_a_question_that_does_not_apply_is_no_target(
    world: World, client_in: Client, address: str
) -> None:
    code = next(q.code for _, q in world.spec.questions() if q.not_applicable_allowed)
    submission = world.submit(**{code: "na"})
    name, _, query = address.partition("?")
    top = world.spec.bands[-1].code
    page = client_in.get(f"{at(submission, name)}?{query.format(code, band=top)}")
    assert f"{code}" in text_of(page) and "is not applicable" in text_of(page)


def test_a_plan_that_raises_nothing_says_so(submission: Submission, client_in: Client) -> None:
    for day, said in (
        ("1900-01-01", "No open action of the plan that is due by 1 January 1900"),
        ("2028-02-29", "due by 29 February 2028 raises"),
        ("2027-02-29", "The address names no day"),
        ("soon", "The address names no day"),
        ("all", "No open action of the plan raises"),
    ):
        assert said in text_of(client_in.get(f"{at(submission, 'what-if')}?plan={day}"))


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


def test_a_way_that_cannot_be_asked_for_is_refused_at_its_field(
    submission: Submission, client_in: Client
) -> None:
    for query, field, said in (
        ("to=", "to", "Select the band"),
        ("to=no-such", "to", "Select one of these bands"),
        ("most_days=many&to=x", "most_days", "must be a number"),
        ("most_days=-1&to=x", "most_days", "The most days must be between 0 and 1,000,000,000"),
        ("most_pounds=1000000001&to=x", "most_pounds", "must be between 0 and 1,000,000,000"),
        ("most_pounds=1e999999999&to=x", "most_pounds", "must be between 0 and 1,000,000,000"),
        ("most_days=1e-9&to=x", "most_days", "at most 1 decimal place"),
        ("most_days=NaN&to=x", "most_days", "must be a number"),
    ):
        assert said in error_at(client_in.get(f"{at(submission, 'way')}?{query}"), field)


def test_a_band_that_is_not_above_todays_is_refused_by_its_name(
    submission: Submission, client_in: Client
) -> None:
    lowest = submission.version.bands.order_by("from_inclusive")[0]
    response = client_in.get(f"{at(submission, 'way')}?to={lowest.code}")
    assert f"{lowest.name} is not above the band that you have" in error_at(response, "to")


def test_of_the_highest_band_no_higher_one_is_asked_for(small: World, signed_in: SignIn) -> None:
    """The page says that there is none; an address that names a band is no fault of its reader."""
    small.answer({"A-1": 4, "A-2": ["a", "b", "c", "d"], "A-3": "Written."})
    submission = assessments.submit(assessment=small.assessment, by=small.approver)
    top = small.spec.bands[-1]
    assert submission.snapshot.result["final_band"] == top.code
    client = signed_in(small.contributor)
    for query in (f"?to={top.code}", f"?to={small.spec.bands[0].code}&most_days=many", "?to="):
        page = client.get(at(submission, "way") + query)
        assert "in the highest band already" in text_of(page)
        assert "There is a problem" not in text_of(page)
    text = text_of(client.get(at(submission, "what-if")))
    assert "No answer can be raised" in text and "Choose" not in text


def test_what_is_kept_and_raised_at_once_is_refused_at_its_question(
    submission: Submission, client_in: Client
) -> None:
    code, to = first_of(submission).code, submission.version.bands.order_by("-from_inclusive")[0]
    response = client_in.get(f"{at(submission, 'way')}?to={to.code}&{code}=keep&{code}=must")
    assert "both to be kept and to be raised" in error_at(response, code)


def test_limits_may_be_as_large_as_a_budget_gets_and_efforts_may_cost_nothing(
    world: World, submission: Submission, client_in: Client
) -> None:
    address, codes = at(submission, "way"), submission.version.bands.order_by("-from_inclusive")
    large = f"{address}?to={codes[0].code}&most_days=1000000000&most_pounds=£1,000,000,000"
    assert "The way" in text_of(client_in.get(large))
    page = reverse("plan-costs", args=[world.organisation.slug])
    client_in.post(page, dict.fromkeys(client_in.get(page).context["form"].fields, "0"))
    free = f"{address}?to={codes[0].code}&most_days=0&most_pounds=0"
    assert "0 days of staff and £0, £0 in all" in text_of(client_in.get(free))


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


def test_a_report_s_summary_says_the_way_to_the_next_band_at_the_costs_of_today(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    client, address = signed_in(world.contributor), submission.get_absolute_url()
    page = client.get(address)
    found = page.context["next"]
    raised = "answer" if len(found.way.raises) == 1 else "answers"
    assert f"raise {len(found.way.raises)} {raised}, {found.takes}." in text_of(page)
    assert queries_of(client, address) <= MOST_QUERIES
    link = f"{at(submission, 'way')}?to={found.band.code}"
    assert f'href="{link}#result"' in page.content.decode()
    assert "The way" in text_of(client.get(link))
    efforts = {code: (Decimal(7), 1_000) for code in ("S", "M", "L")}
    costed = services.set_costs(
        organisation=world.organisation, efforts=efforts, day_price=1, by=world.contributor
    )
    after = client.get(address).context["next"]
    assert after.takes != found.takes and after.way == next_band(submission, costed).way


def test_whoever_may_not_read_the_plan_is_not_shown_what_things_cost(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    page = signed_in(world.moderator).get(submission.get_absolute_url())
    assert page.status_code == 200 and "The way to" not in text_of(page)


def test_the_way_is_found_once_and_is_no_part_of_any_file(
    submission: Submission, client_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = client_in.get(submission.get_absolute_url()).context["next"]
    monkeypatch.setattr(Supposing, "shortest_way", None)
    again = client_in.get(f"{submission.get_absolute_url()}?page=1")
    assert again.context["next"] == found
    of = submission.assessment
    named = [of.organisation.slug, of.reference, submission.number, "json"]
    address = reverse("report-download", args=named)
    assert found.takes not in client_in.get(address).content.decode()


def test_of_a_rubric_too_large_to_search_in_passing_there_is_only_the_link(
    submission: Submission, client_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenarios, "QUICKLY_MOST", 3)
    monkeypatch.setattr(scenarios, "_kept", {})
    assert "Find the shortest way to" in text_of(client_in.get(submission.get_absolute_url()))


def test_what_efforts_take_is_not_made_up_where_it_is_not_said(
    submission: Submission, client_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.planning.what_if.own_efforts", lambda _: {})
    page = text_of(client_in.get(submission.get_absolute_url()))
    assert "It is not said what efforts take" in page and "0 days" not in page
    one = first_of(submission)
    found = client_in.get(f"{at(submission, 'what-if')}?{one.code}={one.levels[-1][0]}")
    said = "for Small, Medium and Large, so none are counted here. Say what efforts take"
    assert said in text_of(found)
    costs = reverse("plan-costs", args=[submission.assessment.organisation.slug])
    assert f'href="{costs}"' in found.content.decode()


def test_a_rubric_without_efforts_is_not_said_to_take_no_days(
    small: World, signed_in: SignIn
) -> None:
    levels = [replace(one, action=None) for one in small_spec().question("A-1").levels]
    part = dimension("A", 1, single("A-1", levels=levels))
    spec = replace(
        small_spec(), edition="2", dimensions=(part,), efforts=(), roles=(), dont_know_action=None
    )
    chosen = small.start(version=published(spec, by=small.publisher), title="Without efforts")
    answers.save(
        assessment=chosen,
        by=small.contributor,
        changes=[Change(code="A-1", reply=answered(0), seen=0)],
    )
    submission = assessments.submit(assessment=chosen, by=small.approver)
    client = signed_in(small.contributor)
    page = text_of(client.get(submission.get_absolute_url()))
    assert "It is not said what efforts take" in page and "0 days" not in page
    scenario = supposed(small, submission)
    way = f"{at(submission, 'way')}?to={spec.bands[-1].code}"
    for address in (at(submission, "what-if") + "?A-1=2", way, scenario.get_absolute_url()):
        found = text_of(client.get(address))
        assert "No days and pounds are given for any action, so none are counted here." in found
        assert not re.search(r"\d days|£\d", found) and "Pounds" not in found, address
        assert "Say what efforts take" not in found
    found = text_of(client.get(f"{way}&most_days=many"))
    assert "The fewest answers to raise" in found and "The way" in found
    assert "what efforts take" not in found and "The most" not in found
    list_of = reverse("scenario-list", args=[small.organisation.slug])
    assert "Not given Not given Not given" in text_of(client.get(list_of))
    [action] = services.plan(scenario=scenario, by=small.contributor)
    assert action.days is action.pounds is None
