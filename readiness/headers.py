"""Headers that every answer of the site carries, whichever view or middleware made it."""

import re
import secrets
from collections.abc import Callable

import brotli
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What a browser can do for a page, and no page of ours asks for.
UNUSED_FEATURES = (
    "accelerometer autoplay bluetooth browsing-topics camera"
    " clipboard-read clipboard-write compute-pressure cross-origin-isolated display-capture"
    " encrypted-media fullscreen gamepad geolocation gyroscope hid identity-credentials-get"
    " idle-detection keyboard-map local-fonts magnetometer microphone midi otp-credentials payment"
    " picture-in-picture screen-wake-lock serial storage-access sync-xhr usb web-share"
    " window-management xr-spatial-tracking"
).split()
# Passkeys, on our own pages only.
OWN_FEATURES = ("publickey-credentials-create", "publickey-credentials-get")

PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in UNUSED_FEATURES), *(f"{name}=(self)" for name in OWN_FEATURES)]
)
NEVER_KEPT = "private, no-store"


def isolation(get_response: GetResponse) -> GetResponse:
    """No other site may show or read what comes from here, and no page uses the machine's parts."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


def no_store(get_response: GetResponse) -> GetResponse:
    """Keeps every page out of browser and proxy caches, unless its class says `cacheable`.

    A shared computer would otherwise show the last person's pages when Back is pressed. Even a
    cacheable page is kept only when it was read as a stranger reads it: by GET, without our
    cookies coming or going.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kept = "no-store" not in response.headers.get("Cache-Control", "")
        if kept and not _may_be_kept(request, response):
            response.headers["Cache-Control"] = NEVER_KEPT
        elif kept and not response.has_header("Cache-Control"):
            return _asked_about(request, response)
        return response

    return answer


def _asked_about(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Kept by any cache and asked about each time, which costs no body where nothing changed.

    Whoever signs in may see another page at the same address.
    """
    patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    if not isinstance(response, HttpResponse):
        return response
    set_response_etag(response)
    etag = response.headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    return (
        getattr(view, "cacheable", False)
        and request.method in ("GET", "HEAD")
        and response.status_code in (200, 304)
        and not response.cookies
        and not request.COOKIES.keys()
        & {settings.SESSION_COOKIE_NAME, settings.MESSAGES_COOKIE_NAME}
    )


class ContentPolicy(CSPMiddleware):
    """django-csp's, which builds the policy anew for each answer: that of the settings is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Django-csp knows what a view or a nonce adds, and what a page for developers may."""
        if settings.DEBUG or any(map(_of_policy, (*vars(request), *vars(response)))):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = self.policy
        return response


def _of_policy(attribute: str) -> bool:
    return attribute.startswith("_csp_")


class CompressPages(GZipMiddleware):
    """Compresses pages where an attacker cannot learn from how long they are (BREACH).

    That takes a secret in the page, words of the attacker's in the same page, and many requests by
    the victim's browser. So what strangers read is compressed; and else a page that was asked for
    from a page of ours, or by an address without a query, out of which nothing gets into the page,
    unless another site asked. The length is hidden by up to 100 bytes besides, and Django masks the
    token of forms anew for each page.

    With Brotli where the browser knows it, which is an eighth smaller than gzip in less time.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if not (_may_be_kept(request, response) or _says_nothing_of_others(request, response)):
            return response
        knows_brotli = _KNOWS_BROTLI.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if knows_brotli and isinstance(response, HttpResponse) and response.content:
            _compress_with_brotli(response)
            return response
        return super().process_response(request, response)


_KNOWS_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_QUALITY = 5
"""Of 11: past it, time grows and size hardly shrinks."""
_HIDING = 72
"""The most random bytes at the end of a page: in letters, a third more."""


def _compress_with_brotli(response: HttpResponse) -> None:
    """Compresses a page, as long each time as chance will have it."""
    hiding = secrets.token_urlsafe(secrets.randbelow(_HIDING))
    page = response.content + f"<!-- {hiding} -->".encode()
    response.content = brotli.compress(page, brotli.MODE_TEXT, quality=_QUALITY)
    patch_vary_headers(response, ("Accept-Encoding",))
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    # Not the same bytes each time.
    if response.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"


def _says_nothing_of_others(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether what is answered has no words that another site could have chosen."""
    if request.method != "GET" or response.status_code != 200:
        return False
    # To ask `request.headers` would name every header of the request anew.
    asked_by = request.META.get("HTTP_SEC_FETCH_SITE", "none")
    return asked_by == "same-origin" or (asked_by == "none" and not request.GET)
