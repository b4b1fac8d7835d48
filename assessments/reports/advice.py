"""What a report says where it has no action to recommend: why, and never more than is so. Pure.

A level may have no action, so an empty list need not mean that all is well.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.reports.content import ActionPart
from assessments.reports.replies import Sitting, weak

NOTHING_COUNTS = "No question counts towards a score, so there is nothing to show here."
ALL_DONE = "There is nothing to recommend: every question that counts has full marks."
NO_ADVICE = "This questionnaire gives no advice for these answers."
NOTHING_URGENT = "Every question is at three quarters of its points or above."
NO_URGENT_ADVICE = "This questionnaire gives no advice on what is most urgent here."


def why_no_action(sitting: Sitting, actions: Sequence[ActionPart]) -> str:
    """The sentence that stands in place of the actions; empty when there are some."""
    if actions:
        return ""
    if sitting.result.overall is None:
        return NOTHING_COUNTS
    return NO_ADVICE if any(each.result.gap for each in sitting.asked.values()) else ALL_DONE


def why_nothing_first(sitting: Sitting, actions: Sequence[ActionPart]) -> str:
    """The sentence that stands in place of the urgent actions; empty when there are some."""
    if any(action.urgent for action in actions):
        return ""
    if not actions:
        return why_no_action(sitting, actions)
    return NO_URGENT_ADVICE if sitting.result.bands.gates or weak(sitting) else NOTHING_URGENT
