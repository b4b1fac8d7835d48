"""What a replica may be asked, and that nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError

from assessments.models import Answer, Deputy, Invitation, Membership, Submission, User
from assessments.queries import lagging
from assessments.queries.lagging import Router, may_lag

NEVER = (User, Permission, Membership, Deputy, Invitation, Answer)
"""Who someone is, what they may do, and what they write."""


class Reached:
    usable = True

    def ensure_connection(self) -> None:
        pass

    def is_usable(self) -> bool:
        return self.usable

    def close(self) -> None:
        pass


class Mute(Reached):
    """What a pgbouncer gives whose server is away."""

    usable = False


class Away:
    def ensure_connection(self) -> None:
        raise OperationalError("connection refused")


@pytest.fixture
def standby(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets the settings name a replica that is there, or away."""

    def there(connection: object) -> None:
        monkeypatch.setattr(lagging, "connections", {"replica": connection})

    return there


def test_a_replica_is_asked_for_submissions_where_they_may_lag(standby: Any) -> None:
    standby(Reached())
    router = Router()
    assert router.db_for_read(Submission) == "default"
    with may_lag():
        assert router.db_for_read(Submission) == "replica"
        assert router.db_for_write(Submission) == "default"
        assert {router.db_for_read(model) for model in NEVER} == {"default"}
    assert router.db_for_read(Submission) == "default"


@pytest.mark.parametrize("connection", [Away(), Mute()])
def test_the_primary_answers_while_the_replica_is_away(standby: Any, connection: object) -> None:
    standby(connection)
    with may_lag():
        assert Router().db_for_read(Submission) == "default"


def test_without_a_replica_the_primary_answers() -> None:
    with may_lag():
        assert Router().db_for_read(Submission) == "default"


def test_only_the_primary_is_migrated() -> None:
    assert Router().allow_migrate("default", "assessments")
    assert not Router().allow_migrate("replica", "assessments")
