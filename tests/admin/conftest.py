"""The programme's own people, and a draft next to the published edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

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


State: TypeAlias = "tuple[World, Programme | None, RubricVersion | None]"


def build(*, draft: bool = False) -> State:
    """The world with the programme's people in it, and with a draft if there is to be one."""
    from assessments.services import rubrics
    from tests.worlds import build_world, person

    world = build_world()
    programme = Programme(
        superuser=person("Sue Super", is_staff=True, is_superuser=True),
        editor=person("Ed Editor", is_staff=True, groups=["Rubric editors"]),
        publisher=person("Pat Publisher", is_staff=True, groups=["Rubric publishers"]),
        plain_staff=person("Pip Plain", is_staff=True),
    )
    spec = replace(world.spec, edition="2027", title="Readiness, 2027 edition")
    return world, programme, rubrics.import_draft(spec=spec, by=programme.editor) if draft else None


@pytest.fixture(scope="session")
def prepared_programme(prepare: Prepare) -> Prepared[Any]:
    return prepare(build)


@pytest.fixture(scope="session")
def prepared_draft(prepare: Prepare) -> Prepared[Any]:
    return prepare(partial(build, draft=True))


@pytest.fixture
def state(
    request: pytest.FixtureRequest,
    prepared_world: Prepared[World],
    prepared_programme: Prepared[Any],
    prepared_draft: Prepared[Any],
    db: None,
) -> State:
    """What the test asks for of the three: the world, the programme's people, and a draft.

    A module whose tests begin with more than that prepares it and calls its draft `heavier`, a
    fixture that asks for what was prepared, so that it is before a test has begun.
    """
    if "heavier" in request.fixturenames:
        prepared: Prepared[State] = request.getfixturevalue("prepared_heavier")
        return prepared.put_back()
    if "programme" not in request.fixturenames:
        return prepared_world.put_back(), None, None
    has_draft = "draft" in request.fixturenames
    found: Any = (prepared_draft if has_draft else prepared_programme).put_back()
    return found


@pytest.fixture
def world(state: tuple[Any, ...]) -> World:
    found: World = state[0]
    return found


@pytest.fixture
def programme(state: tuple[Any, ...]) -> Programme:
    found: Programme = state[1]
    return found


@pytest.fixture
def draft(programme: Programme, state: tuple[Any, ...]) -> RubricVersion:
    """A draft of the next edition, with the content of the published one."""
    found: RubricVersion = state[2]
    return found


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
