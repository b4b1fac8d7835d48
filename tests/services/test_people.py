"""Accounts made by commands."""

from __future__ import annotations

import pytest

from assessments.models import User
from assessments.services import people

pytestmark = pytest.mark.django_db


def test_the_system_is_one_account_that_nobody_can_sign_in_to() -> None:
    system = people.system_user()
    assert people.system_user() == system
    assert (system.email, system.name) == ("system@readiness.invalid", "Readiness")
    assert not system.is_active
    assert not system.has_usable_password()
    assert User.objects.count() == 1


def test_somebody_who_has_an_account_keeps_it_as_it_is() -> None:
    system = people.system_user()
    made = people.make_user(email="Ann@Example.org", name=" Ann  Lee ", password="x", by=system)
    again = people.make_user(email="ann@example.ORG ", name="Other", password="y", by=system)
    assert (made.email, made.name, again.pk) == ("ann@example.org", "Ann Lee", made.pk)
    assert again.check_password("x")


def test_a_person_made_without_a_password_has_none() -> None:
    made = people.make_user(email="ann@example.org", name="Ann", by=people.system_user())
    assert not made.has_usable_password()


def test_a_new_name_is_tidied() -> None:
    system = people.system_user()
    made = people.make_user(email="ann@example.org", name="Ann", by=system)
    assert people.rename(user=made, name="Ann\n Lee-Jones ", by=system).name == "Ann Lee-Jones"
