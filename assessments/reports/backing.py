"""How much of a score rests on assertion only, and which answers name evidence past its date.
Pure.
"""

from __future__ import annotations

from fractions import Fraction

from assessments.reports.replies import Asked, Sitting
from assessments.scoring.sheet import State
from assessments.wording import counted, percent
from assessments.workflow import Strength


def shares(sitting: Sitting) -> tuple[Fraction, Fraction] | None:
    """Two shares, 0 to 1, of the points that the answers earn: that of answers which rest on
    assertion only, and that of those whose evidence is past its date. `None` where no point is
    earned, and where the rubric shows no score.

    What an answer earns is its mark times its share of the whole, so all of it is the score. An
    answer rests on assertion only where nothing that it names is documented or tested, with no
    evidence at all too; on evidence past its date where something is, and all of that was good
    until an earlier day. So no answer is in both. A line that names no item is documented where it
    leads somewhere (`evidence.strength_typed`), and has no date.
    """
    if sitting.result.highest_open_band is not None:
        return None
    earned = asserted = past = Fraction(0)
    for each in sitting.asked.values():
        result = each.result
        if result.mark is None or result.weighted_share is None:
            continue
        points = result.mark * result.weighted_share
        earned += points
        shown = _shown(sitting, each)
        if not shown:
            asserted += points
        elif all(shown):
            past += points
    return (asserted / earned, past / earned) if earned else None


def _shown(sitting: Sitting, each: Asked) -> list[bool]:
    """Of every line of evidence that is documented or tested, whether it is past its date."""
    holding = sitting.holding
    return [
        holding.is_past(line)
        for line in each.reply.evidence
        if holding.strength(line) is not Strength.ASSERTED
    ]


def backing(sitting: Sitting) -> tuple[str, ...]:
    """A sentence for what rests on assertion, and one for what evidence is past its date, of those
    that there are. Where the rubric shows no score, nothing is said of shares.
    """
    asserted, past = shares(sitting) or (Fraction(0), Fraction(0))
    what = "score" if sitting.result.complete else "score so far"
    same = "that does not change the score."
    found = []
    if asserted:
        found.append(
            f"{percent(asserted)} of the {what} rests on assertion only, without evidence that is "
            f"documented or tested; {same}"
        )
    number = sum(_names_past(sitting, each) for each in sitting.asked.values())
    if number:
        named = counted(number, "answer names", "answers name")
        share = f", and {percent(past)} of the {what} rests on nothing better; {same}"
        found.append(f"{named} evidence that is past its date{share if past else '.'}")
    return tuple(found)


def _names_past(sitting: Sitting, each: Asked) -> bool:
    """Whether the answer names any evidence that is past its date, as the lists of answers say."""
    past = sitting.holding.is_past
    return each.result.state is not State.NOT_ASKED and any(map(past, each.reply.evidence))
