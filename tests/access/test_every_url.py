"""Every address, asked once by each person with GET and POST: who is let in, and what is kept.

All of the site's are asked, ours, the admin's and those about accounts, so a new one is covered
before anybody thinks of it. What one person was shown never waits in a browser or a proxy for the
next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from http.cookies import SimpleCookie
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.utils.html import escape

from assessments.models import Invitation, User
from readiness import urls
from tests.access.matrix import (
    ANONYMOUS,
    CHIEFS,
    MATRIX,
    MEMBERS,
    PUBLIC,
    Rule,
)
from tests.worlds import World, person

SignIn = Callable[[User | None], Client]

NOT_OURS = ("admin/", "accounts/")


def names(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every address below the patterns: its route and its name."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.name or ""


def missing_from_matrix(patterns: list[Any]) -> list[str]:
    """Addresses of ours that the matrix says nothing about."""
    return [
        f"{route} ({name})"
        for route, name in names(patterns)
        if not route.startswith(NOT_OURS) and name not in MATRIX
    ]


def test_the_matrix_knows_every_address_of_ours() -> None:
    assert missing_from_matrix(get_resolver().url_patterns) == []
    ours = {name for route, name in names(get_resolver().url_patterns)}
    assert set(MATRIX) <= ours


def test_an_address_missing_from_the_list_is_found() -> None:
    planted = path("planted/", lambda request: HttpResponse(), name="planted-page")
    assert missing_from_matrix([planted]) == ["planted/ (planted-page)"]


def outcome(response: Any) -> str:
    """What became of a request: `in`, or how it was turned away."""
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "asked to sign in"
    if response.status_code == 401:
        # A post that must not lose its words: they wait on a page that asks for sign-in.
        assert "You have been signed out" in response.content.decode()
        return "asked to sign in"
    return {403: "forbidden", 404: "not found"}.get(response.status_code, "in")


def expected(who: str, rule: Rule, method: str) -> str:
    """How the matrix says a person fares."""
    if who in getattr(rule, method):
        return "in"
    if who == ANONYMOUS:
        return "asked to sign in"
    member = who in MEMBERS and not rule.of_the_programme
    return "forbidden" if member else "not found"


MAY_BE_KEPT = {
    "home",
    "help",
    "accessibility",
    "privacy",
    "rubric-list",
    "rubric-detail",
    "rubric-dimension",
    "rubric-counts-towards",
    "rubric-changes",
    "rubric-download",
}
"""The pages that say the same to every stranger, and may be kept when a stranger reads them."""

FILLERS = {
    "int": "1",
    "code": "x",
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


class Asked(NamedTuple):
    """What became of one request."""

    method: str
    name: str
    status: int
    outcome: str
    kept: bool
    """Whether a browser or a proxy may keep the answer."""


def ask(
    client: Client, places: Iterable[tuple[str, str]], methods: Sequence[str] = ("get", "post")
) -> list[Asked]:
    """What becomes of each place with each method, in the world as it is now."""
    found, cookies = [], client.cookies.output(header="", sep=";")
    for (name, address), method in product(places, methods):
        client.cookies = SimpleCookie(cookies)  # the request before may have changed them
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        assert response.status_code < 500, f"{method} {address}: {response.status_code}"
        kept = "no-store" not in response.headers.get("Cache-Control", "")
        found.append(Asked(method, name, response.status_code, outcome(response), kept))
    return found


@pytest.mark.parametrize("who", [*sorted(PUBLIC), "superuser"])
def test_everyone_gets_just_what_the_matrix_says_and_none_of_it_is_kept(
    who: str, world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    if who == "superuser":
        client = signed_in(person("Sue Super", is_staff=True, is_superuser=True))
    else:
        client = signed_in(getattr(world, who, None))
    # What is not ours asks nothing of a role in an organisation.
    wide = who in (ANONYMOUS, "administrator", "superuser")
    asked = ask(client, everywhere(addresses) if wide else addresses.items())
    surprises = [
        f"{one.method} {one.name}: {one.outcome}, not {right}"
        for one in asked
        if one.name in MATRIX and who in PUBLIC
        if one.outcome != (right := expected(who, MATRIX[one.name], one.method))
    ]
    assert not surprises
    kept = {f"{one.method} {one.name}" for one in asked if one.kept}
    assert kept == ({f"get {name}" for name in MAY_BE_KEPT} if who == ANONYMOUS else set())
    admin = [one for one in asked if one.name.startswith("admin/") and one.method == "get"]
    let_in = {one.name for one in admin if one.status not in (302, 403, 404)}
    assert len(admin) > 80 or not wide
    assert ("admin/" in let_in) if who == "superuser" else let_in <= {"admin/jsi18n/"}


def test_pages_that_are_kept_would_be_found_out(
    addresses: dict[str, str], world: World, signed_in: SignIn, settings: Any
) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "no_store" not in one]
    some = {name: addresses[name] for name in ("home", "member-list", "report-download")}
    asked = ask(signed_in(world.administrator), some.items(), ["get"])
    assert {one.name for one in asked if one.kept} == set(some)


def test_an_address_outside_the_matrix_is_not_kept_either(
    world: World, signed_in: SignIn, settings: Any
) -> None:
    planted = path("planted/", lambda request: HttpResponse("About you"), name="planted-page")
    settings.ROOT_URLCONF = ModuleType("planted_urls")
    settings.ROOT_URLCONF.urlpatterns = [*urls.urlpatterns, planted]
    response = signed_in(world.viewer).get("/planted/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_refusal_to_a_member_gives_its_reason(world: World, signed_in: SignIn) -> None:
    address = reverse("organisation-edit", kwargs={"slug": world.organisation.slug})
    pages = {
        who: signed_in(getattr(world, who)).get(address).content.decode()
        for who in PUBLIC - {ANONYMOUS}
    }
    assert {who for who in pages if "Only an administrator" in pages[who]} == MEMBERS - CHIEFS
    assert {who for who in pages if world.organisation.name in pages[who]} <= MEMBERS


def test_a_page_without_who_or_permission_does_not_load() -> None:
    from assessments.views.base import OrganisationView, Page

    with pytest.raises(TypeError, match="who may open it"):
        type("Planted", (Page,), {})
    with pytest.raises(TypeError, match="name a permission"):
        type("Planted", (OrganisationView,), {})


TYPED = "ann@northmoor.example,\r\nbob@northmoor.example <b>"


def losing(addresses: dict[str, str], client: Client, *, token: str = "") -> list[str]:
    """The addresses that lose what a person who was signed out meanwhile sends to them."""
    lost = []
    for name, address in addresses.items():
        page = resolve(address).func.view_class  # type: ignore[attr-defined]
        if ANONYMOUS in MATRIX[name].post or not hasattr(page, "post"):
            continue
        sent = {"emails": TYPED, "password": "a secret of mine", "csrfmiddlewaretoken": token}
        response = client.post(address, sent)
        html = response.content.decode()
        field = f'<input type="hidden" name="emails" value="{escape(TYPED)}">'
        if response.status_code not in (401, 403) or field not in html or "a secret" in html:
            lost.append(name)
    return lost


def test_no_page_loses_what_a_person_signed_out_meanwhile_has_typed(
    world: World, addresses: dict[str, str]
) -> None:
    assert losing(addresses, Client()) == []


def test_a_page_that_sends_the_signed_out_away_with_nothing_is_found_out(
    world: World, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.refused_posts.brings_words", lambda request: False)
    invite = {"member-invite": addresses["member-invite"]}
    assert losing(invite, Client()) == ["member-invite"]


def test_words_sent_with_a_token_from_before_a_new_sign_in_wait_to_be_sent_again(
    world: World, addresses: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    client.get(addresses["member-invite"])
    invite = addresses["member-invite"]
    shown = client.post(
        invite, {"emails": TYPED, "role": "viewer", "csrfmiddlewaretoken": "a" * 64}
    )
    html = shown.content.decode()
    assert shown.status_code == 403 and "Not saved yet" in html
    assert not Invitation.objects.filter(email="ann@northmoor.example").exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    fields = dict(re.findall(r'<input type="hidden" name="(emails|role)" value="([^"]*)">', html))
    assert token and fields == {"emails": escape(TYPED), "role": "viewer"}
    good = {"emails": "ann@northmoor.example", "role": "viewer", "csrfmiddlewaretoken": token[1]}
    assert client.post(invite, good).status_code == 302
    assert Invitation.objects.filter(email="ann@northmoor.example").exists()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("stranger", 404)])
def test_who_may_not_invite_any_more_gets_the_addresses_back(
    who: str, status: int, world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    client = signed_in(getattr(world, who))
    response = client.post(addresses["member-invite"], {"emails": TYPED, "role": "viewer"})
    assert response.status_code == status
    assert escape(TYPED) in response.content.decode()
