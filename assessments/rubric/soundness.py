"""Whether a rubric is fit to be published: faults that stop it, and warnings worth a look.

One examination serves files and the admin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from assessments.question_types import Marking, marking
from assessments.rubric.codes import check_codes, check_reused_codes, questions_with_places
from assessments.rubric.definition import (
    DECIDING,
    BandSpec,
    ContradictionSpec,
    DimensionSpec,
    EffortSpec,
    QuestionSpec,
    RubricSpec,
    SectorSpec,
)
from assessments.rubric.findings import Findings
from assessments.rubric.reach import (
    KIND_BLOCKS,
    Reached,
    check_condition,
    check_conditions,
    check_dimensions,
    check_gates,
    check_levels_reached,
    check_sectors,
    never_together,
    sectors_asked,
)
from assessments.rubric.reading_age import check_reading_age
from assessments.wording import listed

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
_WRONG = re.compile(
    r"(?:\b(?:(?<!but )not|never|nobody|no one|nothing|only|often|sometimes|rarely|seldom|still|"
    r"patchy|incomplete|(?:is|are|has|have|with) no|lacks?|lacking|missed|left out|fewer than|"
    r"fails? to|stops? soon|hard to find|do(?:es)? little|rel(?:y|ies) on|mostly|weak|unclear|"
    r"ad hoc)|n['’]t)\b",
    re.IGNORECASE,
)
"""Words of a level above the lowest that describe a fault. “75% or more, but not all” is none."""
_WRONG_FOLDED = re.compile(_WRONG.pattern)
"""Finds out three times as fast, in a text without capitals, whether there are any."""


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
    _check_names(spec, findings)
    _check_roles(spec, findings)
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
    _check_fitting(spec, reached, findings)
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
                findings.fault(f"{place}.from_inclusive", "must be 0 in the lowest band")
            if band.minimum_each_dimension:
                message = "must be absent: the lowest band asks nothing"
                findings.fault(f"{place}.minimum_each_dimension", message)
        elif band.from_inclusive <= before.from_inclusive:
            message = f"must be above {before.from_inclusive}, where {before.code} starts"
            findings.fault(f"{place}.from_inclusive", message)
        after = bands[index + 1] if index + 1 < len(bands) else None
        end = HUNDRED if after is None else after.from_inclusive - TENTH
        if band.to_inclusive is not None and band.to_inclusive != end:
            message = f"must be {end}, just below the next band" if after else "must be 100.0"
            findings.fault(f"{place}.to_inclusive", message)
        minimum = band.minimum_each_dimension
        if least is not None and (minimum is None or minimum < least):
            message = f"asks less of each dimension than a lower band, which asks {least}"
            findings.warn(f"{place}.minimum_each_dimension", message)
        least = minimum if minimum is not None else least


def _check_terms(spec: RubricSpec, findings: Findings) -> None:
    terms = [(f"glossary[{at}].term", one.term) for at, one in enumerate(spec.glossary) if one.term]
    _check_once(terms, "{} is explained twice", findings)


def _check_names(spec: RubricSpec, findings: Findings) -> None:
    """Warnings: names that end as the sentences do that end with them."""
    named: Mapping[str, Sequence[SectorSpec | BandSpec | EffortSpec | DimensionSpec]] = {
        "sectors": spec.sectors,
        "bands": spec.bands,
        "efforts": spec.efforts,
        "dimensions": spec.dimensions,
    }
    names = [("title", spec.title), ("edition", spec.edition)]
    names += [(f"{at}[{i}].name", one.name) for at in named for i, one in enumerate(named[at])]
    names += [(f"{place}.title", question.title) for place, question in questions_with_places(spec)]
    for place, name in names:
        if name.endswith("."):
            findings.warn(place, "ends with a full stop, so a sentence that ends with it has two")


def _check_roles(spec: RubricSpec, findings: Findings) -> None:
    """A rubric with one role has one owner, and a gate check asks a board for nothing."""
    if not spec.shows_score or len(spec.roles) < 2:
        return
    if not any(role.code in DECIDING for role in spec.roles):
        message = f"none is {listed(DECIDING, 'or')}, so a board report asks for no decision"
        findings.warn("roles", message)


def _check_weights(place: str, weights: Iterable[Decimal], what: str, findings: Findings) -> None:
    total = sum(weights, Decimal(0))
    if total != HUNDRED and not findings.touches_unread(place):
        message = f"{what} weights sum to {total.normalize():f}, not 100: only proportions count"
        findings.warn(place, message)


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
        _check_weights(f"{place}.questions", weights, "question", findings)


def _check_question(
    place: str, question: QuestionSpec, rules: Marking, findings: Findings
) -> Collection[int]:
    """The levels that answers come to; none where the question's own block is not sound."""
    if rules.scored and question.weight is None:
        findings.fault(f"{place}.weight", "is missing")
    if not rules.scored and question.weight is not None:
        findings.fault(f"{place}.weight", "must be absent: this type is not scored")
    if question.not_applicable_allowed and (question.critical or question.gates):
        what = "critical question" if question.critical else "question with a gate"
        findings.fault(f"{place}.not_applicable.allowed", f"must be false: a {what} always applies")
    blocks = KIND_BLOCKS if findings.unread else ()
    if any(findings.touches_unread(f"{place}.{block}") for block in blocks):
        return ()
    found = rules.check(question)
    for finding in found:
        inner = f"{place}.{finding.place}" if finding.place else place
        findings.fault(inner, finding.message)
    _check_levels(place, question, findings)
    if found or not rules.scored:
        return ()
    reached = rules.reached(question)
    check_levels_reached(place, question, reached, findings)
    return reached


