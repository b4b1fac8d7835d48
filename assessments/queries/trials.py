"""Reading trials of drafts: the submissions to try one on, and what was found.

The outcomes are complete here. The caller decides who may see single results, and how small
sectors are combined for other readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.models import DraftState, ImpactTrial, RubricVersion, Submission, TrialOutcome
from assessments.queries.drafts import kept_spec
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.rubric.files.canonical import content_hash, from_document
from assessments.rubric.findings import FileRefused
from assessments.rubric.tallies import SectorTally, Tally, tally_from_document
from assessments.scoring.sheet import AnswerSheet


def past_submissions(version: RubricVersion) -> QuerySet[Submission]:
    """Every submission on any edition of the rubric, the oldest first."""
    return Submission.objects.filter(version__rubric=version.rubric_id).order_by("pk")


def sheets_of(
    rows: QuerySet[Submission],
) -> Iterator[tuple[Submission, RubricSpec, AnswerSheet | None]]:
    """Each submission with its edition and what it froze; `None` where that cannot be read."""
    wanted = rows.select_related("version").only(
        "sector", "answers", "version__published_at", "version__content_hash"
    )
    for submission in wanted:
        spec = spec_of(submission.version)
        try:
            yield submission, spec, sheet_from_document(spec, submission.answers)
        except FileRefused:
            yield submission, spec, None


def latest_trial(version: RubricVersion) -> ImpactTrial | None:
    """The trial of the edition that was begun last."""
    return version.impact_trials.select_related("started_by").first()


def finished_trials() -> QuerySet[ImpactTrial]:
    """The newest finished trial of each draft, without what it found."""
    done = ImpactTrial.objects.filter(status="done", version__published_at__isnull=True)
    newest = done.filter(version=OuterRef("version")).order_by("-started_at", "-pk")
    rows = done.filter(pk=Subquery(newest.values("pk")[:1])).select_related("version")
    return rows.defer("tallies").order_by("version__title", "pk")


def finished_trial(pk: int) -> ImpactTrial | None:
    """One of them with what it found, and who began it; none when there is a newer one."""
    rows = finished_trials().filter(pk=pk).defer(None)
    return rows.select_related("version", "started_by").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a trial found. `draft` is the draft as it was tried; `stale`: it has changed since.

    `sectors` go with their names, where anything was compared; `moves` say from which band to
    which how many would go, the most frequent first; `rows` are the submissions, the largest fall
    first, to be read a page at a time. `gates` say which questions would newly hold how many, or
    hold them no more.
    """

    draft: RubricSpec
    stale: bool
    tally: Tally
    whole: SectorTally
    sectors: Sequence[tuple[str, SectorTally]]
    moves: Sequence[tuple[str, str, int]]
    gates: Sequence[tuple[str, int, int]]
    rows: QuerySet[TrialOutcome]


def findings_of(trial: ImpactTrial, present: RubricSpec | None = None) -> Findings:
    """What the trial found, in words where the tally has codes; at most two queries.

    `present` is the draft as it is now, where that has been read already.
    """
    draft = present or kept_spec(trial.version)
    stale = trial.content_hash != content_hash(draft)
    if stale:
        draft = _as_tried(trial) or draft
    tally = tally_from_document(trial.tallies)
    whole = tally.whole
    names = {one.code: one.name for one in draft.sectors}
    sectors = sorted(tally.sectors.items())
    return Findings(
        draft=draft,
        stale=stale,
        tally=tally,
        whole=whole,
        sectors=[(names.get(code, code), one) for code, one in sectors if one.compared],
        moves=_moves(whole, draft),
        gates=_gates(tally, draft),
        rows=trial.outcomes.all(),
    )


def _as_tried(trial: ImpactTrial) -> RubricSpec | None:
    """The draft as it was when the trial began, from its history."""
    states = DraftState.objects.filter(version=trial.version_id, saved_at__lte=trial.started_at)
    state = states.order_by("-number").first()
    try:
        spec = from_document(state.document) if state else None
    except FileRefused:
        return None
    return spec if spec and content_hash(spec) == trial.content_hash else None


def _moves(whole: SectorTally, draft: RubricSpec) -> list[tuple[str, str, int]]:
    names = {one.code: one.name for one in draft.bands}
    found = []
    for move, count in sorted(whole.moves.items(), key=lambda item: (-item[1], item[0])):
        before, _, after = move.partition(">")
        found.append((names.get(before, before), names.get(after, after), count))
    return found


def _gates(tally: Tally, draft: RubricSpec) -> list[tuple[str, int, int]]:
    """Code and title, how many it newly holds and how many no more, in the order of the draft."""
    return [
        (f"{question.code} {question.title}", found[0], found[1])
        for _, question in draft.questions()
        if (found := tally.gates.get(question.code))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One organisation's submission with the score that was frozen, and both compared scores.

    Where a rubric shows no score there is none, and the bands are the highest still open.
    """

    organisation: str
    reference: str
    sector: str
    frozen: Decimal | None
    frozen_band: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    before_band: str
    after_band: str


def outcomes(rows: Iterable[TrialOutcome], draft: RubricSpec) -> list[Outcome]:
    """The rows with the names and the frozen scores of their submissions, in one query.

    What was frozen goes by the name that its own edition gave the band.
    """
    found = list(rows)
    submissions = (
        Submission.objects.filter(snapshot__isnull=False)
        .select_related("version", "snapshot")
        .defer("answers", "snapshot__result", "version__scoring_notes")
        .in_bulk([row.submission_id for row in found])
    )
    results = []
    for row in found:
        submission = submissions.get(row.submission_id)
        if submission is None:
            continue
        bands = spec_of(submission.version).bands
        results.append(
            Outcome(
                organisation=submission.organisation_name,
                reference=submission.reference,
                sector=submission.sector,
                frozen=submission.snapshot.overall,
                frozen_band=submission.snapshot.band_said,
                before=_tenth(row.before),
                after=_tenth(row.after),
                change=None if row.before is None or row.after is None else _tenth(row.change),
                before_band=bands[row.before_place].name,
                after_band=_band(draft, row.after_place),
            )
        )
    return results


def _tenth(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths) / 10


def _band(draft: RubricSpec, place: int) -> str:
    """The band's name; empty where the draft has lost that band since and it was not kept."""
    return draft.bands[place].name if place < len(draft.bands) else ""
