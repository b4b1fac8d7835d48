"""Who may open what: every address by role. A URL that is missing here fails the sweep."""

from __future__ import annotations

from dataclasses import dataclass

VIEWER, CONTRIBUTOR, APPROVER, ADMINISTRATOR = (
    "viewer",
    "contributor",
    "approver",
    "administrator",
)
ANONYMOUS, STRANGER, MODERATOR = "anonymous", "stranger", "moderator"

MEMBERS = frozenset({VIEWER, CONTRIBUTOR, APPROVER, ADMINISTRATOR})
WRITERS = MEMBERS - {VIEWER}
SIGNERS = frozenset({APPROVER, ADMINISTRATOR})
CHIEFS = frozenset({ADMINISTRATOR})
PUBLIC = MEMBERS | {ANONYMOUS, STRANGER, MODERATOR}
SIGNED_IN = PUBLIC - {ANONYMOUS}


@dataclass(frozen=True)
class Rule:
    """Who is let in to look (`get`) and to press (`post`). The others are turned away:
    the anonymous to the sign-in page, members with a 403 and its reason, strangers with a 404.
    A page of the programme belongs to no organisation, so it is a 404 to members as well.
    """

    get: frozenset[str]
    post: frozenset[str]
    of_the_programme: bool = False


def rule(
    get: frozenset[str], post: frozenset[str] | None = None, *, of_the_programme: bool = False
) -> Rule:
    return Rule(get, get if post is None else post, of_the_programme)


REPORT_PARTS = ("actions", "dimensions", "answers", "method")

