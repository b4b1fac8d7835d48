"""Verbs of discussions: start one on a question, comment, resolve, reopen, and remove a comment.

The trail says who did what, and never repeats what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, Comment, Discussion, Membership, Mention, User
from assessments.names import hiding_refusal, says_nothing
from assessments.queries.discussions import questions_of
from assessments.workflow import Refused, Status

TEXT_MOST = 5_000
"""The most characters of a comment."""
MENTIONS_MOST = 20
EACH_MOST = 50
"""The most discussions of one question."""

NOTHING_SAID = "Enter a comment"
TOO_LONG = f"The comment must be {TEXT_MOST:,} characters or fewer"
TOO_MANY_PEOPLE = f"Draw the attention of at most {MENTIONS_MOST} people"
NOT_ASKED = "Your organisation is not asked this question, so it cannot be discussed."
TOO_MANY = (
    f"This question has {EACH_MOST} discussions already. Add your comment to one of them instead."
)
NO_MEMBER = (
    "A person whom you named is no longer a member of this organisation, so nothing was added. "
    "Take their name out, then send it again."
)
RESOLVED = (
    "{who} has resolved this discussion meanwhile, so your comment was not added. "
    "It is still here: reopen the discussion with it if something is left to say."
)
RESOLVED_ALREADY = "{who} has resolved this discussion already."
OPEN_ALREADY = "Another person has reopened this discussion already. Add your comment to it."
REMOVED_ALREADY = "This comment has been removed already."

CLOSED: dict[str, str] = {
    Status.SUBMITTED: (
        "This assessment has been submitted, so its discussions can only be read. "
        "An administrator of your organisation can reopen it."
    ),
    Status.WITHDRAWN: (
        "This assessment has been withdrawn, so its discussions can only be read. "
        "An administrator of your organisation can reopen it."
    ),
}
"""Why nothing is said any more, by the status of the assessment."""


def why_closed(assessment: Assessment) -> str:
    """Why nothing can be said about the assessment now; empty when it can."""
    return CLOSED.get(assessment.status, "")


def tidied(text: str) -> str:
    """A comment as it is kept: browsers send a line's end as two characters."""
    return text.strip().replace("\r\n", "\n")


def fault_of_text(text: str, *, needed: bool = True) -> str:
    """What is wrong with a comment, without a full stop; empty if nothing is."""
    if says_nothing(text):
        return NOTHING_SAID if needed else ""
    if len(text) > TEXT_MOST:
        return TOO_LONG
    return hiding_refusal(text) or ""


@transaction.atomic
def start(
    *,
    assessment: Assessment,
    question: str,
    text: str,
    mentions: Collection[int] = (),
    needs: bool = False,
    by: User,
) -> Discussion:
    """The new discussion of a question, by its code, with its first comment.

    `needs`: the comment is the reason why the question needs discussion. Raises `Refused` when the
    assessment is submitted or withdrawn, for a question that is not for its sector, for what
    `comment` refuses, and where the question has too many discussions.
    """
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("organisation")
    assessment = locked.select_related("version").get(pk=assessment.pk)
    _check_open(assessment)
    if question not in questions_of(assessment):
        raise Refused(NOT_ASKED)
    if assessment.discussions.filter(question=question).count() >= EACH_MOST:
        raise Refused(TOO_MANY)
    made = Discussion.objects.create(
        assessment=assessment, question=question, opened_at=clock.now(), opened_by=by
    )
    _say(made, text, mentions, needs=needs, by=by)
    _record(Event.DISCUSSION_STARTED, made, by=by)
    if needs:
        _record(Event.DISCUSSION_NEEDED, made, by=by)
    return made


@transaction.atomic
def comment(
    *,
    discussion: Discussion,
    text: str,
    mentions: Collection[int] = (),
    needs: bool = False,
    by: User,
) -> Comment:
    """The new comment in an open discussion, with the members, by their users' keys, whose
    attention it draws.

    Raises `Refused` when the assessment is submitted or withdrawn, when the discussion is resolved,
    for a text that is empty, too long or hides what it says, and for a person who is no member.
    """
    locked = _reread(discussion)
    if not locked.is_open:
        raise Refused(RESOLVED.format(who=locked.resolved_by))
    made = _say(locked, text, mentions, needs=needs, by=by)
    _record(Event.COMMENT_WRITTEN, locked, by=by)
    if needs:
        _record(Event.DISCUSSION_NEEDED, locked, by=by)
    return made


