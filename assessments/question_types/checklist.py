"""Every line that is true, or the one that says that none is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assessments.question_types import AnswerRefused, Marking
from assessments.question_types.levels import check_level_exists, check_levels, check_size
from assessments.rubric.definition import QuestionSpec, full_points, points_step
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Value

ZERO = Decimal(0)
SUMS_MOST = 20_000


class ChecklistMarking(Marking):
    """The value is the set of ticked item codes, or the none option's code alone."""

    label = "Checklist"
    blocks = frozenset({"levels", "items", "none_option", "points_to_level"})

    def check_block(self, question: QuestionSpec) -> list[Finding]:
        return [
            *_check_items(question),
            *_check_rows(question),
            *check_levels(question, points=False),
        ]

    def reached(self, question: QuestionSpec) -> frozenset[int]:
        """What sums of items come to; with more sums than can be looked at, every row's level."""
        sums = {ZERO}
        for item in question.items:
            sums |= {points + item.points for points in sums}
            if len(sums) > SUMS_MOST:
                return frozenset(row.level for row in question.points_to_level)
        full = full_points(question.items)
        earned = (min(max(points, ZERO), full) for points in sums)
        return frozenset(_level(question, points) for points in earned)

    def clean(self, question: QuestionSpec, raw: object) -> Value:
        codes = _read(raw)
        none = question.none_option
        wanted = "Select every line that is true"
        if none is not None:
            wanted += f", or “{none.text}”"
        if not codes:
            raise AnswerRefused(wanted)
        known = {item.code for item in question.items}
        if none is not None and none.code in codes:
            if len(codes) > 1:
                raise AnswerRefused(f"Select the lines that are true or “{none.text}”, not both")
            return codes
        strange = sorted(codes - known)
        if strange:
            named = strange[0] if len(strange[0]) <= 40 else f"{strange[0][:40]}..."
            raise AnswerRefused(f"{wanted}. “{named}” is not one of them")
        return codes

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return _mark(question, _ticked(question, value))

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        ticked = frozenset[str]() if value is None else _ticked(question, value)
        missing = [item for item in question.items if item.code not in ticked and item.points > 0]
        if not missing:
            return _mark(question, ticked)
        best = max(missing, key=lambda item: item.points)
        return _mark(question, ticked | {best.code})

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        return value if isinstance(value, frozenset) else frozenset()

    def text(self, question: QuestionSpec, value: Value) -> str:
        ticked = _ticked(question, value)
        if not ticked and question.none_option is not None:
            return question.none_option.text
        return "\n".join(item.text for item in question.items if item.code in ticked)

    def to_json(self, value: Value) -> list[str]:
        if not isinstance(value, frozenset):
            raise ValueError(f"{value!r} is not a set of item codes")
        return sorted(value)


def _read(raw: object) -> frozenset[str]:
    if isinstance(raw, str):
        return frozenset({raw}) if raw else frozenset()
    if raw is None:
        return frozenset()
    if isinstance(raw, Iterable) and not isinstance(raw, (bytes, dict)):
        codes = list(raw)
        if all(isinstance(code, str) for code in codes):
            return frozenset(codes)
    raise AnswerRefused("Give the codes of the lines that are true, as a list")


def _ticked(question: QuestionSpec, value: Value) -> frozenset[str]:
    """The ticked items, without the none option."""
    if not isinstance(value, frozenset):
        raise ValueError(f"{question.code}: {value!r} is not a set of item codes")
    none = question.none_option
    return value - {none.code} if none is not None else value


def _mark(question: QuestionSpec, ticked: frozenset[str]) -> Mark:
    full = full_points(question.items)
    points = sum((item.points for item in question.items if item.code in ticked), ZERO)
    points = min(max(points, ZERO), full)
    return Mark(points=points, full=full, level=_level(question, points))


def _level(question: QuestionSpec, points: Decimal) -> int:
    level: int | None = None
    highest = ZERO
    for row in question.points_to_level:
        if highest <= row.from_inclusive <= points:
            highest, level = row.from_inclusive, row.level
    if level is None:
        raise ValueError(f"{question.code}: points_to_level has no row for {points}")
    return level


def _check_items(question: QuestionSpec) -> list[Finding]:
    faults: list[Finding] = []
    if not question.items:
        faults.append(Finding("items", "is missing"))
    seen: dict[str, str] = {}
    for place, item in enumerate(question.items):
        path, lower = f"items[{place}].code", item.code.lower()
        if seen.get(lower) == item.code:
            faults.append(Finding(path, f"{item.code} is given twice"))
        elif lower in seen:
            message = f"{item.code} differs from {seen[lower]} only in capital letters"
            faults.append(Finding(path, message))
        seen.setdefault(lower, item.code)
        faults.extend(check_size(f"items[{place}].points", item.points))
    if question.items and not any(item.points > 0 for item in question.items):
        faults.append(Finding("items", "must have an item that earns more than 0 points"))
    if question.none_option is None:
        faults.append(Finding("none_option", "is missing: people must be able to say none"))
    elif question.none_option.code.lower() in seen:
        code = question.none_option.code
        faults.append(Finding("none_option.code", f"{code} is also the code of an item"))
    return faults


def _check_rows(question: QuestionSpec) -> list[Finding]:
    """The table must start at 0, rise without gap or overlap, and reach the full points.

    Points come in steps of the smallest decimal place that the items use, so rows that are one
    step apart (to 19, from 20) leave no gap.
    """
    rows = question.points_to_level
    if not rows:
        return [Finding("points_to_level", "is missing")]
    faults: list[Finding] = []
    step, full = points_step(question.items), full_points(question.items)
    for place, row in enumerate(rows):
        path = f"points_to_level[{place}]"
        if place == 0 and row.from_inclusive != 0:
            faults.append(Finding(f"{path}.from_inclusive", "must be 0 in the first row"))
        elif place and row.from_inclusive <= rows[place - 1].to_inclusive:
            faults.append(Finding(f"{path}.from_inclusive", "overlaps the row before"))
        elif place and row.from_inclusive - rows[place - 1].to_inclusive > step:
            faults.append(Finding(f"{path}.from_inclusive", "leaves a gap after the row before"))
        if row.to_inclusive < row.from_inclusive:
            faults.append(Finding(f"{path}.to_inclusive", "must not be below from_inclusive"))
        faults.extend(check_level_exists(question, f"{path}.level", row.level))
    if rows[-1].to_inclusive < full:
        path = f"points_to_level[{len(rows) - 1}].to_inclusive"
        faults.append(Finding(path, f"must reach the full points, {full:f}"))
    return faults


MARKING = ChecklistMarking()