def _check_levels(place: str, question: QuestionSpec, findings: Findings) -> None:
    """Warnings: levels out of order, points that fall, and no advice below the top."""
    top = max((level.number for level in question.levels), default=0)
    lowest = min((level.number for level in question.levels), default=0)
    for index, level in enumerate(question.levels):
        inner = f"{place}.levels[{index}]"
        wrong = level.number > lowest and _wrong_in(level.text)
        if wrong:
            message = (
                f"level {level.number} says what is wrong (“{wrong[0]}”): say what is in place, so "
                "that a body on its way there can choose the level below"
            )
            findings.warn(f"{inner}.text", message)
        if level.action is None and level.number < top:
            findings.warn(inner, f"level {level.number} has no action")
        before = question.levels[index - 1] if index else None
        if before is None:
            continue
        if before.number > level.number:
            message = f"level {level.number} comes after level {before.number}"
            findings.warn(f"{inner}.score", message)
        elif before.points is not None and level.points is not None:
            if level.points < before.points:
                message = f"level {level.number} earns less than level {before.number}"
                findings.warn(f"{inner}.points", message)


# As with reading ages: nearly all the texts of a draft are those of the examination before.
@lru_cache(maxsize=8_192)
def _wrong_in(text: str) -> re.Match[str] | None:
    return _WRONG.search(text) if _WRONG_FOLDED.search(text.casefold()) else None


def _check_dont_know(spec: RubricSpec, findings: Findings) -> None:
    allowed = any(q.dont_know_allowed and q.scored for _, q in spec.questions())
    if allowed and spec.dont_know_action is None:
        findings.warn("scoring.dont_know", 'has no action, so a "don\'t know" leads to no advice')


ONLY_WITHHELD = "only an answer that is withheld has an exemption"

_Ends = tuple[str, int | None, int | None]
"""The key of a pair of levels or the code of its question, and the two: at least, and at most."""


def _check_fitting(spec: RubricSpec, reached: Reached, findings: Findings) -> None:
    """`reached` holds the levels that answers come to, by question, where these are known."""
    questions: dict[str, QuestionSpec] = {}
    for place, question in questions_with_places(spec):
        # Whether a question is scored is not known where its weight could not be read.
        if not findings.is_unread(f"{place}.weight"):
            questions.setdefault(question.code, question)
    first: dict[frozenset[_Ends], str] = {}
    for index, one in enumerate(spec.contradictions):
        place = f"contradictions[{index}]"
        if _check_contradiction(place, one, questions, reached, spec, findings):
            earlier = first.setdefault(_sides(one), one.code)
            if earlier != one.code:
                findings.fault(place, f"says the same as {earlier}")
    for index, effort in enumerate(spec.efforts):
        low, likely = effort.days_low, effort.days_likely
        if low is not None and likely is not None and low > likely:
            findings.fault(f"efforts[{index}].days.low", f"must not be above likely, {likely:f}")
    _check_scale(spec, findings)
    for place, question in questions_with_places(spec):
        _check_release(place, question, findings)


