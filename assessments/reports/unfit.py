"""Answers that do not fit together, as a report has them: frozen values, ready in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedAnswer:
    """One of two answers that do not fit together, under the code of its question."""

    code: str
    title: str
    dimension: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContradiction:
    """Two answers that do not fit together, what the rubric asks of whoever keeps both, and why
    both are right. `at` is as in ISO 8601, and `said` says who gave the reason and when; without a
    reason they are empty.
    """

    code: str
    message: str
    answers: Sequence[PairedAnswer]
    reason: str
    by: str
    at: str
    said: str

    @property
    def questions(self) -> Sequence[str]:
        """The codes of the two questions."""
        return tuple(one.code for one in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """The same at one of the two questions: the other answer, what is asked, and the reason."""

    other: PairedAnswer
    message: str
    reason: str
    said: str
