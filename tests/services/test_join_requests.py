"""Asking to join: what the asker learns, who decides, and how often one may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from assessments import clock
from assessments.access.roles import Role
from assessments.models import JoinRequest
from assessments.services import members, organisations
from assessments.services.organisations import NotHere
from assessments.workflow import Refused
from tests.joining import absolute, asks, sentences
from tests.services.together import together
from tests.worlds import World, person


def test_every_administrator_gets_an_email_about_who_asks(small: World) -> None:
    bea = person("Bea Second")
    given = {"organisation": small.organisation, "by": small.administrator}
    members.add(user=bea, role=Role.ADMINISTRATOR, **given)
    request = asks(small)
    assert {sent.to[0] for sent in mail.outbox} == {small.administrator.email, bea.email}
    sent = mail.outbox[0]
    assert sent.subject == "Sam Stranger asks to join Wexcombe Borough Council on Readiness"
    assert small.stranger.email in sent.body
    place = f"/organisations/wexcombe-borough-council/members/requests/{request.pk}/"
    assert f"http://testserver{place}" in str(sent.body).splitlines()
    assert sentences(small)[0] == "Sam Stranger asked to join Wexcombe Borough Council"


def test_a_person_who_is_let_in_has_the_role_and_an_email(small: World) -> None:
    made = organisations.let_in(
        request=asks(small), role=Role.APPROVER, by=small.administrator, absolute=absolute
    )
    assert (made.user, made.role_details) == (small.stranger, Role.APPROVER)
    sent = mail.outbox[-1]
    assert sent.to == [small.stranger.email] and "let you in, as approver" in sent.body
    accepted = "Ada Administrator let Sam Stranger, who had asked to join, in as approver"
    assert sentences(small)[0] == accepted


def test_a_person_who_is_declined_gets_an_email_without_the_organisations_name(
    small: World,
) -> None:
    organisations.decline(request=asks(small), by=small.administrator, absolute=absolute)
    sent = mail.outbox[-1]
    assert sent.to == [small.stranger.email]
    assert "the code E99000001 (local authority)" in sent.body
    assert "Wexcombe" not in sent.subject + str(sent.body)
    assert sentences(small)[0] == "Ada Administrator declined the request of Sam Stranger to join"
    with pytest.raises(Refused, match="declined your request less than a week ago"):
        asks(small)
    with clock.at(clock.now() + timedelta(days=8)):
        asks(small)


def test_an_unknown_code_is_refused_with_what_to_do(small: World) -> None:
    for sector, code in (("nhs_trust", "E99000001"), ("local_authority", "E99000002")):
        with pytest.raises(NotHere, match="create your organisation"):
            organisations.ask(
                sector=sector, official_code=code, by=small.stranger, absolute=absolute
            )
    # An organisation without a code is found by none.
    with pytest.raises(NotHere):
        organisations.ask(
            sector="local_authority", official_code=" ", by=small.viewer, absolute=absolute
        )


def test_a_member_has_nothing_to_ask(small: World) -> None:
    with pytest.raises(Refused, match="You are a member of Wexcombe Borough Council already"):
        asks(small, small.viewer)


def test_one_request_waits_at_a_time(small: World) -> None:
    asks(small)
    with pytest.raises(Refused, match="have not decided"):
        asks(small)
    assert JoinRequest.objects.count() == 1


def test_a_person_asks_five_organisations_a_day(small: World) -> None:
    for number in range(6):
        organisations.create(
            name=f"Council {number}",
            sector="local_authority",
            region="wales",
            official_code=f"E0000000{number}",
            by=small.publisher if number < 5 else small.moderator,
        )

    def ask(number: int) -> None:
        organisations.ask(
            sector="local_authority",
            official_code=f"e0000000{number}",
            by=small.stranger,
            absolute=absolute,
        )

    for number in range(5):
        ask(number)
    with pytest.raises(Refused, match="5 organisations in 24 hours"):
        ask(5)
    with clock.at(clock.now() + timedelta(hours=25)):
        ask(5)


def test_a_closed_account_is_not_let_in_and_the_request_stays(small: World) -> None:
    request = asks(small)
    small.stranger.is_active = False
    small.stranger.save()
    with pytest.raises(Refused, match="closed"):
        organisations.let_in(
            request=request, role=Role.VIEWER, by=small.administrator, absolute=absolute
        )
    request.refresh_from_db()
    assert request.decided_at is None


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_ask_once(small: World) -> None:
    ends = together(lambda: asks(small), lambda: asks(small))
    assert sorted(type(end).__name__ for end in ends) == ["JoinRequest", "Refused"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_decide_once(small: World) -> None:
    request = asks(small)
    given = {"request": request, "by": small.administrator, "absolute": absolute}
    ends = together(
        lambda: organisations.let_in(role=Role.VIEWER, **given),
        lambda: organisations.decline(**given),
    )
    assert len([end for end in ends if isinstance(end, Refused)]) == 1
    request.refresh_from_db()
    assert request.accepted == small.organisation.memberships.filter(user=small.stranger).exists()
