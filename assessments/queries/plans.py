"""Reading the plan of an organisation, and what its reports recommend for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assessments.models import (
    ActionNote,
    Assessment,
    Evidence,
    Membership,
    Organisation,
    PlannedAction,
    RubricVersion,
    Submission,
)
from assessments.planning.actions import Planned, Recommended
from assessments.queries.reports import build
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.documents import result_from_document
from assessments.workflow import ActionState


def recommended_in(submission: Submission) -> list[Recommended]:
    """What the submission's report recommends, in its order. No query."""
    report, spec = build(submission), spec_of(submission.version)
    result = result_from_document(submission.snapshot.result, spec)
    efforts = {one.name: one for one in spec.efforts}
    found = []
    for one in report.actions:
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


def taken_of(submission: Submission) -> dict[str, str]:
    """The actions of the plan that are not done, by the code of their question: their references,
    of the rubric that was submitted. One query.
    """
    rows = PlannedAction.objects.filter(
        organisation=submission.assessment.organisation_id, rubric=submission.assessment.rubric_id
    ).exclude(state__in=[ActionState.DONE, ActionState.DROPPED])
    return dict(rows.values_list("question", "reference"))


def _latest_versions(organisation: Organisation) -> list[RubricVersion]:
    """The edition of each rubric that the organisation started last, newest first. One query."""
    started = Assessment.objects.filter(organisation=organisation).select_related("version")
    rows = started.defer("version__scoring_notes").order_by("-started_at", "-pk")
    found: dict[int, RubricVersion] = {}
    for one in rows:
        found.setdefault(one.rubric_id, one.version)
    return list(found.values())


def questions_for(organisation: Organisation) -> dict[tuple[int | None, str], tuple[str, str]]:
    """The questions that an action can be for, by the key of their rubric and their code: title and
    the name of their dimension, in the rubrics' order. One query, and the editions that this
    process has not read yet.
    """
    return {
        (version.rubric_id, question.code): (question.title, dimension.name)
        for version in _latest_versions(organisation)
        for dimension, question in spec_of(version).questions()
        if question.is_for(organisation.sector)
    }


def efforts_for(organisation: Organisation) -> list[str]:
    """The names of efforts of the rubric that the organisation started last. One query."""
    newest = _latest_versions(organisation)[:1]
    return [one.name for version in newest for one in spec_of(version).efforts]


def _rows(organisation: Organisation) -> QuerySet[PlannedAction]:
    member = Membership.objects.filter(
        organisation=OuterRef("organisation"), user=OuterRef("owner"), user__is_active=True
    )
    rows = PlannedAction.objects.filter(organisation=organisation)
    return rows.select_related("owner", "changed_by").annotate(owned=Exists(member))


def plan_of(
    organisation: Organisation, questions: Mapping[tuple[int | None, str], tuple[str, str]]
) -> list[Planned]:
    """The organisation's whole plan. `questions` are those of `questions_for`. One query."""
    return [_planned(row, questions) for row in _rows(organisation)]


def planned(
    row: PlannedAction, questions: Mapping[tuple[int | None, str], tuple[str, str]]
) -> Planned:
    """The action as it is read. One query."""
    return _planned(_rows(row.organisation).get(pk=row.pk), questions)


def _planned(row: Any, questions: Mapping[tuple[int | None, str], tuple[str, str]]) -> Planned:
    asks, dimension = questions.get((row.rubric_id, row.question), ("", ""))
    return Planned(
        reference=row.reference,
        title=row.title,
        text=row.text,
        question=row.question,
        asks=asks,
        dimension=dimension,
        owner_key=row.owner_id,
        owner=str(row.owner) if row.owner else "",
        owned=row.owned,
        role=row.role,
        due=row.due,
        effort=row.effort,
        days=row.days,
        pounds=row.pounds,
        gain=row.gain,
        state=ActionState(row.state),
        done_on=row.done_on,
        to_level=row.to_level,
        changed_at=row.changed_at,
        changed_by=str(row.changed_by),
        revision=row.revision,
    )


def notes_of(action: PlannedAction) -> QuerySet[ActionNote]:
    """What was said of its progress, the newest first, with who said it."""
    return action.notes.select_related("said_by").order_by("-said_at", "-pk")


def evidence_of(action: PlannedAction) -> QuerySet[Evidence]:
    """The evidence items that show how far it is."""
    return Evidence.objects.filter(shows__action=action).order_by("title", "pk")
