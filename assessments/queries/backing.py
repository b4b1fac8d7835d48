"""Reading what an organisation's evidence is: who owns it, and which answers it backs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Model, Q, QuerySet, Value

from assessments.evidence import Held, Holding
from assessments.models import Assessment, Evidence, Organisation, PlannedAction
from assessments.queries.assessments import standing_of
from assessments.queries.held import held_of, with_files
from assessments.queries.members import with_owned
from assessments.queries.prepared import Asked, Columns, Prepared, added
from assessments.rubric.definition import QuestionSpec
from assessments.workflow import ACTION_OPEN, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An item with the name of who owns it. One is `owned` whose owner is still a member."""

    held: Held
    owner: str
    owned: bool


def items_of(organisation: Organisation) -> list[Listed]:
    """Everything that the organisation has, with its files, the longest good first. One query."""
    theirs = Evidence.objects.filter(organisation=organisation).select_related("owner")
    rows = with_files(with_owned(theirs))
    return [
        Listed(held=held_of(row), owner=str(row.owner or ""), owned=added(row, "owned"))
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are, how many are past their date (of actions: late), how many have no owner
    that is a member, and of actions how many are still to be done.
    """

    total: int = 0
    past: int = 0
    no_owner: int = 0
    open: int = 0


def _both(organisation: int, today: date) -> QuerySet[Model, Columns]:
    actions = with_owned(PlannedAction.objects.filter(organisation=organisation))
    open_now = Q(state__in=list(ACTION_OPEN))
    theirs = with_owned(Evidence.objects.filter(organisation=organisation))
    return _counts("evidence", theirs, Q(good_until__lt=today), Q(owned=False), Q()).union(
        _counts("plan", actions, open_now & Q(due__lt=today), open_now & Q(owned=False), open_now),
        all=True,
    )


_in_both = Prepared(_both, -1, date.min)


def counts_asked(organisation: Organisation, today: date) -> Asked[Columns]:
    """What `counted` asks."""
    return _in_both.asked(organisation.pk, today)


def counted(organisation: Organisation, today: date) -> tuple[Counted, Counted]:
    """Of the organisation's evidence, and of the actions of its plan. One query."""
    rows = counts_asked(organisation, today).rows()
    found = {of: Counted(total=n, past=p, no_owner=o, open=w) for of, n, p, o, w in rows}
    return found.get("evidence", Counted()), found.get("plan", Counted())


def _counts(
    of: str, rows: QuerySet[Model], past: Q, no_owner: Q, still: Q
) -> QuerySet[Model, Columns]:
    found: QuerySet[Model, Columns] = (
        rows.order_by()
        .annotate(of=Value(of))
        .values("of")
        .annotate(
            n=Count("pk"),
            p=Count("pk", filter=past),
            o=Count("pk", filter=no_owner),
            w=Count("pk", filter=still),
        )
        .values_list("of", "n", "p", "o", "w")
    )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """What backs the answers of an assessment: `codes` of questions, in the order of asking, by the
    reference of the item that their answers name. `lacking` are high answers that name none. The
    `others` are those that could be asked for, this one included.
    """

    assessment: Assessment
    others: Sequence[Assessment]
    codes: Mapping[str, Sequence[str]]
    lacking: Sequence[QuestionSpec]


def backed_in(
    organisation: Organisation, items: Sequence[Listed], reference: str = ""
) -> Backed | None:
    """Of the assessment with that reference, or the newest in progress, or the newest submitted
    where none is in progress; `None` where there is none. Two queries.
    """
    rows = list(
        Assessment.objects.filter(organisation=organisation)
        .exclude(status=Status.WITHDRAWN)
        .select_related("version")
    )
    others = [row for row in rows if row.is_open] or rows[:1]
    if not others:
        return None
    chosen = next((row for row in others if row.reference == reference), others[0])
    standing = standing_of(chosen)
    holding = Holding(items=[one.held for one in items])
    codes: dict[str, list[str]] = {}
    for _, question in standing.spec.questions():
        for item in holding.named(standing.sheet.reply(question.code).evidence):
            codes.setdefault(item.reference, []).append(question.code)
    return Backed(
        assessment=chosen,
        others=others,
        codes=codes,
        lacking=[standing.spec.question(code) for code in standing.result.unconfirmed],
    )
