"""What people may do in an organisation, and the roles that let them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """A verb that a role grants. `why_not` reads as the reason on a refusal."""

    VIEW = "view"
    VIEW_REPORT = "view_report"
    ANSWER = "answer"
    START = "start"
    ASSIGN = "assign"
    REVIEW = "review"
    RECORD_EVIDENCE = "record_evidence"
    PLAN = "plan"
    SEND = "send"
    SUBMIT = "submit"
    PUBLISH = "publish"
    SHARE = "share"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MANAGE_MEMBERS = "manage_members"
    EDIT_ORGANISATION = "edit_organisation"

    @property
    def why_not(self) -> str:
        """The reason a member without it is refused, and whom to ask."""
        return _WHY_NOT[self]


_WHY_NOT: dict[Permission, str] = {
    Permission.VIEW: "Only members of this organisation can see this page.",
    Permission.VIEW_REPORT: "Only members of this organisation can see its reports.",
    Permission.ANSWER: (
        "Your role lets you read this assessment but not answer it. "
        "Ask an administrator of your organisation to make you a contributor."
    ),
    Permission.START: (
        "Your role does not let you start an assessment. "
        "Ask an administrator of your organisation to start it."
    ),
    Permission.ASSIGN: (
        "Your role lets you read who works on what but not change it. "
        "Ask an administrator of your organisation to make you a contributor."
    ),
    Permission.REVIEW: (
        "Only an approver or an administrator can accept what was handed over or ask for changes."
    ),
    Permission.RECORD_EVIDENCE: (
        "Your role lets you read what your organisation has recorded but not change it. "
        "Ask an administrator of your organisation to make you a contributor."
    ),
    Permission.PLAN: (
        "Your role lets you read your organisation's plan but not change it. "
        "Ask an administrator of your organisation to make you a contributor."
    ),
    Permission.SEND: (
        "Your role lets you read this assessment but not send it for approval. "
        "Ask an administrator of your organisation to make you a contributor."
    ),
    Permission.SUBMIT: (
        "Only an approver or an administrator can submit an assessment. "
        "A contributor can send it to them for approval."
    ),
    Permission.SHARE: (
        "Only an approver or an administrator can share a report by a link. Ask one of them."
    ),
    Permission.PUBLISH: (
        "Only an approver or an administrator of your organisation can publish a report."
    ),
    Permission.REOPEN: "Only an administrator of your organisation can reopen an assessment.",
    Permission.WITHDRAW: "Only an administrator of your organisation can withdraw an assessment.",
    Permission.MANAGE_MEMBERS: "Only an administrator of your organisation can change its members.",
    Permission.EDIT_ORGANISATION: (
        "Only an administrator of your organisation can change its details."
    ),
}


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
