"""Which finished actions an answer does not show yet, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assessments.planning.finished import Finished, to_confirm
from assessments.question_types import MARKER
from assessments.scoring.engine import score
from tests.factories import rubrics as r
from tests.factories.shipped import reply_to

SPEC = r.rubric(r.dimension("A", 1, r.single("A-1", not_applicable_allowed=True), r.single("A-2")))


def said(answers: dict[str, Any], *actions: Finished) -> dict[str, Any]:
    replies = {code: reply_to(SPEC.question(code), raw) for code, raw in answers.items()}
    return dict(to_confirm(SPEC, actions, score(SPEC, r.sheet(replies), MARKER)))


def done(title: str = "Write it down", **other: Any) -> Finished:
    return Finished(
        **{"title": title, "question": "A-1", "to_level": 3, "done_on": date(2026, 6, 2), **other}
    )


RAISES = "Your plan finished “Write it down” in June 2026: it was to raise this to level 3."


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, {"A-1": (RAISES,)}),
        ({"A-1": 2}, {"A-1": (RAISES,)}),
        ({"A-1": "dont_know"}, {"A-1": (RAISES,)}),
        ({"A-1": 3}, {}),
        ({"A-1": 4}, {}),
        ({"A-1": "na"}, {}),
    ],
)
def test_it_is_said_until_the_answer_is_as_high(answers: dict[str, Any], found: object) -> None:
    assert said(answers, done()) == found


def test_one_that_names_no_level_of_the_question_is_for_it() -> None:
    for level in (None, 17):
        (words,) = said({"A-1": 4 if level is None else 2}, done(to_level=level))["A-1"]
        assert words == "Your plan finished “Write it down” in June 2026: it was for this question."


def test_the_latest_come_first_and_the_rest_are_counted() -> None:
    many = [done(f"Step {month}", done_on=date(2026, month, 1)) for month in range(1, 6)]
    words = said({}, *many)["A-1"]
    assert ["Step 5" in words[0], "Step 3" in words[2]] == [True, True]
    assert words[3] == "It finished 2 more actions for it."


def test_an_action_of_a_question_that_the_edition_does_not_have_is_passed_over() -> None:
    assert said({}, done(question="Z-9")) == {}
