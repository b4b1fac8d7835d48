"""What the fields of one row must not say together, as rubric files refuse it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from assessments.models import Contradiction, Effort, Gate, Question
from assessments.models.rubric import RubricPart
from assessments.rubric.soundness import ONLY_WITHHELD

if TYPE_CHECKING:
    from assessments.admin.edition_codes import Vocabulary

Given = Mapping[str, object]
Clash = tuple[str, str]
"""The name of a field, and what is wrong with it."""

ONE_OF = {
    Gate: [("when_any_missing", "when_level_at_or_below")],
    Contradiction: [
        ("when_level_at_least", "when_level_at_most"),
        ("other_level_at_least", "other_level_at_most"),
    ],
}
"""Pairs of fields of which exactly one is given."""

BOTH = "Give one of these only: this, or “{}”."
NEITHER = "Give this, or “{}”."


def clashes(
    row: RubricPart, given: Given, labels: Mapping[str, str], edition: Vocabulary | None
) -> Iterator[Clash]:
    """What is wrong with what was given for a row. `labels` has the fields that the form shows."""
    for one, other in ONE_OF.get(type(row), ()):
        if one not in labels and not _held(given, other):
            yield other, "Give this."
        elif one in labels and _held(given, one) == _held(given, other):
            yield one, (BOTH if _held(given, one) else NEITHER).format(labels[other])
    if isinstance(row, Question):
        # A question is chosen first and saved, so that its levels or lines are offered.
        level, any_of = "condition_level_at_least", "condition_any_of"
        if _held(given, level) and _held(given, any_of):
            yield any_of, BOTH.format(labels[level])
        if given.get("exemption") and given.get("release") != "withheld":
            yield "exemption", f"This must be empty: {ONLY_WITHHELD}."
    if isinstance(row, Effort):
        low, likely = given.get("days_low"), given.get("days_likely")
        if isinstance(low, Decimal) and isinstance(likely, Decimal) and low > likely:
            yield "days_low", f"This must not be above the likely days, {likely:f}."
    if isinstance(row, Contradiction):
        yield from _of_questions(given, edition)


def _of_questions(given: Given, edition: Vocabulary | None) -> Iterator[Clash]:
    """A contradiction names two questions, and levels that they have."""
    one, other = (str(given.get(name) or "") for name in ("question_code", "other_code"))
    if one and one == other:
        yield "other_code", f"This must be another question than {one}."
    if edition is None:
        return
    for code, of, side in ((one, "question_code", "when"), (other, "other_code", "other")):
        levels = [key for key, _ in edition.opening(code).levels.pairs]
        if code and not levels:
            yield of, f"{code} is not scored, so no answer to it has a level."
        for end in ("least", "most"):
            level = given.get(f"{side}_level_at_{end}")
            if levels and level is not None and str(level) not in levels:
                yield f"{side}_level_at_{end}", f"{code} has no level {level}."


def _held(given: Given, name: str) -> bool:
    return given.get(name) not in (None, "", (), [])
