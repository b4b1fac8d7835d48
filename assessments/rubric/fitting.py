"""What of a rubric does not fit together besides its questions: contradictions, costs, names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from assessments.rubric.codes import questions_with_places
from assessments.rubric.definition import ContradictionSpec, QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings
from assessments.rubric.reach import Reached, sectors_asked

Ends = tuple[str, int | None, int | None]
"""The key of a pair of levels, and the two of which one is given: at least, and at most."""


def check_fitting(spec: RubricSpec, reached: Reached, findings: Findings) -> None:
    """`reached` holds the levels that answers come to, by question, where these are known."""
    questions: dict[str, QuestionSpec] = {}
    for _, question in spec.questions():
        questions.setdefault(question.code, question)
    for index, one in enumerate(spec.contradictions):
        place = f"contradictions[{index}]"
        _check_contradiction(place, one, questions, reached, spec, findings)
    for index, effort in enumerate(spec.efforts):
        _check_days(f"efforts[{index}]", effort.code, effort.days_low, effort.days_likely, findings)
    levels = [(f"scoring.scale[{at}].level", str(one.level)) for at, one in enumerate(spec.scale)]
    _check_once(levels, "names level {} twice", "", findings)
    for place, question in questions_with_places(spec):
        _check_question(place, question, findings)


def _check_contradiction(
    place: str,
    one: ContradictionSpec,
    questions: dict[str, QuestionSpec],
    reached: Reached,
    spec: RubricSpec,
    findings: Findings,
) -> None:
    """Both questions have levels that answers come to, and not every pair of answers meets it."""
    if one.question and one.question == one.other:
        message = f"must be another question than {one.question} itself"
        findings.fault(f"{place}.other", message, one.code)
        return
    sides: list[tuple[str, str, Ends]] = [
        ("question", one.question, ("when", one.when_level_at_least, one.when_level_at_most)),
        ("other", one.other, ("other_when", one.other_level_at_least, one.other_level_at_most)),
    ]
    always = True
    for key, code, ends in sides:
        question = questions.get(code)
        if question is None:
            return
        if not question.scored:
            message = f"names {code}, which is not scored, so no answer to it has a level"
            findings.fault(f"{place}.{key}", message, one.code)
            return
        always &= _check_side(place, question, ends, reached.get(code, ()), one.code, findings)
    asked = sectors_asked(spec)
    if always:
        message = "is met by every assessment: whatever is answered, the two do not fit together"
        findings.fault(place, message, one.code)
    elif not asked[one.question] & asked[one.other]:
        message = f"can never be met: no sector is asked both {one.question} and {one.other}"
        findings.warn(place, message, one.code)


def _check_side(
    place: str,
    question: QuestionSpec,
    ends: Ends,
    reached: Collection[int],
    subject: str,
    findings: Findings,
) -> bool:
    """Whether every answer to the question is on this side."""
    key, least, most = ends
    bound = most if least is None else least
    if bound is None:
        return False
    where = f"{place}.{key}.{'level_at_most' if least is None else 'level_at_least'}"
    if question.level(bound) is None:
        message = f"names level {bound}, which {question.code} does not have"
        findings.fault(where, message, subject)
        return False
    meets = [level <= bound if least is None else level >= bound for level in reached]
    if meets and not any(meets):
        span = f"{bound} or {'below' if least is None else 'above'}"
        message = f"can never be met: no answer to {question.code} comes to level {span}"
        findings.fault(where, message, subject)
    return bool(meets) and all(meets)


def _check_days(
    place: str, subject: str, low: Decimal | None, likely: Decimal | None, findings: Findings
) -> None:
    if low is not None and likely is not None and low > likely:
        findings.fault(f"{place}.days.low", f"must not be above likely, {likely:f}", subject)


def _check_question(place: str, question: QuestionSpec, findings: Findings) -> None:
    if question.exemption and question.release != "withheld":
        message = "must be absent: only an answer that is withheld has an exemption"
        findings.fault(f"{place}.freedom_of_information.exemption", message, question.code)
    refs = []
    for index, one in enumerate(question.maps_to):
        inner = f"{place}.maps_to[{index}].ref"
        if not one.ref.strip() and not findings.is_unread(inner):
            findings.fault(inner, "must not be empty", question.code)
        refs.append((inner, f"{one.framework} {one.ref}"))
    _check_once(refs, "names {} twice", question.code, findings)


def _check_once(
    named: Iterable[tuple[str, str]], message: str, subject: str, findings: Findings
) -> None:
    seen: set[str] = set()
    for place, name in named:
        if name in seen and not findings.is_unread(place):
            findings.fault(place, message.format(name), subject)
        seen.add(name)
