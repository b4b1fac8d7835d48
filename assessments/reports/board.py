"""What of a report a board has to see: its risks, what to do, and what it has to decide. Pure.

Everything here is a part of the report, cut to what fits on a few pages; a sentence says what was
left out, and the working paper has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments.planning.actions import NO_DATE, QUARTER, Planned, grouped, totals
from assessments.reports.answered import Flagged
from assessments.reports.content import (
    PlannedQuarter,
    Report,
    ReportAction,
    ReportBand,
    ReportGate,
    ReportPlan,
)
from assessments.reports.signing import ReportSigning
from assessments.reports.unfit import PairedAnswer, ReportContradiction
from assessments.wording import counted, listed, long_date

FIRST_MOST, STRONGEST_MOST = 3, 3
GATES_MOST, UNKNOWN_MOST, PAIRS_MOST = 5, 6, 3
OF_AN_EFFORT_MOST, DECISIONS_MOST = 3, 6
TEXT_MOST, NAME_MOST = 400, 110
PEOPLE_MOST, ROUNDS_MOST, ITEMS_MOST = 24, 4, 5
"""The most names, and the most characters of a text and of a name, before they are cut short."""
QUARTERS_MOST = 5
"""For how many quarters the plan has a row; what is due after that has one together."""
LATE, LATER, UNSAID = "Late", "Later", "not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortGroup:
    """The actions of one effort, those that gain most first; `more` says how many are left out."""

    name: str
    meaning: str
    actions: Sequence[ReportAction]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The parts of a board report. Each `more_...` counts what was left out, or is empty.

    `unknown` are the critical questions that were answered "don't know"; `strongest` says in a
    sentence where the organisation is strong, or is empty.
    """

    first: Sequence[ReportAction]
    strongest: str
    gates: Sequence[ReportGate]
    more_gates: str
    unknown: Sequence[Flagged]
    more_unknown: str
    pairs: Sequence[ReportContradiction]
    more_pairs: str
    efforts: Sequence[EffortGroup]
    decisions: Sequence[ReportAction]
    more_decisions: str
    took_part: str
    signing: ReportSigning | None
    final: ReportBand | None


