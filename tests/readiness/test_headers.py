"""Every answer says what other sites and the browser may do with it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from csp.constants import HEADER, NONCE
from csp.decorators import csp_update
from csp.utils import build_policy
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from readiness.headers import OWN_FEATURES, UNUSED_FEATURES, ContentPolicy
from readiness.messages import MessageStorage, NamedCookieStorage
from tests.views.pages import SignIn
from tests.worlds import World


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/admin/", "/no-such-page/", "/static/css/site.css"]
)
def test_no_other_site_may_use_what_comes_from_here(client: Client, address: str) -> None:
    response = client.get(address)
    headers = response.headers
    if response.streaming:
        b"".join(response.streaming_content)  # which closes the file
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=(), " in headers["Permissions-Policy"]


def test_every_feature_of_a_browser_is_refused_but_passkeys(client: Client) -> None:
    policy = client.get("/accessibility/").headers["Permissions-Policy"]
    granted = dict(re.findall(r"([a-z-]+)=\((self)?\)", policy))
    assert {name for name, whom in granted.items() if whom} == set(OWN_FEATURES)
    assert set(granted) == {*OWN_FEATURES, *UNUSED_FEATURES}
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(granted)
    assert OWN_FEATURES == ("publickey-credentials-create", "publickey-credentials-get")


def answered(page: Callable[[HttpRequest], HttpResponse]) -> set[str]:
    """The policy of an answer, a directive each."""
    response = ContentPolicy(page)(RequestFactory().get("/"))
    return set(response.headers[HEADER].split("; "))


def test_the_policy_that_is_kept_is_the_one_that_is_built(settings: Any) -> None:
    kept = answered(lambda request: HttpResponse())
    assert kept == set(build_policy().split("; ")) and "script-src 'self'" in kept
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", NONCE]}}
    assert "script-src 'self'" in answered(lambda request: HttpResponse())


def test_a_page_may_have_its_own_policy_or_a_nonce(settings: Any) -> None:
    own = HttpResponse(headers={HEADER: "sandbox"})
    assert answered(lambda request: own) == {"sandbox"}
    widened = csp_update({"img-src": ["https://maps.example"]})(lambda request: HttpResponse())
    assert "img-src 'self' data: https://maps.example" in answered(widened)
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", NONCE]}}
    assert "nonce-" in str(answered(lambda request: HttpResponse(str(request.csp_nonce))))


def test_static_files_may_be_kept(client: Client) -> None:
    response = client.get("/static/css/site.css")
    b"".join(response.streaming_content)  # which closes the file
    assert response.status_code == 200
    assert "no-store" not in response.headers["Cache-Control"]


def asked() -> HttpRequest:
    """A request with a session, which takes what a cookie cannot hold."""
    request = RequestFactory().get("/", secure=True)
    request.session = SessionStore()
    return request


@pytest.mark.django_db
def test_a_notice_waits_under_the_name_that_the_settings_give(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(NamedCookieStorage, "cookie_name", "__Host-messages")
    settings.SESSION_COOKIE_SECURE = True
    storage = MessageStorage(asked())
    storage.add(INFO, "Saved")
    storage.update(response := HttpResponse())
    cookie = response.cookies["__Host-messages"]
    # What the prefix asks of a cookie; browsers drop it otherwise.
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    request = asked()
    request.COOKIES["__Host-messages"] = cookie.value
    assert list(MessageStorage(request)) == [Message(INFO, "Saved")]


@pytest.mark.browser
def test_the_browser_knows_every_feature_that_is_named(page: Any, live_server: Any) -> None:
    elsewhere = ("'bluetooth'", "'web-share'")  # known to it on other systems
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/accessibility/")
    unknown = [words for words in said if "Permissions-Policy" in words]
    assert [words for words in unknown if not any(name in words for name in elsewhere)] == []


PACKED = {"Accept-Encoding": "gzip"}
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "used"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip, br;q=0.5", "br"),
    ],
)
def test_a_page_is_compressed_by_what_the_browser_knows_and_as_long_as_chance_will_have_it(
    known: str, used: str, world: World, signed_in: SignIn
) -> None:
    client, page = signed_in(world.viewer), f"/organisations/{world.organisation.slug}/"
    plain = client.get(page)
    answers = [client.get(page, headers={"Accept-Encoding": known}) for _ in range(9)]
    for one in answers:
        assert one.headers["Content-Encoding"] == used
        assert "Accept-Encoding" in one.headers["Vary"]
        assert one.headers["Content-Length"] == str(len(one.content))
        read = UNPACK[used](one.content)
        assert world.organisation.name.encode() in read
        assert len(one.content) < len(plain.content) / 2
    # Hidden, so that the same page is not as long each time.
    assert len({len(one.content) for one in answers}) > 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "asked_by", "packed"),
    [
        ("", None, True),
        ("", "none", True),
        ("?q=guess", "same-origin", True),
        ("?q=guess", None, False),
        ("?q=guess", "none", False),
        ("", "cross-site", False),
        ("", "same-site", False),
    ],
)
def test_a_page_is_compressed_where_no_other_site_can_have_put_words_into_it(
    query: str, asked_by: str | None, packed: bool, world: World, signed_in: SignIn
) -> None:
    site = {"Sec-Fetch-Site": asked_by} if asked_by else {}
    client = signed_in(world.viewer)
    page = f"/organisations/{world.organisation.slug}/"
    response = client.get(f"{page}{query}", headers={**PACKED, **site})
    assert response.status_code == 200
    assert response.has_header("Content-Encoding") == packed
    if packed:
        read = gzip.decompress(response.content)
        assert world.organisation.name.encode() in read


@pytest.mark.django_db
def test_neither_a_refused_post_nor_a_missing_page_is_compressed(
    world: World, signed_in: SignIn
) -> None:
    client, home = signed_in(world.administrator), f"/organisations/{world.organisation.slug}/"
    for response in (
        client.post(f"{home}edit/", {"name": ""}, headers=PACKED),
        client.get(f"{home}no-such-page/", headers=PACKED),
    ):
        assert not response.has_header("Content-Encoding"), response.request["PATH_INFO"]


@pytest.mark.django_db
def test_a_public_page_is_kept_and_asked_about(client: Client, world: World) -> None:
    for page in ("/", "/privacy/", "/rubrics/"):
        first = client.get(page, headers=PACKED)
        assert first.headers["Cache-Control"] == "public, no-cache", page
        assert {"Cookie", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))
        again = client.get(page, headers={**PACKED, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Cache-Control"] == "public, no-cache"
