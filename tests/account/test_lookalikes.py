"""Addresses whose letters a database takes for others: each stays an address of its own."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.forms.organisations import InviteForm
from assessments.models import User
from assessments.services import people, sessions
from assessments.services.people import Standing
from tests import worlds

pytestmark = pytest.mark.django_db

LOOKALIKES = {
    "kim.isles@council.example": (
        "kım.isles@council.example",
        "kim.iſles@council.example",
        "kim.isles@councıl.example",
        "kim.isles@coun\u0441il.example",
        "kim.isles@council.еxample",
    ),
}
PAIRS = [(own, other) for own, others in LOOKALIKES.items() for other in others]
REFUSED = "Enter the email address with the letters a to z only, without accents"


def account(email: str) -> User:
    return people.open_account(email=email, name="Kim Isles", password=worlds.PASSWORD)


@pytest.mark.parametrize(("own", "other"), PAIRS)
def test_a_link_to_a_new_password_is_sent_to_the_owner_only(
    client: Client, own: str, other: str
) -> None:
    account(own)
    client.post(reverse("account_reset_password"), {"email": other})
    (sent,) = mail.outbox
    assert sent.to == [other] and "/password/reset/key/" not in sent.body
    assert people.standing(other) is Standing.UNKNOWN


@pytest.mark.parametrize(("own", "other"), PAIRS)
def test_another_address_neither_takes_over_an_account_nor_signs_in_to_it(
    client: Client, own: str, other: str
) -> None:
    kim = User.objects.create_user(own, None, name="Kim Isles")
    assert account(other) != kim
    client.post(reverse("account_login"), {"login": other, "password": worlds.PASSWORD})
    assert int(client.session["_auth_user_id"]) != kim.pk


@pytest.mark.parametrize(("own", "other"), PAIRS)
def test_no_new_address_has_letters_that_only_look_like_others(
    client: Client, own: str, other: str
) -> None:
    page = client.post(reverse("account_signup"), {"name": "Kim", "email": other})
    assert REFUSED in page.content.decode() and other in page.content.decode()
    client.force_login(account(own))
    client.post(reverse("account_reauthenticate"), {"password": worlds.PASSWORD})
    page = client.post(reverse("account-email"), {"email": other})
    assert REFUSED in page.content.decode()
    form = InviteForm({"emails": other, "role": "viewer"})
    assert form.errors["emails"] == [f"“{other}” has other letters than a to z"]
    # Two hold what allauth did to the account: it was opened.
    assert {to for each in mail.outbox for to in each.to} <= {own}


def test_a_capital_that_is_no_letter_of_english_is_refused_before_it_becomes_one(
    client: Client,
) -> None:
    typed = "\u212aim.isles@council.example"  # the sign of the kelvin, whose small letter is k
    page = client.post(reverse("account_signup"), {"name": "Kim", "email": typed})
    assert REFUSED in page.content.decode() and not mail.outbox


def test_capitals_are_the_same_address(client: Client) -> None:
    kim = account("kim.isles@council.example")
    client.post(
        reverse("account_login"),
        {"login": "Kim.ISLES@Council.example ", "password": worlds.PASSWORD},
    )
    assert int(client.session["_auth_user_id"]) == kim.pk
    sessions.record(sessions.Kind.FAILED, network="192.0.2.0/24", email="KIM.isles@council.example")
    assert sessions.SignInEvent.objects.filter(account=kim, kind="failed").exists()
    assert User.objects.get_by_natural_key("KIM.isles@council.example") == kim
