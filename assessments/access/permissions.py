"""What a person can be allowed to do in an organisation."""

from __future__ import annotations

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