def board(report: Report) -> Board:
    """The parts of the report that a board sees."""
    critical = {each.code for each in report.questions if each.critical}
    unknown = [each for each in report.unknown if each.code in critical]
    decisions = [each for each in report.actions if each.decision]
    gates = sorted(report.gates, key=lambda gate: not gate.lowered)
    return Board(
        first=tuple(map(_action, report.first_actions[:FIRST_MOST])),
        strongest=_strongest(report),
        gates=tuple(map(_gate, gates[:GATES_MOST])),
        more_gates=_more(len(gates) - GATES_MOST, "gate"),
        unknown=tuple(
            replace(each, title=shortened(each.title, NAME_MOST)) for each in unknown[:UNKNOWN_MOST]
        ),
        more_unknown=_more(len(unknown) - UNKNOWN_MOST, "answer"),
        pairs=tuple(map(_pair, report.contradictions[:PAIRS_MOST])),
        more_pairs=_more(len(report.contradictions) - PAIRS_MOST, "pair"),
        efforts=tuple(_efforts(report)),
        decisions=tuple(map(_action, decisions[:DECISIONS_MOST])),
        more_decisions=_more(len(decisions) - DECISIONS_MOST, "decision"),
        took_part=_people(report.took_part),
        signing=None if report.signing is None else _signing(report.signing),
        final=None if report.headline.final is None else _band(report.headline.final),
    )


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters, cut between words where it can be."""
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _more(number: int, what: str) -> str:
    return f"And {counted(number, f'more {what}')}: see the working paper." if number > 0 else ""


def _strongest(report: Report) -> str:
    named = [shortened(each.title, NAME_MOST) for each in report.strengths[:STRONGEST_MOST]]
    return f"{'; '.join(named)}." if named else ""


def _action(action: ReportAction) -> ReportAction:
    return replace(
        action,
        title=shortened(action.title, NAME_MOST),
        text=shortened(action.text, TEXT_MOST),
        owner=shortened(action.owner, NAME_MOST),
        guidance=None,
        items=(),
        effort_meaning="",
    )


def _gate(gate: ReportGate) -> ReportGate:
    title, message = shortened(gate.title, NAME_MOST), shortened(gate.message, TEXT_MOST)
    return replace(gate, title=title, message=message, answer=shortened(gate.answer, NAME_MOST))


def _pair(pair: ReportContradiction) -> ReportContradiction:
    return replace(
        pair,
        answers=tuple(map(_answer, pair.answers)),
        message=shortened(pair.message, TEXT_MOST),
        reason=shortened(pair.reason, TEXT_MOST),
    )


def _answer(one: PairedAnswer) -> PairedAnswer:
    title, answer = shortened(one.title, NAME_MOST), shortened(one.answer, NAME_MOST)
    return replace(one, title=title, answer=answer)


def _signing(signing: ReportSigning) -> ReportSigning:
    sent = [replace(one, said=shortened(one.said, TEXT_MOST)) for one in signing.sent]
    signed = [replace(one, said=shortened(one.said, TEXT_MOST)) for one in signing.decisions]
    return replace(signing, sent=sent[-ROUNDS_MOST:], decisions=signed[-ROUNDS_MOST:])


def _band(band: ReportBand) -> ReportBand:
    return replace(
        band,
        summary=shortened(band.summary, TEXT_MOST),
        meaning=shortened(band.meaning, TEXT_MOST),
        you_can_start=_items(band.you_can_start),
        you_should_not_start=_items(band.you_should_not_start),
    )


def _items(texts: Sequence[str]) -> Sequence[str]:
    return tuple(shortened(text, 2 * NAME_MOST) for text in texts[:ITEMS_MOST])


def _efforts(report: Report) -> Iterable[EffortGroup]:
    """The efforts in the rubric's order, those that it does not name last."""
    meanings = {each.name: each.meaning for each in report.efforts}
    for name in dict.fromkeys([*meanings, *(each.effort for each in report.actions)]):
        own = [each for each in report.actions if each.effort == name]
        if own:
            own.sort(key=lambda each: (-Decimal(each.gain or 0), each.place))
            yield EffortGroup(
                name=name,
                meaning=shortened(meanings.get(name, ""), TEXT_MOST),
                actions=tuple(map(_action, own[:OF_AN_EFFORT_MOST])),
                more=_more(len(own) - OF_AN_EFFORT_MOST, "action"),
            )


def _people(names: Sequence[str]) -> str:
    """ "Answers were given by Ann Lee, Bo Diaz and 3 others." """
    if not names:
        return ""
    shown, left = list(names[:PEOPLE_MOST]), len(names) - PEOPLE_MOST
    if left > 0:
        shown.append(counted(left, "other"))
    return f"Answers were given by {listed(shown)}."


def plan_by_quarter(plan: Sequence[Planned], today: date) -> ReportPlan | None:
    """What of a plan is to be done today; `None` where that is nothing."""
    left = [one for one in plan if one.is_open]
    if not left:
        return None
    late = [one for one in left if one.is_late(today)]
    quarters = list(grouped([one for one in left if not one.is_late(today)], QUARTER))
    dated = [group for group in quarters if group[0] != NO_DATE]
    later = [one for _, rows in dated[QUARTERS_MOST:] for one in rows]
    undated = [group for group in quarters if group[0] == NO_DATE]
    groups = [(LATE, late), *dated[:QUARTERS_MOST], (LATER, later), *undated]
    return ReportPlan(
        day=long_date(today), quarters=tuple(_row(name, rows) for name, rows in groups if rows)
    )


def _row(name: str, rows: Sequence[Planned]) -> PlannedQuarter:
    found = totals(rows)
    unsaid = f"{counted(found.unsaid, 'action does', 'actions do')} not say"
    said = found.cost if found.unsaid < len(rows) else ""
    parts = [said, unsaid if found.unsaid and said else ""]
    return PlannedQuarter(
        name=name,
        actions=str(len(rows)),
        takes="; ".join(part for part in parts if part) or UNSAID,
    )
