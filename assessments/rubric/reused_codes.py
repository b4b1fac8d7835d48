"""Codes that the last edition used for something else. Pure.

Answers are carried and compared across editions by code, so a code that comes to stand for another
question makes an answer say what nobody said.
"""

from __future__ import annotations

import re

from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings
from assessments.rubric.references import questions_with_places

ALIKE_LEAST = 0.25
"""Two wordings with a smaller part of their words in common are taken for different things."""

# Words that every question has say nothing about what it asks.
_EMPTY = frozenset(
    "a about all an and any are as at be been by can do does each for from had has have how if in "
    "into is it its many much no not of on only or our out share so some than that the their them "
    "there they this to up used was were what when where which who why will with you your".split()
)
_WORD = re.compile(r"[^\W_]+")


def check_reused_codes(spec: RubricSpec, before: RubricSpec, findings: Findings) -> None:
    """Looks at every question whose code the edition `before` used too.

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
    said = f"for another question in edition {edition}, “{old.title}”"
    if question.kind != old.kind:
        message = f"{question.code} stood {said}: give this one a code of its own"
        findings.fault(f"{place}.code", message, question.code)
    else:
        message = (
            f"{question.code} may have stood {said}. If they ask different things, "
            "give this one a code of its own"
        )
        findings.warn(f"{place}.code", message, question.code)


def _check_lines(
    place: str, question: QuestionSpec, old: QuestionSpec, edition: str, findings: Findings
) -> None:
    then = {item.code: item.text for item in old.items}
    for index, item in enumerate(question.items):
        text = then.get(item.code)
        if text is not None and likeness(words(item.text), words(text)) < ALIKE_LEAST:
            message = f"{item.code} stood for another line in edition {edition}: “{text}”"
            findings.warn(f"{place}.items[{index}].code", message, question.code)
