"""What each verb locks before it decides: the rows, in the order in which it takes them.

Whoever changes what a verb looks at takes the same lock, so it holds until it is written. Locks are
taken in one order (an assessment, its organisation, a person), so that no two wait for each other.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from assessments import clock
from assessments.access.roles import Role
from assessments.disclosure.choices import defaults
from assessments.models import Dimension, DraftState, Question
from assessments.planning.actions import Details
from assessments.queries.reports import recommended_in
from assessments.reviewing import Signature
from assessments.scoring.sheet import EvidenceItem
from assessments.services import (
    answers,
    assessments,
    assignments,
    attachments,
    branding,
    deputies,
    discussions,
    drafts,
    evidence,
    invitations,
    members,
    organisations,
    own_account,
    people,
    plans,
    publications,
    questions,
    recovery,
    retention,
    reviews,
    rubric_parts,
    rubric_uploads,
    rubrics,
    scenarios,
    second_steps,
    sharing,
    suggestions,
    trials,
    typed_evidence,
)
from assessments.workflow import ActionState, WorkState, WorkStep
from tests.attachments.samples import PDF
from tests.evidence import details
from tests.joining import absolute
from tests.services.scene import Locked, Scene, of

REASON = "There is a good reason for it."


def _details(s: Scene) -> dict[str, Any]:
    one = s.organisation
    return {"name": "Wexcombe", "sector": one.sector, "region": one.region}


def _typed(s: Scene) -> answers.Change:
    reply = s.world.reply("BUD-01", 2)
    reply = type(reply)(state=reply.state, value=2, evidence=(EvidenceItem(title="Minutes"),))
    return answers.Change(code="BUD-01", reply=reply, seen=0)


def _soon() -> Any:
    return clock.today() + timedelta(days=7)


def _question(s: Scene) -> Question:
    return Question.objects.get(version=s.draft, code="BUD-01")


def _token(s: Scene) -> str:
    return str(s.joined.token_hash)


ORGANISATIONS = [
    Locked(branding.change, "organisation", of("organisation", colour="", classification="Open")),
    Locked(
        deputies.name_deputy,
        "organisation",
        lambda s: {
            "organisation": s.organisation,
            "deputy": s.world.contributor.pk,
            "first_day": clock.today(),
            "last_day": _soon(),
        },
    ),
    Locked(deputies.end, "deputy", of("deputy")),
    Locked(evidence.add, "organisation", of("organisation", details=details())),
    Locked(evidence.change, "organisation", of("item", named="evidence", details=details())),
    Locked(evidence.remove, "organisation", of("item", named="evidence")),
    Locked(
        attachments.attach,
        "organisation",
        lambda s: {"evidence": s.item, "file": BytesIO(PDF), "name": "a.pdf", "size": len(PDF)},
        reads="attachment organisation",
    ),
    Locked(attachments.remove, "organisation", of("attachment")),
    Locked(
        invitations.invite,
        "organisation administrator",
        of("organisation", emails=["a@b.example"], role=Role.VIEWER, absolute=absolute),
    ),
    Locked(
        invitations.send_again,
        "organisation administrator",
        of("invitation", absolute=absolute),
    ),
    Locked(invitations.renew, "organisation administrator", of("invitation")),
    Locked(invitations.withdraw, "organisation", of("invitation")),
    Locked(
        invitations.accept,
        "organisation guest",
        lambda s: {"token_hash": _token(s), "user": s.guest},
        reads="membership",
    ),
    Locked(
        invitations.accept_as_new,
        "organisation User",
        lambda s: {"token_hash": s.invitation.token_hash, "name": "Tom", "password": "x" * 20},
        reads="membership",
    ),
    Locked(
        members.add,
        "organisation guest",
        lambda s: {"organisation": s.organisation, "user": s.guest, "role": Role.VIEWER},
    ),
    Locked(
        members.let_in,
        "guest",
        lambda s: {"organisation": s.organisation, "user": s.guest, "role": Role.VIEWER},
    ),
    Locked(members.change_role, "organisation", of("membership", role=Role.VIEWER)),
    Locked(members.remove, "organisation", of("membership")),
    Locked(organisations.create, "administrator", _details),
    Locked(
        organisations.change,
        "organisation",
        lambda s: {"organisation": s.organisation, **_details(s)},
    ),
    Locked(
        organisations.ask,
        "Organisation guest",
        lambda s: {
            "sector": s.organisation.sector,
            "official_code": s.organisation.official_code,
            "by": s.guest,
            "absolute": absolute,
        },
    ),
    Locked(
        organisations.let_in,
        "organisation User",
        of("request", role=Role.VIEWER, absolute=absolute),
    ),
    Locked(organisations.decline, "organisation", of("request", absolute=absolute)),
    Locked(
        plans.take,
        "organisation",
        lambda s: {"submission": s.submission, "codes": [recommended_in(s.submission)[0].code]},
    ),
    Locked(plans.add, "organisation", of("organisation", details=Details(title="One more"))),
    Locked(plans.change, "action", of("action", details=Details(title="Another"), seen=1)),
    Locked(
        plans.report_progress,
        "organisation action",
        of("action", state=ActionState.DONE, seen=1),
    ),
    Locked(
        plans.back,
        "organisation action",
        lambda s: {"action": s.action, "added": [s.item.reference]},
    ),
    Locked(
        plans.back_with,
        "organisation action",
        of("action", line=EvidenceItem(title="Minutes")),
        reads="membership evidence attachment",
    ),
    Locked(
        recovery.name_administrator,
        "organisation User",
        lambda s: {
            "organisation": s.organisation,
            "email": s.guest.email,
            "reason": REASON,
            "by": s.superuser,
            "absolute": absolute,
        },
    ),
    Locked(
        scenarios.save,
        "organisation",
        lambda s: {"submission": s.submission, "name": "Other", "raises": s.scenario.raises},
    ),
    Locked(scenarios.plan, "organisation", of("scenario")),
    Locked(scenarios.set_costs, "organisation", of("organisation", efforts={}, day_price=300)),
    Locked(
        sharing.make,
        "organisation",
        lambda s: {
            "submission": s.link.submission,
            "purpose": "Audit",
            "last_day": _soon(),
        },
        reads="assessment",
    ),
    Locked(
        sharing.revoke, "link", lambda s: {"submission": s.link.submission, "key": s.link.pk}
    ),
    Locked(
        typed_evidence.make_items,
        "organisation",
        lambda s: {
            "organisation": s.organisation.pk,
            "typed": [
                typed_evidence.Typed(
                    answer=s.complete.answers.first(),
                    before=(),
                    after=(EvidenceItem(title="Minutes"),),
                )
            ],
        },
    ),
]  # fmt: skip

ASSESSMENTS = [
    Locked(
        answers.save,
        "assessment organisation",
        lambda s: {"assessment": s.assessment, "changes": [_typed(s)]},
    ),
    Locked(assessments.submit, "complete", of("complete", named="assessment")),
    Locked(assessments.reopen, "submitted", of("submitted", named="assessment", reason=REASON)),
    Locked(assessments.withdraw, "assessment", of("assessment", reason=REASON)),
    Locked(
        assessments.carry_over,
        "assessment",
        lambda s: {"assessment": s.assessment, "version": s.newer},
    ),
    Locked(
        assignments.assign,
        "assessment",
        lambda s: {
            "assessment": s.assessment,
            "dimension": s.world.spec.dimensions[0].code,
            "people": [s.world.approver.pk],
            "due": None,
        },
    ),
    Locked(
        assignments.change,
        "assessment",
        lambda s: {"assignment": s.assignment, "people": [s.world.approver.pk], "due": None},
    ),
    Locked(assignments.end, "assessment", of("assignment")),
    Locked(
        assignments.take_step,
        "assessment",
        of("assignment", step=WorkStep.HAND_OVER, seen=WorkState.TO_DO, said=""),
    ),
    Locked(
        discussions.start, "assessment", of("assessment", question="BUD-01", text="Why?")
    ),
    Locked(discussions.comment, "discussion", of("discussion", text="Because.")),
    Locked(discussions.resolve, "discussion", of("discussion")),
    Locked(
        discussions.reopen, "resolved", of("resolved", named="discussion", text="Once more.")
    ),
    Locked(discussions.remove, "comment", of("comment")),
    Locked(
        publications.publish,
        "submitted",
        lambda s: {
            "submission": s.submission,
            "choices": defaults(s.world.spec, s.submission.sector),
            "listed": False,
            "after": 0,
        },
        reads="publication submission assessment scoresnapshot rubricversion rubric",
    ),
    Locked(retention.thin_submitted, "submitted", lambda s: {}, reads="assessment submission"),
    Locked(reviews.send, "complete", of("complete", named="assessment")),
    Locked(reviews.recall, "waits", of("waits", named="assessment", of_another=True)),
    Locked(reviews.send_back, "waits", of("waits", named="assessment", reason=REASON)),
    Locked(
        reviews.approve, "waits", of("waits", named="assessment", signature=Signature(name="Ada"))
    ),
    Locked(
        suggestions.bring,
        "empty",
        lambda s: {"assessment": s.empty, "source": s.submitted},
    ),
    Locked(
        suggestions.bring_last,
        "empty",
        lambda s: {"assessment": s.empty, "submission": s.submission},
    ),
    Locked(
        suggestions.accept, "again", of("again", named="assessment", codes=["BUD-01"], over={})
    ),
    Locked(suggestions.leave_out, "again", of("again", named="assessment", codes=["BUD-01"])),
]  # fmt: skip

RUBRICS = [
    Locked(
        drafts.copy_edition,
        "rubric RubricVersion",
        lambda s: {"version": s.world.version, "edition": "2", "title": "Next"},
    ),
    Locked(drafts.keep_state, "draft", of("draft", summary="Changed")),
    Locked(
        drafts.put_back,
        "draft",
        lambda s: {"draft": s.draft, "state": DraftState.objects.get(version=s.draft.pk)},
    ),
    Locked(drafts.replace_content, "draft", lambda s: {"draft": s.draft, "spec": s.world.spec}),
    Locked(
        questions.duplicate,
        "draft",
        lambda s: {"question": _question(s), "code": "BUD-99", "title": "A copy"},
    ),
    Locked(
        questions.move,
        "draft",
        lambda s: {
            "question": _question(s),
            "dimension": Dimension.objects.filter(version=s.draft).exclude(code="BUD").first(),
        },
    ),
    Locked(rubric_parts.delete, "draft", lambda s: {"part": _question(s)}),
    Locked(
        rubric_uploads.take,
        "upload Rubric RubricVersion",
        lambda s: {"upload": s.upload, "by": s.world.publisher},
    ),
    Locked(
        rubrics.import_draft,
        "rubric RubricVersion",
        lambda s: {"spec": s.next_spec},
        reads="rubric",
    ),
    Locked(rubrics.publish, "draft", of("draft", named="version", change_note=REASON)),
    Locked(rubrics.retire, "newer", of("newer", named="version")),
    Locked(rubrics.delete_draft, "draft", of("draft", named="version")),
    Locked(trials.start, "draft ImpactTrial", lambda s: {"version": s.outdated.version}),
    Locked(trials.advance, "trial", of("trial")),
    Locked(trials.cancel, "trial", of("trial")),
]

ACCOUNTS = [
    Locked(own_account.change_name, "guest", of("guest", named="user", name="Una Other")),
    Locked(
        own_account.change_address,
        "guest",
        lambda s: {"user": s.guest, "before": s.guest.email, "email": "una@other.example"},
    ),
    Locked(
        own_account.close,
        "Organisation User",
        lambda s: {"user": s.world.viewer},
        reads="membership",
    ),
    Locked(own_account.choose, "guest", of("guest", named="user", wanted=())),
    Locked(
        own_account.stop,
        "guest",
        lambda s: {"token": own_account.stop_path(s.guest).strip("/").rpartition("/")[2]},
    ),
    Locked(
        people.open_account,
        "User",
        lambda s: {"email": "new@person.example", "name": "New", "password": "x" * 20},
    ),
    Locked(people.change_account, "guest", of("guest", named="user", changes={"name": "Una"})),
    Locked(
        recovery.reset_second_step,
        "guest",
        lambda s: {
            "user": s.second_step.user,
            "reason": REASON,
            "by": s.superuser,
            "absolute": absolute,
        },
    ),
    Locked(second_steps.reencrypt, "Authenticator", lambda s: {"by": s.second_step.user}),
]

VERBS = [*ORGANISATIONS, *ASSESSMENTS, *RUBRICS, *ACCOUNTS]
