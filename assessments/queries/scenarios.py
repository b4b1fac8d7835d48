"""Reading scenarios, and what they suppose of the answers of a submission."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from assessments.models import Organisation, PlannedAction, Scenario, Submission
from assessments.planning.searching import TooManyWays
from assessments.planning.shortest_way import Answer, Wanted, WayRefused
from assessments.planning.what_if import Supposing, effort_costs
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.definition import BandSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.wording import figure, money
from assessments.workflow import ACTION_OPEN, ActionState


def supposing_of(submission: Submission, organisation: Organisation) -> Supposing:
    """The answers of a submission, of which raises are supposed at the organisation's costs of
    today. No query.
    """
    spec = spec_of(submission.version)
    efforts, day_price = effort_costs(organisation.costs)
    known = {one.code for one in spec.efforts}
    return Supposing(
        spec,
        sheet_from_document(spec, submission.answers),
        MARKER,
        efforts={code: cost for code, cost in efforts.items() if code in known},
        day_price=day_price,
    )


QUICKLY_MOST, WAYS_QUICKLY = 150, 8
"""Of how many questions, and ways of conditions between dimensions, a way is found in passing."""
_KEPT_MOST = 128
_kept: dict[tuple[object, ...], Answer | None] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBand:
    """The band above today's and the shortest way there; `None` where that would take long."""

    band: BandSpec
    way: Answer | None
    unsaid: Sequence[str] = ()

    @property
    def takes(self) -> str:
        """What a way that was found takes, in words: "12 days of staff and £4,000"; empty where it
        is not said what each of `unsaid`, names of efforts, takes.
        """
        if self.way is None or self.unsaid:
            return ""
        days = figure(self.way.cost.days, 1)[0]
        noun = "day" if days == "1" else "days"
        return f"{days} {noun} of staff and £{money(self.way.cost.pounds)}"


def next_band(submission: Submission, organisation: Organisation) -> NextBand | None:
    """The way from a submission to the band above its own, at the organisation's costs of today;
    `None` where there is no such band. Worked out once in a process. No query.
    """
    supposing = supposing_of(submission, organisation)
    place = supposing.before.place if supposing.before else None
    if place is None or place + 1 >= len(supposing.spec.bands):
        return None
    band = supposing.spec.bands[place + 1]
    costs = json.dumps(organisation.costs, sort_keys=True)
    key = (submission.version.content_hash, submission.pk, submission.answers_hash, costs)
    if key not in _kept:
        if len(_kept) >= _KEPT_MOST:
            _kept.clear()
        _kept[key] = _way_quickly(supposing, band)
    return NextBand(band=band, way=_kept[key], unsaid=supposing.unsaid)


def _way_quickly(supposing: Supposing, band: BandSpec) -> Answer | None:
    if len(supposing.nodes) > QUICKLY_MOST:
        return None
    wanted = Wanted(
        to=band.code,
        efforts=supposing.efforts,
        day_price=supposing.day_price,
        ways_most=WAYS_QUICKLY,
    )
    try:
        return supposing.shortest_way(wanted)
    except (WayRefused, TooManyWays):
        return None


def raises_of_plan(
    submission: Submission, supposing: Supposing, until: date | None
) -> dict[str, int]:
    """What the organisation's plan raises, by question, where it is done by that day; all of it for
    `None`. What was finished since the answers were submitted counts too. An action that names no
    level raises its question to the next; one whose question is not asked then is passed over. One
    query.
    """
    to_do = Q(state__in=list(ACTION_OPEN))
    if until is not None:
        to_do &= Q(due__lte=until)
    done = Q(state=ActionState.DONE, done_on__gte=localdate(submission.submitted_at))
    rows = PlannedAction.objects.filter(
        to_do | done,
        organisation=submission.assessment.organisation_id,
        rubric=submission.assessment.rubric_id,
    )
    levels = {one.code: [level for level, _ in one.levels] for one in supposing.choices()}
    found: dict[str, int] = {}
    for code, level in rows.values_list("question", "to_level"):
        higher = levels.get(code, [])
        wanted = level if level in higher else next(iter(higher), None) if level is None else None
        if wanted is not None:
            found[code] = max(wanted, found.get(code, wanted))
    return supposing.asked_of(found)


def scenarios_of(organisation: Organisation) -> QuerySet[Scenario]:
    """The organisation's scenarios by name, with their submissions. One query."""
    rows = organisation.scenarios.select_related(
        "submission__assessment", "submission__version", "submission__snapshot", "added_by"
    )
    return rows.defer("submission__version__scoring_notes").order_by("name")
