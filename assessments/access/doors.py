"""The only way from a signed-in user to an organisation's rows.

Each door takes the user, what the address names and a permission, costs one query, and answers:
- a stranger, or an address that names nothing: `Http404`, so that existence does not leak;
- a member without the permission: `PermissionDenied` with the reason and whom to ask;
- otherwise what was asked for, with what else the user may do there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Subquery
from django.http import Http404

from assessments import clock
from assessments.access.roles import (
    DEPUTY_PERMISSIONS,
    MODERATOR_PERMISSIONS,
    MODERATORS,
    Permission,
    Role,
)
from assessments.models import (
    Assessment,
    Assignment,
    Attachment,
    Deputy,
    Evidence,
    Membership,
    Organisation,
    PlannedAction,
    ReportLink,
    Scenario,
    Submission,
    User,
)
from assessments.queries.prepared import Asked, Prepared, added

M = TypeVar("M", bound=Model)


class SecondStepNeeded(Exception):
    """What a role of the programme gives, asked for before its holder used a second step."""


def signed_in(user: object) -> User:
    """The user of a request; raises `PermissionDenied` where the request is signed out."""
    if not isinstance(user, User):
        raise PermissionDenied("Sign in first.")
    return user


def waits_for_second_step(user: User) -> bool:
    """Whether what the user's role of the programme gives is shut in this session.

    The one place that decides it, for moderators' doors and pages and for the admin site. It needs
    the user of a request: any other has used no second step.
    """
    return settings.STAFF_SECOND_STEP and not user.passed_second_step


@dataclass(frozen=True, slots=True)
class Access:
    """What a user may do in an organisation: `role` is `None` for a moderator from outside.

    A moderator who `waits` may do nothing as such until they have used a second step. `deputises`
    is the key of the approver for whom the user may act today; `None` for none.
    """

    user: User
    organisation: Organisation
    role: Role | None
    is_moderator: bool = False
    waits: bool = False
    deputises: int | None = None

    def can(self, permission: Permission) -> bool:
        """Whether the user may do this here."""
        if self.role is not None and self.role.grants(permission):
            return True
        if self.acting_for(permission) is not None:
            return True
        return self._as_moderator(permission) and not self.waits

    def acting_for(self, permission: Permission) -> int | None:
        """The key of the user for whom the user would do this as a deputy; `None` where their own
        role lets them, and where nothing does.
        """
        if self.role is None or self.role.grants(permission):
            return None
        may = self.role.grants(Permission.ANSWER) and permission in DEPUTY_PERMISSIONS
        return self.deputises if may else None

    def require(self, permission: Permission) -> None:
        """Raises `Http404` for a stranger, `PermissionDenied`, with why, for a member, and
        `SecondStepNeeded` for a moderator who waits.
        """
        if self.can(permission):
            return
        if self._as_moderator(permission):
            raise SecondStepNeeded
        if self.role is None:
            raise Http404
        raise PermissionDenied(permission.why_not)

    def _as_moderator(self, permission: Permission) -> bool:
        return self.is_moderator and permission in MODERATOR_PERMISSIONS


_TODAY = date(1901, 2, 3)
"""Takes the place of today where the SQL of a door is built."""


def _door(build: Callable[..., QuerySet[M]], *examples: str | int) -> Prepared[M]:
    """The door of what `build` finds. It is asked with today's date after the other values."""
    return Prepared(lambda *given: build(*given[:-1]), *examples, _TODAY)


def _asked_by(rows: QuerySet[M], user: int, organisation: str) -> QuerySet[M]:
    """The rows with the user's role in the organisation they belong to, in the same query."""
    role = Membership.objects.filter(user=user, organisation=OuterRef(organisation)).values("role")
    moderates = User.groups.through.objects.filter(user_id=user, group__name=MODERATORS)
    acting = Deputy.objects.acting(_TODAY).filter(deputy=user, organisation=OuterRef(organisation))
    asked = rows.annotate(
        door_role=Subquery(role[:1], output_field=CharField()),
        door_moderates=Exists(moderates),
        door_deputises=Subquery(acting.order_by("pk").values("approver")[:1]),
    )
    return cast("QuerySet[M]", asked.order_by())


def _organisations(user: int, slug: str) -> QuerySet[Organisation]:
    return _asked_by(Organisation.objects.filter(slug=slug), user, "pk")


def _assessments(user: int, slug: str, reference: str) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(organisation__slug=slug, reference=reference)
    rows = rows.select_related("organisation", "version", "rubric", "started_by")
    return _asked_by(rows.defer("version__scoring_notes"), user, "organisation_id")


