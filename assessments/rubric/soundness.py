"""Whether a rubric is fit to be published: faults that stop it, and warnings worth a look.

One examination serves files and the admin.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from assessments.question_types import Marking, marking
from assessments.rubric.codes import check_codes, check_reused_codes, questions_with_places
from assessments.rubric.definition import BandSpec, DimensionSpec, QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings
from assessments.rubric.fitting import check_fitting
from assessments.rubric.reach import (
    KIND_BLOCKS,
    check_condition,
    check_conditions,
    check_dimensions,
    check_gates,
    check_levels_reached,
    check_sectors,
)
from assessments.rubric.reading_age import check_reading_age

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


def rules_of(kind: str) -> Marking | None:
    """What a kind of question demands; `None` for a kind that does not exist."""
    try:
        return marking(kind)
    except KeyError:
        return None


def examine(spec: RubricSpec, findings: Findings, before: RubricSpec | None = None) -> None:
    """Adds every fault and warning to the findings.

    Their unread places are those where the spec holds something harmless instead; `before` is the
    edition published last, where there is one, whose codes must not come to mean something else.
    """
    check_codes(spec, findings)
    _check_bands(spec.bands, findings)
    _check_terms(spec, findings)
    _check_weights("dimensions", [d.weight for d in spec.dimensions], "dimension", findings)
    check_dimensions(spec, findings)
    reached: dict[str, Collection[int]] = {}
    for index, dimension in enumerate(spec.dimensions):
        _check_dimension(f"dimensions[{index}]", dimension, reached, findings)
    earlier: dict[str, tuple[str, QuestionSpec]] = {}
    for place, question in questions_with_places(spec):
        check_condition(place, question, earlier, spec, findings)
        check_gates(place, question, reached.get(question.code, ()), spec, findings)
        earlier.setdefault(question.code, (place, question))
    check_conditions(spec, reached, findings)
    check_fitting(spec, reached, findings)
    check_sectors(spec, findings)
    _check_dont_know(spec, findings)
    if before is not None:
        check_reused_codes(spec, before, findings)
    check_reading_age(spec, findings)


def _check_bands(bands: Sequence[BandSpec], findings: Findings) -> None:
    if findings.touches_unread("bands"):
        return
    least: Decimal | None = None
    for index, band in enumerate(bands):
        place = f"bands[{index}]"
        before = bands[index - 1] if index else None
        if before is None:
            if band.from_inclusive != 0:
                findings.fault(f"{place}.from_inclusive", "must be 0 in the lowest band", band.code)
            if band.minimum_each_dimension:
                message = "must be absent: the lowest band asks nothing"
                findings.fault(f"{place}.minimum_each_dimension", message, band.code)
        elif band.from_inclusive <= before.from_inclusive:
            message = f"must be above {before.from_inclusive}, where {before.code} starts"
            findings.fault(f"{place}.from_inclusive", message, band.code)
        after = bands[index + 1] if index + 1 < len(bands) else None
        end = HUNDRED if after is None else after.from_inclusive - TENTH
        if band.to_inclusive is not None and band.to_inclusive != end:
            message = f"must be {end}, just below the next band" if after else "must be 100.0"
            findings.fault(f"{place}.to_inclusive", message, band.code)
        minimum = band.minimum_each_dimension
        if least is not None and (minimum is None or minimum < least):
            message = f"asks less of each dimension than a lower band, which asks {least}"
            findings.warn(f"{place}.minimum_each_dimension", message, band.code)
        least = minimum if minimum is not None else least


def _check_terms(spec: RubricSpec, findings: Findings) -> None:
    seen: set[str] = set()
    for index, term in enumerate(spec.glossary):
        if term.term in seen and term.term:
            findings.fault(f"glossary[{index}].term", f"{term.term} is explained twice")
        seen.add(term.term)


def _check_weights(
    place: str, weights: Iterable[Decimal], what: str, findings: Findings, subject: str = ""
) -> None:
    total = sum(weights, Decimal(0))
    if total != HUNDRED and not findings.touches_unread(place):
        message = f"{what} weights sum to {total.normalize():f}, not 100: only proportions count"
        findings.warn(place, message, subject)


def _check_dimension(
    place: str,
    dimension: DimensionSpec,
    reached: dict[str, Collection[int]],
    findings: Findings,
) -> None:
    for index, question in enumerate(dimension.questions):
        rules = rules_of(question.kind)
        if rules is not None:
            levels = _check_question(f"{place}.questions[{index}]", question, rules, findings)
            reached.setdefault(question.code, levels)
    weights = [q.weight for q in dimension.questions if q.weight is not None]
    if weights:
        _check_weights(f"{place}.questions", weights, "question", findings, dimension.code)


def _check_question(
    place: str, question: QuestionSpec, rules: Marking, findings: Findings
) -> Collection[int]:
    """The levels that answers come to; none where the question's own block is not sound."""
    code = question.code
    if rules.scored and question.weight is None:
        findings.fault(f"{place}.weight", "is missing", code)
    if not rules.scored and question.weight is not None:
        findings.fault(f"{place}.weight", "must be absent: this type is not scored", code)
    if question.not_applicable_allowed and (question.critical or question.gates):
        what = "critical question" if question.critical else "question with a gate"
        message = f"must be false: a {what} always applies"
        findings.fault(f"{place}.not_applicable.allowed", message, code)
    if any(findings.touches_unread(f"{place}.{block}") for block in KIND_BLOCKS):
        return ()
    found = rules.check(question)
    for finding in found:
        inner = f"{place}.{finding.place}" if finding.place else place
        findings.fault(inner, finding.message, code)
    _check_levels(place, question, findings)
    if found or not rules.scored:
        return ()
    reached = rules.reached(question)
    check_levels_reached(place, question, reached, findings)
    return reached


def _check_levels(place: str, question: QuestionSpec, findings: Findings) -> None:
    """Warnings: levels out of order, points that fall, and no advice below the top."""
    top = max((level.number for level in question.levels), default=0)
    for index, level in enumerate(question.levels):
        inner = f"{place}.levels[{index}]"
        if level.action is None and level.number < top:
            findings.warn(inner, f"level {level.number} has no action", question.code)
        before = question.levels[index - 1] if index else None
        if before is None:
            continue
        if before.number > level.number:
            message = f"level {level.number} comes after level {before.number}"
            findings.warn(f"{inner}.score", message, question.code)
        elif before.points is not None and level.points is not None:
            if level.points < before.points:
                message = f"level {level.number} earns less than level {before.number}"
                findings.warn(f"{inner}.points", message, question.code)


def _check_dont_know(spec: RubricSpec, findings: Findings) -> None:
    allowed = any(q.dont_know_allowed and q.scored for _, q in spec.questions())
    if allowed and spec.dont_know_action is None:
        message = 'has no action, so a "don\'t know" leads to no advice'
        findings.warn("scoring.dont_know", message)
