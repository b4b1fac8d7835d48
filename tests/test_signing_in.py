"""Tests are signed in as Django would have it."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.access.backends import SessionStore
from assessments.models import SignedInDevice
from tests.signing_in import session_of
from tests.worlds import World


@pytest.mark.django_db
def test_the_session_is_the_one_that_django_makes(small: World) -> None:
    by_django = Client()
    by_django.force_login(small.viewer)
    small.viewer.refresh_from_db()
    before = small.viewer.last_login

    made = SessionStore(session_of(small.viewer))

    assert dict(made.items()) == dict(by_django.session.items())
    assert SignedInDevice.objects.get().session_key == made.session_key
    small.viewer.refresh_from_db()
    assert before and small.viewer.last_login and small.viewer.last_login > before
