"""Reasons why two answers are both right: kept, never changed, and only where they were given."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from assessments.models import Assessment, ContradictionReason
from assessments.models.base import FrozenRecord
from assessments.queries.answers import stored_answers
from assessments.queries.assessments import standing_of
from assessments.queries.prepared import Prepared
from assessments.scoring.sheet import UNANSWERED, State
from assessments.services import answers, assessments
from assessments.services.answers import Change, Outcome, Saved
from assessments.workflow import Refused
from tests.contradictions import MEETS_BOTH, explain, paired_spec
from tests.services.together import together
from tests.worlds import World, published


def test_what_is_kept_is_there_for_whoever_signs(paired: World) -> None:
    paired.answer(MEETS_BOTH)
    explain(paired, "Other teams.", code="CON-02")
    first, second = standing_of(paired.assessment).kept
    assert (first.contradiction.code, first.reason, first.by, first.at) == ("CON-01", "", "", None)
    assert (second.reason, second.by) == ("Other teams.", "Connie Contributor")
    assert second.at == ContradictionReason.objects.get().saved_at
    paired.answer({"A-1": "dont_know"})
    assert standing_of(paired.assessment).kept == []


def test_saving_the_same_reason_again_changes_nothing(paired: World) -> None:
    explain(paired, "One.")
    assert explain(paired, "One.", seen=0).outcomes == {"pair:CON-01": Outcome.UNCHANGED}
    assert explain(paired, "").outcomes == {"pair:CON-01": Outcome.SAVED}
    assert ContradictionReason.objects.count() == 2


@pytest.mark.parametrize("state", [State.DONT_KNOW, State.NOT_APPLICABLE])
def test_a_reason_is_a_note_and_nothing_else(paired: World, state: State) -> None:
    change = Change(code="pair:CON-01", reply=replace(UNANSWERED, note="x", state=state), seen=0)
    with pytest.raises(ValueError, match="a reason is a note"):
        answers.save(assessment=paired.assessment, by=paired.contributor, changes=[change])


def test_a_reason_for_a_pair_that_the_rubric_does_not_have_is_no_reason(paired: World) -> None:
    with pytest.raises(KeyError):
        explain(paired, "x", code="CON-99")


def test_a_reason_is_never_changed_or_deleted(paired: World) -> None:
    explain(paired, "One.")
    row = ContradictionReason.objects.get()
    row.reason = "Another."
    with pytest.raises(FrozenRecord):
        row.save()
    with pytest.raises(FrozenRecord):
        row.delete()
    with pytest.raises(FrozenRecord):
        ContradictionReason.objects.update(reason="Another.")


def test_no_reason_is_given_once_the_assessment_is_closed(paired: World) -> None:
    paired.answer({**MEETS_BOTH, "A-3": "Words.", "B-2": 2})
    assessments.submit(assessment=paired.assessment, by=paired.approver)
    with pytest.raises(Refused):
        explain(paired, "Too late.")
    assert not ContradictionReason.objects.exists()


def test_a_reason_stays_with_the_answers_of_its_day(paired: World) -> None:
    paired.answer(MEETS_BOTH)
    explain(paired, "This year.")
    newer = published(replace(paired_spec(), edition="2", title="Reworded"), by=paired.publisher)
    moved = assessments.carry_over(
        assessment=paired.assessment, version=newer, by=paired.contributor
    )
    assert not any(key.startswith("pair:") for key in stored_answers(moved))
    assert stored_answers(paired.assessment)["pair:CON-01"].reply.note == "This year."


def raced(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What becomes of two reasons for one pair, whose writers have both seen none."""
    both, write, assessment = Barrier(2), answers._write_reasons, world.assessment

    def slowly(*given: Any) -> None:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)  # Only without a lock have both compared before one writes.
        write(*given)

    monkeypatch.setattr(answers, "_write_reasons", slowly)
    return together(
        lambda: explain(world, "One.", by=world.contributor, seen=0, assessment=assessment),
        lambda: explain(world, "Two.", by=world.approver, seen=0, assessment=assessment),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_a_reason_at_once_one_is_kept_and_the_other_reads_it(
    paired: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {each.outcomes["pair:CON-01"]: each for each in raced(paired, monkeypatch)}
    assert set(found) == {Outcome.SAVED, Outcome.CLASH}
    kept = ContradictionReason.objects.get()
    read = found[Outcome.CLASH].answers["pair:CON-01"]
    assert read == stored_answers(paired.assessment)["pair:CON-01"]
    assert (read.reply.note, read.saved_by) == (kept.reason, str(kept.saved_by))


@pytest.mark.django_db(transaction=True)
def test_two_who_do_not_take_turns_with_a_reason_are_found_out(
    paired: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time in any case."""
    unlocked = Assessment.objects.values_list("status", flat=True)
    monkeypatch.setattr(answers, "_locked", Prepared(lambda pk: unlocked.filter(pk=pk), -1))
    took_turns = all(isinstance(each, Saved) for each in raced(paired, monkeypatch))
    assert took_turns is (connection.vendor == "sqlite")
