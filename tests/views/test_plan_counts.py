"""What moderators see of a plan: numbers, unless the organisation shares what its actions say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import AuditEvent, PlannedAction
from assessments.services import plans
from assessments.workflow import ActionState
from tests.plans import planned, taken
from tests.sharing import settled
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.worlds import World


@pytest.fixture
def address(world: World) -> str:
    taken(world, world.submit(), owner=world.approver.pk)
    own = planned(world, title="Speak to Cabinet", days=Decimal(2), owner=world.contributor.pk)
    plans.report_progress(
        action=own, state=ActionState.DONE, said="A secret note.", seen=1, by=world.contributor
    )
    return reverse("plan-counts", args=[world.organisation.slug])


def test_a_moderator_reads_how_many_actions_there_are_and_none_of_them(
    world: World, address: str, signed_in: SignIn
) -> None:
    client = signed_in(world.moderator)
    words = text_of(client.get(address))
    every = PlannedAction.objects.count()
    assert f"All themes {every - 1} 0 1 0 {every}" in words
    assert "Of no question 0 0 1 0 1" in words
    for action in PlannedAction.objects.all():
        assert action.title not in words
    assert str(world.approver) not in words and "secret" not in words
    assert queries_of(client, address) <= MOST_QUERIES


def test_a_plan_that_is_shared_is_read_without_its_people_notes_and_evidence(
    world: World, address: str, signed_in: SignIn
) -> None:
    settled(world.organisation, by=world.administrator, shares_plan=True)
    client = signed_in(world.moderator)
    words = text_of(client.get(address))
    assert "Speak to Cabinet" in words and "2 days" in words
    assert all(str(one) not in words for one in (world.approver, world.contributor))
    assert "secret" not in words
    assert client.get(reverse("plan-list", args=[world.organisation.slug])).status_code == 404
    assert queries_of(client, address) <= MOST_QUERIES


def test_an_administrator_shares_it_and_the_trail_says_so(
    world: World, address: str, signed_in: SignIn
) -> None:
    edit = reverse("organisation-edit", args=[world.organisation.slug])
    one = world.organisation
    sent = {"name": one.name, "sector": one.sector, "region": one.region, "shares_plan": "on"}
    sent["official_code"] = one.official_code
    signed_in(world.administrator).post(edit, sent)
    one.refresh_from_db()
    assert one.shares_plan
    said = AuditEvent.objects.order_by("-pk")[0].sentence
    assert "sharing of the plan with moderators from off to on" in said


def test_its_report_leads_a_moderator_there(world: World, address: str, signed_in: SignIn) -> None:
    report = world.assessment.submissions.get().get_absolute_url()
    assert f'href="{address}"' in signed_in(world.moderator).get(report).content.decode()
