"""Made-up answer sheets for trying a rubric that has no answers yet. Pure, seeded.

Answers at random would all score about the same. So each sheet first draws how ready its imaginary
organisation is, from 0 to 1, then how much each dimension differs from that, then its answers: the
scores spread over the scale, and a body is neither good nor bad at everything alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from random import Random

from assessments.rubric.definition import NumberSpec, QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, Reply, State, Value

DIMENSION_SPREAD = 0.15
ANSWER_SPREAD = 0.2
UNKNOWN_SHARE = 0.03


def sheets(spec: RubricSpec, count: int, seed: str) -> Iterator[AnswerSheet]:
    """So many sheets, the sectors in turn. The same rubric and seed give the same sheets."""
    random = Random(seed)  # noqa: S311 - made-up answers, no secret
    sectors = [sector.code for sector in spec.sectors] or [""]
    for number in range(count):
        ready = random.random()
        replies: dict[str, Reply] = {}
        for dimension in spec.dimensions:
            here = ready + random.gauss(0, DIMENSION_SPREAD)
            for question in dimension.questions:
                reply = _reply(question, here + random.gauss(0, ANSWER_SPREAD), random)
                if reply is not None:
                    replies[question.code] = reply
        yield AnswerSheet(sector=sectors[number % len(sectors)], replies=replies)


def _reply(question: QuestionSpec, ready: float, random: Random) -> Reply | None:
    """A reply as good as the organisation is here; none to a question that scores nothing."""
    if question.dont_know_allowed and random.random() < UNKNOWN_SHARE:
        return Reply(state=State.DONT_KNOW)
    value = _value(question, min(max(ready, 0.0), 0.999), random)
    return None if value is None else Reply(state=State.ANSWERED, value=value)


def _value(question: QuestionSpec, ready: float, random: Random) -> Value | None:
    if question.number is not None:
        return _number(question.number, ready, random)
    if question.options:
        ordered = sorted(question.options, key=lambda option: option.level)
        return ordered[int(ready * len(ordered))].value
    if question.items:
        ticked = frozenset(item.code for item in question.items if random.random() < ready)
        if ticked:
            return ticked
        none = set(question.choices) - {item.code for item in question.items}
        return frozenset(none or {question.items[0].code})
    if question.levels:
        numbers = sorted(level.number for level in question.levels)
        return numbers[int(ready * len(numbers))]
    return None


def _number(number: NumberSpec, ready: float, random: Random) -> Decimal:
    """A number in the range of the level that fits, at its lower end or in its middle."""
    bands = sorted(number.bands, key=lambda band: band.level)
    band = bands[int(ready * len(bands))]
    middle = (band.from_inclusive + band.to) / 2
    step = Decimal(1).scaleb(-number.decimals_allowed)
    fitted = middle.quantize(step, rounding=ROUND_FLOOR)
    return fitted if band.holds(fitted) and random.random() < 0.5 else band.from_inclusive
