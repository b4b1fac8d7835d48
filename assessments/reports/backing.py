"""How much of a score rests on assertion only, and how much on evidence past its date. Pure."""

from __future__ import annotations

from fractions import Fraction

from assessments.reports.replies import Asked, Sitting
from assessments.wording import percent
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
    """A sentence for each of the shares that there is."""
    found = shares(sitting)
    if found is None:
        return ()
    what = "score" if sitting.result.complete else "score so far"
    reasons = (
        "assertion only, without evidence that is documented or tested",
        "evidence that is past its date",
    )
    return tuple(
        f"{percent(share)} of the {what} rests on {reason}; that does not change the score."
        for share, reason in zip(found, reasons, strict=True)
        if share
    )
