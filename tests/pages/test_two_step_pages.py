"""The pages of two-step sign-in, which open to who has just signed in: well made and cheap too."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.access.roles import MODERATORS
from tests.access.test_second_step import SECRET, by_both, by_password
from tests.page import Page
from tests.worlds import PASSWORD, World, person

# allauth asks the database for each sort of second step by itself, more than once on a page.
MOST_QUERIES = 12


def trouble_at(client: Client, name: str) -> list[str]:
    """What is wrong with the page of that name, if anything."""
    client.get(reverse(name))  # a notice is shown once
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse(name))
    if response.status_code != 200:
        return [f"{name}: {response.status_code}"]
    found = [f"{name}: {fault}" for fault in Page(response.content.decode()).faults()]
    return found + [f"{name}: {len(asked)} queries"] * (len(asked) > MOST_QUERIES)


def test_the_pages_that_set_up_a_second_step(world: World) -> None:
    client = by_password(world.viewer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    names = "mfa_index mfa_activate_totp mfa_add_webauthn mfa_list_webauthn account_reauthenticate"
    assert [each for name in names.split() for each in trouble_at(client, name)] == []


def test_the_pages_of_one_who_has_a_second_step(world: World) -> None:
    TOTP.activate(world.viewer, SECRET)
    unused = RecoveryCodes.activate(world.viewer).get_unused_codes()
    assert trouble_at(by_password(world.viewer), "mfa_authenticate") == []
    client = by_both(world.viewer, unused[1])
    assert trouble_at(client, "mfa_reauthenticate") == []
    client.post(reverse("mfa_reauthenticate"), {"code": unused[0]})
    names = "mfa_index mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes"
    assert [each for name in names.split() for each in trouble_at(client, name)] == []


def test_the_page_that_leads_to_the_second_step(world: World, settings: Any) -> None:
    settings.STAFF_SECOND_STEP = True
    client = by_password(person("Mo New", groups=[MODERATORS]))
    assert trouble_at(client, "second-step") == []
    assert trouble_at(client, "moderation-queue") == ["moderation-queue: 302"]
