"""Inviting, and the page where the link of an invitation leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.models import Invitation, Membership, User
from assessments.services import invitations, members
from tests.joining import TOM, asks, invite, invited, link_in
from tests.views.pages import SignIn, error_at, headings_of, text_of, title_of
from tests.worlds import PASSWORD, World, person

HOME = "/organisations/wexcombe-borough-council/"
LIST, INVITE = f"{HOME}members/", f"{HOME}members/invite/"
NEW = {"action": "open", "name": "Tom Newcomer", "password1": PASSWORD}


def page_of(invitation: Invitation) -> str:
    return f"{LIST}invitations/{invitation.pk}/"


def test_many_are_invited_at_once_however_they_are_written(small: World, signed_in: SignIn) -> None:
    typed = (
        f"{TOM}, Ada Khan <ada@northmoor.example>; Roe, Rick <Rick@Northmoor.example>\n"
        f"  bea@northmoor.example cai@northmoor.example\r\n{TOM.upper()}\n"
    )
    client = signed_in(small.administrator)
    response = client.post(INVITE, {"emails": typed, "role": "approver"}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "5 invitations sent." in text_of(response)
    names = ("ada", "bea", "cai", "rick", "tom")
    rows = Invitation.objects.values_list("email", "role")
    assert list(rows) == [(f"{name}@northmoor.example", "approver") for name in names]
    assert "rick@northmoor.example Approver" in text_of(response)


def test_each_bad_address_is_named_and_nothing_typed_is_lost(
    small: World, signed_in: SignIn
) -> None:
    typed = f"{TOM}\nbea@\nnot an address\n{'x' * 250}@northmoor.example"
    response = signed_in(small.administrator).post(INVITE, {"emails": typed, "role": "viewer"})
    page = text_of(response)
    for bad in ("“bea@”", "“not”", "“an”", "“address”"):
        assert f"{bad} is not an email address" in page
    assert "too long for an email address" in page
    assert f"{TOM}\nbea@\nnot an address\n" in response.content.decode()
    assert title_of(response).startswith("Error: ") and not mail.outbox
    assert not Invitation.objects.exists()


def test_errors_are_shown_next_to_the_field(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.administrator)
    for field, typed, message in (
        ("emails", "", "Enter at least one email address"),
        ("emails", " ,; \n", "Enter at least one email address"),
        ("emails", "vic.viewer@wexcombe.example", "Vic Viewer (vic.viewer@wexcombe.example) is a"),
        ("role", "", "Select a role"),
        ("role", "king", "Select one of the roles"),
    ):
        response = client.post(INVITE, {"emails": TOM, "role": "viewer", field: typed})
        assert message in error_at(response, field)
        assert not Invitation.objects.exists()


def test_more_than_a_days_invitations_are_refused_next_to_the_field(
    small: World, signed_in: SignIn
) -> None:
    typed = "\n".join(f"p{number}@northmoor.example" for number in range(51))
    response = signed_in(small.administrator).post(INVITE, {"emails": typed, "role": "viewer"})
    assert "you can send 50 more now" in error_at(response, "emails")
    assert "p50@northmoor.example" in response.content.decode() and not mail.outbox


def test_the_answer_to_the_inviter_does_not_tell_who_has_an_account(
    small: World, signed_in: SignIn
) -> None:
    client, seen = signed_in(small.administrator), set()
    for email in ("unknown@wexcombe.example", small.stranger.email, small.moderator.email):
        asked = {"emails": email, "role": "viewer"}
        response = client.post(INVITE, asked, follow=True)
        page = text_of(response).replace(email, "EMAIL")
        seen.add(page)
        for name in ("Sam Stranger", "Mo Moderator"):
            assert name not in page
        Invitation.objects.all().delete()
    assert len(seen) == 1


def test_only_administrators_see_who_is_invited(small: World, signed_in: SignIn) -> None:
    invited(small)
    assert TOM not in text_of(signed_in(small.approver).get(LIST))


def test_an_invitation_is_sent_again_and_withdrawn(small: World, signed_in: SignIn) -> None:
    invitation, old = invited(small)
    client = signed_in(small.administrator)
    said = text_of(client.post(page_of(invitation), {"action": "again"}, follow=True))
    assert f"Invitation sent to {TOM} again." in said
    assert client.get(old).status_code == 404 and Client().get(link_in()).status_code == 200
    said = text_of(client.post(page_of(invitation), {"action": "withdraw"}, follow=True))
    assert f"The invitation of {TOM} is withdrawn." in said
    assert "No invitation is waiting" in said
    assert Client().get(link_in()).status_code == 404
    assert client.post(page_of(invitation), {"action": "again"}).status_code == 404


def test_opening_the_link_changes_nothing(small: World, client: Client) -> None:
    _, link = invited(small)
    for _ in range(3):
        response = client.get(link)
        assert client.head(link).status_code == 200
    assert headings_of(response) == ["Join Wexcombe Borough Council"]
    assert "You have no account yet" in text_of(response) and TOM in text_of(response)
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email=TOM).exists() and not client.session.keys()


def test_a_person_without_an_account_makes_one_and_joins(small: World, client: Client) -> None:
    _, link = invited(small, role=Role.APPROVER)
    short = client.post(link, {**NEW, "password1": "short"})
    assert "at least 10 characters" in error_at(short, "password1")
    assert 'value="Tom Newcomer"' in short.content.decode()
    response = client.post(link, NEW, follow=True)
    assert response.redirect_chain == [(HOME, 302)]
    assert "Welcome to Wexcombe Borough Council. Your role is approver." in text_of(response)
    made = Membership.objects.get(user__email=TOM)
    assert made.role_details is Role.APPROVER and made.user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(made.user_id)


def test_the_account_with_the_address_accepts(small: World, signed_in: SignIn) -> None:
    _, link = invited(small, small.stranger.email)
    client = signed_in(small.stranger)
    assert "Accept and join" in text_of(client.get(link))
    assert small.organisation.memberships.filter(user=small.stranger).count() == 0
    response = client.post(link, {"action": "accept"}, follow=True)
    assert response.redirect_chain == [(HOME, 302)]
    assert small.organisation.memberships.get(user=small.stranger).role == "contributor"
    again = client.get(link)
    assert again.status_code == 410 and headings_of(again) == ["This invitation has been used"]


def test_a_person_with_an_account_signs_in_and_comes_back(small: World, client: Client) -> None:
    _, link = invited(small, small.stranger.email)
    assert "There is an account with this address" in text_of(client.get(link))
    response = client.post(link, {"action": "sign-in"})
    token = link.strip("/").rpartition("/")[2]
    assert response["Location"] == "/accounts/login/?next=%2Finvitations%2F"
    assert token not in str(dict(client.session))
    login = {"login": small.stranger.email, "password": PASSWORD, "next": "/invitations/"}
    back = client.post(reverse("account_login"), login, follow=True)
    assert back.redirect_chain[-1][0] == "/invitations/" and "Accept and join" in text_of(back)
    client.post("/invitations/", {"action": "accept"})
    assert small.organisation.memberships.filter(user=small.stranger).exists()
    assert client.get("/invitations/")["Location"] == reverse("home")


def test_a_person_signed_in_to_another_account_reads_why_and_can_change(
    small: World, signed_in: SignIn
) -> None:
    _, link = invited(small)
    client = signed_in(small.stranger)
    page = text_of(client.get(link))
    assert f"You are signed in as {small.stranger.email}" in page and f"go on as {TOM}" in page
    assert client.post(link, {"action": "accept"}).status_code == 409
    assert client.post(link, NEW).status_code == 200  # nothing is opened while another is signed in
    assert not User.objects.filter(email=TOM).exists()
    back = client.post(link, {"action": "sign-out"}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "You have no account yet" in text_of(back)
    client.post(link, NEW)
    assert small.organisation.memberships.filter(user__email=TOM).exists()


def test_an_address_that_is_only_typed_on_an_account_does_not_count(
    small: World, signed_in: SignIn
) -> None:
    _, link = invited(small)
    EmailAddress.objects.create(user=small.stranger, email=TOM, verified=False)
    client = signed_in(small.stranger)
    assert "Sign out" in text_of(client.get(link))
    assert client.post(link, {"action": "accept"}).status_code == 409
    assert not small.organisation.memberships.filter(user=small.stranger).exists()


def test_guessed_and_withdrawn_and_replaced_links_read_the_same(
    small: World, client: Client
) -> None:
    invitation, replaced = invited(small)
    invite(small)
    withdrawn = link_in()
    invitations.withdraw(invitation=invitation, by=small.administrator)
    guesses = ["/invitations/guess/", f"/invitations/{'x' * 3000}/", "/invitations/%ED%A0%80/"]
    answers = [client.get(link) for link in (*guesses, replaced, withdrawn)]
    answers += [client.post(guesses[0], {"action": action}) for action in ("accept", "open", "")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({text_of(answer) for answer in answers}) == 1
    assert "Wexcombe" not in text_of(answers[0])


@pytest.mark.parametrize("action", ["accept", "open"])
def test_an_expired_or_void_link_says_whom_to_ask(
    small: World, client: Client, action: str
) -> None:
    bea = person("Bea Second")
    hers = members.add(
        organisation=small.organisation,
        user=bea,
        role=Role.ADMINISTRATOR,
        by=small.administrator,
    )
    with clock.at(clock.now() - timedelta(days=15)):
        _, expired = invited(small, "old@northmoor.example")
    _, void = invited(small, by=bea)
    members.remove(membership=hers, by=small.administrator)
    for link, words in ((expired, "has expired"), (void, "does not work any more")):
        for response in (client.get(link), client.post(link, {**NEW, "action": action})):
            assert response.status_code == 410
            assert words in headings_of(response)[0]
            assert "administrator" in text_of(response)
    assert small.organisation.memberships.count() == 4
    shown = text_of(Client().get(void))
    assert "Bea Second, who sent it, does not manage" in shown


def test_the_list_says_which_do_not_work(small: World, signed_in: SignIn) -> None:
    with clock.at(clock.now() - timedelta(days=15)):
        invitation, _ = invited(small)
    client = signed_in(small.administrator)
    assert "Expired" in text_of(client.get(LIST))
    assert "stopped working" in text_of(client.get(page_of(invitation)))


def test_the_token_stays_out_of_the_referer_and_of_every_cache(
    small: World, client: Client
) -> None:
    _, link = invited(small)
    for place in (link, "/invitations/guess/"):
        response = client.get(place)
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]
    token = link.strip("/").rpartition("/")[2]
    assert token not in client.get(link).content.decode()


def test_links_are_tried_so_often_a_minute(small: World, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invitation": "3/m/ip"}
    codes = [client.get(f"/invitations/guess-{number}/").status_code for number in range(4)]
    assert codes == [404, 404, 404, 429]


def test_a_closed_account_reads_why(small: World, client: Client) -> None:
    User.objects.filter(pk=small.stranger.pk).update(is_active=False)
    _, link = invited(small, small.stranger.email)
    assert "has been closed" in text_of(client.get(link))
    assert client.post(link, NEW).status_code == 409
    assert not small.organisation.memberships.filter(user=small.stranger).exists()


def test_requests_come_first_on_the_list(small: World, signed_in: SignIn) -> None:
    asks(small)
    page = text_of(signed_in(small.administrator).get(LIST))
    assert "1 person asks to join" in page and small.stranger.email in page
    assert "Sam Stranger" not in text_of(signed_in(small.viewer).get(LIST))
