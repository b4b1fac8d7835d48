"""What the kinds whose levels carry points have in common."""

from __future__ import annotations

from decimal import Decimal

from assessments.rubric.definition import QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark


def mark_of_level(question: QuestionSpec, number: int) -> Mark:
    """What reaching the level earns: its points, of the highest points among the levels."""
    points: Decimal | None = None
    full = Decimal(0)
    for level in question.levels:
        if level.points is None:
            raise ValueError(f"{question.code}: level {level.number} has no points")
        if level.number == number:
            points = level.points
        if level.points > full:
            full = level.points
    if points is None:
        raise ValueError(f"{question.code}: there is no level {number}")
    return Mark(points=points, full=full, level=number)


def level_above(question: QuestionSpec, number: int | None) -> int:
    """The next level up; from `None`, the one above the lowest; at the top, the top itself."""
    numbers = [level.number for level in question.levels]
    if number is None:
        number = min(numbers)
    return min([other for other in numbers if other > number], default=max(numbers))


SIZE_MOST = 1_000_000_000
PLACES_MOST = 6


def check_size(path: str, number: Decimal) -> list[Finding]:
    """A fault for a number that is too large or too fine for sums to be exact and readable."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return [Finding(path, "must be a number")]
    if abs(number) > SIZE_MOST or -exponent > PLACES_MOST:
        limits = f"{SIZE_MOST:,} with at most {PLACES_MOST} decimal places"
        return [Finding(path, f"must be at most {limits}")]
    return []


def check_levels(question: QuestionSpec, *, points: bool = True) -> list[Finding]:
    """Faults of `levels`, and of the points on them where the kind takes its points from there."""
    if not question.levels:
        return [Finding("levels", "is missing: the question needs its levels")]
    faults: list[Finding] = []
    seen: set[int] = set()
    for place, level in enumerate(question.levels):
        path = f"levels[{place}]"
        if level.number in seen:
            faults.append(Finding(f"{path}.score", f"level {level.number} is given twice"))
        seen.add(level.number)
        if level.number < 0:
            faults.append(Finding(f"{path}.score", "must be 0 or more"))
        if not points:
            if level.points is not None:
                faults.append(Finding(f"{path}.points", "must be absent: items earn the points"))
        elif level.points is None:
            faults.append(Finding(f"{path}.points", "is missing"))
        elif level.points < 0:
            faults.append(Finding(f"{path}.points", "must be 0 or more"))
        else:
            faults.extend(check_size(f"{path}.points", level.points))
    if points and not faults and not any(level.points for level in question.levels):
        faults.append(Finding("levels", "must have a level that earns more than 0 points"))
    return faults


def check_level_exists(question: QuestionSpec, path: str, number: int) -> list[Finding]:
    """A fault when something names a level that the question does not have."""
    if question.level(number) is not None:
        return []
    return [Finding(path, f"names level {number}, which the question does not have")]
