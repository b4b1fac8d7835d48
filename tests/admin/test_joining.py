"""A superuser reads who is invited and who asks to join, and sees nothing that lets anybody in."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.models import Invitation, JoinRequest
from tests.admin.pages import address
from tests.joining import TOM, asks, invited
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_invitations_are_read_without_their_hash(as_superuser: Client, world: World) -> None:
    invitation, link = invited(world)
    token = link.strip("/").rpartition("/")[2]
    for place in (address(Invitation), address(invitation)):
        page = as_superuser.get(place).content.decode()
        assert TOM in page and "waiting" in page
        assert token not in page and invitation.token_hash not in page
        assert 'name="_save"' not in page
    assert as_superuser.post(address(invitation), {"email": "x@y.example"}).status_code == 403
    assert as_superuser.get(address(Invitation, "add")).status_code == 403


def test_requests_are_read(as_superuser: Client, world: World) -> None:
    request = asks(world)
    for place in (address(JoinRequest), address(request)):
        page = as_superuser.get(place).content.decode()
        assert "Sam Stranger" in page and world.organisation.name in page
    assert as_superuser.get(address(request, "delete")).status_code == 403
