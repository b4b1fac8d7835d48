"""How far an assessment has come (section 5): what is done, and what is still to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.rubric.definition import DimensionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, Marker, State, asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionProgress:
    """One dimension's part. `started` also counts answers to questions that are not required."""

    done: int
    total: int
    started: bool

    @property
    def complete(self) -> bool:
        """Whether nothing required is left; so it is where nothing is required."""
        return self.done == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts over the questions that are asked and required. `outstanding` is in rubric order."""

    answered: int
    total: int
    by_dimension: Mapping[str, DimensionProgress]
    outstanding: Sequence[str]

    @property
    def complete(self) -> bool:
        """Whether the assessment may be submitted, as far as answers go."""
        return not self.outstanding


def progress(spec: RubricSpec, sheet: AnswerSheet, marker: Marker) -> Progress:
    """The progress of a sheet: answered, don't know and not applicable are done."""
    return progress_over(spec, sheet, asked(spec, sheet, marker))


def progress_over(spec: RubricSpec, sheet: AnswerSheet, codes: frozenset[str]) -> Progress:
    """As `progress`, for a caller that knows which questions are asked."""
    outstanding: list[str] = []
    by_dimension = {
        dimension.code: _of_dimension(dimension, sheet, codes, outstanding)
        for dimension in spec.dimensions
    }
    return Progress(
        answered=sum(part.done for part in by_dimension.values()),
        total=sum(part.total for part in by_dimension.values()),
        by_dimension=by_dimension,
        outstanding=tuple(outstanding),
    )


def _of_dimension(
    dimension: DimensionSpec,
    sheet: AnswerSheet,
    codes: frozenset[str],
    outstanding: list[str],
) -> DimensionProgress:
    done = total = 0
    started = False
    for question in dimension.questions:
        if question.code not in codes:
            continue
        is_done = sheet.reply(question.code).state is not State.UNANSWERED
        started = started or is_done
        if question.required:
            total += 1
            done += is_done
            if not is_done:
                outstanding.append(question.code)
    return DimensionProgress(done=done, total=total, started=started)
