"""The roles in an organisation: each with a label and a description fit for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.access.permissions import Permission


class Role(StrEnum):
    """The role of a member. Its details are in `ROLES`."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLES[self].label

    @property
    def description(self) -> str:
        return ROLES[self].description

    def grants(self, permission: Permission) -> bool:
        """Whether the role lets its holder do this."""
        return permission in ROLES[self].permissions


@dataclass(frozen=True, slots=True)
class RoleDetails:
    label: str
    description: str
    permissions: frozenset[Permission]


_READ = frozenset({Permission.VIEW, Permission.VIEW_REPORT})
_WRITE = _READ | {
    Permission.ANSWER,
    Permission.START,
    Permission.RECORD_EVIDENCE,
    Permission.ASSIGN,
    Permission.PLAN,
    Permission.SEND,
}
_SIGN = _WRITE | {Permission.SUBMIT, Permission.REVIEW}

ROLES: dict[Role, RoleDetails] = {
    Role.VIEWER: RoleDetails(
        "Viewer", "Reads assessments and reports, and takes part in discussions.", _READ
    ),
    Role.CONTRIBUTOR: RoleDetails(
        "Contributor", "Starts assessments and answers questions.", _WRITE
    ),
    Role.APPROVER: RoleDetails(
        "Approver",
        "Answers questions, signs an assessment off by approving it, and publishes and "
        "shares reports.",
        _SIGN | {Permission.PUBLISH, Permission.SHARE},
    ),
    Role.ADMINISTRATOR: RoleDetails(
        "Administrator",
        "Does everything, and manages members, the organisation's details and reopening.",
        frozenset(Permission),
    ),
}

ANSWERING, SIGNING, REVIEWING, SHARING = (
    [role for role in Role if role.grants(permission)]
    for permission in (Permission.ANSWER, Permission.SUBMIT, Permission.REVIEW, Permission.SHARE)
)
"""The roles that may answer, sign, review and share, for queries of members."""

DEPUTY_PERMISSIONS = _SIGN - _WRITE
"""What a member who may answer can do as a deputy, on the days for which an approver named them."""

MODERATORS = "Moderators"
RUBRIC_EDITORS = "Rubric editors"
RUBRIC_PUBLISHERS = "Rubric publishers"
"""Names of the programme's groups, which a migration makes."""

MODERATOR_PERMISSIONS = frozenset({Permission.VIEW_REPORT})
"""What a moderator may do in every organisation, member or not."""


def choices() -> list[tuple[str, str]]:
    """Roles for a form, from the least to the most allowed."""
    return [(role.value, details.label) for role, details in ROLES.items()]
