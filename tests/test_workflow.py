"""Whatever may not be done now is refused with its own sentence."""

from __future__ import annotations

from itertools import product

import pytest

from assessments.workflow import Refused, Status, Step, allows, check


@pytest.mark.parametrize(("step", "status"), list(product(Step, Status)))
def test_a_step_is_allowed_or_refused_in_a_sentence(step: Step, status: Status) -> None:
    if allows(step, status):
        assert check(step, status).step is step
        return
    with pytest.raises(Refused) as refusal:
        check(step, status)
    assert refusal.value.reason.endswith(".")
