"""What changed from one submission to a later one, from frozen rows only."""

from __future__ import annotations

from django.utils import timezone

from assessments.models import Submission
from assessments.queries.rubrics import BrokenRecord, spec_of
from assessments.reports.comparing import Comparison, comparison
from assessments.reports.documents import result_from_document
from assessments.reports.score_change import ReportChange, Scored, score_change
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.wording import long_date


def scored_of(submission: Submission) -> Scored:
    """A submission, which came with its version and snapshot, as it was scored.

    Raises `BrokenRecord` when the edition does not say what was scored.
    """
    spec = spec_scored(submission)
    return Scored(
        spec=spec,
        sheet=sheet_from_document(spec, submission.answers),
        result=result_from_document(submission.snapshot.result, spec),
    )


def spec_scored(submission: Submission) -> RubricSpec:
    """The edition that a submission, which came with its version and snapshot, was scored with.

    Raises `BrokenRecord` when the edition does not say what was scored.
    """
    version = submission.version
    if version.content_hash != submission.snapshot.content_hash:
        raise BrokenRecord(
            f"Submission {submission.reference} was not scored with what {version.title} now says, "
            "so no report is shown. It is still there. Tell the people who run this service."
        )
    return spec_of(version)


_KEPT_MOST = 32
_kept: dict[tuple[object, ...], ReportChange] = {}


def change_between(before: Submission, after: Submission, scored: Scored) -> ReportChange | None:
    """What changed from one submission to a later one on the same rubric, which was `scored` so.

    It is worked out once in a process, since neither changes. `None` where the edition of the
    earlier one is broken: that stops its own report, and no other.
    """
    key = tuple(
        (one.pk, one.reference, one.answers_hash, one.version.content_hash)
        for one in (before, after)
    )
    found = _kept.get(key) or _worked_out(before, scored)
    if found is not None:
        if len(_kept) >= _KEPT_MOST:
            _kept.clear()
        _kept[key] = found
    return found


def forget_kept() -> None:
    """Empties what is kept: for tests."""
    _kept.clear()


def compared(one: Submission, other: Submission) -> tuple[Submission, Submission, Comparison]:
    """Two submissions on one rubric, which came with version and snapshot: the earlier, the later,
    and what is different. Raises `BrokenRecord` as `scored_of` does.
    """
    then, now = sorted((one, other), key=lambda each: (each.submitted_at, each.pk))
    before, after = scored_of(then), scored_of(now)
    change = change_between(then, now, after)
    if change is None:
        raise AssertionError("It is given wherever the earlier one is sound.")
    return then, now, comparison(before, after, change)


def change_to_draft(before: Submission, scored: Scored) -> ReportChange | None:
    """The same of an assessment in progress; `None` until it is complete."""
    return _worked_out(before, scored) if scored.result.complete else None


def _worked_out(before: Submission, now: Scored) -> ReportChange | None:
    try:
        then = scored_of(before)
    except BrokenRecord:
        return None
    return score_change(then, now, long_date(timezone.localdate(before.submitted_at)))
