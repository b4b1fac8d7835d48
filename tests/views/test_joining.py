"""Asking to join, and deciding who may."""

from __future__ import annotations

import pytest
from django.core import mail

from assessments.models import JoinRequest, Organisation
from tests.joining import asks
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.worlds import World

HOME = "/organisations/wexcombe-borough-council/"
CODE = {"sector": "local_authority", "official_code": " e9900 0001 "}
CREATE = {**CODE, "name": "Wexcombe again", "region": "south_west"}


def page_of(request: JoinRequest) -> str:
    return f"{HOME}members/requests/{request.pk}/"


def test_a_code_is_enough_to_ask(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    response = client.post("/join/", CODE, follow=True)
    assert response.redirect_chain == [("/", 302)]
    page = text_of(response)
    assert "sent to the administrators" in page
    assert "to join the organisation with the code E99000001 (local authority)" in page
    assert "Wexcombe" not in page.replace("wexcombe.example", "")
    assert JoinRequest.objects.get().asked_by == small.stranger
    assert "have not decided yet" in error_at(client.post("/join/", CODE), "official_code")


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"official_code": ""}, "official_code", "Enter the official code"),
        ({"official_code": "E99000002"}, "official_code", "uses Readiness yet"),
        ({"official_code": "a/b"}, "official_code", "letters, digits and hyphens"),
        ({"sector": ""}, "sector", "Select the sector"),
    ],
)
def test_errors_are_shown_next_to_the_field(
    small: World, signed_in: SignIn, changed: dict[str, str], field: str, message: str
) -> None:
    response = signed_in(small.stranger).post("/join/", {**CODE, **changed})
    assert message in error_at(response, field)
    assert not JoinRequest.objects.exists()


def test_creating_one_that_is_there_offers_to_ask_and_loses_nothing(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.stranger)
    response = client.post("/organisations/new/", CREATE)
    page = response.content.decode()
    assert "Another organisation has the code" in error_at(response, "official_code")
    assert 'value="Wexcombe again"' in page and 'value="join"' in page
    assert "Wexcombe Borough Council" not in page
    response = client.post("/organisations/new/", {**CREATE, "action": "join"}, follow=True)
    assert "sent to the administrators" in text_of(response)
    again = client.post("/organisations/new/", {**CREATE, "action": "join"})
    assert "have not decided yet" in error_at(again, "official_code")
    assert 'value="Wexcombe again"' in again.content.decode()
    assert Organisation.objects.count() == 2 and JoinRequest.objects.count() == 1


def test_after_creating_one_colleagues_are_invited(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.stranger)
    made = {**CREATE, "official_code": "E99000009"}
    response = client.post("/organisations/new/", made, follow=True)
    assert response.redirect_chain == [("/organisations/wexcombe-again/members/invite/", 302)]
    assert "Next, invite your colleagues." in text_of(response)
    detail = text_of(client.get("/organisations/wexcombe-again/"))
    assert "You are the only member of Wexcombe again so far. Invite the colleagues" in detail


def test_an_administrator_sees_how_many_ask_and_lets_one_in(
    small: World, signed_in: SignIn
) -> None:
    request = asks(small)
    client = signed_in(small.administrator)
    assert "1 person asks to join" in text_of(client.get(HOME))
    assert "asks to join" not in text_of(signed_in(small.approver).get(HOME))
    assert queries_of(client, HOME) <= MOST_QUERIES
    empty = client.post(page_of(request), {"action": "let-in"})
    assert "Select a role" in error_at(empty, "role")
    given = {"action": "let-in", "role": "viewer"}
    response = client.post(page_of(request), given, follow=True)
    assert "Sam Stranger is now a member. Their role is viewer." in text_of(response)
    assert signed_in(small.stranger).get(HOME).status_code == 200
    assert client.post(page_of(request), given).status_code == 404


def test_an_administrator_declines(small: World, signed_in: SignIn) -> None:
    request = asks(small)
    client = signed_in(small.administrator)
    response = client.post(page_of(request), {"action": "decline"}, follow=True)
    assert "The request of Sam Stranger is declined." in text_of(response)
    assert mail.outbox[-1].to == [small.stranger.email]
    assert signed_in(small.stranger).get(HOME).status_code == 404