def _submissions(user: int, slug: str, reference: str, number: int) -> QuerySet[Submission]:
    rows = Submission.objects.filter(
        assessment__organisation__slug=slug, assessment__reference=reference, number=number
    )
    rows = rows.select_related("assessment__organisation", "version", "snapshot")
    return _asked_by(rows.defer("version__scoring_notes"), user, "assessment__organisation_id")


def _papers(user: int, slug: str, reference: str, number: int) -> QuerySet[Submission]:
    rows = _submissions(user, slug, reference, number)
    rows = rows.select_related("assessment__organisation__branding")
    found_by = ("reference", "record_hash", "submitted_at")
    whose = ("assessment__organisation", "assessment__rubric")
    edition = ("version__title", "version__published_at", "version__content_hash")
    return rows.only(*found_by, *whose, *edition, "snapshot__content_hash")


def _evidence(user: int, slug: str, reference: str) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(organisation__slug=slug, reference=reference)
    rows = rows.select_related("organisation", "recorded_by")
    return _asked_by(rows, user, "organisation_id")


def _actions(user: int, slug: str, reference: str) -> QuerySet[PlannedAction]:
    rows = PlannedAction.objects.filter(organisation__slug=slug, reference=reference)
    return _asked_by(rows.select_related("organisation"), user, "organisation_id")


def _scenarios(user: int, slug: str, reference: str) -> QuerySet[Scenario]:
    rows = Scenario.objects.filter(organisation__slug=slug, reference=reference)
    with_sent = rows.select_related(
        "organisation", "submission__assessment", "submission__version", "submission__snapshot"
    )
    shown = with_sent.defer("submission__version__scoring_notes")
    return _asked_by(shown, user, "organisation_id")


def _attachments(user: int, slug: str, reference: str, key: str) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(
        organisation__slug=slug,
        evidence__reference=reference,
        reference=key,
        removed_at__isnull=True,
    )
    rows = rows.select_related("organisation", "evidence", "uploaded_by")
    return _asked_by(rows, user, "organisation_id")


def _submitted_files(
    user: int, slug: str, reference: str, number: int, key: str
) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(
        submitted__submission__assessment__organisation__slug=slug,
        submitted__submission__assessment__reference=reference,
        submitted__submission__number=number,
        reference=key,
    )
    return _asked_by(rows.select_related("organisation"), user, "organisation_id")


_USER, _SLUG, _REFERENCE, _NUMBER = -1, "a slug", "a reference", 123_456_789


def _assignments(user: int, slug: str, reference: str, number: int) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(
        assessment__organisation__slug=slug, assessment__reference=reference, pk=number
    )
    rows = rows.select_related(
        "assessment__organisation", "assessment__version", "assessment__rubric"
    )
    return _asked_by(
        rows.defer("assessment__version__scoring_notes"), user, "assessment__organisation_id"
    )


_organisation_door = _door(_organisations, _USER, _SLUG)
_assessment_door = _door(_assessments, _USER, _SLUG, _REFERENCE)
_draft_door = _door(
    lambda *named: _assessments(*named).select_related("organisation__branding"),
    *(_USER, _SLUG, _REFERENCE),
)
_submission_door = _door(_submissions, _USER, _SLUG, _REFERENCE, _NUMBER)
_paper_door = _door(_papers, _USER, _SLUG, _REFERENCE, _NUMBER)
_evidence_door = _door(_evidence, _USER, _SLUG, _REFERENCE)
_action_door = _door(_actions, _USER, _SLUG, _REFERENCE)
_scenario_door = _door(_scenarios, _USER, _SLUG, _REFERENCE)
_attachment_door = _door(_attachments, _USER, _SLUG, _REFERENCE, "a key")
_submitted_file_door = _door(_submitted_files, _USER, _SLUG, _REFERENCE, _NUMBER, "a key")
_assignment_door = _door(_assignments, _USER, _SLUG, _REFERENCE, _NUMBER)


def _through(
    door: Prepared[M],
    user: User,
    permission: Permission,
    *named: str | int,
    organisation: Callable[[M], Organisation] = attrgetter("organisation"),
) -> tuple[Access, M]:
    today = clock.today()
    row = door.first(user.pk, *named, today)
    if row is None:
        raise Http404
    role = Role(added(row, "door_role")) if added(row, "door_role") else None
    moderates = bool(added(row, "door_moderates")) or user.is_superuser
    access = Access(
        user,
        organisation(row),
        role,
        moderates,
        waits_for_second_step(user),
        added(row, "door_deputises"),
    )
    access.require(permission)
    return access, row


