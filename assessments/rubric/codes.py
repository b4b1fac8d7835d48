"""Codes of a rubric: each is given once, what is named exists, and none changes its meaning.

The definition says which lists give codes and which fields name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assessments.rubric import definition as d
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings, inside

NAMED_SOMEWHERE = ("roles", "efforts", "sources")
"""Lists of which each part is there to be named."""
_OWN = ("", "items")
"""A code that refers to nothing, and one that refers to a line of its own question: see `reach`."""
ALIKE_LEAST = 0.25
"""Two wordings with a smaller part of their words in common are taken for different things."""

# Words that every question has say nothing about what it asks.
_EMPTY = frozenset(
    "a about all an and any are as at be been by can do does each for from had has have how if in "
    "into is it its many much no not of on only or our out share so some than that the their them "
    "there they this to up used was were what when where which who why will with you your".split()
)
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"(\w+)\[(\d+)\](?:\.questions\[(\d+)\])?")


@dataclass(slots=True)
class Codes:
    """The codes that a list gives, and which of them something names.

    `known` is false when the list could not be read whole, so that what is absent is not known.
    """

    what: str
    known: bool
    codes: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def check_codes(spec: RubricSpec, findings: Findings) -> None:
    """Codes given twice, references to what is not there, and what nothing refers to."""
    given = {one.name: _given(one, value, spec, findings) for one, value in _lists()}
    questions = [(place, question.code) for place, question in questions_with_places(spec)]
    given["questions"] = _given_once("question", "dimensions", questions, "code", findings)
    _References(given, findings).check("", spec)
    for name in NAMED_SOMEWHERE:
        for index, part in enumerate(getattr(spec, name)):
            if part.code and part.code not in given[name].named:
                message = f"nothing uses {part.code}: choose it where it belongs, or delete it"
                findings.warn(f"{name}[{index}]", message)


def _lists() -> Iterator[tuple[d.Declared, d.Many]]:
    """The lists of a rubric whose parts have codes."""
    for one in d.fields_of(RubricSpec):
        if isinstance(one.value, d.Many) and d.fields_of(one.value.part)[0].value == d.CODE:
            yield one, one.value


def _given(one: d.Declared, value: d.Many, spec: RubricSpec, findings: Findings) -> Codes:
    places = [(f"{one.key}[{i}]", part.code) for i, part in enumerate(getattr(spec, one.name))]
    what = one.name.removesuffix("s").replace("_", " ")
    return _given_once(what, one.key, places, d.fields_of(value.part)[0].key, findings)


def _given_once(
    what: str, whole: str, places: Sequence[tuple[str, str]], key: str, findings: Findings
) -> Codes:
    codes = Codes(what, known=not findings.is_unread(whole))
    folded: dict[str, tuple[str, str]] = {}
    for place, code in places:
        inner = f"{place}.{key}"
        if findings.is_unread(inner):
            codes.known = False
        elif not code:
            findings.fault(inner, "is missing")
        elif code in codes.codes:
            findings.fault(inner, f"{code} is given twice, as in {codes.codes[code]}")
        elif code.lower() in folded:
            other, where = folded[code.lower()]
            findings.fault(inner, f"{code} differs from {other} in {where} only in capital letters")
        codes.codes.setdefault(code, place)
        folded.setdefault(code.lower(), (code, place))
    return codes


@d.once
def _naming(part: type[object]) -> tuple[d.Declared, ...]:
    """The fields of a part that name codes, or hold parts that do."""
    return tuple(one for one in d.fields_of(part) if _names(one.value))


def _names(value: d.Value) -> bool:
    match value:
        case d.One(part=d.ConditionSpec):  # What it names must come before it: see `reach`.
            return False
        case d.One(part=part) | d.Many(part=part):
            return bool(_naming(part))
        case d.ListOf(item=item):
            return _names(item)
    return isinstance(value, d.BySector) or (isinstance(value, d.Code) and value.of not in _OWN)


class _References:
    """Checks every reference in a part, and in the parts in it, in the order of the file."""

    def __init__(self, given: dict[str, Codes], findings: Findings) -> None:
        self._given, self._findings = given, findings

    def check(self, place: str, part: object, by: str = "") -> None:
        """`by` is the field of the part that its place ends with already."""
        for one in _naming(type(part)):
            if held := getattr(part, one.name):
                inner = place if one.name == by else inside(place, one.key)
                self._value(one.value, held, inner)

    def _value(self, value: d.Value, held: d.Content, place: str) -> None:
        match value:
            case d.Code(of=of):
                self._one(of, held, place)
            case d.ListOf(item=d.Code(of=of)):
                seen: set[str] = set()
                for index, code in enumerate(held):
                    self._one(of, code, inside(place, index))
                    if code and code in seen:
                        self._findings.fault(inside(place, index), f"names {code} twice")
                    seen.add(code)
            case d.BySector(item=item):
                for sector, one in held.items():
                    self._one("sectors", sector, f"{place}.{sector}")
                    if isinstance(item, d.Code):
                        self._one(item.of, one, f"{place}.{sector}")
            case d.One():
                self.check(place, held)
            case d.Many(by=by):
                for index, part in enumerate(held):
                    inner = f"{place}.{getattr(part, by)}" if by else f"{place}[{index}]"
                    self.check(inner, part, by)

    def _one(self, of: str, code: str | None, place: str) -> None:
        codes = self._given[of]
        if code:
            codes.named.add(code)
            if codes.known and code not in codes.codes:
                self._findings.fault(place, f"names no {codes.what} of this rubric: {code}")


def subject_at(spec: RubricSpec, place: str) -> str:
    """The code of the question, or else of the part, that a place lies in; empty for neither."""
    if not (found := _PART.match(place)):
        return ""
    part = _at(getattr(spec, found[1], ()), found[2])
    question = _at(getattr(part, "questions", ()), found[3]) if found[3] else None
    # A figure names questions by their codes.
    return str(getattr(question if isinstance(question, QuestionSpec) else part, "code", ""))


def _at(parts: Sequence[object], index: str) -> object:
    return parts[int(index)] if int(index) < len(parts) else None


def questions_with_places(spec: RubricSpec) -> Iterator[tuple[str, QuestionSpec]]:
    """Every question with its place in the file, in order."""
    for outer, dimension in enumerate(spec.dimensions):
        for inner, question in enumerate(dimension.questions):
            yield f"dimensions[{outer}].questions[{inner}]", question


def check_reused_codes(spec: RubricSpec, before: RubricSpec, findings: Findings) -> None:
    """Looks at every question whose code the edition `before` used too, as answers keep to codes.

    Another kind together with mostly other words is another question: a fault. Mostly other words
    alone may be a rewording and are a warning; another kind alone is a better way to ask. A line of
    a list whose code came to stand for mostly other words is a warning too.
    """
    then = {question.code: question for _, question in before.questions()}
    for place, question in questions_with_places(spec):
        old = then.get(question.code)
        if old is None or not question.code:
            continue
        if likeness(_words_of(question), _words_of(old)) < ALIKE_LEAST:
            _check_reuse(place, question, old, before.edition, findings)
        elif question.kind == old.kind:
            _check_lines(place, question, old, before.edition, findings)


def likeness(these: frozenset[str], those: frozenset[str]) -> float:
    """How far two sets of words are the same: 0 for nothing in common, 1 for all (Dice)."""
    if not these and not those:
        return 1.0
    return 2 * len(these & those) / (len(these) + len(those))


def words(text: str) -> frozenset[str]:
    """The words that say what a text is about, without case or a plural's end."""
    found = (word.removesuffix("s") for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in found if word not in _EMPTY)


def _words_of(question: QuestionSpec) -> frozenset[str]:
    return words(f"{question.title} {question.text}")


def _check_reuse(
    place: str, question: QuestionSpec, old: QuestionSpec, edition: str, findings: Findings
) -> None:
    said = f"another question in edition {edition}, “{old.title}”"
    if question.kind != old.kind:
        message = f"{question.code} meant {said}: give this one a code of its own"
        findings.fault(f"{place}.code", message)
    else:
        message = (
            f"{question.code} may have meant {said}. If they ask different things, "
            "give this one a code of its own"
        )
        findings.warn(f"{place}.code", message)


def _check_lines(
    place: str, question: QuestionSpec, old: QuestionSpec, edition: str, findings: Findings
) -> None:
    then = {item.code: item.text for item in old.items}
    for index, item in enumerate(question.items):
        text = then.get(item.code)
        if text is not None and likeness(words(item.text), words(text)) < ALIKE_LEAST:
            message = f"{item.code} meant another line in edition {edition}: “{text}”"
            findings.warn(f"{place}.items[{index}].code", message)
