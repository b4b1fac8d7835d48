"""The cast as fixtures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from assessments.models import User
    from tests.prepared import Prepared
    from tests.worlds import World

# Pure tests of the ground floor load this plugin too: the rest is imported when first needed.


@pytest.fixture(autouse=True)
def _fresh_editions() -> None:
    """Each test's database is its own, and so are its editions."""
    from assessments.queries.rubrics import forget_cached

    forget_cached()


@pytest.fixture(scope="session")
def prepared_world(django_db_setup: None, django_db_blocker: Any) -> Prepared[World]:
    """The world as services build it, once for all tests of a process."""
    from tests.prepared import Prepared
    from tests.worlds import build_world

    with django_db_blocker.unblock():
        return Prepared(build_world)


@pytest.fixture
def world(prepared_world: Prepared[World], db: None) -> World:
    """Wexcombe, its people, the neighbour, and the shipped rubric, published."""
    return prepared_world.put_back()


@pytest.fixture
def signed_in() -> Callable[[User | None], Client]:
    """A browser without JavaScript, signed in as somebody, or as nobody with `None`."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in