def organisation(user: User, slug: str, permission: Permission) -> Access:
    """The organisation at that address, for one who may do this there."""
    access, _ = _through(_organisation_door, user, permission, slug, organisation=lambda row: row)
    return access


def evidence(
    user: User, slug: str, reference: str, permission: Permission
) -> tuple[Access, Evidence]:
    """The evidence item at that address, with its organisation and who recorded it."""
    return _through(_evidence_door, user, permission, slug, reference)


def action(
    user: User, slug: str, reference: str, permission: Permission
) -> tuple[Access, PlannedAction]:
    """The action of the plan at that address, with its organisation."""
    return _through(_action_door, user, permission, slug, reference)


def scenario(
    user: User, slug: str, reference: str, permission: Permission
) -> tuple[Access, Scenario]:
    """The scenario at that address, with its organisation and submission."""
    return _through(_scenario_door, user, permission, slug, reference)


def attachment(
    user: User, slug: str, reference: str, key: str, permission: Permission
) -> tuple[Access, Attachment]:
    """The file of an evidence item at that address, with both and who added it."""
    return _through(_attachment_door, user, permission, slug, reference, key)


def submitted_file(
    user: User, slug: str, reference: str, number: int, key: str, permission: Permission
) -> tuple[Access, Attachment]:
    """The file that the submission at that address froze, whether its item still has it or not."""
    return _through(_submitted_file_door, user, permission, slug, reference, number, key)


def assessment(
    user: User, slug: str, reference: str, permission: Permission
) -> tuple[Access, Assessment]:
    """The assessment at that address with its organisation, rubric, edition (not its text) and who
    started it.
    """
    return _through(_assessment_door, user, permission, slug, reference)


def draft(
    user: User, slug: str, reference: str, permission: Permission
) -> tuple[Access, Assessment]:
    """The same assessment, with the branding of its organisation."""
    return _through(_draft_door, user, permission, slug, reference)


def assessment_asked(user: User, slug: str, reference: str) -> Asked[Assessment]:
    """What `assessment` asks, for a page to ask with it what else its address names."""
    return _assessment_door.asked(user.pk, slug, reference, clock.today())


def _whose(row: Submission | Assignment) -> Organisation:
    return row.assessment.organisation


def submission(
    user: User, slug: str, reference: str, number: int, permission: Permission
) -> tuple[Access, Submission]:
    """The submission at that address, with its assessment, organisation, edition and snapshot."""
    return _through(
        _submission_door, user, permission, slug, reference, number, organisation=_whose
    )


def paper(
    user: User, slug: str, reference: str, number: int, permission: Permission
) -> tuple[Access, Submission]:
    """The same submission with no more of it than tells its papers from others, and with the
    branding of its organisation. The other columns would cost more than to read a kept paper.
    """
    return _through(_paper_door, user, permission, slug, reference, number, organisation=_whose)


def assignment(
    user: User, slug: str, reference: str, key: int, permission: Permission
) -> tuple[Access, Assignment]:
    """The assignment at that address, with its assessment, organisation and edition."""
    return _through(_assignment_door, user, permission, slug, reference, key, organisation=_whose)


def shared_report(token_hash: str) -> ReportLink:
    """The link with that hash, with its submission: for whoever has it, signed in or not.

    Raises `Http404`, the same for one that is revoked, is over, was never made, or whose maker may
    share reports no more.
    """
    rows = ReportLink.objects.filter(
        Membership.of_link_maker(),
        token_hash=token_hash,
        revoked_at__isnull=True,
        last_day__gte=clock.today(),
        submission__assessment__organisation__shares_reports=True,
    ).select_related(
        "submission__assessment__organisation", "submission__version", "submission__snapshot"
    )
    link = rows.defer("submission__version__scoring_notes").first()
    if link is None:
        raise Http404
    return link


def is_moderator(user: User) -> bool:
    """Whether the user is one of the programme's reviewers, as a superuser is."""
    return user.is_superuser or user.groups.filter(name=MODERATORS).exists()


def moderation(user: User) -> None:
    """The way to the moderators' pages: raises `Http404`, or `SecondStepNeeded`."""
    if not (user.moderates or is_moderator(user)):
        raise Http404
    if waits_for_second_step(user):
        raise SecondStepNeeded
