"""States of invitations and requests to join, built by services."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core import mail

from assessments.access.roles import Role
from assessments.models import Invitation, JoinRequest, User
from assessments.services import invitations, organisations
from assessments.services.invitations import Invited
from tests.worlds import World

TOM = "tom@northmoor.example"


def absolute(path: str) -> str:
    return f"http://testserver{path}"


def invite(
    world: World,
    *emails: str,
    role: Role = Role.CONTRIBUTOR,
    by: User | None = None,
) -> Invited:
    """The council invites the addresses, in the administrator's name unless another is given."""
    return invitations.invite(
        organisation=world.organisation,
        emails=emails or (TOM,),
        role=role,
        by=by or world.administrator,
        absolute=absolute,
    )


def invited(world: World, email: str = TOM, **given: object) -> tuple[Invitation, str]:
    """A new invitation, and the path of its link as the email has it."""
    invite(world, email, **given)  # type: ignore[arg-type]
    return Invitation.objects.get(email=email, accepted_at=None, withdrawn_at=None), link_in()


def link_in(number: int = -1) -> str:
    """The path of the invitation's link in an email that was sent."""
    found = re.search(r"^http://testserver(/invitations/\S+)$", str(mail.outbox[number].body), re.M)
    assert found is not None, mail.outbox[number].body
    return found[1]


def asks(world: World, by: User | None = None) -> JoinRequest:
    """The stranger, or another, asks to join the council."""
    return organisations.ask(
        sector=world.organisation.sector,
        official_code=world.organisation.official_code,
        by=by or world.stranger,
        absolute=absolute,
    )


def sentences(world: World) -> Sequence[str]:
    """The council's trail, newest first."""
    from assessments.queries.history import events_of_organisation

    return [event.sentence for event in events_of_organisation(world.organisation)]
