"""A scored assessment with its working shown. Fractions are exact; shown scores have one decimal.

A mark is 0 to 1; a score, a gap and a gain are in points of the scale from 0 to 100; a share is
0 to 1 of its parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.sheet import State, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """An exact score and the one that people read."""

    exact: Fraction

    @property
    def shown(self) -> Decimal:
        return rounded(self.exact)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question's part in the sums.

    `points`, `full`, `level` and `mark` are `None` where the state gives none (not asked, not
    applicable, an unscored kind, or unanswered while the assessment is incomplete; once it is
    complete, an optional question left out counts as its lowest). `share` is the question's
    share among the counted questions of its dimension; `weighted_share` is that times the
    dimension's share of the whole.
    `gap` is what the full mark would add to the overall score, `gain` what the next level would.
    """

    code: str
    dimension: str
    state: State
    points: Fraction | None = None
    full: Fraction | None = None
    level: int | None = None
    mark: Fraction | None = None
    share: Fraction | None = None
    weighted_share: Fraction | None = None
    gap: Fraction | None = None
    gain: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """`score` is `None` when no question counts, or while a required scored one is open."""

    code: str
    name: str
    weight: Fraction
    share: Fraction | None
    score: Score | None
    band: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredGate:
    """A gate that fired. `missing` are the lines that it asks for and that are not ticked."""

    question: str
    level: int
    cap_band: str
    message: str
    missing: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceBreak:
    """A dimension whose rounded score is below what `band` asks of every dimension."""

    dimension: str
    score: Decimal
    minimum: Decimal
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The three bands of section 4 and what lowered them. Each is `None` with no overall score.

    `gates` are those that have fired for certain, also while the assessment is incomplete.
    """

    from_score: str | None
    after_balance: str | None
    final: str | None
    gates: Sequence[FiredGate] = ()
    balance: Sequence[BalanceBreak] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeEnd:
    """One end of the range of an incomplete assessment.

    `bands` says how the final band of this end is reached. A result's document holds the final
    band only, so a result that is read back has none, and two ends are equal without it.
    """

    score: Score | None
    final_band: str | None
    bands: Bands | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedAction:
    """Advice from the rubric, in order of use. `effort`, `owner`, `guidance` are codes.

    `shortfall` and `gain` are `None` where the rubric shows no score.
    """

    question: str
    gate: bool
    effort: str
    owner: str
    text: str
    guidance: str | None
    shortfall: Fraction | None
    gain: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that `score` worked out.

    `complete` means that every required asked question is done. While it is not, `overall` and
    the bands are `None` and only `low` and `high` speak; when it is, both ends equal `overall`.
    `highest_open_band` is given where the rubric shows no score, and every figure is `None` then.
    """

    engine_version: str
    sector: str
    complete: bool
    overall: Score | None
    low: RangeEnd
    high: RangeEnd
    bands: Bands
    dimensions: Sequence[DimensionResult]
    questions: Sequence[QuestionResult]
    unknown: Sequence[str]
    unconfirmed: Sequence[str]
    actions: Sequence[RecommendedAction]
    highest_open_band: str | None = None

    @property
    def judges(self) -> bool:
        """Whether any question counts so far: an answer or a don't know that reached a level."""
        return any(question.level is not None for question in self.questions)

    def question(self, code: str) -> QuestionResult:
        """The result of one question; raises `KeyError`."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)
