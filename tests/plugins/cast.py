"""The cast as fixtures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from assessments.models import User
    from tests.prepared import Prepared
    from tests.worlds import World

Prepare: TypeAlias = "Callable[[Callable[[], Any]], Prepared[Any]]"

# Pure tests of the ground floor load this plugin too: the rest is imported when first needed.


@pytest.fixture(autouse=True)
def _fresh_editions() -> None:
    """Each test's database is its own, and so are its editions."""
    from assessments.queries.rubrics import forget_cached

    forget_cached()


@pytest.fixture(scope="session")
def prepare(django_db_setup: None, django_db_blocker: Any) -> Prepare:
    """Builds a state as services do, once for all tests of a process that ask for it.

    Only fixtures that live longer than a test may ask: the state's rows outlive the test's.
    """
    from tests.prepared import Prepared

    def build(state: Callable[[], Any]) -> Prepared[Any]:
        with django_db_blocker.unblock():
            return Prepared(state)

    return build


@pytest.fixture(scope="session")
def prepared_world(prepare: Prepare) -> Prepared[World]:
    from tests.worlds import build_world

    return prepare(build_world)


@pytest.fixture
def world(prepared_world: Prepared[World], db: None) -> World:
    """Wexcombe, its people, the neighbour, and the shipped rubric, published."""
    return prepared_world.put_back()


@pytest.fixture(scope="session")
def prepared_small(prepare: Prepare) -> Prepared[World]:
    from tests.views.small import small_world

    return prepare(small_world)


@pytest.fixture
def small(prepared_small: Prepared[World], db: None) -> World:
    """The same people, and a rubric of three questions instead of the shipped one."""
    return prepared_small.put_back()


@pytest.fixture(scope="session")
def prepared_short(prepare: Prepare) -> Prepared[World]:
    from tests.worlds import short_world

    return prepare(short_world)


@pytest.fixture
def short(prepared_short: Prepared[World], db: None) -> World:
    """The same people, and nine questions of the shipped rubric, of every dimension."""
    return prepared_short.put_back()


@pytest.fixture(scope="session")
def prepared_mapped(prepare: Prepare) -> Prepared[World]:
    from tests.evidence import mapped_world

    return prepare(mapped_world)


@pytest.fixture
def mapped(prepared_mapped: Prepared[World], db: None) -> World:
    """The same people, and the small rubric with questions that map to other frameworks."""
    return prepared_mapped.put_back()


@pytest.fixture(scope="session")
def prepared_paired(prepare: Prepare) -> Prepared[World]:
    from tests.contradictions import paired_world

    return prepare(paired_world)


@pytest.fixture
def paired(prepared_paired: Prepared[World], db: None) -> World:
    """The same people, and a rubric with answers that do not fit together."""
    return prepared_paired.put_back()


@pytest.fixture
def code_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What an authenticator app with that secret shows during the whole test: otherwise half a
    minute might end between reading a code and posting it.
    """
    from allauth.mfa.totp.internal import auth

    [now] = auth.yield_hotp_counters_from_time()
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([now]))
    return lambda secret: auth.format_hotp_value(auth.hotp_value(secret, now))


@pytest.fixture
def signed_in() -> Callable[[User | None], Client]:
    """A browser without JavaScript, signed in as that person, or signed out with `None`."""
    from tests.signing_in import session_of

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return sign_in