def _check_scale(spec: RubricSpec, findings: Findings) -> None:
    """Each level is named once, and some question has it."""
    levels = [(f"scoring.scale[{at}].level", one.level) for at, one in enumerate(spec.scale)]
    named = [(place, str(level)) for place, level in levels]
    _check_once(named, "names level {} twice", findings)
    if findings.touches_unread("dimensions"):
        return
    known = {level.number for _, question in spec.questions() for level in question.levels}
    for place, level in levels:
        if level not in known and not findings.is_unread(place):
            findings.warn(place, f"names level {level}, which no question has")


def _sides(one: ContradictionSpec) -> frozenset[_Ends]:
    return frozenset(
        {
            (one.question, one.when_level_at_least, one.when_level_at_most),
            (one.other, one.other_level_at_least, one.other_level_at_most),
        }
    )


def _check_contradiction(
    place: str,
    one: ContradictionSpec,
    questions: dict[str, QuestionSpec],
    reached: Reached,
    spec: RubricSpec,
    findings: Findings,
) -> bool:
    """Whether both questions have levels that answers come to, and not every pair meets it."""
    if one.question and one.question == one.other:
        findings.fault(f"{place}.other", f"must be another question than {one.question} itself")
        return False
    sides: list[tuple[str, str, _Ends]] = [
        ("question", one.question, ("when", one.when_level_at_least, one.when_level_at_most)),
        ("other", one.other, ("other_when", one.other_level_at_least, one.other_level_at_most)),
    ]
    always = True
    meeting: dict[str, Collection[int]] = {}
    for key, code, ends in sides:
        question = questions.get(code)
        if question is None:
            return False
        if not question.scored:
            message = f"names {code}, which is not scored, so no answer to it has a level"
            findings.fault(f"{place}.{key}", message)
            return False
        levels = reached.get(code, ())
        meeting[code] = _check_side(place, question, ends, levels, findings)
        always &= bool(meeting[code]) and len(meeting[code]) == len(levels)
    if always:
        findings.fault(place, "is met by every assessment: the two never fit together")
    elif why := _never_met(one, meeting, reached, spec):
        findings.warn(place, f"can never be met: {why}")
    return all(meeting.values())


def _never_met(
    one: ContradictionSpec,
    meeting: Mapping[str, Collection[int]],
    reached: Reached,
    spec: RubricSpec,
) -> str:
    """Why no assessment has answers to both at the levels that meet it; empty where one can."""
    asked = sectors_asked(spec)
    if not asked[one.question] & asked[one.other]:
        return f"no sector is asked both {one.question} and {one.other}"
    if not all(meeting.values()):
        return ""
    code = never_together(meeting, spec, reached)
    if code in meeting:
        return f"no answer to {code} at such a level opens {one.other_than(code)}"
    return f"no answer to {code} opens both {one.question} and {one.other}" if code else ""


def _check_side(
    place: str,
    question: QuestionSpec,
    ends: _Ends,
    reached: Collection[int],
    findings: Findings,
) -> Collection[int]:
    """The levels of answers to the question that are on this side."""
    key, least, most = ends
    bound = most if least is None else least
    if bound is None:
        return ()
    where = f"{place}.{key}.{'level_at_most' if least is None else 'level_at_least'}"
    if question.level(bound) is None:
        findings.fault(where, f"names level {bound}, which {question.code} does not have")
        return ()
    meets = {level for level in reached if (level <= bound if least is None else level >= bound)}
    if reached and not meets:
        span = f"{bound} or {'below' if least is None else 'above'}"
        message = f"can never be met: no answer to {question.code} comes to level {span}"
        findings.fault(where, message)
    return meets


def _check_release(place: str, question: QuestionSpec, findings: Findings) -> None:
    if question.exemption and question.release != "withheld":
        message = f"must be absent: {ONLY_WITHHELD}"
        findings.fault(f"{place}.freedom_of_information.exemption", message)
    refs = []
    for index, one in enumerate(question.maps_to):
        inner = f"{place}.maps_to[{index}].ref"
        if not one.ref.strip() and not findings.is_unread(inner):
            findings.fault(inner, "must not be empty")
        refs.append((inner, f"{one.framework} {one.ref}"))
    _check_once(refs, "names {} twice", findings)


def _check_once(named: Iterable[tuple[str, str]], message: str, findings: Findings) -> None:
    seen: set[str] = set()
    for place, name in named:
        if name in seen and not findings.is_unread(place):
            findings.fault(place, message.format(name))
        seen.add(name)
