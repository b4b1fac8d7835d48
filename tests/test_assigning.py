"""Who works on what: days, states and steps, without a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.assigning import (
    WORD_MOST,
    Assignee,
    Work,
    check_word,
    fault_of_due,
    last_save,
    state_now,
)
from assessments.workflow import WORK_STEPS, Refused, WorkState, WorkStep, check_work

TODAY = date(2026, 11, 27)
THEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
SAM = Assignee(key=1, name="Sam", is_member=True)
GONE = Assignee(key=2, name="Kit", is_member=False)
WORK = Work(
    key=7,
    dimension="BUD",
    questions=(),
    covers=("BUD-01", "BUD-02"),
    people=(SAM,),
    due=None,
    state=WorkState.TO_DO,
    said="",
    changed_at=THEN,
    changed_by="Ada",
    assigned_at=THEN,
)


@pytest.mark.parametrize(
    ("days", "late", "soon", "said"),
    [
        (-1, True, False, "was due on 26 November 2026"),
        (0, False, True, "due today"),
        (1, False, True, "due tomorrow"),
        (7, False, True, "due on 4 December 2026"),
        (8, False, False, "due on 5 December 2026"),
    ],
)
def test_work_is_late_only_once_its_day_is_over(
    days: int, late: bool, soon: bool, said: str
) -> None:
    work = replace(WORK, due=TODAY + timedelta(days=days))
    assert (work.is_late(TODAY), work.is_due_soon(TODAY)) == (late, soon)
    assert work.said_of_due(TODAY) == said


@pytest.mark.parametrize("state", [WorkState.HANDED_OVER, WorkState.DONE])
def test_work_that_was_handed_over_is_never_late(state: WorkState) -> None:
    work = replace(WORK, due=TODAY - timedelta(days=1), state=state)
    assert not work.is_late(TODAY)
    assert work.said_of_due(TODAY) == ""


def test_work_is_in_progress_once_one_of_its_answers_is_saved() -> None:
    later = THEN + timedelta(minutes=1)
    assert state_now(WorkState.TO_DO, THEN, later) is WorkState.IN_PROGRESS
    assert state_now(WorkState.TO_DO, THEN, THEN - timedelta(minutes=1)) is WorkState.TO_DO
    assert state_now(WorkState.TO_DO, THEN, None) is WorkState.TO_DO
    assert state_now(WorkState.CHANGES_ASKED, THEN, later) is WorkState.CHANGES_ASKED


def test_only_saves_of_its_own_questions_count() -> None:
    later = THEN + timedelta(days=1)
    saves = {"BUD-01": (THEN, 1), "BUD-02": (later, 2), "TRA-01": (later, 1)}
    assert last_save(WORK, saves) == later
    assert last_save(replace(WORK, questions=("BUD-01",), covers=("BUD-01",)), saves) == THEN
    assert last_save(WORK, saves, apart=2) == THEN
    assert last_save(replace(WORK, covers=("BUD-03",)), saves) is None


def test_work_whose_people_all_left_has_no_owner() -> None:
    assert replace(WORK, people=(GONE,)).without_owner
    assert replace(WORK, people=(GONE, SAM)).who == "Kit (left) and Sam"
    assert not replace(WORK, people=(GONE, SAM)).without_owner


@pytest.mark.parametrize("step", WorkStep)
@pytest.mark.parametrize("state", WorkState)
def test_a_step_is_taken_only_from_where_it_begins(step: WorkStep, state: WorkState) -> None:
    if state in WORK_STEPS[step].sources:
        assert check_work(step, state).target is WORK_STEPS[step].target
    else:
        with pytest.raises(Refused, match=state.label):
            check_work(step, state)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(1900, 1, 1), "today or later"),
        (TODAY - timedelta(days=1), "today or later"),
        (date(2031, 11, 28), "within 5 years"),
        (date(9999, 12, 31), "within 5 years"),
    ],
)
def test_a_day_that_no_one_can_mean_is_refused(due: date, said: str) -> None:
    assert said in fault_of_due(due, TODAY)


@pytest.mark.parametrize("due", [None, TODAY, date(2028, 2, 29), date(2031, 11, 27)])
def test_a_day_from_today_on_may_be_set(due: date | None) -> None:
    assert fault_of_due(due, TODAY) == ""


def test_changes_are_asked_for_with_words() -> None:
    with pytest.raises(Refused, match="Say what should change"):
        check_word(" \n", needed=True)
    with pytest.raises(Refused, match="2,000 characters"):
        check_word("x" * (WORD_MOST + 1), needed=False)
    assert check_word(" The board has seen it. ", needed=True) == "The board has seen it."
