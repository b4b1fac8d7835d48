"""What answers can come to: who is asked a question, which levels are reached, what a gate caps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from assessments.question_types import BLOCKS, marking
from assessments.rubric.codes import questions_with_places
from assessments.rubric.definition import ConditionSpec, GateSpec, QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings

Reached = Mapping[str, Collection[int]]
"""The levels that some answer comes to, by the code of the question."""


KIND_BLOCKS = ("type", *BLOCKS)
"""The keys of a question that say how it can be answered."""


def sectors_asked(spec: RubricSpec) -> dict[str, frozenset[str]]:
    """The sectors that can ever be asked each question.

    A question with a condition needs a sector that can be asked the question it names, which must
    stand before it; whether an answer there can open it is looked at elsewhere.
    """
    every = frozenset(sector.code for sector in spec.sectors)
    found: dict[str, frozenset[str]] = {}
    for _, question in spec.questions():
        asked = every & frozenset(question.applies_to) if question.applies_to else every
        if question.condition is not None:
            asked &= found.get(question.condition.question, frozenset())
        found.setdefault(question.code, asked)
    return found


def never_together(
    levels: Mapping[str, Collection[int]], spec: RubricSpec, reached: Reached
) -> str:
    """The question whose answer would have to be at two levels at once if those given were all
    answered, each at one of its levels; empty where there is no such question.

    A question with a condition is asked only where the question that it names is at some levels,
    and so on back to one that is always asked.
    """
    questions = {question.code: question for _, question in spec.questions()}
    left = {code: frozenset(some) for code, some in levels.items()}
    for code in levels:
        trail = [code]
        while condition := questions[trail[-1]].condition:
            opener = questions.get(condition.question)
            if opener is None or opener.code in trail or not reached.get(opener.code):
                break
            opened = _opening_levels(condition, opener, frozenset(reached[opener.code]))
            left[opener.code] = left.get(opener.code, opened) & opened
            if not left[opener.code]:
                return opener.code if opened else ""
            trail.append(opener.code)
    return ""


def _opening_levels(
    condition: ConditionSpec, opener: QuestionSpec, reached: frozenset[int]
) -> frozenset[int]:
    """The levels at which some answer to the opener meets the condition, or more than these."""
    bound = condition.level_at_least
    if bound is None and opener.options:
        return frozenset(one.level for one in opener.options if one.value in condition.any_of)
    if bound is None:
        if any(item.points < 0 for item in opener.items) or not opener.items:
            return reached
        alone = [marking(opener.kind).mark(opener, frozenset({one})) for one in condition.any_of]
        if not {item.code for item in opener.items} & {*condition.any_of}:
            return frozenset(mark.level for mark in alone)
        bound = min((mark.level for mark in alone), default=0)
    return frozenset(level for level in reached if level >= bound)


def check_levels_reached(
    place: str, question: QuestionSpec, reached: Collection[int], findings: Findings
) -> None:
    """Full points that no answer earns are a fault, like a checklist that stops below its top.

    Any other level that no answer comes to is a warning: its text and its action are never shown.
    """
    top = max((level.number for level in question.levels), default=0)
    full = max((level.points for level in question.levels if level.points), default=Decimal(0))
    earned = [
        level.points
        for level in question.levels
        if level.number in reached and level.points is not None
    ]
    if full and full not in earned:
        findings.fault(f"{place}.levels", f"no answer earns the full {full.normalize():f} points")
    for index, level in enumerate(question.levels):
        if level.number in reached:
            continue
        message = f"level {level.number} is out of reach: no answer comes to it"
        if not full and level.number == top:
            findings.fault(f"{place}.levels[{index}]", message)
        else:
            findings.warn(f"{place}.levels[{index}]", message)


def check_sectors(spec: RubricSpec, findings: Findings) -> None:
    """Every sector is asked something scored, and every dimension asks it something scored."""
    scored = [question for _, question in spec.questions() if question.scored]
    if findings.touches_unread("dimensions"):
        return
    if not scored:
        if spec.dimensions:
            verb = "score" if spec.shows_score else "judge"
            findings.fault("dimensions", f"has no scored question, so there is nothing to {verb}")
        return
    if findings.touches_unread("sectors") or not all(sector.code for sector in spec.sectors):
        return
    asked = sectors_asked(spec)
    gets = "score" if spec.shows_score else "result"
    for index, sector in enumerate(spec.sectors):
        if not any(sector.code in asked[question.code] for question in scored):
            message = f"{sector.code} is asked no scored question, so it can never submit"
            findings.fault(f"sectors[{index}]", message)
            continue
        for place, dimension in enumerate(spec.dimensions):
            own = [question for question in dimension.questions if question.scored]
            if own and not any(sector.code in asked[question.code] for question in own):
                message = f"asks {sector.code} nothing that is scored, so it gets no {gets} here"
                findings.warn(f"dimensions[{place}]", message)


def check_dimensions(spec: RubricSpec, findings: Findings) -> None:
    """A dimension has questions, and some of them are scored."""
    for index, dimension in enumerate(spec.dimensions):
        place = f"dimensions[{index}].questions"
        if findings.touches_unread(place):
            continue
        if not dimension.questions:
            findings.fault(place, "must hold a question: nothing is asked here")
        elif not any(question.scored for question in dimension.questions):
            message = "holds no scored question, so the dimension's weight counts for nothing"
            findings.warn(place, message)


def check_conditions(spec: RubricSpec, reached: Reached, findings: Findings) -> None:
    """A condition can hold: some sector is asked what it names, and some answer there is enough."""
    asked = sectors_asked(spec)
    numbers = {one.code: {level.number for level in one.levels} for _, one in spec.questions()}
    earlier: set[str] = set()
    for place, question in questions_with_places(spec):
        condition = question.condition
        if condition is not None and condition.question in earlier:
            _check_reach(f"{place}.applies_when", question, asked, spec, findings)
            bound, levels = condition.level_at_least, reached.get(condition.question)
            exists = bound in numbers[condition.question]
            if bound is not None and exists and levels and max(levels) < bound:
                message = (
                    f"can never hold: no answer to {condition.question} comes to level {bound}"
                )
                findings.fault(f"{place}.applies_when.level_at_least", message)
        earlier.add(question.code)


def _check_reach(
    place: str,
    question: QuestionSpec,
    asked: Mapping[str, Collection[str]],
    spec: RubricSpec,
    findings: Findings,
) -> None:
    """A sector that is never asked the opener is never asked this question either."""
    if question.condition is None or findings.touches_unread("sectors"):
        return
    opener = question.condition.question
    meant = question.applies_to or [sector.code for sector in spec.sectors]
    cut_off = [sector for sector in meant if sector not in asked[opener]]
    if cut_off and len(cut_off) == len(meant):
        message = f"can never hold: no sector that is asked this question is asked {opener}"
        findings.fault(place, message)
        return
    for sector in cut_off:
        findings.warn(place, f"never holds for {sector}, which is not asked {opener}")


def check_gates(
    place: str,
    question: QuestionSpec,
    reached: Collection[int],
    spec: RubricSpec,
    findings: Findings,
) -> None:
    """A gate is on a critical, scored question, and some levels fire it while others do not.

    `reached` holds the levels that answers come to, where these are known.
    """
    if question.critical and not question.gates:
        findings.warn(f"{place}.critical", "is true, but the question has no gate")
    if question.gates and not question.critical and not findings.is_unread(f"{place}.critical"):
        findings.fault(f"{place}.gates", "must be absent: the question is not critical")
    top_band = spec.bands[-1].code if spec.bands else None
    for index, gate in enumerate(question.gates):
        inner = f"{place}.gates[{index}]"
        if gate.when_any_missing and not findings.touches_unread(f"{place}.items"):
            _check_line_gate(inner, gate, question, findings)
        bound = gate.when_level_at_or_below
        if bound is not None and not findings.touches_unread(f"{place}.levels"):
            _check_level_gate(inner, bound, question, reached, findings)
        if gate.cap_band == top_band and len(spec.bands) > 1:
            findings.warn(f"{inner}.cap_band", f"{top_band} is the top band: it caps nothing")


def _check_line_gate(
    place: str, gate: GateSpec, question: QuestionSpec, findings: Findings
) -> None:
    """It names lines of its own question, each once: ticking them lifts it."""
    lines = [item.code for item in question.items]
    seen: set[str] = set()
    for index, line in enumerate(gate.when_any_missing):
        message = ""
        if line in question.choices and line not in lines:
            message = f"names {line}, which is no line, so the gate could never be lifted"
        elif not lines:
            message = f"names no line of {question.code}, which has no lines: {line}"
        elif line not in lines and "" not in lines:
            message = f"names no line of {question.code}: {line}"
        elif line in seen:
            message = f"names {line} twice"
        seen.add(line)
        if message:
            findings.fault(f"{place}.when_any_missing[{index}]", message)


def _check_level_gate(
    place: str, bound: int, question: QuestionSpec, reached: Collection[int], findings: Findings
) -> None:
    """Some levels fire it, and an answer comes to one that does not."""
    numbers = [level.number for level in question.levels]
    message, where = "", f"{place}.when_level_at_or_below"
    if not numbers:
        message, where = "can never fire: the question has no levels", place
    elif min(numbers) < max(numbers) and not min(numbers) <= bound < max(numbers):
        least, most = min(numbers), max(numbers) - 1
        span = f"{least}" if least == most else f"from {least} to {most}"
        message = f"must be {span}, got {bound}: some levels must fire it and some must not"
    elif reached and max(reached) <= bound:
        message = f"fires with every answer: none comes to a level above {bound}"
    elif reached and min(reached) > bound and not question.dont_know_allowed:
        message = f"can never fire: every answer comes to a level above {bound}"
    if message:
        findings.fault(where, message)


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
        lost = findings.is_unread("dimensions") or not all(q.code for _, q in spec.questions())
        if condition.question in later or not lost:
            findings.fault(f"{inner}.question", message)
        return
    opener_place, opener = found
    if not any(findings.touches_unread(f"{opener_place}.{block}") for block in KIND_BLOCKS):
        _check_opening(inner, condition, opener, findings)


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


def _check_opening(
    place: str, condition: ConditionSpec, opener: QuestionSpec, findings: Findings
) -> None:
    bound = condition.level_at_least
    numbers = [level.number for level in opener.levels]
    if bound is not None:
        if not numbers:
            message = f"cannot be used: {opener.code} has no levels"
            findings.fault(f"{place}.level_at_least", message)
        elif bound not in numbers:
            message = f"names level {bound}, which {opener.code} does not have"
            findings.fault(f"{place}.level_at_least", message)
    choices = opener.choices
    seen: set[str] = set()
    for index, code in enumerate(condition.any_of):
        inner = f"{place}.any_of[{index}]"
        if code not in choices and "" not in choices:
            findings.fault(inner, f"names nothing that can be chosen in {opener.code}: {code}")
        elif code in seen:
            findings.fault(inner, f"names {code} twice")
        seen.add(code)
