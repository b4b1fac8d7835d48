"""How old a reader has to be to follow a text, and which texts of a rubric ask too much. Pure.

The age is the Flesch-Kincaid grade plus 5, the age at which pupils of that grade begin the year
(J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new readability
formulas for Navy enlisted personnel", Research Branch Report 8-75, 1975):

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 + 5

Syllables are counted by rule and not from a dictionary, so the figure is good for a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assessments.rubric.codes import questions_with_places
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings

AGE_MOST = 14
"""The reading age that a text may ask of people."""

WORDS_LEAST = 30
"""A shorter text is not judged: a single long word would move its age by years."""

READS = "reads"
TOGETHER = "reads with why and help"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_SILENT = re.compile(
    r"(?:(?<=[^aeiouyl])|(?<=[aeiouy]l))e$"
    r"|(?:(?<=[^aeiouylcgsxzh])|(?<=[aeiouy]l))es$"
    r"|(?<=[^aeioutd])ed$"
)
_VOWELS = re.compile(r"[aeiouy]{1,2}")


Prose = tuple[str, str, Sequence[tuple[str, str]]]
"""What is read in one go: its place, how it reads, and its wordings, each with its sector."""


# An edition is examined again after every change of a draft, and nearly all its texts are the same.
@lru_cache(maxsize=8_192)
def reading_age(text: str) -> float | None:
    """The age in years; `None` for a text of fewer than `WORDS_LEAST` words."""
    words = _WORD.findall(text)
    if len(words) < WORDS_LEAST:
        return None
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    each = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * each - 15.59 + 5


def syllables(word: str) -> int:
    """How many syllables an English word has, by rule: at least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.casefold()))))


def check_reading_age(spec: RubricSpec, findings: Findings) -> None:
    """A warning for each text whose age, in whole years, is above `AGE_MOST`.

    The sums hold for English, so a rubric in another language is left alone.
    """
    if not spec.language.casefold().startswith("en"):
        return
    for place, what, texts in _prose(spec):
        _judge(place, what, texts, findings)


def _judge(place: str, what: str, texts: Sequence[tuple[str, str]], findings: Findings) -> None:
    """One finding for a text in all its wordings, each given with the sector that reads it."""
    ages = [(reading_age(text) or 0, sector) for text, sector in texts]
    hard = [(age, sector) for age, sector in ages if round(age) > AGE_MOST]
    if not hard:
        return
    oldest = round(max(age for age, _ in hard))
    sectors = [sector for _, sector in hard if sector]
    readers = "" if len(hard) == len(texts) or not sectors else f" for {', '.join(sectors)}"
    message = (
        f"{what} at a reading age of {oldest}{readers}, above {AGE_MOST}: "
        "shorter sentences and plainer words bring it down"
    )
    findings.warn(place, message)


def _wordings(spec: RubricSpec, question: QuestionSpec) -> list[tuple[str, str]]:
    """What each sector that is asked reads as one: the question, why it matters, and the help."""
    sectors = question.applies_to or [sector.code for sector in spec.sectors]
    return [(_asked(question, sector), sector) for sector in sectors]


def _asked(question: QuestionSpec, sector: str) -> str:
    wording = question.wording_for(sector)
    return "\n".join([wording.text, wording.why, wording.help])


def _prose(spec: RubricSpec) -> Iterator[Prose]:
    """Levels are read side by side; an action, or what a gate says, by itself."""
    alone = {"rubric.purpose": spec.purpose, "rubric.limits": spec.limits}
    alone |= {f"bands[{at}].ai_meaning": band.ai_meaning for at, band in enumerate(spec.bands)}
    alone |= {f"dimensions[{at}].summary": one.summary for at, one in enumerate(spec.dimensions)}
    for place, text in alone.items():
        yield place, READS, [(text, "")]
    for place, question in questions_with_places(spec):
        yield f"{place}.text", TOGETHER, _wordings(spec, question)
        levels = "\n".join(level.text for level in question.levels)
        yield f"{place}.levels", "read one after the other", [(levels, "")]
        for index, level in enumerate(question.levels):
            if level.action is not None:
                yield f"{place}.levels[{index}].action.text", READS, [(level.action.text, "")]
        for index, gate in enumerate(question.gates):
            yield f"{place}.gates[{index}].message", READS, [(gate.message, "")]
