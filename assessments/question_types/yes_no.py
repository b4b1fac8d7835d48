"""Yes or no, each naming a level."""

from __future__ import annotations

from assessments.question_types import AnswerRefused, Marking
from assessments.question_types.levels import (
    check_level_exists,
    check_levels,
    level_above,
    mark_of_level,
)
from assessments.rubric.definition import OptionSpec, QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Value

VALUES = ("yes", "no")


class YesNoMarking(Marking):
    """The value is `yes` or `no`."""

    label = "Yes or no"
    blocks = frozenset({"levels", "options"})

    def check_block(self, question: QuestionSpec) -> list[Finding]:
        faults = check_levels(question)
        if not question.options:
            return [*faults, Finding("options", "is missing: it must give yes and no")]
        seen: set[str] = set()
        for place, option in enumerate(question.options):
            path = f"options[{place}]"
            if option.value not in VALUES:
                faults.append(Finding(f"{path}.value", "must be yes or no"))
            elif option.value in seen:
                faults.append(Finding(f"{path}.value", f"{option.value} is given twice"))
            seen.add(option.value)
            faults.extend(check_level_exists(question, f"{path}.level", option.level))
        for value in VALUES:
            if value not in seen:
                faults.append(Finding("options", f"must give {value}"))
        return faults

    def reached(self, question: QuestionSpec) -> frozenset[int]:
        return frozenset(option.level for option in question.options)

    def clean(self, question: QuestionSpec, raw: object) -> Value:
        if isinstance(raw, str):
            value = raw.strip()
            if any(option.value == value for option in question.options):
                return value
        raise AnswerRefused("Select yes or no")

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return mark_of_level(question, _option(question, value).level)

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        level = None if value is None else _option(question, value).level
        return mark_of_level(question, level_above(question, level))

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        return frozenset({_option(question, value).value})

    def text(self, question: QuestionSpec, value: Value) -> str:
        return _option(question, value).text

    def to_json(self, value: Value) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not yes or no")
        return value


def _option(question: QuestionSpec, value: Value) -> OptionSpec:
    for option in question.options:
        if option.value == value:
            return option
    raise ValueError(f"{question.code}: {value!r} is not an option")


MARKING = YesNoMarking()
