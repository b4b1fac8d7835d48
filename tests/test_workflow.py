"""What may not be done now is refused with its own sentence."""

from __future__ import annotations

from itertools import product

import pytest

from assessments.workflow import (
    REVIEW_STEPS,
    TRANSITIONS,
    Refused,
    ReviewState,
    ReviewStep,
    Status,
    Step,
    allows,
    check,
    check_review,
)


@pytest.mark.parametrize(("step", "status"), list(product(Step, Status)))
def test_a_step_is_allowed_or_refused_in_a_sentence(step: Step, status: Status) -> None:
    if allows(step, status):
        assert check(step, status) is TRANSITIONS[step]
        return
    with pytest.raises(Refused) as refusal:
        check(step, status)
    assert refusal.value.reason.endswith(".")


@pytest.mark.parametrize(
    ("step", "state"), list(product(ReviewStep, (ReviewState.NOT_SENT, ReviewState.WAITING)))
)
def test_a_step_of_a_review_is_allowed_or_refused_in_a_sentence(
    step: ReviewStep, state: ReviewState
) -> None:
    if state in REVIEW_STEPS[step].sources:
        assert check_review(step, state) is REVIEW_STEPS[step]
        return
    with pytest.raises(Refused) as refusal:
        check_review(step, state)
    assert refusal.value.reason.endswith(".")
