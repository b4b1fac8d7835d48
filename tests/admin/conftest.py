"""The programme's own people, and a draft next to the published edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pytest
from django.test import Client

if TYPE_CHECKING:
    from assessments.models import RubricVersion, User
    from tests.plugins.cast import Prepare
    from tests.prepared import Prepared
    from tests.worlds import World


@dataclass
class Programme:
    """Who runs the service: they belong to no council."""

    superuser: User
    editor: User
    publisher: User
    plain_staff: User


State: TypeAlias = "tuple[World, Programme, RubricVersion | None]"


QUESTIONS = (
    *("BUD-01", "BUD-02", "BUD-03", "BUD-06", "BUD-09"),
    *("TRA-01", "TRA-03", "TRA-08", "TRA-10", "INT-01", "INT-02", "INT-06"),
    *("INT-10", "DAT-01", "DAT-03", "DAT-06", "SEC-01", "SEC-09", "SEC-10"),
)
"""Of every kind that ships, of one sector, with gates, with a condition, and in contradictions."""


def build(*, draft: bool = False, whole: bool = False) -> State:
    """The world with the programme's people in it, and with a draft if there is to be one.

    The rubric is an excerpt of the shipped one, unless it is to be there whole.
    """
    from assessments.services import rubrics
    from tests.factories.shipped import excerpt, shipped_rubric
    from tests.worlds import build_world, person

    world = build_world(shipped_rubric() if whole else excerpt(*QUESTIONS))
    programme = Programme(
        superuser=person("Sue Super", is_staff=True, is_superuser=True),
        editor=person("Ed Editor", is_staff=True, groups=["Rubric editors"]),
        publisher=person("Pat Publisher", is_staff=True, groups=["Rubric publishers"]),
        plain_staff=person("Pip Plain", is_staff=True),
    )
    spec = replace(world.spec, edition="2027", title="Readiness, 2027 edition")
    return world, programme, rubrics.import_draft(spec=spec, by=programme.editor) if draft else None


@pytest.fixture(scope="session")
def prepared_programme(prepare: Prepare) -> Prepared[State]:
    return prepare(build)


@pytest.fixture(scope="session")
def prepared_draft(prepare: Prepare) -> Prepared[State]:
    return prepare(partial(build, draft=True))


@pytest.fixture(scope="session")
def prepared_whole(prepare: Prepare) -> Prepared[State]:
    return prepare(partial(build, draft=True, whole=True))


@pytest.fixture
def whole(prepared_whole: Prepared[State]) -> None:
    """For a test that the size of the shipped rubric, or what is in it, makes a difference to."""


@pytest.fixture
def state(
    request: pytest.FixtureRequest,
    prepared_programme: Prepared[State],
    prepared_draft: Prepared[State],
    db: None,
) -> State:
    """What the test asks for: the world and the programme's people, and perhaps a draft.

    A module whose tests begin with more than that prepares it and calls its draft `heavier`, a
    fixture that asks for what was prepared, so that it is before a test has begun.
    """
    asked = request.fixturenames
    for name in ("heavier", "whole"):
        if name in asked:
            prepared: Prepared[State] = request.getfixturevalue(f"prepared_{name}")
            return prepared.put_back()
    return (prepared_draft if "draft" in asked else prepared_programme).put_back()


@pytest.fixture
def world(state: State) -> World:
    return state[0]


@pytest.fixture
def programme(state: State) -> Programme:
    return state[1]


@pytest.fixture
def draft(state: State) -> RubricVersion:
    """A draft of the next edition, with the content of the published one."""
    assert state[2] is not None
    return state[2]


def keep(draft: RubricVersion, programme: Programme) -> None:
    """Keeps the draft as a test has changed its rows, as every page that changes one does."""
    from assessments.services import drafts

    drafts.keep_state(draft=draft, by=programme.editor, summary="Changed in a test")


@pytest.fixture
def as_superuser(programme: Programme, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(programme.superuser)


@pytest.fixture
def as_editor(programme: Programme, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(programme.editor)


@pytest.fixture
def as_publisher(programme: Programme, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(programme.publisher)
