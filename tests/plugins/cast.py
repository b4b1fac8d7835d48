"""The cast as fixtures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.models import User
from assessments.queries.rubrics import forget_cached
from tests.worlds import World, build_world


@pytest.fixture(autouse=True)
def _fresh_editions() -> None:
    """Each test's database is its own, and so are its editions."""
    forget_cached()


@pytest.fixture
def world(db: None) -> World:
    """Wexcombe, its people, the neighbour, and the shipped rubric, published."""
    return build_world()


@pytest.fixture
def signed_in() -> Callable[[User | None], Client]:
    """A browser without JavaScript, signed in as somebody, or as nobody with `None`."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
