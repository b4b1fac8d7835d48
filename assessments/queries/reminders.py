"""Reading whom there is something to remind of, and of what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.access.roles import REVIEWING, Role
from assessments.models import (
    Assessment,
    AssignedPerson,
    Deputy,
    Invitation,
    Membership,
    PlannedAction,
    Reminder,
    Review,
    RubricVersion,
    Submission,
    User,
)
from assessments.names import one_line
from assessments.queries.assignments import MyWork, late_without_owner, work_across
from assessments.queries.discussions import MENTIONS_SHOWN, mentions_waiting
from assessments.queries.members import waiting_invitations
from assessments.queries.organisations import due_again, with_months
from assessments.queries.plans import MyAction, actions_across, late_and_left
from assessments.queries.reviews import waiting_for
from assessments.reminding import INVITED_DAYS, Kind, Line, due_kind, given_on
from assessments.wording import long_date
from assessments.workflow import ACTION_OPEN, WORK_OPEN, Status

WORDS_MOST = 300
"""How many characters a mail repeats of what was said with a step."""


def people_to_ask() -> QuerySet[User]:
    """Those with an account for whom there may be something: those who may approve, who were given
    work or own an action, whose attention is drawn, and who are invited elsewhere.
    Closed and unconfirmed accounts get nothing.
    """
    approve = Membership.objects.filter(role__in=REVIEWING).values("user")
    deputies = Deputy.objects.acting(clock.today()).values("deputy")
    work = AssignedPerson.objects.filter(
        assignment__assessment__status=Status.IN_PROGRESS, assignment__state__in=WORK_OPEN
    ).values("user")
    owns = PlannedAction.objects.filter(state__in=list(ACTION_OPEN), owner__isnull=False)
    mentioned = mentions_waiting().order_by().values("user")
    asked = Q(pk__in=approve) | Q(pk__in=deputies) | Q(pk__in=work) | Q(pk__in=mentioned)
    asked |= Q(pk__in=owns.values("owner"))
    asked |= Q(email__in=_unanswered().values("email"))
    return User.objects.confirmed().filter(asked, is_active=True).order_by("pk")


def addresses_to_ask() -> list[str]:
    """The invited addresses that may have to be reminded and that no account can be asked by."""
    known = User.objects.filter(Q(is_active=False) | Q(pk__in=User.objects.confirmed()))
    rows = _unanswered().exclude(email__in=known.values("email")).order_by("email")
    return list(rows.values_list("email", flat=True).distinct())


def had_mail(today: date, **whom: object) -> bool:
    """Whether that person, or address, has had the mail of the day."""
    return Reminder.objects.filter(**whom, kind=Reminder.MAIL, day=today).exists()


def sent_of(things: Collection[str], **whom: object) -> set[tuple[str, str, date]]:
    """What that person, or address, was reminded of, of those things, as `Line.key` has it."""
    rows = Reminder.objects.filter(**whom, thing__in=things)
    return set(rows.values_list("kind", "thing", "day"))


def lines_for(user: User, today: date) -> list[Line]:
    """All that the person could be reminded of on that day, in London. At most twelve queries."""
    own, to_review = work_across(user)
    lines = [line for one in own for line in _of_work(one, user, today)]
    for each in actions_across(user):
        lines += [*_given_action(each, today), *_of_action(each, today)]
    lines += [_handed_over(one, today) for one in to_review if not one.work.is_of(user.pk)]
    lines += [_sent_for_approval(one) for one in waiting_for(user) if one.sent_by != user]
    lines += [*_mentioned(user), *lines_for_address(user.email, today)]
    if Membership.objects.filter(user=user, role=Role.ADMINISTRATOR).exists():
        lines += _for_administrator(user, today)
    return lines


def _for_administrator(user: User, today: date) -> Iterator[Line]:
    for one in late_without_owner(user, today):
        yield from _left_behind(one, today)
    for each in late_and_left(user, today):
        yield from _of_action(each, today, after=f" {each.one.owner}, who owned it, has left.")
    for invitation in _ripe(_unanswered().filter(invited_by=user), today):
        yield _sent_by(invitation)
    yield from _reassessments(user, today)


def lines_for_address(email: str, today: date) -> list[Line]:
    """The invitations to that address that wait for an answer. Their links are still to be made."""
    return [_invited(one) for one in _ripe(_unanswered().filter(email=email), today)]


def _of_work(one: MyWork, user: User, today: date) -> Iterator[Line]:
    me = next(person for person in one.work.people if person.key == user.pk)
    if not me.is_member:
        return
    due = due_kind(one.work, today)
    given = given_on(one.work, user.pk)
    if given is not None:
        yield _work_line(Kind.GIVEN, given, one, today)
    if due is not None:
        yield _work_line(*due, one, today)


def shortened(words: str) -> str:
    """The words on one line, as long as a mail that says many things has room for."""
    line = one_line(words)
    return line if len(line) <= WORDS_MOST else f"{line[:WORDS_MOST]}…"


def _handed_over(one: MyWork, today: date) -> Line:
    after = f" {one.work.changed_by} handed it over. Accept it, or ask for changes."
    return _work_line(Kind.WAITING, _day(one.work.changed_at), one, today, after=after)


def _sent_for_approval(review: Review) -> Line:
    assessment = review.assessment
    organisation = assessment.organisation
    return Line(
        kind=Kind.WAITING,
        thing=f"review {review.pk}",
        day=_day(review.sent_at),
        said=f"{review.sent_by} sent {assessment.title} of {organisation} for approval.",
        brief=f"{assessment.title}, {organisation}",
        path=reverse("assessment-submit", args=[organisation.slug, assessment.reference]),
    )


def _left_behind(one: MyWork, today: date) -> Iterator[Line]:
    due = due_kind(one.work, today)
    if due is not None:
        who = f"It was given to {one.work.who}. Give it to another person."
        yield _work_line(*due, one, today, after=f" {who}")


def _given_action(each: MyAction, today: date) -> Iterator[Line]:
    if given := each.one.given_by_another:
        yield _action_line(Kind.GIVEN, _day(given), each, today)


def _of_action(each: MyAction, today: date, after: str = "") -> Iterator[Line]:
    due = due_kind(each.one, today)
    if due is not None:
        yield _action_line(*due, each, today, after)


def _action_line(kind: Kind, day: date, each: MyAction, today: date, after: str = "") -> Line:
    one, organisation = each.one, each.organisation
    title, due = shortened(one.title), one.said_of_due(today)
    return Line(
        kind=kind,
        thing=f"action {one.reference}",
        day=day,
        said=f"{title}, in the plan of {organisation}{f': {due}' if due else ''}.{after}",
        brief=f"{title}, {organisation}",
        path=reverse("action-detail", args=[organisation.slug, one.reference]),
    )


def _work_line(kind: Kind, day: date, one: MyWork, today: date, after: str = "") -> Line:
    organisation = one.assessment.organisation
    due = one.work.said_of_due(today)
    word = shortened(one.work.said) if kind is Kind.GIVEN else ""
    asked = f" {one.work.changed_by} asks for changes: {word}" if word else ""
    where = f"{one.what}, in {one.assessment.title} of {organisation}"
    return Line(
        kind=kind,
        thing=f"assignment {one.work.key}",
        day=day,
        said=f"{where}{f': {due}' if due else ''}.{asked}{after}",
        brief=f"{one.what}, {organisation}",
        path=reverse(
            "assignment-detail", args=[organisation.slug, one.assessment.reference, one.work.key]
        ),
    )


def _mentioned(user: User) -> Iterator[Line]:
    """A line for each comment that the person has not looked at. What it says is for members only,
    so a mail never has it.
    """
    for one in mentions_waiting(user)[:MENTIONS_SHOWN]:
        comment = one.comment
        where = comment.discussion.assessment
        asks, code = where.organisation, comment.discussion.question
        address = reverse("discussion-question", args=[asks.slug, where.reference, code])
        yield Line(
            kind=Kind.MENTION,
            thing=f"mention {one.pk}",
            day=_day(comment.written_at),
            said=f"{comment.written_by} wrote on {code}, in {where.title} of {asks}.",
            brief=f"{code}, {asks}",
            path=f"{address}?discussion={comment.discussion_id}",
        )


def _unanswered() -> QuerySet[Invitation]:
    """Those that wait for an answer, by organisation: who locks several takes that order."""
    return waiting_invitations().order_by("organisation", "pk")


def _ripe(rows: QuerySet[Invitation], today: date) -> list[Invitation]:
    return [one for one in rows if _reminded_on(one) <= today]


def _reminded_on(invitation: Invitation) -> date:
    return _day(invitation.invited_at) + timedelta(days=INVITED_DAYS)


def _invitation_line(
    invitation: Invitation, said: str, *, path: str = "", renews: int | None = None
) -> Line:
    return Line(
        kind=Kind.INVITATION,
        thing=f"invitation {invitation.pk}",
        day=_reminded_on(invitation),
        said=said,
        brief=f"invitation to {invitation.organisation}",
        path=path,
        renews=renews,
    )


def _sent_by(invitation: Invitation) -> Line:
    organisation = invitation.organisation
    said = (
        f"{invitation.email} has not answered your invitation to {organisation}, "
        f"which ends on {long_date(_day(invitation.expires))}. "
        "Ask them whether they got it, send it again, or withdraw it."
    )
    path = reverse("invitation-change", args=[organisation.slug, invitation.pk])
    return _invitation_line(invitation, said, path=path)


def _invited(invitation: Invitation) -> Line:
    inviter = invitation.invited_by
    said = (
        f"{inviter} ({inviter.email}) invited you to join {invitation.organisation} on Readiness, "
        f"as {invitation.role_details.label.lower()}. You can answer until "
        f"{long_date(_day(invitation.expires))}. This link takes the place of the "
        "one in the first email:"
    )
    return _invitation_line(invitation, said, renews=invitation.pk)


def _reassessments(user: User, today: date) -> Iterator[Line]:
    """A line for each rubric that an organisation of the administrator's is due to answer again."""
    administers = Membership.objects.filter(
        user=user, role=Role.ADMINISTRATOR, organisation=OuterRef("assessment__organisation")
    )
    under_way = Assessment.objects.filter(
        organisation=OuterRef("assessment__organisation"),
        rubric=OuterRef("assessment__rubric"),
        status=Status.IN_PROGRESS,
    )
    usable = RubricVersion.objects.open_for_assessments(today).values("rubric")
    newest = Submission.objects.filter(
        assessment__organisation=OuterRef("assessment__organisation"),
        assessment__rubric=OuterRef("assessment__rubric"),
    ).order_by("-submitted_at", "-pk")
    rows = (
        Submission.objects.filter(Exists(administers), assessment__rubric__in=usable)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .exclude(Exists(under_way))
        .select_related("assessment__organisation", "assessment__rubric")
        .only("submitted_at", "assessment__organisation", "assessment__rubric")
        .order_by("pk")
    )
    for last in with_months(rows):
        organisation, rubric = last.assessment.organisation, last.assessment.rubric
        due = due_again(last)
        if due <= today:
            yield Line(
                kind=Kind.REASSESSMENT,
                thing=f"reassessment {organisation.pk} {rubric.pk}",
                day=due,
                said=f"{organisation} last submitted “{rubric.title}” on "
                f"{long_date(_day(last.submitted_at))}, "
                f"so its next assessment is due from {long_date(due)}.",
                brief=organisation.name,
                path=reverse("organisation-detail", args=[organisation.slug]),
            )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