@transaction.atomic
def resolve(
    *, discussion: Discussion, text: str = "", mentions: Collection[int] = (), by: User
) -> Discussion:
    """The discussion, resolved, with a last comment if one is given. Raises `Refused` as `comment`
    does, and when another person has resolved it.
    """
    locked = _reread(discussion)
    if not locked.is_open:
        said = RESOLVED if text.strip() else RESOLVED_ALREADY
        raise Refused(said.format(who=locked.resolved_by))
    if text.strip() or mentions:
        _say(locked, text, mentions, by=by)
    locked.resolved_at, locked.resolved_by = clock.now(), by
    locked.save(update_fields=["resolved_at", "resolved_by"])
    _record(Event.DISCUSSION_RESOLVED, locked, by=by)
    return locked


@transaction.atomic
def reopen(
    *, discussion: Discussion, text: str, mentions: Collection[int] = (), by: User
) -> Discussion:
    """The resolved discussion, open again, with the comment that says why. Raises `Refused` as
    `comment` does, and when it is open.
    """
    locked = _reread(discussion)
    if locked.is_open:
        raise Refused(OPEN_ALREADY)
    _say(locked, text, mentions, by=by)
    locked.resolved_at = locked.resolved_by = None
    locked.save(update_fields=["resolved_at", "resolved_by"])
    _record(Event.DISCUSSION_REOPENED, locked, by=by)
    return locked


@transaction.atomic
def remove(*, comment: Comment, by: User) -> Comment:
    """The comment without its words and mentions. Its place says who removed it.

    Possible at any time. Raises `Refused` when that has happened already.
    """
    locked = Comment.objects.select_for_update(of=("self",)).select_related(
        "discussion__assessment__organisation"
    )
    found = locked.get(pk=comment.pk)
    if found.removed_at is not None:
        raise Refused(REMOVED_ALREADY)
    found.text, found.removed_at, found.removed_by = "", clock.now(), by
    found.save(update_fields=["text", "removed_at", "removed_by"])
    Mention.objects.filter(comment=found).delete()
    _record(Event.COMMENT_REMOVED, found.discussion, by=by, writer=str(found.written_by))
    return found


def look_at(comments: Iterable[Comment], *, by: User) -> None:
    """Keeps that the person has seen the comments that draw their attention. No query without."""
    unseen = [
        mention.pk
        for one in comments
        for mention in one.mentions.all()
        if mention.user_id == by.pk and mention.looked is None
    ]
    if unseen:
        Mention.objects.filter(pk__in=unseen).update(looked=clock.now())


def _check_open(assessment: Assessment) -> None:
    reason = why_closed(assessment)
    if reason:
        raise Refused(reason)


def _reread(discussion: Discussion) -> Discussion:
    """The discussion as it is now, held until the transaction ends."""
    # Not with who resolved it: whoever waited would read that it was no one.
    locked = Discussion.objects.select_for_update(of=("self",))
    found = locked.select_related("assessment__organisation").get(pk=discussion.pk)
    _check_open(found.assessment)
    return found


def _say(
    discussion: Discussion, text: str, mentions: Collection[int], *, needs: bool = False, by: User
) -> Comment:
    said = tidied(text)
    fault = fault_of_text(said)
    if fault:
        raise Refused(f"{fault}.")
    wanted = set(mentions)
    if len(wanted) > MENTIONS_MOST:
        raise Refused(f"{TOO_MANY_PEOPLE}.")
    members = Membership.objects.filter(
        organisation=discussion.assessment.organisation, user__in=wanted, user__is_active=True
    )
    if wanted and members.count() != len(wanted):
        raise Refused(NO_MEMBER)
    made = Comment.objects.create(
        discussion=discussion,
        text=said,
        needs=needs,
        written_at=clock.now(),
        written_by=by,
    )
    others = sorted(wanted - {by.pk})
    Mention.objects.bulk_create([Mention(comment=made, user_id=key) for key in others])
    if needs and not discussion.needed:
        discussion.needed = True
        discussion.save(update_fields=["needed"])
    return made


def _record(event: Event, discussion: Discussion, *, by: User, **detail: str) -> None:
    """The assessment's history has what happens to a discussion, but not each comment in it."""
    of_comment = event in (Event.COMMENT_WRITTEN, Event.COMMENT_REMOVED)
    row = discussion if of_comment else discussion.assessment
    record(event, row, by=by, question=discussion.question, **detail)
