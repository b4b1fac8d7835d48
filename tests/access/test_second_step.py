"""What a role of the programme gives is shut until its holder has used a second step."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from assessments.access import doors
from assessments.access.roles import MODERATORS, Permission
from assessments.models import User
from tests.access.matrix import MATRIX, STRANGER
from tests.access.test_every_url import everywhere, expected, outcome
from tests.worlds import PASSWORD, World, person

SignIn = Callable[[User | None], Client]
CodeOf = Callable[[str], str]
pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _needed(settings: Any) -> None:
    settings.STAFF_SECOND_STEP = True


@pytest.fixture
def superuser(world: World) -> User:
    return person("Sue Super", is_staff=True, is_superuser=True)


def by_password(user: User) -> Client:
    """Signed in through the form."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def by_both(user: User, code: str) -> Client:
    """Signed in through the form and with a code of the app."""
    client = by_password(user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in client.session
    return client


def led(response: Any) -> bool:
    """Whether the request was led to the second step."""
    if response.status_code == 403:
        return "needs a second step" in response.content.decode()
    return response.status_code == 302 and response["Location"].startswith("/accounts/second-step/")


def forgetful(client: Client, places: dict[str, str]) -> list[str]:
    """The addresses that give a role's holder more than a stranger before the second step."""
    found = []
    for (name, address), method in product(places.items(), ("get", "post")):
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        if not led(response) and outcome(response) != expected(STRANGER, MATRIX[name], method):
            found.append(f"{method} {name}: {outcome(response)}")
    return found


@pytest.mark.parametrize("who", ["moderator", "superuser"])
def test_no_address_gives_more_than_to_a_stranger_before_the_second_step(
    who: str, world: World, superuser: User, addresses: dict[str, str], signed_in: SignIn
) -> None:
    """Every address of ours, so that a new one is included."""
    user = superuser if who == "superuser" else world.moderator
    client = signed_in(user)
    assert forgetful(client, addresses) == []
    for name in ("moderation-queue", "moderation-trial", "submission-report", "report-download"):
        assert led(client.get(addresses[name])), name


def test_a_page_that_forgets_is_found_out(
    world: World, addresses: dict[str, str], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks_the_role_only(user: User) -> None:
        if not doors.is_moderator(user):
            raise Http404

    monkeypatch.setattr(doors, "moderation", asks_the_role_only)
    queue = {"moderation-queue": addresses["moderation-queue"]}
    assert "get moderation-queue: in" in forgetful(signed_in(world.moderator), queue)


def test_every_address_of_the_admin_leads_to_the_second_step_first(superuser: User) -> None:
    client = by_password(superuser)
    every = [at for route, at in everywhere({}) if route.startswith("admin/")]
    assert len(every) > 80
    open_to_staff = []
    for address in every:
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            if not led(response):
                open_to_staff.append(f"{method} {address} {response.status_code}")
    # Signing out is never held up, and a letter that is no address is no address.
    assert {one.split()[1] for one in open_to_staff} <= {"/admin/logout/", "/admin/a"}


def test_an_address_of_the_admin_without_the_guard_is_found_out() -> None:
    """The guard is in what wraps every view, so one that is wrapped cannot forget it."""
    from django.contrib import admin

    planted = admin.site.admin_view(lambda request: HttpResponse("secret"))
    request = RequestFactory().get("/admin/planted/")
    request.user = User(is_staff=True, is_active=True)
    with pytest.raises(doors.SecondStepNeeded):
        planted(request)
    assert path("planted/", planted)


@pytest.mark.django_db(transaction=True)
def test_who_has_none_is_led_to_set_it_up_and_back(superuser: User, code_of: CodeOf) -> None:
    client = by_password(superuser)
    wanted = "/admin/assessments/organisation/?q=wex"
    response = client.get(wanted, follow=True)
    page = response.content.decode()
    assert "Set up a second step to go on" in page
    assert parse_qs(urlsplit(response.redirect_chain[0][0]).query) == {"next": [wanted]}
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate, follow=True)
    setup = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r'class="rd-secret">([A-Z2-7]+)<', setup.content.decode())
    assert secret is not None
    # Not in the clear in the session either, while the app is not set up yet.
    assert secret[1] not in str(dict(client.session))
    codes = client.post(activate, {"code": code_of(secret[1])}, follow=True)
    onward = re.search(
        r'href="([^"]+)"[^>]*>\s*I have kept my codes: continue', codes.content.decode()
    )
    assert onward is not None
    back = client.get(onward[1])
    assert back["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_an_app_opens_what_the_role_gives(world: World, code_of: CodeOf) -> None:
    TOTP.activate(world.moderator, SECRET)
    client = by_both(world.moderator, code_of(SECRET))
    assert client.get("/moderation/").status_code == 200
    assert client.get("/").status_code == 302
    # Taken off again, by whomever: shut again at once.
    Authenticator.objects.all().delete()
    assert led(client.get("/moderation/"))


def test_a_session_from_before_the_second_step_has_to_use_it(world: World, code_of: CodeOf) -> None:
    """A stolen password opened it, perhaps."""
    client = by_password(world.moderator)
    TOTP.activate(world.moderator, SECRET)
    response = client.get("/moderation/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    # The password alone does not do.
    refused = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD}, follow=True
    ).redirect_chain
    assert refused[-1][0].startswith(reverse("mfa_reauthenticate"))
    assert led(client.get("/moderation/"))
    again = client.get("/moderation/", follow=True).redirect_chain[-1][0]
    back = client.post(
        again, {"code": code_of(SECRET), "next": reverse("second-step")}, follow=True
    )
    assert back.redirect_chain[-1][0] == "/moderation/"
    assert back.status_code == 200


