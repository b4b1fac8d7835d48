"""A report in which every text that a person can type is as long as it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from assessments.evidence import LINK_MOST, TITLE_MOST
from assessments.question_types import TEXT_MOST
from assessments.reports.content import Report
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.files import codec
from assessments.rubric.findings import FileRefused
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.benchmarks.large import large_rubric
from tests.factories.shipped import shipped_rubric
from tests.reports import samples

Make = Callable[[int], str]
ADDRESS = "https://example.org/" + "a-long-address/" * 60
_AT_MOST = re.compile(r"must be at most ([\d,]+) characters")
_SENTENCE = "All of it is written here at great length, so that a page has to end. "


def sentences(most: int) -> str:
    """So many characters of prose."""
    return (_SENTENCE * (most // len(_SENTENCE) + 1))[:most].strip()


def word(most: int) -> str:
    """One word of so many of the broadest letters."""
    return "W" * most


def rubric(make: Make) -> RubricSpec:
    """Three dimensions of the shipped rubric, each kind in them, and every text at its longest."""
    spec = shipped_rubric()
    few, kinds = [], set[str]()
    for part in spec.dimensions[:3]:
        chosen = [q for q in part.questions if q is part.questions[0] or q.kind not in kinds]
        one_of_each = {q.kind: replace(q, condition=None) for q in reversed(chosen)}
        kinds |= set(one_of_each)
        questions = sorted(one_of_each.values(), key=lambda q: q.code)
        few.append(replace(part, questions=tuple(questions)))
    document = codec.to_document(replace(spec, dimensions=tuple(few)))
    before = dict(_leaves(document))
    long = {place: make(5_000) for place in before}
    while True:
        try:
            return _distinct(codec.from_document(_with(document, long)))
        except FileRefused as refused:
            for fault in refused.faults:
                limit = _AT_MOST.match(fault.message)
                if fault.place not in before:
                    raise
                text = make(int(limit[1].replace(",", ""))) if limit else before[fault.place]
                long[fault.place] = text


def _distinct(spec: RubricSpec) -> RubricSpec:
    """The rubric with a code at the end of each dimension's and band's name: all are the same."""
    return replace(
        spec,
        bands=tuple(replace(one, name=_ending(one.name, one.code)) for one in spec.bands),
        dimensions=tuple(replace(one, name=_ending(one.name, one.code)) for one in spec.dimensions),
    )


def _ending(name: str, code: str) -> str:
    return f"{name[: -len(code) - 1]} {code}"


def _leaves(document: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield from _leaves(value, f"{place}.{key}" if place else key)
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from _leaves(value, f"{place}[{index}]")
    elif isinstance(document, str) and not re.fullmatch(r"-?[\d.]+", document):
        key = place.rpartition(".")[2]
        # What names something else is no wording.
        if not re.fullmatch(r"(sources|show_to|applies_to|any_of|dimensions|questions)\W.*", key):
            if key not in ("code", "id", "type", "effort", "owner", "cap_band", "sector", "value"):
                yield place, document


def _with(document: Any, texts: dict[str, str], place: str = "") -> Any:
    if isinstance(document, dict):
        return {
            key: _with(value, texts, f"{place}.{key}" if place else key)
            for key, value in document.items()
        }
    if isinstance(document, list):
        return [_with(value, texts, f"{place}[{i}]") for i, value in enumerate(document)]
    return texts.get(place, document) if isinstance(document, str) else document


def _reply(question: QuestionSpec, turn: int, make: Make) -> Reply:
    evidence = (
        EvidenceItem(title=make(TITLE_MOST), link=ADDRESS),
        EvidenceItem(title=make(TITLE_MOST), link=make(LINK_MOST)),
    )
    about: dict[str, Any] = {"note": make(TEXT_MOST), "evidence": evidence}
    if question.kind == "text":
        return Reply(state=State.ANSWERED, value=make(TEXT_MOST), **about)
    if question.not_applicable_allowed and turn % 2:
        return Reply(state=State.NOT_APPLICABLE, reason=make(TEXT_MOST), **about)
    if question.kind == "single":
        return Reply(state=State.ANSWERED, value=turn % 4, **about)
    return Reply(state=State.DONT_KNOW, **about)


def sheet(spec: RubricSpec, make: Make) -> AnswerSheet:
    """Answers whose every text is as long as it may be."""
    replies = {q.code: _reply(q, turn, make) for turn, (_, q) in enumerate(spec.questions())}
    return AnswerSheet(sector="local_authority", replies=replies)


def large() -> Report:
    """250 questions in 25 dimensions, none of them known."""
    spec = codec.from_document(large_rubric(250, 25))
    replies = {q.code: Reply(state=State.DONT_KNOW) for _, q in spec.questions()}
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def without_score() -> Report:
    """The shipped rubric, showing none."""
    spec = replace(shipped_rubric(), shows_score=False)
    return samples.report(spec, samples.worked_sheet())


def nothing_applies() -> Report:
    """One question, which does not apply."""
    spec = samples.small(1)
    reply = Reply(state=State.NOT_APPLICABLE, reason=samples.REASON)
    return samples.report(spec, AnswerSheet(sector="local_authority", replies={"D0-01": reply}))


def every_script() -> Report:
    """The worked example, with a letter of each 128 that there are in the notes of its answers."""
    letters = [chr(place + 1) for place in range(0x20, 0x10FFFF, 0x80)]
    given = samples.worked_sheet()
    codes = [code for code, one in given.replies.items() if one.state is State.ANSWERED]
    share = len(letters) // len(codes) + 1
    replies = {
        **given.replies,
        **{
            code: replace(
                given.replies[code], note=" ".join(letters[place * share : (place + 1) * share])
            )
            for place, code in enumerate(codes)
        },
    }
    return samples.report(shipped_rubric(), replace(given, replies=replies))


def long_notes() -> Report:
    """The worked example, each answer with a note of 2,000 characters."""
    given = samples.worked_sheet()
    noted = {code: replace(one, note=sentences(TEXT_MOST)) for code, one in given.replies.items()}
    return samples.report(shipped_rubric(), replace(given, replies=noted))


def _times(spec: RubricSpec, dimensions: int) -> RubricSpec:
    """The rubric with its dimensions again and again, until there are so many."""
    found = list(spec.dimensions[:dimensions])
    for place in range(len(found), dimensions):
        part = spec.dimensions[place % len(spec.dimensions)]
        code = f"{part.code}{place}"
        again = [replace(q, code=f"{q.code}{place}") for q in part.questions]
        name = _ending(part.name, code)
        found.append(replace(part, code=code, name=name, questions=tuple(again)))
    return replace(spec, dimensions=tuple(found))


def report(make: Make, dimensions: int = 3) -> Report:
    """The report of that rubric, answered at the same length."""
    spec = _times(rubric(make), dimensions)
    return samples.report(
        spec,
        sheet(spec, make),
        organisation=make(200),
        sector_name=make(200),
        title=make(200),
        submitted_by=make(150),
    )
