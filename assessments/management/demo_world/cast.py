"""The organisations and people of the demonstration. None of them exists.

Addresses are below `.example`, which is reserved, so no message is ever delivered.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.access.roles import (
    MODERATORS,
    RUBRIC_EDITORS,
    RUBRIC_PUBLISHERS,
    Role,
)
from assessments.management.demo_world.replies import days_ago
from assessments.models import Organisation, User
from assessments.services import invitations, organisations

PASSWORD = "readiness-demo-2026"  # noqa: S105 - printed on purpose; refused in production


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signs in to one organisation."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation and its people, its administrator first."""

    name: str
    sector: str
    region: str
    official_code: str
    people: Sequence[Person]

    @property
    def administrator(self) -> Person:
        return self.people[0]


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of the programme's staff. With groups or `superuser` they open the admin."""

    email: str
    name: str
    what: str
    groups: Sequence[str] = ()
    admin: bool = False
    superuser: bool = False


WEXCOMBE = Body(
    "Wexcombe Borough Council",
    "local_authority",
    "south_west",
    "E07999901",
    [
        Person("administrator@wexcombe.example", "Grace Whitlock", Role.ADMINISTRATOR),
        Person("approver@wexcombe.example", "Helen Okafor", Role.APPROVER),
        Person("contributor@wexcombe.example", "Tom Ashdown", Role.CONTRIBUTOR),
        Person("viewer@wexcombe.example", "Priya Raman", Role.VIEWER),
    ],
)
HARROWMERE = Body(
    "Harrowmere Community NHS Foundation Trust",
    "nhs_trust",
    "west_midlands",
    "RX9Z9",
    [
        Person("administrator@harrowmere.example", "Daniel Mbeki-Shaw", Role.ADMINISTRATOR),
        Person("contributor@harrowmere.example", "Siobhan Lacey", Role.CONTRIBUTOR),
    ],
)
QUILLBROOK = Body(
    "Quillbrook Learning Trust",
    "academy_trust",
    "east_midlands",
    "TR99901",
    [Person("administrator@quillbrook.example", "Marcus Fenwright", Role.ADMINISTRATOR)],
)
SALTERMERE = Body(
    "Saltermere Homes",
    "housing_association",
    "yorkshire_humber",
    "L9990",
    [Person("administrator@saltermere.example", "Joanne Petrie", Role.ADMINISTRATOR)],
)
BRACKENFORTH = Body(
    "Brackenforth District Council",
    "local_authority",
    "north_east",
    "E07999902",
    [Person("administrator@brackenforth.example", "Iain Colquitt", Role.ADMINISTRATOR)],
)

INVITED = "samira.holt@wexcombe.example"
"""Who has been invited to Wexcombe, and has no account yet."""

ASKING = Person("newcomer@wexcombe.example", "Ben Tranter", Role.VIEWER)
"""Who has an account, and asks to join Wexcombe; the role is what would fit."""

STAFF = [
    Staff(
        "moderator@readiness.example",
        "Ruth Adeyemi",
        "Moderator: reads the submitted reports of every organisation",
        [MODERATORS],
    ),
    Staff(
        "editor@readiness.example",
        "Owen Castell",
        "Rubric editor: drafts and publishes questionnaires in the admin",
        [RUBRIC_EDITORS, RUBRIC_PUBLISHERS],
        admin=True,
    ),
    Staff(
        "admin@readiness.example",
        "Nadia Farrow",
        "Superuser: everything in the admin, and what moderators see",
        admin=True,
        superuser=True,
    ),
]


@dataclass(frozen=True, slots=True)
class SignIn:
    """An address to try, and what it shows."""

    email: str
    what: str


def sign_ins() -> list[SignIn]:
    """Every account of the demonstration."""
    bodies = (WEXCOMBE, HARROWMERE, QUILLBROOK, SALTERMERE, BRACKENFORTH)
    return [
        SignIn(person.email, f"{person.role.label} of {body.name}")
        for body in bodies
        for person in body.people
    ] + [
        SignIn(ASKING.email, f"Asks to join {WEXCOMBE.name}"),
        *(SignIn(member.email, member.what) for member in STAFF),
    ]


def seed_joining(
    organisation: Organisation, *, administrator: User, newcomer: User, since: datetime | None
) -> None:
    """Invites a person without an account, whose link is printed, and lets the newcomer ask.

    `since` is when the organisation's first edition was published (`replies.days_ago`).
    Where either has ever happened, nothing is done.
    """
    if organisation.invitations.exists() or organisation.join_requests.exists():
        return
    with days_ago(5, 9, 30, after=since):
        invitations.invite(
            organisation=organisation,
            emails=[INVITED],
            role=Role.CONTRIBUTOR,
            by=administrator,
            absolute=_absolute,
        )
    with days_ago(2, 15, 20, after=since):
        organisations.ask(
            sector=organisation.sector,
            official_code=organisation.official_code,
            by=newcomer,
            absolute=_absolute,
        )


def _absolute(path: str) -> str:
    """Where `make run` serves it."""
    return f"http://localhost:{os.environ.get('PORT', '8000')}{path}"
