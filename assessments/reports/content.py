"""A report as frozen values, ready in words: pages and exports lay it out and work nothing out.

Every score, share, gap and gain is text with one decimal, rounded half up from the exact figure.
A figure that does not exist is `None` (or an empty text where a sentence stands in its place).
Everything here may hold what a person typed: whoever prints it must escape it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.reports.parts import (
    ActionPart,
    BalancePart,
    BandPart,
    DimensionPart,
    Edition,
    EffortPart,
    Figure,
    Flagged,
    GapPart,
    GatePart,
    Headline,
    Link,
    MethodPart,
    Particulars,
    QuestionPart,
    SourcePart,
    Strength,
)

__all__ = [
    "FIRST_ACTIONS",
    "ActionPart",
    "BalancePart",
    "BandPart",
    "DimensionPart",
    "Edition",
    "EffortPart",
    "Figure",
    "Flagged",
    "GapPart",
    "GatePart",
    "Headline",
    "Link",
    "MethodPart",
    "Particulars",
    "QuestionPart",
    "Report",
    "SourcePart",
    "Strength",
]

FIRST_ACTIONS = 10
"""How many actions stand on the report's opening pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One submission, whole. `questions` are those asked, in order, and `counts` says how they were
    answered; `result_document` is the scored result as frozen, never recomputed. `no_actions` and
    `no_first_actions` say why there are none, and are empty where there are some.
    """

    particulars: Particulars
    edition: Edition
    engine_version: str
    headline: Headline
    bands: Sequence[BandPart]
    dimensions: Sequence[DimensionPart]
    gates: Sequence[GatePart]
    balance: Sequence[BalancePart]
    strengths: Sequence[Strength]
    gaps: Sequence[GapPart]
    actions: Sequence[ActionPart]
    no_actions: str
    no_first_actions: str
    efforts: Sequence[EffortPart]
    unknown: Sequence[Flagged]
    unconfirmed: Sequence[Flagged]
    questions: Sequence[QuestionPart]
    unasked: Sequence[QuestionPart]
    counts: str
    method: Sequence[MethodPart]
    sources: Sequence[SourcePart]
    result_document: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"Readiness report: {self.particulars.organisation}"

    @property
    def first_actions(self) -> Sequence[ActionPart]:
        """The actions to plan now: behind a gate or well short of full marks, at most ten."""
        return tuple(action for action in self.actions if action.urgent)[:FIRST_ACTIONS]

    def questions_of(self, dimension: str) -> Sequence[QuestionPart]:
        """The asked questions of the dimension with that code, in order."""
        return tuple(question for question in self.questions if question.dimension == dimension)
