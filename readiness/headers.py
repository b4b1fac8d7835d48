"""Headers that every answer of the site carries, whichever view or middleware made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
        return response

    return answer


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
