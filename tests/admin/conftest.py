"""The programme's own people, and a draft beside the published edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.test import Client

if TYPE_CHECKING:
    from assessments.models import RubricVersion, User
    from tests.worlds import World


@dataclass
class Programme:
    """Who runs the service: they belong to no council."""

    superuser: User
    editor: User
    publisher: User
    plain_staff: User


@pytest.fixture
def programme(world: World) -> Programme:
    from django.contrib.auth.models import Group

    from tests.worlds import person

    # A test in a browser empties every table at its end, also of what migrations put there.
    if not Group.objects.filter(permissions__isnull=False).exists():
        import_module("assessments.migrations.0002_groups").make_groups(apps, None)
    return Programme(
        superuser=person("Sue Super", is_staff=True, is_superuser=True),
        editor=person("Ed Editor", is_staff=True, groups=["Rubric editors"]),
        publisher=person("Pat Publisher", is_staff=True, groups=["Rubric publishers"]),
        plain_staff=person("Pip Plain", is_staff=True),
    )


@pytest.fixture
def draft(world: World, programme: Programme) -> RubricVersion:
    """A draft of the next edition, with the content of the published one."""
    from assessments.services import rubrics

    spec = replace(world.spec, edition="2027", title="Readiness, 2027 edition")
    return rubrics.import_draft(spec=spec, by=programme.editor)


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
