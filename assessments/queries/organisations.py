"""Reading organisations: a person's own, and what the dashboard of one shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils import timezone

from assessments import clock
from assessments.access.roles import Role
from assessments.models import (
    Assessment,
    Band,
    Decision,
    JoinRequest,
    Membership,
    Organisation,
    Review,
    RubricVersion,
    User,
)
from assessments.models import (
    Submission as Submission,
)
from assessments.models.assessment import outcome
from assessments.queries.prepared import Asked, Prepared, added
from assessments.wording import months_later
from assessments.workflow import ReviewState, Status

NEWEST_FIRST = ("-submitted_at", "-pk")
"""The order of submissions in lists, which has an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSubmission:
    """The newest submission of an organisation."""

    assessment: str
    number: int
    at: datetime
    score: Decimal | None
    band: str
    open_band: str

    @property
    def outcome(self) -> str:
        """What it came to, as its snapshot says it."""
        return outcome(self.score, self.band, self.open_band)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssessment:
    """The newest assessment that is being answered; `others` counts those besides it."""

    reference: str
    title: str
    started_at: datetime
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MyOrganisation:
    """An organisation that a person belongs to, and its latest assessment."""

    organisation: Organisation
    role: Role
    open: OpenAssessment | None
    last: LastSubmission | None


def _memberships_of(user: int) -> QuerySet[Membership]:
    """The person's memberships by organisation, with what `_mine` takes."""
    under_way = Assessment.objects.filter(
        organisation=OuterRef("organisation_id"), status=Status.IN_PROGRESS
    ).order_by("-started_at", "-pk")
    counted = under_way.order_by().values("organisation").annotate(count=Count("pk"))
    sent = Submission.objects.filter(assessment__organisation=OuterRef("organisation_id")).order_by(
        "-submitted_at", "-pk"
    )
    rows = (
        Membership.objects.filter(user=user)
        .select_related("organisation")
        .annotate(
            open_reference=Subquery(under_way.values("reference")[:1]),
            open_title=Subquery(under_way.values("title")[:1]),
            open_started=Subquery(under_way.values("started_at")[:1]),
            open_count=Subquery(counted.values("count")),
            last_assessment=Subquery(sent.values("assessment__reference")[:1]),
            last_number=Subquery(sent.values("number")[:1]),
            last_at=Subquery(sent.values("submitted_at")[:1]),
            last_score=Subquery(sent.values("snapshot__overall")[:1]),
            last_band=Subquery(sent.values("snapshot__final_band_name")[:1]),
            last_open=Subquery(sent.values("snapshot__highest_open_band_name")[:1]),
        )
        .order_by(Lower("organisation__name"), "organisation_id")
    )
    return cast("QuerySet[Membership]", rows)


_own = Prepared(_memberships_of, -1)


def organisations_asked(user: User) -> Asked[Membership]:
    """What `organisations_of` asks."""
    return _own.asked(user.pk)


def organisations_of(user: User) -> Sequence[MyOrganisation]:
    """The person's organisations by name, in one query."""
    return [_mine(row) for row in organisations_asked(user).rows()]


def _mine(row: Membership) -> MyOrganisation:
    found = row.__dict__  # The annotations, which types do not know.
    under_way = last = None
    if found["open_reference"]:
        under_way = OpenAssessment(
            reference=found["open_reference"],
            title=found["open_title"],
            started_at=found["open_started"],
            others=found["open_count"] - 1,
        )
    if found["last_at"]:
        last = LastSubmission(
            assessment=found["last_assessment"],
            number=found["last_number"],
            at=found["last_at"],
            score=found["last_score"],
            band=found["last_band"],
            open_band=found["last_open"],
        )
    return MyOrganisation(
        organisation=row.organisation, role=row.role_details, open=under_way, last=last
    )


