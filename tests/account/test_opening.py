"""Opening an account: no password at sign-up; it is chosen by the person who opens the link."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import User
from assessments.services import people
from tests.account.test_pages import PASSWORD, STOCK, is_ours
from tests.services.together import together

pytestmark = pytest.mark.django_db

BEN = "ben@northmoor.example"
OWN = "the owner's own words"


def sign_up(client: Client, email: str = BEN, name: str = "Ben Okoro") -> Any:
    return client.post(reverse("account_signup"), {"name": name, "email": email})


def link_in(message: Any) -> str:
    found = re.search(r"http://testserver(/account/open/\S+)", message.body)
    assert found is not None, message.body
    return found[1]


def asked(client: Client, **given: str) -> str:
    sign_up(client, **given)
    return link_in(mail.outbox[-1])


def test_signing_up_makes_nothing_and_sends_a_link(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert 'type="password"' not in page
    answer = client.post(
        reverse("account_signup"),
        {"name": "  Ben   Okoro ", "email": "Ben@Northmoor.example", "password1": PASSWORD},
    )
    assert answer.status_code == 302
    assert not User.objects.exists() and not EmailAddress.objects.exists()
    (sent,) = mail.outbox
    assert sent.to == [BEN] and "Readiness" in sent.subject
    assert STOCK.search(sent.body) is None and "example.com" not in sent.body


def test_the_owner_of_the_address_chooses_the_password_and_is_signed_in(client: Client) -> None:
    link = asked(client, name="  Ben   Okoro ")
    page = client.get(link).content.decode()
    is_ours(page)
    assert BEN in page and 'value="Ben Okoro"' in page and "new-password" in page
    for _ in range(3):  # as programs that look at links do
        Client().get(link)
        Client().head(link)
    assert not User.objects.exists()
    answer = client.post(link, {"name": "Benjamin Okoro", "password1": OWN})
    assert answer.status_code == 302 and answer["Location"] == reverse("home")
    made = User.objects.get()
    assert (made.email, made.name, made.is_confirmed) == (BEN, "Benjamin Okoro", True)
    assert made.check_password(OWN)
    assert client.session["_auth_user_id"] == str(made.pk)


def test_a_password_chosen_before_the_address_was_confirmed_does_not_survive(
    client: Client,
) -> None:
    """As databases of 0.1.0 hold: a stranger typed the address, and a password of their own."""
    stranger = User.objects.create_user(BEN, "the stranger's words", name="Not Ben")
    address = EmailAddress.objects.create(user=stranger, email=BEN, primary=True)
    old_link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    owner = Client()
    assert owner.get(old_link).status_code == 410
    assert owner.post(old_link).status_code == 405
    assert not stranger.is_confirmed
    their_sign_in = {"login": BEN, "password": "the stranger's words"}
    client.post(reverse("account_login"), their_sign_in)
    assert "_auth_user_id" not in client.session
    link = link_in(mail.outbox[-1])  # sent to the owner, not shown to the stranger
    owner.post(link, {"name": "Ben Okoro", "password1": OWN})
    client.post(reverse("account_login"), their_sign_in)
    assert "_auth_user_id" not in client.session
    assert owner.session["_auth_user_id"] == str(stranger.pk)


def test_resetting_the_password_of_an_unconfirmed_account_opens_it_anew(client: Client) -> None:
    User.objects.create_superuser(BEN, "typed by the operator", name="Ben")
    client.post(reverse("account_reset_password"), {"email": BEN})
    client.post(link_in(mail.outbox[-1]), {"name": "Ben Okoro", "password1": OWN})
    ben = User.objects.get()
    assert ben.check_password(OWN) and ben.is_confirmed and ben.is_superuser


def test_a_link_opens_one_account(client: Client) -> None:
    link = asked(client)
    client.post(link, {"name": "Ben", "password1": OWN})
    for answer in (
        Client().get(link),
        Client().post(link, {"name": "Ben", "password1": PASSWORD}),
    ):
        assert answer.status_code == 409
        page = answer.content.decode()
        is_ours(page)
        assert "Sign in with it" in page and reverse("account_reset_password") in page
    assert User.objects.get().check_password(OWN)


@pytest.mark.parametrize("how", ["changed", "of another kind", "too old"])
def test_another_link_opens_nothing(
    client: Client, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = asked(client)
    if how == "changed":
        link = link[:-3] + ("A" if link[-3] != "A" else "B") + link[-2:]
    elif how == "of another kind":
        monkeypatch.setattr(people, "OPENING", "another purpose")
    else:
        monkeypatch.setattr(people, "LASTS", timedelta(seconds=-1))
    for answer in (client.get(link), client.post(link, {"name": "Ben", "password1": OWN})):
        assert answer.status_code == 410
        is_ours(answer.content.decode())
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10 characters. Add another word"),
        ("password123", "attackers try first. Use three unrelated words instead."),
        ("benjamin-okoro", "too much like your name or your email address. Use three"),
        (BEN, "too much like your name or your email address. Use three"),
        ("", "Enter a password"),
        ("x" * 1001, "1000 characters or fewer"),
    ],
)
def test_a_refused_password_says_what_to_do_and_keeps_the_name(
    client: Client, password: str, why: str
) -> None:
    given = {"name": "Benjamin Okoro", "password1": password}
    page = client.post(asked(client), given).content.decode()
    is_ours(page)
    assert why in page and 'value="Benjamin Okoro"' in page
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_finish_at_once_are_one_account_and_no_fault(client: Client) -> None:
    links = [asked(client), asked(client)]

    def finish(link: str) -> int:
        return Client().post(link, {"name": "Ben", "password1": OWN}).status_code

    codes = together(*(lambda link=link: finish(link) for link in links))
    assert sorted(codes) == [302, 409]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_with_one_address_at_once_are_no_fault() -> None:
    codes = together(*(lambda: sign_up(Client()).status_code for _ in range(2)))
    assert codes == [302, 302] and len(mail.outbox) == 2


def known(email: str) -> None:
    people.open_account(email=email, name="Ada", password=PASSWORD)


def unconfirmed(email: str) -> None:
    User.objects.create_user(email, PASSWORD, name="Ada")


def closed(email: str) -> None:
    known(email)
    User.objects.update(is_active=False)


def unknown(email: str) -> None:
    """No account has it."""


ASKED = {
    "sign up": lambda client, email: sign_up(client, email),
    "reset": lambda client, email: client.post(reverse("account_reset_password"), {"email": email}),
}


@pytest.mark.parametrize("way", ASKED)
def test_page_and_work_are_the_same_with_and_without_an_account(
    client: Client, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it takes is compared, not how long: queries, hashes of passwords, and emails."""
    done = set()
    hashes: list[str] = []
    real = hashers.MD5PasswordHasher.encode

    def counted(self: Any, *given: Any, **more: Any) -> str:
        hashes.append("one")
        return real(self, *given, **more)

    for number, prepare in enumerate((known, unconfirmed, closed, unknown)):
        email = f"ada{number}@northmoor.example"
        prepare(email)
        mail.outbox.clear()
        with monkeypatch.context() as watched, CaptureQueriesContext(connection) as queries:
            watched.setattr(hashers.MD5PasswordHasher, "encode", counted)
            answer = ASKED[way](Client(), email)
        (sent,) = mail.outbox
        assert sent.to == [email]
        headers = tuple(sorted(answer.headers.items()))
        done.add((answer.status_code, headers, answer.content, len(queries), len(hashes)))
        User.objects.update(is_active=True)
    assert len(done) == 1, done
    assert not hashes


def test_an_address_gets_only_so_many_links(client: Client) -> None:
    codes = [sign_up(Client()).status_code for _ in range(7)]
    assert codes[-1] == 429 and len(mail.outbox) == codes.count(302) == 5
    assert sign_up(client, "other@northmoor.example").status_code == 302
    is_ours(sign_up(client).content.decode())


def test_a_person_signed_in_to_another_account_changes_over(client: Client) -> None:
    ada = people.open_account(email="ada@northmoor.example", name="Ada Khan", password=PASSWORD)
    client.force_login(ada)
    link = people.opening_address(email=BEN, name="Ben")
    assert "You are signed in as Ada Khan" in client.get(link).content.decode()
    client.post(link, {"name": "Ben", "password1": OWN})
    assert client.session["_auth_user_id"] == str(User.objects.get(email=BEN).pk)
