"""From a submission's frozen rows to its Report, where nothing is scored again; and drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments import clock
from assessments.contradictions import from_documents as kept_from_documents
from assessments.evidence import Holding, from_documents
from assessments.models import Assessment, Submission
from assessments.planning.actions import Recommended
from assessments.queries.answers import answers_asked
from assessments.queries.assessments import standing_of
from assessments.queries.evidence import holding_asked, holding_of
from assessments.queries.prepared import BIGGEST, Asked, Prepared, together
from assessments.queries.rubrics import spec_of
from assessments.queries.score_changes import change_between, change_to_draft, scored_of
from assessments.queries.verifying import record_of
from assessments.reports.assembling import assemble
from assessments.reports.checking import outlook
from assessments.reports.content import Particulars, Report
from assessments.reports.documents import result_to_document
from assessments.reports.glance import MOST_POINTS, LastTime, Point
from assessments.reports.replies import Sitting, file_parts
from assessments.reports.score_change import Scored
from assessments.reports.signing import signing
from assessments.reports.summing_up import actions_of
from assessments.rubric.definition import RubricSpec
from assessments.sectors import SECTORS
from assessments.verifying import grouped
from assessments.wording import long_moment


def build(submission: Submission) -> Report:
    """The report of a submission that came with its version and snapshot.

    Raises `BrokenRecord` when the edition does not say what was scored.
    """
    scored, held = scored_of(submission), from_documents(submission.held)
    spec, (last, then) = scored.spec, before(submission)
    sitting = Sitting.of(
        spec,
        scored.sheet,
        scored.result,
        Holding(items=held, day=timezone.localdate(submission.submitted_at)),
        kept_from_documents(spec, submission.kept),
    )
    report = assemble(
        sitting,
        particulars=Particulars(
            organisation=submission.organisation_name,
            sector=submission.sector,
            sector_name=_sector_name(spec, submission.sector),
            title=submission.assessment_title,
            reference=submission.reference,
            number=submission.number,
            submitted_by=submission.submitted_by_name,
            submitted_at=timezone.localtime(submission.submitted_at),
            code=grouped(submission.code),
            hash=submission.record_hash,
        ),
        document=submission.snapshot.result,
        last=then,
    )
    return replace(
        report,
        files=file_parts(held),
        signing=signing(submission.signed),
        record=_record(submission),
        change=change_between(last, submission, scored) if last else None,
    )


def frozen_of(submission: Submission) -> dict[str, object]:
    """What tells its report from any other: it follows from this and from what was submitted
    before, among which nothing can come later.

    Raises `BrokenRecord` as `build` does.
    """
    version, snapshot = submission.version, submission.snapshot
    spec_of(version)
    hashes = [submission.record_hash, version.content_hash, snapshot.content_hash]
    return {"key": submission.pk, "hashes": hashes}


def _record(submission: Submission) -> dict[str, object]:
    record = record_of(submission, submission.snapshot.result)
    del record["result"]
    return record


def draft(assessment: Assessment) -> Report:
    """The report that an assessment in progress, which came with its version and organisation,
    would have if it were submitted now. It is kept nowhere. At most four queries, on PostgreSQL
    in one round trip.
    """
    with together(
        answers_asked(assessment), holding_asked(assessment.organisation.slug), *_asked(assessment)
    ):
        return _drafted(assessment)


def _drafted(assessment: Assessment) -> Report:
    standing, now = standing_of(assessment), timezone.localtime(clock.now())
    spec, holding = standing.spec, holding_of(assessment.organisation)
    last, then = _last_of(assessment)
    report = assemble(
        Sitting.of(spec, standing.sheet, standing.result, holding, standing.kept),
        particulars=Particulars(
            organisation=assessment.organisation.name,
            sector=assessment.sector,
            sector_name=_sector_name(spec, assessment.sector),
            title=assessment.title,
            reference=assessment.reference.upper(),
            number=0,
            submitted_by="",
            submitted_at=now,
        ),
        document=result_to_document(
            standing.result, spec.code, spec.edition, assessment.version.content_hash
        ),
        last=then,
    )
    said = (
        f"This is a draft, made on {long_moment(now)}. Nothing has been submitted, and every "
        f"answer can still change. {outlook(spec, standing.result)}"
    )
    scored = Scored(spec=spec, sheet=standing.sheet, result=standing.result)
    return replace(
        report,
        # When to answer again is counted from the day of a submission.
        headline=replace(report.headline, reassess=""),
        files=file_parts(standing.backing(holding)),
        draft=said,
        change=change_to_draft(last, scored) if last else None,
    )


def submitted(assessment: Assessment) -> QuerySet[Submission]:
    """What the organisation submitted on the rubric of this assessment, of whichever edition, the
    newest first, with edition and score but not the long texts.
    """
    return _submitted(assessment.organisation_id, assessment.rubric_id)


def _submitted(organisation: int, rubric: int) -> QuerySet[Submission]:
    rows = Submission.objects.filter(
        assessment__organisation=organisation, assessment__rubric=rubric
    )
    return (
        rows.select_related("assessment", "version__rubric", "snapshot")
        .defer("answers", "held", "kept", "signed", "snapshot__result", "version__scoring_notes")
        .order_by("-submitted_at", "-pk")
    )


def _earlier(organisation: int, rubric: int, at: datetime, pk: int) -> QuerySet[Submission]:
    """Those that were submitted before the one with that key, at that moment."""
    earlier = Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk)
    return _submitted(organisation, rubric).filter(earlier)


def _in_full(organisation: int, rubric: int, at: datetime, pk: int) -> QuerySet[Submission]:
    """The last of them with answers and result, to be compared."""
    rows = (
        _earlier(organisation, rubric, at, pk)
        .defer(None)
        .defer("held", "kept", "signed", "version__scoring_notes")
    )
    return rows[:1]


_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
_EXAMPLES = (-1, -2, _LATEST, -3)
_last = Prepared(_in_full, *_EXAMPLES)
_lately = Prepared(lambda *of: _earlier(*of)[:MOST_POINTS], *_EXAMPLES)


def _asked(
    assessment: Assessment, at: datetime = _LATEST, pk: int = BIGGEST
) -> tuple[Asked[Submission], Asked[Submission]]:
    """The last that was submitted on the rubric before that, and the scores until then."""
    of = (assessment.organisation_id, assessment.rubric_id, at, pk)
    return _last.asked(*of), _lately.asked(*of)


Last = tuple[Submission | None, LastTime | None]
"""What was submitted last, with answers and result, and what it came to; or nothing."""


def before(submission: Submission) -> Last:
    """What the organisation submitted before this on the same rubric. At most two queries, on
    PostgreSQL in one round trip.
    """
    of = (submission.assessment, submission.submitted_at, submission.pk)
    with together(*_asked(*of)):
        return _last_of(*of)


def _last_of(assessment: Assessment, at: datetime = _LATEST, pk: int = BIGGEST) -> Last:
    last, lately = _asked(assessment, at, pk)
    for submission in last.rows():
        return submission, _last_time(submission, lately.rows())
    return None, None


def _last_time(submission: Submission, lately: Sequence[Submission]) -> LastTime:
    snapshot = submission.snapshot
    return LastTime(
        reference=submission.reference,
        assessment=submission.assessment.reference,
        number=submission.number,
        day=timezone.localdate(submission.submitted_at),
        edition=submission.version.edition,
        score=snapshot.overall,
        band=snapshot.final_band or snapshot.highest_open_band,
        band_name=snapshot.final_band_name or snapshot.highest_open_band_name,
        scores={
            one["code"]: Decimal(one["score"])
            for one in snapshot.result["dimensions"]
            if one["score"] is not None
        },
        trend=tuple(
            Point(
                day=timezone.localdate(one.submitted_at),
                score=one.snapshot.overall,
                band=one.snapshot.band_said,
                edition=one.version.edition,
            )
            for one in reversed(lately)
            if one.snapshot.overall is not None
        ),
    )


def _sector_name(spec: RubricSpec, sector: str) -> str:
    named = next((one.name for one in spec.sectors if one.code == sector), "")
    return named or SECTORS.get(sector, sector)


def recommended_in(submission: Submission) -> list[Recommended]:
    """What the submission's report recommends, in its order. No query.

    Raises `BrokenRecord` as `build` does.
    """
    scored = scored_of(submission)
    spec, result = scored.spec, scored.result
    efforts = {one.name: one for one in spec.efforts}
    found = []
    for one in actions_of(Sitting.of(spec, scored.sheet, result)):
        effort = efforts.get(one.effort)
        lines = [one.text, *(f"- {item}" for item in one.items)]
        found.append(
            Recommended(
                code=one.code,
                title=one.title,
                text="\n".join(line for line in lines if line),
                dimension=one.dimension,
                to_level=_next_level(spec, one.code, result.question(one.code).level),
                gain=Decimal(one.gain) if one.gain else None,
                role=one.owner,
                effort=one.effort,
                days=effort.days_likely if effort else None,
                pounds=_whole(effort.pounds_likely) if effort else None,
                first=one.urgent,
            )
        )
    return found


def _whole(pounds: Decimal | None) -> int | None:
    return None if pounds is None else int(pounds.quantize(Decimal(1), ROUND_HALF_UP))


def _next_level(spec: RubricSpec, code: str, level: int | None) -> int | None:
    """The level above that of the answer, don't know counting as the lowest."""
    levels = sorted(one.number for one in spec.question(code).levels)
    return next((one for one in levels if level is None or one > level), None)
