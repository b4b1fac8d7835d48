"""Every address, asked by everyone, with GET and POST, against the matrix."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.utils.html import escape

from assessments.models import Invitation, User
from tests.access.matrix import (
    ANONYMOUS,
    CHIEFS,
    MATRIX,
    MEMBERS,
    PUBLIC,
    Rule,
)
from tests.joining import asks, invited
from tests.worlds import World, tried

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


@pytest.fixture
def addresses(world: World, settings: Any) -> dict[str, str]:
    """Each name's address, in a world with a report and an assessment under way."""
    settings.SHOW_GALLERY = True  # as in development
    submission = world.submit()
    under_way = world.start()
    slug = world.organisation.slug
    inside = {"slug": slug, "reference": under_way.reference}
    sent = {"slug": slug, "reference": submission.assessment.reference, "number": 1}
    # Only the administrator may: all members may leave by their own page.
    member = world.organisation.memberships.get(user=world.administrator)
    edition = {"slug": world.version.rubric.slug, "number": world.version.number}
    trial = tried(replace(world.spec, edition="2027"), by=world.publisher)
    invitation, link = invited(world)
    request = asks(world, world.publisher)
    kwargs: dict[str, dict[str, Any]] = {
        **{name: {} for name in MATRIX if "-" not in name},
        **{name: {} for name in MATRIX if name.startswith("account-")},
        "account-open": {"token": "planted"},
        "account-email-confirm": {"token": "planted"},
        "invitation-kept": {},
        "invitation": {"token": link.strip("/").rpartition("/")[2]},
        "invitation-change": {"slug": slug, "pk": invitation.pk},
        "join-request": {"slug": slug, "pk": request.pk},
        "member-invite": {"slug": slug},
        "old-confirmation": {"key": "planted"},
        "second-step": {},
        "rubric-list": {},
        "rubric-detail": edition,
        "rubric-dimension": {**edition, "key": "BUD"},
        "rubric-changes": edition,
        "rubric-download": {**edition, "key": "yaml"},
        "organisation-create": {},
        "moderation-queue": {},
        "moderation-trial": {"pk": trial.pk},
        **{name: {"slug": slug} for name in MATRIX if name.startswith("organisation-")},
        "member-list": {"slug": slug},
        "member-change": {"slug": slug, "pk": member.pk},
        "assessment-start": {"slug": slug},
        "dimension-answer": {**inside, "key": "BUD"},
        "submission-report": sent,
        "submission-answers": sent,
        "submission-actions": sent,
        "report-download": {**sent, "export": "csv"},
    }
    kwargs["organisation-create"] = {}
    for name in MATRIX:
        kwargs.setdefault(name, inside)
    return {name: reverse(name, kwargs=kwargs[name]) for name in MATRIX}


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


@pytest.mark.django_db
@pytest.mark.parametrize("who", sorted(PUBLIC))
def test_everyone_gets_just_what_the_matrix_says(
    who: str, world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    client = signed_in(None if who == ANONYMOUS else getattr(world, who))
    surprises = []
    for (name, address), method in product(addresses.items(), ("get", "post")):
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        right = expected(who, MATRIX[name], method)
        assert response.status_code < 500, f"{method} {name}: {response.status_code}"
        if outcome(response) != right:
            surprises.append(f"{method} {name}: {outcome(response)}, not {right}")
    assert not surprises


@pytest.mark.django_db
def test_a_refusal_to_a_member_gives_its_reason(world: World, signed_in: SignIn) -> None:
    address = reverse("organisation-edit", kwargs={"slug": world.organisation.slug})
    pages = {
        who: signed_in(getattr(world, who)).get(address).content.decode()
        for who in PUBLIC - {ANONYMOUS}
    }
    assert {who for who in pages if "Only an administrator" in pages[who]} == MEMBERS - CHIEFS
    assert {who for who in pages if world.organisation.name in pages[who]} <= MEMBERS


@pytest.mark.django_db
def test_one_organisations_assessment_is_not_found_at_anothers_address(
    world: World, signed_in: SignIn
) -> None:
    """The tenant is in the address, and the row must belong to it."""
    submission = world.submit()
    reference = submission.assessment.reference
    client = signed_in(world.stranger)
    for name, more in (("assessment-detail", {}), ("submission-report", {"number": 1})):
        address = reverse(
            name, kwargs={"slug": world.neighbour.slug, "reference": reference, **more}
        )
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_the_admin_refuses_the_whole_cast(world: World, signed_in: SignIn) -> None:
    clients = [signed_in(getattr(world, who, None)) for who in PUBLIC]
    plain = [
        route
        for route, _ in names(get_resolver().url_patterns)
        if route.startswith("admin/") and "<" not in route and "^" not in route
    ]
    assert len(plain) > 5
    for client, route in product(clients, plain):
        response = client.get(f"/{route}")
        assert response.status_code in (302, 403, 404) or route == "admin/jsi18n/", route


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_no_page_loses_what_a_person_signed_out_meanwhile_has_typed(
    world: World, addresses: dict[str, str]
) -> None:
    assert losing(addresses, Client()) == []


@pytest.mark.django_db
def test_a_page_that_sends_the_signed_out_away_with_nothing_is_found_out(
    world: World, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.refused_posts.brings_words", lambda request: False)
    assert "member-invite" in losing(addresses, Client())


@pytest.mark.django_db
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


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("stranger", 404)])
def test_who_may_not_invite_any_more_gets_the_addresses_back(
    who: str, status: int, world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    client = signed_in(getattr(world, who))
    response = client.post(addresses["member-invite"], {"emails": TYPED, "role": "viewer"})
    assert response.status_code == status
    assert escape(TYPED) in response.content.decode()
