"""What a score rests on: assertion only, or evidence that is past its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessments.evidence import Held, Holding
from assessments.question_types import MARKER
from assessments.reports.confidence import backing, shares
from assessments.reports.replies import Sitting
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from assessments.workflow import Strength
from tests.factories.rubrics import dimension, rubric, single

DAY = date(2026, 11, 27)
ITEM = Held(
    reference="k7m2-p9x4",
    title="Plan",
    framework="",
    parts=(),
    achieved_on=date(2026, 1, 1),
    good_until=DAY,
    link="",
    strength=Strength.DOCUMENTED,
)
PAST = replace(ITEM, reference="old", title="Old plan", good_until=date(2026, 11, 26))
SAID = replace(ITEM, reference="said", title="We say so", strength=Strength.ASSERTED)
HOLDING = Holding(items=(ITEM, PAST, SAID), day=DAY)
GOOD, OLD, WORDS = ITEM.line, PAST.line, SAID.line
LINKED, UNKNOWN = EvidenceItem(title="A page", link="https://x.example"), EvidenceItem(title="?")


def sitting(*evidence: tuple[EvidenceItem, ...], level: int = 4, **other: object) -> Sitting:
    """Questions of one weight, all at a level, with that evidence."""
    codes = [f"A-{number}" for number in range(1, len(evidence) + 1)]
    spec: RubricSpec = rubric(dimension("A", 1, *map(single, codes)))
    spec = replace(spec, **other)  # type: ignore[arg-type]
    replies = {
        code: Reply(state=State.ANSWERED, value=level, evidence=lines)
        for code, lines in zip(codes, evidence, strict=True)
    }
    sheet = AnswerSheet(sector=spec.sectors[0].code, replies=replies)
    return Sitting.of(spec, sheet, score(spec, sheet, MARKER), HOLDING)


@pytest.mark.parametrize(
    ("lines", "asserted", "past"),
    [
        ((), 1, 0),
        ((WORDS,), 1, 0),
        ((UNKNOWN,), 1, 0),
        ((GOOD,), 0, 0),
        ((LINKED,), 0, 0),
        ((WORDS, GOOD), 0, 0),
        ((OLD,), 0, 1),
        ((OLD, WORDS), 0, 1),
        ((OLD, GOOD), 0, 0),
    ],
)
def test_an_answer_rests_on_the_best_that_it_names(
    lines: tuple[EvidenceItem, ...], asserted: int, past: int
) -> None:
    assert shares(sitting(lines)) == (asserted, past)


def test_the_shares_are_exact_and_of_what_is_earned() -> None:
    found = sitting((), (OLD,), (GOOD,))
    assert shares(found) == (Fraction(1, 3), Fraction(1, 3))
    assert backing(found) == (
        "33.3% of the score rests on assertion only, without evidence that is documented or "
        "tested; that does not change the score.",
        "1 answer names evidence that is past its date, and 33.3% of the score rests on nothing "
        "better; that does not change the score.",
    )


def test_a_share_of_nothing_is_not_said() -> None:
    assert backing(sitting((), (GOOD,))) == (
        "50.0% of the score rests on assertion only, without evidence that is documented or "
        "tested; that does not change the score.",
    )
    assert backing(sitting((GOOD,))) == ()


def test_an_answer_that_names_anything_past_its_date_is_counted_with_and_without_a_score() -> None:
    """Also where it names what is good, so that no share of the score rests on it alone."""
    said = ("2 answers name evidence that is past its date.",)
    lines = ((OLD, GOOD), (GOOD, OLD), (GOOD,))
    assert backing(sitting(*lines)) == said
    assert backing(sitting(*lines, shows_score=False)) == said
    assert backing(sitting((OLD,), level=0)) == ("1 answer names evidence that is past its date.",)


def test_where_nothing_is_earned_or_no_score_is_shown_nothing_is_said() -> None:
    assert backing(sitting((), level=0)) == ()
    assert backing(sitting((), shows_score=False)) == ()


def test_neither_age_nor_strength_enters_the_score() -> None:
    results = [sitting(lines).result for lines in ((GOOD,), (OLD,), (WORDS,))]
    assert results[0] == results[1] == results[2]
