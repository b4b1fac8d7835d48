"""Whether gates and conditions can do what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assessments.rubric.definition import ConditionSpec, QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings

_CHOICES = ("type", "levels", "items", "none_option", "options")


def check_gates(
    place: str,
    question: QuestionSpec,
    reached: Collection[int],
    spec: RubricSpec,
    findings: Findings,
) -> None:
    """A gate stands on a critical, scored question, and some levels fire it while others do not.

    `reached` holds the levels that answers come to, where these are known.
    """
    code = question.code
    if question.critical and not question.gates:
        findings.warn(f"{place}.critical", "is true, but the question has no gate", code)
    if question.gates and not question.critical and not findings.is_unread(f"{place}.critical"):
        findings.fault(f"{place}.gates", "must be absent: the question is not critical", code)
    numbers = [level.number for level in question.levels]
    top_band = spec.bands[-1].code if spec.bands else None
    for index, gate in enumerate(question.gates):
        inner = f"{place}.gates[{index}]"
        bound = gate.when_level_at_or_below
        if findings.touches_unread(f"{place}.levels"):
            continue
        if not numbers:
            findings.fault(inner, "can never fire: the question has no levels", code)
        elif min(numbers) < max(numbers) and not min(numbers) <= bound < max(numbers):
            least, most = min(numbers), max(numbers) - 1
            span = f"{least}" if least == most else f"from {least} to {most}"
            message = f"must be {span}, got {bound}: some levels must fire it and some must not"
            findings.fault(f"{inner}.when_level_at_or_below", message, code)
        elif reached and max(reached) <= bound:
            message = f"fires whatever the answer: none comes to a level above {bound}"
            findings.fault(f"{inner}.when_level_at_or_below", message, code)
        elif reached and min(reached) > bound and not question.dont_know_allowed:
            message = f"can never fire: every answer comes to a level above {bound}"
            findings.fault(f"{inner}.when_level_at_or_below", message, code)
        if gate.cap_band == top_band and len(spec.bands) > 1:
            findings.warn(f"{inner}.cap_band", f"{top_band} is the top band: it caps nothing", code)


def check_condition(
    place: str,
    question: QuestionSpec,
    earlier: Mapping[str, tuple[str, QuestionSpec]],
    spec: RubricSpec,
    findings: Findings,
) -> None:
    """A condition names an earlier question, and something that can be chosen there.

    `earlier` holds the questions before this one by code, each with its place.
    """
    condition = question.condition
    if condition is None or not condition.question:
        return
    inner = f"{place}.applies_when"
    found = earlier.get(condition.question)
    if found is None:
        later = {other.code for _, other in spec.questions()}
        if condition.question == question.code:
            message = "must be an earlier question, not the question itself"
        elif circle := _circle(question.code, spec):
            message = f"goes round in a circle: {' waits for '.join(circle)}"
        elif condition.question in later:
            message = f"must be an earlier question, and {condition.question} comes later"
        else:
            message = f"names no question of this rubric: {condition.question}"
        if condition.question in later or not _codes_unread(findings, spec):
            findings.fault(f"{inner}.question", message, question.code)
        return
    opener_place, opener = found
    if not any(findings.touches_unread(f"{opener_place}.{block}") for block in _CHOICES):
        _check_opening(inner, condition, opener, findings, question.code)


def _circle(code: str, spec: RubricSpec) -> list[str]:
    """The codes from a question by way of what each waits for back to itself, or nothing."""
    waits = {
        other.code: other.condition.question
        for _, other in spec.questions()
        if other.condition is not None
    }
    trail = [code]
    while (following := waits.get(trail[-1])) is not None:
        trail.append(following)
        if following == code:
            return trail
        if following in trail[:-1]:
            return []
    return []


def _codes_unread(findings: Findings, spec: RubricSpec) -> bool:
    return findings.is_unread("dimensions") or any(not q.code for _, q in spec.questions())


def _check_opening(
    place: str, condition: ConditionSpec, opener: QuestionSpec, findings: Findings, subject: str
) -> None:
    bound = condition.level_at_least
    numbers = [level.number for level in opener.levels]
    if bound is not None:
        if not numbers:
            message = f"cannot be used: {opener.code} has no levels"
            findings.fault(f"{place}.level_at_least", message, subject)
        elif bound not in numbers:
            message = f"names level {bound}, which {opener.code} does not have"
            findings.fault(f"{place}.level_at_least", message, subject)
    choices = {item.code for item in opener.items} | {option.value for option in opener.options}
    if opener.none_option is not None:
        choices.add(opener.none_option.code)
    seen: set[str] = set()
    for index, code in enumerate(condition.any_of):
        inner = f"{place}.any_of[{index}]"
        if code not in choices and "" not in choices:
            message = f"names nothing that can be chosen in {opener.code}: {code}"
            findings.fault(inner, message, subject)
        elif code in seen:
            findings.fault(inner, f"names {code} twice", subject)
        seen.add(code)
