"""What of a report a board has to see: its risks, what to do, and what it has to decide. Pure.

Everything here is a part of the report, cut to what fits on a few pages; a sentence says what was
left out, and the working paper has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate

from assessments.planning.actions import NO_DATE, QUARTER, Planned, grouped, totals
from assessments.reports.answered import Flagged, PairedAnswer, ReportContradiction
from assessments.reports.content import (
    PlannedQuarter,
    Report,
    ReportAction,
    ReportBand,
    ReportEffort,
    ReportGate,
    ReportPlan,
)
from assessments.reports.signing import ReportSigning
from assessments.wording import counted, listed, long_date

PAGES_MOST = 4
FIRST_MOST, STRONGEST_MOST = 3, 3
BAND_LEAST = 200
"""The characters that what a band allows, and the limits of the whole, have in any room."""
CODES_MOST = 10
"""The most decisions left out that are named."""
REASON_LEAST = 60
"""The characters that the name of an effort has in any room, and why an action is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The most of each that is shown, and the most characters of a text and of a name.

    `gates` are those in full: further ones are named. `actions` are those of all efforts together,
    of which each effort has one at least. `rows` are the dimensions in tables: further ones are in
    words. Of more than `named` no dimension has its name.
    """

    gates: int = 5
    unknown: int = 6
    pairs: int = 3
    actions: int = 9
    decisions: int = 6
    text: int = 400
    name: int = 110
    people: int = 24
    rounds: int = 4
    items: int = 5
    rows: int = 60
    named: int = 1_000


_CUTS: Sequence[Mapping[str, int]] = (
    {},
    {"actions": 8},
    {"decisions": 5},
    {"actions": 7},
    {"rounds": 2},
    {"actions": 6},
    {"decisions": 4},
    {"text": 300},
    {"pairs": 2, "unknown": 4},
    {"actions": 5},
    {"rows": 30},
    {"decisions": 3},
    {"actions": 4},
    {"gates": 4},
    {"rows": 20},
    {"actions": 3},
    {"gates": 3},
    {"items": 4},
    {"rows": 10},
    {"unknown": 3, "pairs": 1, "items": 3},
    {"gates": 2, "people": 8},
    {"text": 120, "name": 60, "items": 2},
    {"gates": 1, "unknown": 1, "decisions": 1, "rounds": 1},
    {"actions": 1, "text": 60, "name": 40, "people": 4, "items": 1},
    {"rows": 5},
    {"rows": 0},
    {"named": 0},
)
ROOMS = tuple(accumulate(_CUTS, lambda room, cut: replace(room, **cut), initial=Room()))[1:]
"""From plenty of room to little, each with a little less than the one before."""
QUARTERS_MOST = 5
"""For how many quarters the plan has a row; what is due after that has one together."""
LATE, LATER, UNSAID = "Late", "Later", "not said"
_TOO_LONG = "Too long for this report: see the working paper."
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?![a-z])")


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
    sentence where the organisation is strong, or is empty. `rows` and `named` are the room's.
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
    rows: int
    named: int


def board(report: Report, room: Room = ROOMS[0]) -> Board:
    """The parts of the report that a board sees."""
    critical = {each.code for each in report.questions if each.critical}
    unknown = [each for each in report.unknown if each.code in critical]
    decisions = [each for each in report.actions if each.decision]
    gates = sorted(report.gates, key=lambda gate: (not gate.lowered, not gate.to_lift))
    return Board(
        first=tuple(action_within(each, room) for each in report.first_actions[:FIRST_MOST]),
        strongest=_strongest(report, room),
        gates=tuple(_gate(each, room) for each in gates[: room.gates]),
        more_gates=_further(gates[room.gates :], room),
        unknown=tuple(
            replace(each, title=shortened(each.title, room.name))
            for each in unknown[: room.unknown]
        ),
        more_unknown=_more(len(unknown) - room.unknown, "answer"),
        pairs=tuple(_pair(each, room) for each in report.contradictions[: room.pairs]),
        more_pairs=_more(len(report.contradictions) - room.pairs, "pair"),
        efforts=tuple(_efforts(report, room)),
        decisions=tuple(action_within(each, room) for each in decisions[: room.decisions]),
        more_decisions=_further_decisions([each.code for each in decisions[room.decisions :]]),
        took_part=_people(report.took_part, room),
        signing=None if report.signing is None else _signing(report.signing, room),
        final=None if report.headline.final is None else band_within(report.headline.final, room),
        rows=room.rows,
        named=room.named,
    )


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters, cut between words where it can be."""
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{cut.rpartition(' ')[0] or cut} …"


def whole_sentences(text: str, most: int) -> str:
    """The first sentences of the text that take at most so many characters, each of them whole,
    because half a condition may say the opposite; where not one does, a sentence that says so.
    """
    if len(text) <= most:
        return text
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text) if found.end() <= most]
    return f"{text[: ends[-1]].rstrip()} …" if ends else _TOO_LONG


