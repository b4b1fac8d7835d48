"""What the pages of one's own account are built on."""

from __future__ import annotations

from typing import Unpack

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from assessments.access import doors
from assessments.views.base import Address, Page, Who


def ask_who_it_is(request: HttpRequest) -> None:
    """Has the person enter the password again, unless they just did; then the post goes on."""
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired


class AccountPage(Page, abstract=True):
    """A page of one's own account."""

    who = Who.SIGNED_IN

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.user = doors.signed_in(request.user)