def _assessments(organisation: int, reader: int) -> QuerySet[Assessment]:
    members = (
        Membership.objects.filter(organisation=OuterRef("organisation_id"))
        .order_by()
        .values("organisation")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = Assessment.objects.filter(organisation=organisation).select_related("version", "rubric")
    rows = rows.defer("version__scoring_notes").order_by("-started_at", "-pk")
    asking = (
        JoinRequest.objects.filter(organisation=OuterRef("organisation_id"), decided_at=None)
        .order_by()
        .values("organisation")
        .annotate(count=Count("pk"))
        .values("count")
    )
    approvals = Decision.objects.filter(
        review__assessment=OuterRef("pk"),
        review__state=ReviewState.WAITING,
        decided_by=reader,
        approved=True,
    )
    counted = rows.annotate(
        member_count=Subquery(members),
        asking_count=Coalesce(Subquery(asking), 0),
        waits=Exists(Review.objects.filter(assessment=OuterRef("pk"), state=ReviewState.WAITING)),
        has_signed=Exists(approvals),
    )
    return cast("QuerySet[Assessment]", counted)


_of_organisation = Prepared(_assessments, -1, -2)


def assessments_asked(organisation: Organisation, reader: User) -> Asked[Assessment]:
    """What `assessments_with_people` asks."""
    return _of_organisation.asked(organisation.pk, reader.pk)


def assessments_with_people(
    organisation: Organisation, reader: User
) -> tuple[list[Assessment], int, int]:
    """The organisation's assessments, newest first, with their edition's name, whether they wait
    for approval (`waits`) and the reader has given theirs (`has_signed`); its members' count, and
    that of the people who ask to join.

    Three questions in one query wherever there is an assessment.
    """
    found = [*assessments_asked(organisation, reader).rows()]
    for assessment in found:
        assessment.organisation = organisation
    if found:
        return found, added(found[0], "member_count"), added(found[0], "asking_count")
    members = Membership.objects.filter(organisation=organisation).count()
    asking = JoinRequest.objects.filter(organisation=organisation, decided_at=None).count()
    return [], members, asking


def _submissions(organisation: int) -> QuerySet[Submission]:
    return with_months(_listed(Submission.objects.filter(assessment__organisation=organisation)))


_submitted = Prepared(_submissions, -1)


def submissions_asked(organisation: Organisation) -> Asked[Submission]:
    """What `submissions_of` asks."""
    return _submitted.asked(organisation.pk)


def submissions_of(organisation: Organisation) -> list[Submission]:
    """The organisation's submissions, newest first, with score and band but not the long texts.
    `due_again` knows of each when the next is due.
    """
    return submissions_asked(organisation).rows()


def with_months(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """The submissions with what `due_again` takes, in the same query."""
    # One of them is empty: without a score there is no final band, but the highest still open.
    code = Concat(OuterRef("snapshot__final_band"), OuterRef("snapshot__highest_open_band"))
    band = Band.objects.filter(version=OuterRef("version"), code=code).order_by()
    months = rows.annotate(band_months=Subquery(band.values("reassess_after_months")[:1]))
    return cast("QuerySet[Submission]", months)


def due_again(submission: Submission) -> date:
    """The day from which an organisation is due to answer again, in London: so many months after
    the submission as its band says in its edition, or else as the service is configured.
    """
    months = added(submission, "band_months") or settings.REASSESS_AFTER_MONTHS
    return months_later(timezone.localdate(submission.submitted_at), months)


def all_submissions() -> QuerySet[Submission]:
    """Every organisation's submissions, newest first: for the programme's moderators."""
    return _listed(Submission.objects.all()).annotate(
        open_now=F("assessment__status"), region=F("assessment__organisation__region")
    )


def _listed(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    return (
        rows.select_related("assessment__organisation", "version", "snapshot")
        .defer("answers", "snapshot__result", "version__scoring_notes")
        .order_by(*NEWEST_FIRST)
    )


def _startable(organisation: int, today: date) -> QuerySet[RubricVersion, int]:
    busy = Assessment.objects.filter(organisation=organisation, status=Status.IN_PROGRESS)
    editions = RubricVersion.objects.open_for_assessments(today)
    found = editions.exclude(rubric__in=busy.values("rubric"))
    return found.order_by().values_list("rubric", flat=True)


_may_be_started = Prepared(_startable, -1, date.min)


def startable_asked(organisation: Organisation) -> Asked[int]:
    """What `may_be_started` asks."""
    return _may_be_started.asked(organisation.pk, clock.today())


def may_be_started(organisation: Organisation) -> set[int]:
    """The keys of the rubrics with a usable edition and no assessment in progress here."""
    return set(startable_asked(organisation).rows())
