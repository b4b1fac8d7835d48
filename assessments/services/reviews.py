"""Verbs of the sign-off: send an assessment for approval, recall it, return it, approve it.

Sending freezes nothing. The last approval submits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, Decision, Review, Submission, User
from assessments.queries.assessments import standing_of
from assessments.queries.discussions import questions_of
from assessments.queries.evidence import holding_of
from assessments.queries.members import who_may_sign
from assessments.queries.reviews import rounds_of
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.reviewing import (
    NAME_MOST,
    REASONS_MOST,
    WORD_MOST,
    Decided,
    Signature,
    sample_of,
    state_of,
    to_document,
    waiting_in,
)
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.engine import score
from assessments.scoring.progress import progress
from assessments.services.submissions import (
    ANSWERS_CHANGED,
    Ready,
    freeze,
    lock,
    nothing_scored,
    reference_of,
    still_open,
)
from assessments.wording import counted, listed
from assessments.workflow import (
    TWO,
    Refused,
    ReviewState,
    ReviewStep,
    ReviewTransition,
    Step,
    check,
    check_reason,
    check_review,
    checked_words,
)

ANOTHER_SIGNS = (
    "Your organisation requires two people to sign, and one has. Another approver or administrator "
    "has to approve it as well."
)
APPROVED_ALREADY = (
    "You have approved this already, and nothing has changed since. Another approver or "
    "administrator has to approve it as well, because your organisation requires two people."
)
SIGNED_FOR = (
    "{whom} has signed this already, in person or through a deputy. Your organisation requires two "
    "people, so another approver or administrator has to approve it as well."
)
NOT_THE_SENDER = "Only {whom}, who sent it, or an administrator can recall it."
UNKNOWN_QUESTION = "This questionnaire has no question {named}."
TOO_MANY = f"Give reasons at {REASONS_MOST} questions or fewer."


@transaction.atomic
def send(*, assessment: Assessment, by: User, word: str = "") -> Review:
    """The assessment sent for approval, with a word to the approver. It can still be answered.

    Raises `Refused` when it is not in progress, waits already, has questions open or nothing to
    score, and for a word that is too long.
    """
    said = checked_words(word, "your message", WORD_MOST)
    locked = lock(assessment)
    check(Step.SUBMIT, locked.status)
    transition = _check(ReviewStep.SEND, locked)
    ready(locked)
    review = Review.objects.create(
        assessment=locked, state=transition.target, word=said, sent_at=clock.now(), sent_by=by
    )
    record(Event.REVIEW_SENT, locked, by=by, said=_said(said))
    return review


@transaction.atomic
def recall(*, assessment: Assessment, by: User, of_another: bool = False) -> None:
    """Takes the assessment back from approval; what was approved by then counts no more.

    `of_another`: the person may take back what another has sent. Raises `Refused` when it does not
    wait for approval, and for what another has sent where the person may not take that back.
    """
    locked = lock(assessment)
    transition = _check(ReviewStep.RECALL, locked)
    review = _waiting(locked)
    if review.sent_by_id != by.pk and not of_another:
        raise Refused(NOT_THE_SENDER.format(whom=review.sent_by))
    _end(review, transition.target, by)
    record(Event.REVIEW_RECALLED, locked, by=by)


@transaction.atomic
def send_back(
    *,
    assessment: Assessment,
    by: User,
    reason: str,
    reasons: Mapping[str, str] | None = None,
    sample: Mapping[str, bool] | None = None,
    acting_for: int | None = None,
) -> Decision:
    """Returns the assessment to those who answer, with the reason, and others at questions.

    `reasons` go by the code of the question, and `sample` says for which answers of the sample the
    person has seen evidence, as far as they looked; an answer that is not drawn now is left out.
    Raises `Refused` when it does not wait for approval, without a proper reason, and for a question
    that the edition does not ask in the assessment's sector.
    """
    said = check_reason(reason)
    locked = lock(assessment)
    transition = _check(ReviewStep.RETURN, locked)
    standing = standing_of(locked)
    codes = questions_of(locked)
    at = {code: check_reason(each) for code, each in (reasons or {}).items()}
    if unknown := sorted(at.keys() - codes.keys()):
        raise Refused(UNKNOWN_QUESTION.format(named=listed(unknown)))
    if len(at) > REASONS_MOST:
        raise Refused(TOO_MANY)
    sent = standing.to_submit(holding_of(locked.organisation))
    drawn = sample_of(reference_of(locked, _next_number(locked)), standing.spec, standing.result)
    review, approver = _waiting(locked), _approver(acting_for)
    decision = _decide(
        review,
        by=by,
        approved=False,
        signature=Signature(name=str(by)[:NAME_MOST], statement=said),
        names=sent.seen,
        read=sent.document,
        reasons=at,
        sample={code: found for code, found in (sample or {}).items() if code in drawn},
        approver=approver,
    )
    _end(review, transition.target, by)
    more = f", with reasons at {counted(len(at), 'question')}" if at else ""
    record(Event.REVIEW_RETURNED, locked, by=by, acting=_acting(approver), more=more, reason=said)
    return decision


@transaction.atomic
def approve(
    *,
    assessment: Assessment,
    by: User,
    signature: Signature,
    seen: str | None = None,
    sample: Mapping[str, bool] | None = None,
    acting_for: int | None = None,
) -> Submission | None:
    """Approves the answers as they are now; the last approval that is needed submits them.

    `seen` names the answers, the evidence, the reasons and the rubric that the person read
    (`ToSubmit.seen`); without it the present ones are approved, which suits programs, not pages.
    What was not sent is sent by the same act. Where the organisation requires two people, `None` is
    returned for the first of them. An approval of what has changed since counts no more; one of a
    person who has left since, or may sign no more, does. `acting_for` is the key of the approver
    whose deputy the person is.

    Of two who approve at once and of whom one is enough, exactly one succeeds. Raises `Refused`
    when the assessment is not in progress, when something has changed since it was read, while a
    required question is unanswered, when nothing is left to score, and when the same person has
    approved the same already, or has by a deputy.
    """
    signed = signature.checked()
    locked = lock(assessment)
    check(Step.SUBMIT, locked.status)
    rounds = rounds_of(locked)
    transition = check_review(ReviewStep.APPROVE, state_of(rounds))
    made = ready(locked, seen=seen)
    waits = waiting_in(rounds)
    holds = waits.signed(made.sent.seen) if waits else ()
    earlier = {one.key for one in holds}
    if by.pk in earlier:
        raise Refused(APPROVED_ALREADY)
    approver = _approver(acting_for)
    _check_another(holds, approver or by)
    needed = TWO if locked.organisation.two_people_sign else 1
    enough = len(earlier) + 1 >= needed
    review = _waiting(locked) or Review.objects.create(
        assessment=locked, sent_at=clock.now(), sent_by=by
    )
    _decide(
        review,
        by=by,
        approved=True,
        signature=signed,
        names=made.sent.seen,
        read={} if enough else made.sent.document,  # a submission keeps it otherwise
        sample=sample or {},
        approver=approver,
    )
    record(Event.REVIEW_APPROVED, locked, by=by, acting=_acting(approver), title=_as(signed))
    return _submit(review, made, transition, needed, by=by) if enough else None


def _check_another(holds: Sequence[Decided], whom: User) -> None:
    """Raises `Refused` where one of the approvals that hold is the person's, by a deputy or in
    person: one approver, who may name any member who answers, would otherwise be two.
    """
    if whom.pk in {one.whose for one in holds}:
        raise Refused(SIGNED_FOR.format(whom=whom))


def _approver(key: int | None) -> User | None:
    return None if key is None else User.objects.get(pk=key)


def _submit(
    review: Review, made: Ready, transition: ReviewTransition, needed: int, *, by: User
) -> Submission:
    locked = review.assessment
    document = to_document(
        rounds_of(locked),
        needed=needed,
        names=made.sent.seen,
        signers=who_may_sign(locked.organisation),
    )
    submission = freeze(locked, made, document, by=by)
    _end(review, transition.target, by)
    Review.objects.filter(assessment=locked, submission=None).update(submission=submission)
    return submission


def ready(locked: Assessment, *, seen: str | None = None) -> Ready:
    """What would be frozen, were the assessment, which is in progress, submitted now.

    Raises `Refused` when it is not what `seen` names, while a required question is unanswered, and
    when nothing is left to score.
    """
    spec = spec_of(locked.version)
    sent = standing_of(locked).to_submit(holding_of(locked.organisation))
    if seen is not None and sent.seen != seen:
        raise Refused(ANSWERS_CHANGED)
    # What is scored is what is frozen, read back, so that `rescore` starts from the same place.
    sheet = sheet_from_document(spec, sent.answers)
    incomplete = still_open(len(progress(spec, sheet, MARKER).outstanding))
    if incomplete:
        raise Refused(incomplete)
    result = score(spec, sheet, MARKER)
    if nothing := nothing_scored(result):
        raise Refused(nothing)
    number = _next_number(locked)
    return Ready(
        sent=sent, spec=spec, result=result, number=number, reference=reference_of(locked, number)
    )


def _next_number(locked: Assessment) -> int:
    return (locked.submissions.aggregate(highest=Max("number"))["highest"] or 0) + 1


def end_with(locked: Assessment, by: User) -> None:
    """Ends the review of an assessment that is set aside, if one waits."""
    review = _waiting(locked)
    if review is not None:
        _end(review, ReviewState.RECALLED, by)


def _check(step: ReviewStep, locked: Assessment) -> ReviewTransition:
    return check_review(step, state_of(rounds_of(locked)))


def _waiting(locked: Assessment) -> Any:
    found = locked.reviews.filter(state=ReviewState.WAITING).first()
    if found is not None:
        found.assessment = locked
    return found


def _end(review: Review, state: ReviewState, by: User) -> None:
    review.state, review.ended_at, review.ended_by = state, clock.now(), by
    review.save(update_fields=["state", "ended_at", "ended_by"])


def _decide(
    review: Review,
    *,
    by: User,
    approved: bool,
    signature: Signature,
    names: str,
    read: Mapping[str, object],
    sample: Mapping[str, bool],
    approver: User | None,
    reasons: Mapping[str, str] | None = None,
) -> Decision:
    return Decision.objects.create(
        review=review,
        approved=approved,
        decided_at=clock.now(),
        decided_by=by,
        name=signature.name,
        job_title=signature.job_title,
        # an email address, where the approver has no name
        acting_for=str(approver)[:NAME_MOST] if approver else "",
        approver=approver,
        said=signature.statement,
        reasons=dict(reasons or {}),
        sample=dict(sample),
        content_hash=names,
        read=read,
    )


def _said(word: str) -> str:
    return f": {word}" if word else ""


def _acting(approver: User | None) -> str:
    return f", for {approver}," if approver else ""


def _as(signature: Signature) -> str:
    named = f" as {signature.name}"
    return f"{named}, {signature.job_title}" if signature.job_title else named
