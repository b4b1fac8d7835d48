"""Whether a rubric is fit to be published: faults that stop it, and warnings worth a look.

One examination serves files and the admin. What a kind of question demands of its own block comes
from the caller, because scoring knows no kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from assessments.scoring.findings import Finding, Ledger, Severity, Unread
from assessments.scoring.gate_soundness import check_condition, check_gates
from assessments.scoring.references import References, questions_with_places
from assessments.scoring.spec import BandSpec, DimensionSpec, QuestionSpec, RubricSpec

__all__ = ["Finding", "KindRules", "RulesOf", "Severity", "Unread", "examine", "faults", "warnings"]

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
ALL_READ = Unread()
BLOCKS = ("levels", "number", "items", "none_option", "points_to_level", "options", "type")


class BlockFinding(Protocol):
    """A fault in a question's own block: the path from the question, and what is wrong there."""

    @property
    def path(self) -> str: ...

    @property
    def message(self) -> str: ...


class KindRules(Protocol):
    """What a kind of question demands."""

    @property
    def scored(self) -> bool: ...

    def check(self, question: QuestionSpec, /) -> Sequence[BlockFinding]: ...


RulesOf = Callable[[str], KindRules | None]
"""The rules of a kind; `None` when there is no such kind."""


def faults(spec: RubricSpec, rules_of: RulesOf) -> tuple[Finding, ...]:
    """What stops the rubric from being published; empty when it is sound."""
    return tuple(
        finding for finding in examine(spec, rules_of) if finding.severity is Severity.FAULT
    )


def warnings(spec: RubricSpec, rules_of: RulesOf) -> tuple[Finding, ...]:
    """What is worth a look before publishing."""
    return tuple(
        finding for finding in examine(spec, rules_of) if finding.severity is Severity.WARNING
    )


def examine(spec: RubricSpec, rules_of: RulesOf, unread: Unread = ALL_READ) -> Sequence[Finding]:
    """Every fault and warning. `unread` names places of a file where the spec only stands in."""
    ledger = Ledger(unread)
    References(spec, ledger).check()
    _check_bands(spec.bands, ledger)
    _check_terms(spec, ledger)
    _check_weights("dimensions", [d.weight for d in spec.dimensions], "dimension", ledger)
    for index, dimension in enumerate(spec.dimensions):
        _check_dimension(f"dimensions[{index}]", dimension, rules_of, ledger)
    earlier: dict[str, tuple[str, QuestionSpec]] = {}
    for place, question in questions_with_places(spec):
        check_condition(place, question, earlier, spec, ledger)
        check_gates(place, question, spec, ledger)
        earlier.setdefault(question.code, (place, question))
    _check_sectors_are_asked(spec, ledger)
    _check_dont_know(spec, ledger)
    return ledger.found


def _check_bands(bands: Sequence[BandSpec], ledger: Ledger) -> None:
    if ledger.unread.touches("bands"):
        return
    least: Decimal | None = None
    for index, band in enumerate(bands):
        place = f"bands[{index}]"
        before = bands[index - 1] if index else None
        if before is None:
            if band.from_inclusive != 0:
                ledger.fault(f"{place}.from_inclusive", "must be 0 in the lowest band", band.code)
            if band.minimum_each_dimension:
                message = "must be absent: the lowest band is for everybody"
                ledger.fault(f"{place}.minimum_each_dimension", message, band.code)
        elif band.from_inclusive <= before.from_inclusive:
            message = f"must be above {before.from_inclusive}, where {before.code} starts"
            ledger.fault(f"{place}.from_inclusive", message, band.code)
        after = bands[index + 1] if index + 1 < len(bands) else None
        end = HUNDRED if after is None else after.from_inclusive - TENTH
        if band.to_inclusive is not None and band.to_inclusive != end:
            message = f"must be {end}, just below the next band" if after else "must be 100.0"
            ledger.fault(f"{place}.to_inclusive", message, band.code)
        minimum = band.minimum_each_dimension
        if least is not None and (minimum is None or minimum < least):
            message = f"asks less of each dimension than a lower band, which asks {least}"
            ledger.warn(f"{place}.minimum_each_dimension", message, band.code)
        least = minimum if minimum is not None else least