def test_what_was_typed_comes_back_with_the_way(superuser: User) -> None:
    client = by_password(superuser)
    response = client.post(
        "/admin/assessments/organisation/add/",
        {"name": "Typed at length", "password": "s3cr3t-word"},
    )
    page = response.content.decode()
    assert response.status_code == 403 and "Typed at length" in page and "s3cr3t-word" not in page
    assert "/accounts/second-step/?next=%2Fadmin%2Fassessments%2Forganisation%2Fadd%2F" in page


def test_a_members_own_work_is_not_held_up(
    world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    world.administrator.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    client = signed_in(world.administrator)
    for name in ("submission-report", "organisation-detail", "home"):
        assert client.get(addresses[name]).status_code == 200
    assert led(client.get("/moderation/"))


def test_people_without_a_role_are_never_asked(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.viewer)
    assert client.get("/").status_code == 200
    assert client.get(reverse("second-step"))["Location"] == "/"
    assert client.get("/moderation/").status_code == 404


@pytest.mark.parametrize("odd", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_here(odd: str, superuser: User) -> None:
    client = by_password(superuser)
    client.get(reverse("second-step"), {"next": odd})
    assert client.session["second_step_next"] == "/"


def test_a_door_stays_shut_for_a_user_of_no_request(world: World) -> None:
    reference = world.organisation.assessments.get(status="submitted").reference
    with pytest.raises(doors.SecondStepNeeded):
        doors.submission(
            world.moderator, world.organisation.slug, reference, 1, Permission.VIEW_REPORT
        )


def test_nothing_is_asked_where_the_setting_is_off(
    world: World, superuser: User, signed_in: SignIn, settings: Any
) -> None:
    settings.STAFF_SECOND_STEP = False
    assert signed_in(world.moderator).get("/moderation/").status_code == 200
    assert signed_in(superuser).get("/admin/").status_code == 200


def test_a_lost_key_is_said_in_words_and_is_no_fault_of_the_code(
    world: World, code_of: CodeOf, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    TOTP.activate(world.viewer, SECRET)
    inside = by_both(world.viewer, code_of(SECRET))
    Authenticator.objects.create(
        user=world.viewer, type="recovery_codes", data={"seed": "gAAAAAx", "used_mask": 0}
    )
    settings.SECOND_STEP_KEYS = [Fernet.generate_key().decode()]
    with caplog.at_level(logging.CRITICAL, "django.request"):
        client = by_password(world.viewer)
        page = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
        assert page.status_code == 200 and "It is not your code" in page.content.decode()
        shown = inside.get(reverse("mfa_index"))
    assert shown.status_code == 503 and "Tell the people who run" in shown.content.decode()


def test_every_address_that_moderators_alone_have_is_in_the_sweep() -> None:
    assert {name for name, rule in MATRIX.items() if rule.of_the_programme} >= {
        "moderation-queue",
        "moderation-trial",
    }
