"""Accounts made by commands."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from assessments.models import AuditEvent, User
from assessments.services import people
from assessments.workflow import Refused
from tests.services.together import together

pytestmark = pytest.mark.django_db


def test_the_system_is_one_account_without_sign_in() -> None:
    system = people.system_user()
    assert people.system_user() == system
    assert (system.email, system.name) == ("system@readiness.invalid", "Readiness")
    assert not system.is_active
    assert not system.has_usable_password()
    assert User.objects.count() == 1


def test_an_existing_account_is_kept_as_it_is() -> None:
    system = people.system_user()
    made = people.make_user(email="Ann@Example.org", name=" Ann  Lee ", by=system)
    again = people.make_user(email="ann@example.ORG ", name="Other", by=system)
    assert (made.email, made.name, again.pk) == ("ann@example.org", "Ann Lee", made.pk)
    assert again.name == "Ann Lee"


def test_a_person_made_by_another_has_no_password_and_no_confirmed_address() -> None:
    made = people.make_user(email="ann@example.org", name="Ann", by=people.system_user())
    assert not made.has_usable_password()
    assert not made.is_confirmed


def opened(**given: str) -> User:
    chosen = {"email": "Ann@Example.org", "name": " Ann  Lee", "password": "three unrelated words"}
    return people.open_account(**{**chosen, **given})


def test_an_account_is_opened_with_its_address_confirmed() -> None:
    ann = opened()
    assert (ann.email, ann.name, ann.is_confirmed) == ("ann@example.org", "Ann Lee", True)
    assert ann.check_password("three unrelated words")
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.primary) == (ann, "ann@example.org", True)
    assert AuditEvent.objects.get().sentence == (
        "Ann Lee confirmed an email address and opened an account"
    )


def test_opening_takes_over_what_a_stranger_made_of_the_address(client: Client) -> None:
    theirs = User.objects.create_user("ann@example.org", "the stranger's", name="Not Ann")
    EmailAddress.objects.create(user=theirs, email="ann@example.org", primary=True)
    Authenticator.objects.create(user=theirs, type=Authenticator.Type.TOTP, data={})
    assert not theirs.is_confirmed
    client.force_login(theirs)
    ann = opened()
    assert (ann.pk, ann.name, ann.is_confirmed) == (theirs.pk, "Ann Lee", True)
    assert not ann.check_password("the stranger's")
    assert not Authenticator.objects.exists()
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_an_address_that_another_account_had_typed_is_its_owners() -> None:
    other = opened(email="other@example.org")
    EmailAddress.objects.create(user=other, email="ann@example.org")
    ann = opened()
    assert [row.user for row in EmailAddress.objects.filter(email="ann@example.org")] == [ann]


def test_a_confirmed_account_is_never_taken_over() -> None:
    ann = opened()
    with pytest.raises(Refused, match="Sign in with it"):
        opened(email="ANN@example.org", password="another three words")
    ann.refresh_from_db()
    assert ann.check_password("three unrelated words")


def test_an_address_that_another_account_has_confirmed_opens_nothing() -> None:
    EmailAddress.objects.create(
        user=opened(email="other@example.org"), email="ann@example.org", verified=True
    )
    with pytest.raises(Refused, match="There is an account"):
        opened()


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_closed_account_is_opened_only_by_the_service(confirmed: bool) -> None:
    ann = opened() if confirmed else User.objects.create_user("ann@example.org", name="Ann")
    people.change_account(user=ann, changes={"is_active": False}, by=people.system_user())
    with pytest.raises(Refused, match="closed"):
        opened()


def test_a_new_address_is_not_confirmed_by_the_old_one() -> None:
    ann = opened()
    changed = people.change_account(
        user=ann, changes={"email": "lee@example.org"}, by=people.system_user()
    )
    assert not changed.is_confirmed


@pytest.mark.django_db(transaction=True)
def test_two_who_open_one_account_at_once_are_one_account_and_a_refusal() -> None:
    outcomes = together(opened, opened)
    assert User.objects.count() == EmailAddress.objects.count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "User"]