def _more(number: int, what: str) -> str:
    return f"And {counted(number, f'more {what}')}: see the working paper." if number > 0 else ""


def _further(gates: Sequence[ReportGate], room: Room) -> str:
    """Each of these gates by name, or by code where there are more than a few."""
    if not gates:
        return ""
    few = len(gates) <= room.unknown
    named = [
        f"{each.code} {shortened(each.title, room.name)}" if few else each.code for each in gates
    ]
    return f"And {counted(len(gates), 'more gate')}, in the working paper: {listed(named)}."


def _further_decisions(codes: Sequence[str]) -> str:
    """Each by its code where there are a few, which finds it in the working paper."""
    if not codes or len(codes) > CODES_MOST:
        return _more(len(codes), "decision")
    return f"And {counted(len(codes), 'more decision')}, in the working paper: {listed(codes)}."


def _strongest(report: Report, room: Room) -> str:
    named = [shortened(each.title, room.name) for each in report.strengths[:STRONGEST_MOST]]
    return f"{'; '.join(named)}." if named else ""


def action_within(action: ReportAction, room: Room) -> ReportAction:
    """What a page about more than this action says of it."""
    return replace(
        action,
        title=shortened(action.title, room.name),
        text=whole_sentences(action.text, room.text),
        owner=shortened(action.owner, room.name),
        reason=shortened(action.reason, max(room.name, REASON_LEAST)),
        guidance=None,
        items=(),
        effort_meaning="",
    )


def _gate(gate: ReportGate, room: Room) -> ReportGate:
    title, message = shortened(gate.title, room.name), whole_sentences(gate.message, room.text)
    return replace(gate, title=title, message=message, answer=shortened(gate.answer, room.name))


def _pair(pair: ReportContradiction, room: Room) -> ReportContradiction:
    return replace(
        pair,
        answers=tuple(_answer(each, room) for each in pair.answers),
        message=whole_sentences(pair.message, room.text),
        reason=whole_sentences(pair.reason, room.text),
    )


def _answer(one: PairedAnswer, room: Room) -> PairedAnswer:
    title, answer = shortened(one.title, room.name), shortened(one.answer, room.name)
    return replace(one, title=title, answer=answer)


def _signing(signing: ReportSigning, room: Room) -> ReportSigning:
    sent = [replace(one, said=whole_sentences(one.said, room.text)) for one in signing.sent]
    signed = [replace(one, said=whole_sentences(one.said, room.text)) for one in signing.decisions]
    return replace(signing, sent=sent[-room.rounds :], decisions=signed[-room.rounds :])


def band_within(band: ReportBand, room: Room) -> ReportBand:
    """The band with texts of whole sentences that fit, and items that are counted beyond those."""
    return replace(
        band,
        summary=whole_sentences(band.summary, room.text),
        meaning=whole_sentences(band.meaning, max(room.text, BAND_LEAST)),
        you_can_start=_items(band.you_can_start, room),
        you_should_not_start=_items(band.you_should_not_start, room),
    )


def _items(texts: Sequence[str], room: Room) -> Sequence[str]:
    shown = [whole_sentences(text, max(2 * room.name, room.text)) for text in texts[: room.items]]
    left = _more(len(texts) - room.items, "item")
    return (*shown, left) if left else tuple(shown)


def _efforts(report: Report, room: Room) -> Iterable[EffortGroup]:
    """The efforts in the rubric's order, those that it does not name last."""
    meanings = {each.name: _effort(each) for each in report.efforts}
    names = dict.fromkeys([*meanings, *(each.effort for each in report.actions)])
    actions = {name: [one for one in report.actions if one.effort == name] for name in names}
    groups = [(name, own) for name, own in actions.items() if own]
    for place, (name, own) in enumerate(groups):
        own.sort(key=lambda each: (-Decimal(each.gain or 0), each.place))
        share, over = divmod(room.actions, len(groups))
        most = max(share + (place < over), 1)
        yield EffortGroup(
            name=shortened(name, max(room.name, REASON_LEAST)),
            meaning=whole_sentences(meanings.get(name, ""), room.text),
            actions=tuple(action_within(each, room) for each in own[:most]),
            more=_more(len(own) - most, "action"),
        )


def _effort(effort: ReportEffort) -> str:
    """What an effort means in its first sentence, and what is assumed of each such action. The rest
    is for those who plan: rubrics say there how to change the assumptions, and a board cannot.
    """
    means, stop, _ = effort.meaning.partition(". ")
    return effort.with_assumed(means + stop.rstrip())


def _people(names: Sequence[str], room: Room) -> str:
    """ "Answers were given by Ann Lee, Bo Diaz and 3 others." """
    if not names:
        return ""
    shown, left = list(names[: room.people]), len(names) - room.people
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
