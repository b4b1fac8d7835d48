"""How many wrong passwords are taken, from where, and which devices an owner is known by.

Tries are counted for an address and the network that they come from, so that wrong ones from
elsewhere do not lock the owner out; and for a network over all addresses, so that one password
is not tried on every account. A device that has signed in before has a count of its own: it has a
signed cookie, and is not stopped by the tries of others. Counts are in the cache that all processes
share.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from assessments.names import email_address

PER_ADDRESS, PER_NETWORK = "5/300s/key", "50/300s/key"
LOCKED_FOR = 300
"""Seconds, as in the rates."""

SALT = "assessments.known-device"
REMEMBERED = timedelta(days=365)
MOST_ACCOUNTS = 10
"""How many accounts one device is known by; the oldest is forgotten."""


def network_of(request: HttpRequest) -> str:
    """The /24 of an IPv4 address, or the /64 of an IPv6 one: what one household or office has."""
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if address.version == 4 else 64), strict=False))


@dataclass(frozen=True, slots=True)
class Device:
    """What a device's cookie says: its own random name, and marks of who signed in on it."""

    name: str
    marks: tuple[str, ...] = ()

    def knows(self, email: str) -> bool:
        return _mark(email) in self.marks


def device_of(request: HttpRequest) -> Device | None:
    """The device that the request comes from, if a person has signed in on it before."""
    try:
        name, *marks = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=REMEMBERED
        )
    except signing.BadSignature:
        return None
    return Device(name, tuple(marks))


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Has the device known by that account from now on."""
    device = device_of(request) or Device(secrets.token_urlsafe(12))
    others = [mark for mark in device.marks if mark != _mark(email)]
    marks = [*others, _mark(email)][-MOST_ACCOUNTS:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device.name, *marks], salt=SALT),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email: str) -> str:
    return salted_hmac(SALT, email_address(email)).hexdigest()[:20]


class Try:
    """One try to sign in, counted when it begins and given back when it succeeds."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.request, self.email, self.network = request, email, network_of(request)
        self._used: list[ratelimit.RateLimitUsage] = []

    def counts(self) -> list[tuple[str, str]]:
        """What the try is counted against: key and rate."""
        email = email_address(self.email)
        device = device_of(self.request)
        if device is not None and device.knows(email):
            return [(f"device {device.name} {email}", PER_ADDRESS)]
        return [(f"address {email} {self.network}", PER_ADDRESS), (self.network, PER_NETWORK)]

    def begin(self) -> bool:
        """Whether the try is taken."""
        for key, rate in self.counts():
            used = ratelimit.consume(
                self.request,
                app="assessments",
                action="sign_in",
                config={"sign_in": rate},
                key=key,
                limit_get=True,
            )
            if not used:
                self.give_back()
                return False
            self._used.append(used)
        return True

    def give_back(self) -> None:
        while self._used:
            self._used.pop().rollback()

    def is_first_refusal(self) -> bool:
        """Whether no try of this kind was refused in the last minutes: said once, not each time."""
        return is_first_refusal(self.counts()[0][0])


def is_first_refusal(key: str) -> bool:
    """Whether nothing of that key was refused in the last minutes."""
    return cache.add(f"sign-in-locked:{salted_hmac(SALT, key).hexdigest()}", True, LOCKED_FOR)
