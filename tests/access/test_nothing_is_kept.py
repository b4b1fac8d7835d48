"""What one person was shown never waits in a browser or a proxy for the next one.

Every address of the site is asked, ours, the admin's and those about accounts, so a new one is
covered before anybody thinks of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, resolve, reverse

from assessments.exports import FORMATS
from assessments.models import User
from readiness import urls
from tests.access import test_every_url
from tests.access.matrix import MATRIX
from tests.access.test_every_url import NOT_OURS, names
from tests.views.small import submit_one
from tests.worlds import World, person

SignIn = Callable[[User | None], Client]

addresses = test_every_url.addresses

MAY_BE_KEPT = {
    "home",
    "accessibility",
    "privacy",
    "rubric-list",
    "rubric-detail",
    "rubric-dimension",
    "rubric-changes",
    "rubric-download",
}
"""The pages that say the same to every stranger, and may be kept when a stranger reads them."""

FILLERS = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>([^()]*)\)")


def filled(route: str) -> str:
    """An address that the route takes; what it names need not be there."""
    # The first alternative that a pattern lists, or a letter for one that takes any.
    route = GROUP.sub(
        lambda found: found[1].split("|")[0] if found[1].replace("|", "").isalnum() else "a", route
    )
    route = CONVERTER.sub(lambda found: FILLERS[found[1] or "str"], route)
    return "/" + re.sub(r"[\^$]|\\Z", "", route).replace("\\", "")


def everywhere(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every address with its name: ours as they are in the world, the others with made-up parts."""
    yield from known.items()
    for route, name in names(get_resolver().url_patterns):
        if name not in MATRIX or route.startswith(NOT_OURS):
            address = filled(route)
            resolve(address)  # raises when it leads nowhere: the fillers have to be better
            yield route, address


def kept(client: Client, known: dict[str, str], method: str) -> set[str]:
    """The names of the addresses whose answers a browser or a proxy may keep."""
    found, cookies = set(), client.cookies.output(header="", sep=";")
    for name, address in everywhere(known):
        client.cookies = SimpleCookie(cookies)  # the request before may have changed them
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        assert response.status_code < 500, f"{method} {address}: {response.status_code}"
        if "no-store" not in response.headers.get("Cache-Control", ""):
            found.add(name)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["administrator", "moderator", "superuser"])
def test_nothing_that_a_signed_in_person_is_shown_is_kept(
    who: str,
    world: World,
    addresses: dict[str, str],
    signed_in: SignIn,
) -> None:
    if who == "superuser":
        user = person("Sue Super", is_staff=True, is_superuser=True)
    else:
        user = getattr(world, who)
    for method in ("get", "post"):
        assert kept(signed_in(user), addresses, method) == set(), method


@pytest.mark.django_db
def test_a_stranger_keeps_only_what_says_the_same_to_all(
    addresses: dict[str, str],
    signed_in: SignIn,
) -> None:
    assert kept(signed_in(None), addresses, "get") == MAY_BE_KEPT
    assert kept(signed_in(None), addresses, "post") == set()


@pytest.mark.django_db
def test_an_address_outside_the_matrix_is_not_kept_either(
    world: World, signed_in: SignIn, settings: Any
) -> None:
    planted = path("planted/", lambda request: HttpResponse("About you"), name="planted-page")
    settings.ROOT_URLCONF = ModuleType("planted_urls")
    settings.ROOT_URLCONF.urlpatterns = [*urls.urlpatterns, planted]
    response = signed_in(world.viewer).get("/planted/")
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_pages_that_are_kept_would_be_found_out(
    addresses: dict[str, str],
    world: World,
    signed_in: SignIn,
    settings: Any,
) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "no_store" not in one]
    found = kept(signed_in(world.administrator), addresses, "get")
    assert {"home", "member-list", "submission-report", "report-download"} <= found


@pytest.mark.parametrize("export", FORMATS)
def test_no_report_that_is_downloaded_is_kept(export: str, small: World, signed_in: SignIn) -> None:
    sent = submit_one(small)
    where = {"slug": small.organisation.slug, "reference": sent.assessment.reference, "number": 1}
    page = signed_in(small.viewer).get(
        reverse("report-download", kwargs={**where, "export": export})
    )
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_page_with_a_note_for_one_visitor_is_not_kept(client: Client, settings: Any) -> None:
    """Signing out leaves a note in a cookie, and the next page shows it."""
    assert "Cache-Control" not in client.get("/").headers
    client.cookies[settings.MESSAGES_COOKIE_NAME] = "anything"
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_refusal_is_not_kept(client: Client) -> None:
    for address in ("/no-such-page/", "/rubrics/no-such/1/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