MATRIX: dict[str, Rule] = {
    "home": rule(PUBLIC),
    "health": rule(PUBLIC),
    "ready": rule(PUBLIC),
    "help": rule(PUBLIC),
    "accessibility": rule(PUBLIC),
    "privacy": rule(PUBLIC),
    "gallery": rule(PUBLIC),
    "account_signup": rule(PUBLIC),
    "account-open": rule(PUBLIC),
    "account_email": rule(SIGNED_IN),
    "account-detail": rule(SIGNED_IN),
    "account-name": rule(SIGNED_IN),
    "account-email": rule(SIGNED_IN),
    "account-email-confirm": rule(SIGNED_IN),
    "account-sessions": rule(SIGNED_IN),
    "account-reminders": rule(SIGNED_IN),
    "account-data": rule(SIGNED_IN),
    "reminders-stop": rule(PUBLIC),
    "account-close": rule(SIGNED_IN),
    "old-confirmation": rule(PUBLIC),
    "verify": rule(PUBLIC),
    "report-links": rule(SIGNERS),
    "shared-report": rule(PUBLIC),
    "shared-actions": rule(PUBLIC),
    "shared-dimensions": rule(PUBLIC),
    "shared-answers": rule(PUBLIC),
    "shared-method": rule(PUBLIC),
    "shared-download": rule(PUBLIC),
    "try": rule(PUBLIC),
    "try-answer": rule(PUBLIC),
    "try-result": rule(PUBLIC),
    "rubric-list": rule(PUBLIC),
    "rubric-detail": rule(PUBLIC),
    "rubric-dimension": rule(PUBLIC),
    "rubric-counts-towards": rule(PUBLIC),
    "rubric-changes": rule(PUBLIC),
    "rubric-download": rule(PUBLIC),
    "second-step": rule(SIGNED_IN),
    "organisation-create": rule(SIGNED_IN),
    "organisation-detail": rule(MEMBERS),
    "organisation-edit": rule(CHIEFS),
    "organisation-branding": rule(CHIEFS),
    "organisation-history": rule(MEMBERS),
    "answer-evidence": rule(WRITERS),
    "plan-list": rule(MEMBERS),
    "plan-board": rule(MEMBERS, WRITERS),
    "plan-weighed": rule(MEMBERS),
    "plan-counts": rule(MEMBERS | {MODERATOR}),
    "plan-add": rule(WRITERS),
    "action-detail": rule(MEMBERS, WRITERS),
    "action-change": rule(WRITERS),
    "action-evidence": rule(WRITERS),
    "submission-plan": rule(WRITERS),
    "submission-what-if": rule(MEMBERS, WRITERS),
    "submission-way": rule(MEMBERS),
    "scenario-list": rule(MEMBERS),
    "scenario-detail": rule(MEMBERS, WRITERS),
    "plan-costs": rule(WRITERS),
    "plan-download": rule(MEMBERS),
    "evidence-list": rule(MEMBERS),
    "evidence-add": rule(WRITERS),
    "evidence-change": rule(WRITERS),
    "evidence-remove": rule(WRITERS),
    "attachment-list": rule(MEMBERS, post=WRITERS),
    "attachment-download": rule(MEMBERS),
    "attachment-remove": rule(WRITERS),
    "my-work": rule(SIGNED_IN),
    "assignment-list": rule(MEMBERS),
    "assignment-add": rule(WRITERS),
    "assignment-detail": rule(MEMBERS, WRITERS),
    "assignment-change": rule(WRITERS),
    "assignment-end": rule(WRITERS),
    "discussion-list": rule(MEMBERS),
    "discussion-question": rule(MEMBERS),
    "comment-remove": rule(CHIEFS),
    "join": rule(SIGNED_IN),
    "invitation": rule(PUBLIC),
    "invitation-kept": rule(PUBLIC),
    "member-list": rule(MEMBERS),
    "member-invite": rule(CHIEFS),
    "invitation-change": rule(CHIEFS),
    "join-request": rule(CHIEFS),
    "deputy-name": rule(SIGNERS),
    "deputy-end": rule(SIGNERS),
    "member-change": rule(CHIEFS),
    "assessment-start": rule(WRITERS),
    "assessment-detail": rule(MEMBERS),
    "assessment-check": rule(MEMBERS),
    "assessment-history": rule(MEMBERS),
    "assessment-history-download": rule(MEMBERS),
    "assessment-suggest": rule(WRITERS),
    "dimension-answer": rule(MEMBERS, WRITERS),
    "assessment-draft": rule(MEMBERS),
    "assessment-draft-board": rule(MEMBERS),
    **{f"assessment-draft-{part}": rule(MEMBERS) for part in REPORT_PARTS},
    "assessment-draft-download": rule(MEMBERS),
    "assessment-send": rule(WRITERS),
    "assessment-recall": rule(WRITERS),
    "assessment-return": rule(SIGNERS),
    "dimension-news": rule(MEMBERS),
    "assessment-renewal": rule(MEMBERS, WRITERS),
    "assessment-submit": rule(SIGNERS),
    "assessment-reopen": rule(CHIEFS),
    "assessment-withdraw": rule(CHIEFS),
    "assessment-carry-over": rule(WRITERS),
    "submission-report": rule(MEMBERS | {MODERATOR}),
    **{f"submission-{part}": rule(MEMBERS | {MODERATOR}) for part in REPORT_PARTS},
    # What is in a file the organisation shows itself: moderators read its name and hash.
    "submission-file": rule(MEMBERS),
    "submission-compare": rule(MEMBERS | {MODERATOR}),
    "submission-compare-with": rule(MEMBERS | {MODERATOR}),
    "report-download": rule(MEMBERS | {MODERATOR}),
    "publication-list": rule(MEMBERS | {MODERATOR}),
    "publication-add": rule(SIGNERS),
    "publication-report": rule(MEMBERS | {MODERATOR}),
    "publication-schedule": rule(MEMBERS | {MODERATOR}),
    "published": rule(PUBLIC),
    "publication-download": rule(MEMBERS | {MODERATOR}),
    "published-download": rule(PUBLIC),
    "moderation-queue": rule(frozenset({MODERATOR}), of_the_programme=True),
    "moderation-trial": rule(frozenset({MODERATOR}), of_the_programme=True),
}