def _check_terms(spec: RubricSpec, ledger: Ledger) -> None:
    seen: set[str] = set()
    for index, term in enumerate(spec.glossary):
        if term.term in seen and term.term:
            ledger.fault(f"glossary[{index}].term", f"{term.term} is explained twice")
        seen.add(term.term)


def _check_weights(
    place: str, weights: Iterable[Decimal], what: str, ledger: Ledger, subject: str = ""
) -> None:
    total = sum(weights, Decimal(0))
    if total != HUNDRED and not ledger.unread.touches(place):
        message = f"{what} weights sum to {total.normalize():f}, not 100: only proportions count"
        ledger.warn(place, message, subject)


def _check_dimension(
    place: str, dimension: DimensionSpec, rules_of: RulesOf, ledger: Ledger
) -> None:
    for index, question in enumerate(dimension.questions):
        rules = rules_of(question.kind)
        if rules is not None:
            _check_question(f"{place}.questions[{index}]", question, rules, ledger)
    weights = [q.weight for q in dimension.questions if q.weight is not None]
    _check_weights(f"{place}.questions", weights, "question", ledger, dimension.code)


def _check_question(place: str, question: QuestionSpec, rules: KindRules, ledger: Ledger) -> None:
    code = question.code
    if rules.scored and question.weight is None:
        ledger.fault(f"{place}.weight", "is missing", code)
    if not rules.scored and question.weight is not None:
        ledger.fault(f"{place}.weight", "must be absent: this type is not scored", code)
    if question.critical and question.not_applicable_allowed:
        message = "must be false: a critical question always applies"
        ledger.fault(f"{place}.not_applicable.allowed", message, code)
    if not any(ledger.unread.touches(f"{place}.{block}") for block in BLOCKS):
        for finding in rules.check(question):
            inner = f"{place}.{finding.path}" if finding.path else place
            ledger.fault(inner, finding.message, code)
        _check_levels(place, question, ledger)


def _check_levels(place: str, question: QuestionSpec, ledger: Ledger) -> None:
    """Warnings: levels out of order, points that fall, and no advice below the top."""
    top = max((level.number for level in question.levels), default=0)
    for index, level in enumerate(question.levels):
        inner = f"{place}.levels[{index}]"
        if level.action is None and level.number < top:
            ledger.warn(inner, f"level {level.number} has no action", question.code)
        before = question.levels[index - 1] if index else None
        if before is None:
            continue
        if before.number > level.number:
            message = f"level {level.number} comes after level {before.number}"
            ledger.warn(f"{inner}.score", message, question.code)
        elif before.points is not None and level.points is not None:
            if level.points < before.points:
                message = f"level {level.number} earns less than level {before.number}"
                ledger.warn(f"{inner}.points", message, question.code)


def _check_sectors_are_asked(spec: RubricSpec, ledger: Ledger) -> None:
    scored = [question for _, question in spec.questions() if question.scored]
    if not scored and spec.dimensions and not ledger.unread.touches("dimensions"):
        ledger.fault("dimensions", "has no scored question, so there is nothing to score")
        return
    for index, sector in enumerate(spec.sectors):
        if not any(not q.applies_to or sector.code in q.applies_to for q in scored):
            message = f"{sector.code} is asked no scored question, so it can never submit"
            if not ledger.unread.touches("dimensions"):
                ledger.warn(f"sectors[{index}]", message, sector.code)


def _check_dont_know(spec: RubricSpec, ledger: Ledger) -> None:
    allowed = any(q.dont_know_allowed and q.scored for _, q in spec.questions())
    if allowed and spec.dont_know_action is None:
        message = 'has no action, so a "don\'t know" leads to no advice'
        ledger.warn("scoring.dont_know", message)
