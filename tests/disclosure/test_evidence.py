"""What backs an answer that is kept back is not shown by what backs the answers that are open."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, product
from typing import Any
from unittest.mock import patch

import pytest

from assessments.disclosure import redacting
from assessments.disclosure.choices import Choice
from assessments.disclosure.public import PublicAnswer, PublicReport
from assessments.evidence import Held, Holding
from assessments.question_types import MARKER
from assessments.reports.content import Report
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem
from tests.disclosure.attacking import SUMMARY, WITHHELD, choices, published
from tests.evidence import mapped_spec
from tests.factories.rubrics import COUNCIL
from tests.reports import samples

SHARED, OTHER = EvidenceItem(title="Shared report"), EvidenceItem(title="Other report")
WHOLE = samples.item("Cyber Essentials", date(2027, 3, 3))
PART = samples.item("Access review", date(2027, 3, 3), parts=("User access control",))
ANSWERS = {
    "high": {"A-1": 4, "A-2": ["a", "c"], "A-3": "yes"},
    "low": {"A-1": 0, "A-2": ["a", "c"], "A-3": "yes"},
}
KEPT = "A-2"


def some_of(*items: Any) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(combinations(items, count) for count in range(len(items) + 1))


def reports_of(
    answers: dict[str, Any],
    named: dict[str, tuple[EvidenceItem, ...]],
    held: tuple[Held, ...] = (),
    **shut: Choice,
) -> tuple[Report, PublicReport]:
    """The report of these answers and what they name, and the public one with some kept back."""
    spec = mapped_spec()
    replies = {
        code: samples.reply(spec, code, raw, evidence=named.get(code, ()))
        for code, raw in answers.items()
    }
    sheet = AnswerSheet(sector=COUNCIL, replies=replies)
    report = samples.report(spec, sheet, Holding(items=held, day=date(2026, 11, 23)))
    each = (sheet, score(spec, sheet, MARKER), report)
    return report, published(spec, each, choices(spec, **shut)).report


def given_away(answers: dict[str, Any]) -> set[str]:
    """What the attacker is certain of, having tried all that the answers may name and all that may
    be held: whether the one that is kept back names any evidence, and whether anything supports it.
    """
    found: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    for own, kept, held in product(some_of(SHARED), some_of(SHARED, OTHER), some_of(WHOLE, PART)):
        _, report = reports_of(answers, {"A-1": own, KEPT: kept}, held, a_2=SUMMARY)
        public = json.dumps(report.to_document())
        found[public]["names evidence"].add(bool(kept))
        found[public]["is supported"].add(WHOLE in held)
    return {what for seen in found.values() for what, could in seen.items() if len(could) == 1}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_whether_an_answer_that_is_kept_back_has_evidence_is_never_certain(
    answers: dict[str, Any],
) -> None:
    assert given_away(answers) == set()


@pytest.mark.parametrize(
    ("level", "found"), [("high", {"names evidence"}), ("low", {"is supported"})]
)
def test_the_attacker_finds_what_is_said_of_answers_without_evidence(
    level: str, found: set[str]
) -> None:
    def said(*given: Any, whole: bool) -> PublicAnswer:
        return real(*given, whole=True)

    real = redacting._answer
    with patch.object(redacting, "_answer", said):
        assert given_away(ANSWERS[level]) == found


def test_evidence_is_what_the_answer_names_and_what_is_held_has_a_name_of_its_own() -> None:
    report, public = reports_of(ANSWERS["high"], {KEPT: (WHOLE.line,)}, (WHOLE,))
    first, second, third = (one.answer for one in public.dimensions[0].questions)

    assert first and second and third
    assert (first.evidence, [one.title for one in first.held]) == ((), [WHOLE.line.title])
    assert ([one.title for one in second.evidence], second.held) == ([WHOLE.line.title], ())
    assert [first.unconfirmed, second.unconfirmed, third.unconfirmed] == [
        one.unconfirmed for one in report.questions
    ]
    assert first.unconfirmed and public.about_evidence == ""


def named_and_held(
    item: Held, line: EvidenceItem, **shut: Choice
) -> list[tuple[list[str], list[str]]]:
    """What the open answers name and, apart from that, hold, where A-2 names a line of the item."""
    _, public = reports_of(ANSWERS["high"], {KEPT: (line,)}, (item,), **shut)
    answers = [one.answer for one in public.dimensions[0].questions if one.answer]
    return [
        ([link.title for link in one.evidence], [link.title for link in one.held])
        for one in answers
    ]


CITED = replace(WHOLE, cited="Minutes, item 4")
RENEWED = replace(
    WHOLE, title="Cyber Essentials 2027", link="https://new.example/", formerly=(WHOLE.line,)
)


@pytest.mark.parametrize(
    ("item", "line"),
    [(CITED, CITED.line), (RENEWED, WHOLE.line), (RENEWED, RENEWED.line)],
    ids=["cited", "changed since", "as it is now"],
)
def test_what_an_answer_names_is_not_held_apart_from_it(item: Held, line: EvidenceItem) -> None:
    first, second, _ = named_and_held(item, line)
    assert first == ([], [item.line.title])
    assert second == ([line.title], [])


def test_what_backs_an_answer_that_is_withheld_is_left_out_by_whichever_words() -> None:
    assert WHOLE.line.title != RENEWED.line.title and WHOLE.link != RENEWED.link
    for line in (WHOLE.line, RENEWED.line):
        assert named_and_held(RENEWED, line, a_2=WITHHELD) == [([], []), ([], [])]


def test_a_former_name_at_an_open_answer_is_left_out_where_a_withheld_one_has_the_present() -> None:
    loose = replace(RENEWED, framework="", formerly=(OTHER,))
    named = {"A-1": (OTHER, SHARED), KEPT: (loose.line,)}
    _, public = reports_of(ANSWERS["high"], named, (loose,), a_2=WITHHELD)
    first = public.dimensions[0].questions[0].answer
    assert first and [one.title for one in first.evidence] == [SHARED.title]


def test_a_report_with_anything_kept_back_calls_no_answer_unconfirmed() -> None:
    report, public = reports_of(ANSWERS["high"], {}, a_2=WITHHELD)
    answers = [one.answer for part in public.dimensions for one in part.questions if one.answer]

    assert report.unconfirmed and not any(one.unconfirmed for one in answers)
    assert "does not say of any answer that it has no evidence" in public.about_evidence
