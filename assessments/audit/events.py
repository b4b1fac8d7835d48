"""Every kind of event in the audit trail, and the sentence that reads it aloud."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Event(StrEnum):
    """A dotted noun and what happened to it."""

    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_NAME_CHANGED = "account.name_changed"
    ACCOUNT_ADDRESS_CHANGED = "account.address_changed"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - an event
    ACCOUNT_PASSWORD_RESET = "account.password_reset"  # noqa: S105 - an event
    ACCOUNT_SECOND_STEP_ADDED = "account.second_step_added"
    ACCOUNT_SECOND_STEP_REMOVED = "account.second_step_removed"
    ACCOUNT_SECOND_STEP_RENEWED = "account.second_step_renewed"
    ACCOUNT_SECOND_STEP_RESET = "account.second_step_reset"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_DATA_GIVEN = "account.data_given"
    ORGANISATION_CREATED = "organisation.created"
    ORGANISATION_CHANGED = "organisation.changed"
    BRANDING_CHANGED = "organisation.branding_changed"
    EVIDENCE_RECORDED = "evidence.recorded"
    EVIDENCE_CHANGED = "evidence.changed"
    EVIDENCE_REMOVED = "evidence.removed"
    ACTIONS_TAKEN = "organisation.actions_taken"
    COSTS_CHANGED = "organisation.costs_changed"
    SCENARIO_SAVED = "scenario.saved"
    SCENARIO_DELETED = "scenario.deleted"
    SCENARIO_PLANNED = "scenario.planned"
    ACTION_ADDED = "action.added"
    ACTION_CHANGED = "action.changed"
    ACTION_MOVED = "action.moved"
    ACTION_NOTED = "action.noted"
    FILE_ADDED = "file.added"
    FILE_REMOVED = "file.removed"
    REPORT_LINK_MADE = "report_link.made"
    REPORT_LINK_REVOKED = "report_link.revoked"
    REPORT_OPENED = "report_link.opened"
    MEMBER_ADDED = "member.added"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"
    MEMBER_LEFT = "member.left"
    INVITATION_SENT = "invitation.sent"
    INVITATION_SENT_AGAIN = "invitation.sent_again"
    INVITATION_REMINDED = "invitation.reminded"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    JOIN_ASKED = "join_request.made"
    JOIN_ACCEPTED = "join_request.accepted"
    JOIN_DECLINED = "join_request.declined"
    MEMBER_NAMED_ADMINISTRATOR = "member.named_administrator"
    RUBRIC_IMPORTED = "rubric.imported"
    RUBRIC_PUBLISHED = "rubric.published"
    RUBRIC_RETIRED = "rubric.retired"
    RUBRIC_REPLACED = "rubric.replaced"
    RUBRIC_DRAFTED = "rubric.drafted"
    RUBRIC_DELETED = "rubric.deleted"
    ASSESSMENT_STARTED = "assessment.started"
    ASSESSMENT_SUBMITTED = "assessment.submitted"
    CONTRADICTIONS_KEPT = "assessment.contradictions_kept"
    ASSESSMENT_REOPENED = "assessment.reopened"
    ASSESSMENT_WITHDRAWN = "assessment.withdrawn"
    ASSESSMENT_CARRIED_OVER = "assessment.carried_over"
    ANSWERS_SUGGESTED = "assessment.answers_suggested"
    SUGGESTIONS_ACCEPTED = "assessment.suggestions_accepted"
    SUGGESTIONS_LEFT_OUT = "assessment.suggestions_left_out"
    REVIEW_SENT = "assessment.sent_for_approval"
    REVIEW_RECALLED = "assessment.recalled"
    REVIEW_RETURNED = "assessment.returned"
    REVIEW_APPROVED = "assessment.approved"
    REPORT_PUBLISHED = "assessment.report_published"
    DEPUTY_NAMED = "deputy.named"
    DEPUTY_ENDED = "deputy.ended"
    WORK_ASSIGNED = "assessment.work_assigned"
    WORK_CHANGED = "assessment.work_changed"
    WORK_REMOVED = "assessment.work_removed"
    WORK_HANDED_OVER = "assessment.work_handed_over"
    WORK_TAKEN_BACK = "assessment.work_taken_back"
    WORK_ACCEPTED = "assessment.work_accepted"
    WORK_CHANGES_ASKED = "assessment.work_changes_asked"
    DISCUSSION_STARTED = "assessment.discussion_started"
    DISCUSSION_NEEDED = "assessment.discussion_needed"
    DISCUSSION_RESOLVED = "assessment.discussion_resolved"
    DISCUSSION_REOPENED = "assessment.discussion_reopened"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_REMOVED = "comment.removed"

    @property
    def label(self) -> str:
        return self.value.replace(".", " ").replace("_", " ").capitalize()


SENTENCES: dict[Event, str] = {
    Event.ACCOUNT_OPENED: "{actor} confirmed an email address and opened an account",
    Event.ACCOUNT_NAME_CHANGED: "{actor}, until then {before}, changed their name",
    Event.ACCOUNT_ADDRESS_CHANGED: "{actor} changed their email address",
    Event.ACCOUNT_PASSWORD_CHANGED: "{actor} changed their password",
    Event.ACCOUNT_PASSWORD_RESET: "{actor} chose a new password from a link in an email",
    Event.ACCOUNT_SECOND_STEP_ADDED: "{actor} added a second step of sign-in: {step}",
    Event.ACCOUNT_SECOND_STEP_REMOVED: "{actor} took away a second step of sign-in: {step}",
    Event.ACCOUNT_SECOND_STEP_RENEWED: "{actor} made a second step of sign-in anew: {step}",
    Event.ACCOUNT_SECOND_STEP_RESET: (
        "{actor} reset the two-step sign-in of {target}. Reason: {reason}"
    ),
    Event.ACCOUNT_CHANGED: "{actor} changed the account of {target}: {changes}",
    Event.ACCOUNT_CLOSED: "{actor} closed their account",
    Event.ACCOUNT_DATA_GIVEN: "{actor} downloaded what is held about them",
    Event.ORGANISATION_CREATED: "{actor} created the organisation {target}",
    Event.ORGANISATION_CHANGED: "{actor} changed the details of {target}: {changes}",
    Event.BRANDING_CHANGED: ("{actor} changed how reports of {target} are printed: {changes}"),
    Event.ACTIONS_TAKEN: (
        "{actor} took {what} from the report {reference} into the plan of {target}"
    ),
    Event.COSTS_CHANGED: "{actor} changed what efforts take in {target}: {changes}",
    Event.SCENARIO_SAVED: "{actor} saved the scenario {target}, from the report {reference}",
    Event.SCENARIO_DELETED: "{actor} deleted the scenario {target}",
    Event.SCENARIO_PLANNED: "{actor} took {what} from the scenario {target} into the plan",
    Event.ACTION_ADDED: "{actor} added {target} to the plan",
    Event.ACTION_CHANGED: "{actor} changed {target} in the plan: {changes}",
    Event.ACTION_MOVED: "{actor} moved {target} in the plan from {before} to {after}",
    Event.ACTION_NOTED: "{actor} noted the progress of {target} in the plan",
    Event.EVIDENCE_RECORDED: (
        "{actor} recorded {target}, achieved on {achieved} and good until {until}"
    ),
    Event.EVIDENCE_CHANGED: "{actor} changed the record of {target}: {changes}",
    Event.EVIDENCE_REMOVED: (
        "{actor} removed the record of {target}, achieved on {achieved} and good until {until}"
    ),
    Event.FILE_ADDED: "{actor} added the file {file} to {target}",
    Event.FILE_REMOVED: "{actor} removed the file {file} from {target}",
    Event.REPORT_LINK_MADE: (
        "{actor} made a link to the report {target} for {purpose}, which ends after {until}"
    ),
    Event.REPORT_LINK_REVOKED: "{actor} revoked the link to the report {target} for {purpose}",
    Event.REPORT_OPENED: "{actor} opened the report {target} by the link for {purpose}: {what}",
    Event.MEMBER_ADDED: "{actor} added {member} as {role}",
    Event.MEMBER_ROLE_CHANGED: "{actor} changed {member} from {before} to {after}",
    Event.MEMBER_REMOVED: "{actor} removed {member}, who was {role}",
    Event.MEMBER_LEFT: "{actor}, who was {role}, left {target}",
    Event.INVITATION_SENT: "{actor} invited {email} as {role}",
    Event.INVITATION_SENT_AGAIN: "{actor} invited {email} again, as {role}",
    Event.INVITATION_REMINDED: "{actor} reminded {email} of the invitation, with a new link",
    Event.INVITATION_WITHDRAWN: "{actor} withdrew the invitation of {email}",
    Event.INVITATION_ACCEPTED: "{actor} accepted an invitation by {inviter} and joined as {role}",
    Event.JOIN_ASKED: "{actor} asked to join {target}",
    Event.JOIN_ACCEPTED: "{actor} let {member}, who had asked to join, in as {role}",
    Event.JOIN_DECLINED: "{actor} declined the request of {member} to join",
    Event.MEMBER_NAMED_ADMINISTRATOR: (
        "{actor}, who looks after this service, made {member} an administrator. Reason: {reason}"
    ),
    Event.RUBRIC_IMPORTED: "{actor} imported {target} as a draft",
    Event.RUBRIC_PUBLISHED: "{actor} published {target}",
    Event.RUBRIC_RETIRED: "{actor} retired {target}",
    Event.RUBRIC_REPLACED: "{actor} replaced the content of the draft {target} from a file: {file}",
    Event.RUBRIC_DRAFTED: "{actor} began the draft {target}",
    Event.RUBRIC_DELETED: "{actor} deleted the draft {target}",
    Event.ASSESSMENT_STARTED: "{actor} started {target}",
    Event.ASSESSMENT_SUBMITTED: "{actor} submitted {target} as {submission}",
    Event.CONTRADICTIONS_KEPT: "{actor} kept {pairs} in {target}, {why} a reason",
    Event.ASSESSMENT_REOPENED: "{actor} reopened {target}. Reason: {reason}",
    Event.ASSESSMENT_WITHDRAWN: "{actor} withdrew {target}. Reason: {reason}",
    Event.ASSESSMENT_CARRIED_OVER: "{actor} carried {count} over to {target} from {source}",
    Event.ANSWERS_SUGGESTED: "{actor} brought {count} into {target} as suggestions, from {source}",
    Event.SUGGESTIONS_ACCEPTED: "{actor} accepted {what} in {target}",
    Event.SUGGESTIONS_LEFT_OUT: "{actor} left out {what} in {target}",
    Event.REVIEW_SENT: "{actor} sent {target} for approval{said}",
    Event.REVIEW_RECALLED: "{actor} recalled {target} from approval",
    Event.REVIEW_RETURNED: "{actor}{acting} returned {target}{more}. Reason: {reason}",
    Event.REVIEW_APPROVED: "{actor}{acting} approved {target}, signed{title}",
    Event.REPORT_PUBLISHED: (
        "{actor} published version {version} of the public report of {submission}. {counts}{listed}"
    ),
    Event.DEPUTY_NAMED: (
        "{actor} named {deputy} to act for {approver}, from {first} to {last}, in {target}"
    ),
    Event.DEPUTY_ENDED: "{actor} ended that {deputy} acts for {approver} in {target}",
    Event.WORK_ASSIGNED: "{actor} assigned {what} in {target} to {people}{due}",
    Event.WORK_CHANGED: "{actor} changed who works on {what} in {target}: {changes}",
    Event.WORK_REMOVED: "{actor} ended the assignment of {what} in {target} to {people}",
    Event.WORK_HANDED_OVER: "{actor} handed over {what} in {target}{said}",
    Event.WORK_TAKEN_BACK: "{actor} took back {what} in {target}{said}",
    Event.WORK_ACCEPTED: "{actor} accepted {what} in {target} as done{said}",
    Event.WORK_CHANGES_ASKED: "{actor} asked for changes to {what} in {target}{said}",
    Event.DISCUSSION_STARTED: "{actor} started a discussion of {question} in {target}",
    Event.DISCUSSION_NEEDED: "{actor} said that {question} in {target} needs discussion",
    Event.DISCUSSION_RESOLVED: "{actor} resolved a discussion of {question} in {target}",
    Event.DISCUSSION_REOPENED: "{actor} reopened a discussion of {question} in {target}",
    Event.COMMENT_WRITTEN: "{actor} commented on {question} in {target}",
    Event.COMMENT_REMOVED: "{actor} removed a comment by {writer} on {question} in {target}",
}


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What is not as it was, in words: "effort from Small to nothing"."""
    return [
        f"{what} from {was or 'nothing'} to {after[what] or 'nothing'}"
        for what, was in before.items()
        if was != after[what]
    ]


def sentence(event: Event | str, *, actor: str, target: str, detail: Mapping[str, str]) -> str:
    """The event as a sentence, without a full stop; a missing detail reads as "unknown"."""

    class _Detail(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "unknown"

    return SENTENCES[Event(event)].format_map(_Detail({**detail, "actor": actor, "target": target}))
