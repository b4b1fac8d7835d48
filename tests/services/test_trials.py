"""Trials of a draft: safe to run twice, to run together, to stop; and nothing else is written."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Dimension, ImpactTrial, Level, RubricVersion, TrialOutcome
from assessments.queries.trials import outcomes
from assessments.rubric.tallies import tally_from_document
from assessments.services import drafts, rubrics, trials
from assessments.workflow import Refused
from tests.factories.rubrics import dimension, single
from tests.services.together import together
from tests.views.small import small_spec
from tests.worlds import World, build_world, published

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


def two_dimensions() -> Any:
    """The small rubric with a second dimension, so that a weight can matter."""
    spec = small_spec()
    return replace(spec, dimensions=[*spec.dimensions, dimension("B", 1, single("B-1"))])


def trial_world(submissions: int = 5) -> World:
    """A council with so many submissions: A scores 67.5 in each, B from 0 to 100 in quarters."""
    world = build_world(two_dimensions())
    for number in range(submissions):
        chosen = world.start(title=f"Number {number}")
        answers = {"A-1": 3, "A-2": ["a", "c"], "A-3": "We wrote it down.", "B-1": number % 5}
        world.answer(answers, assessment=chosen)
        from assessments.services import assessments

        assessments.submit(assessment=chosen, by=world.approver)
    return world


def a_draft(world: World, weight: int = 3) -> RubricVersion:
    """The next edition, in which B weighs more."""
    draft = drafts.copy_edition(
        version=world.version, edition="2", title="A small rubric", by=world.publisher
    )
    return reweighted(draft, weight, world)


def reweighted(draft: RubricVersion, weight: int, world: World) -> RubricVersion:
    row = Dimension.objects.get(version=draft, code="B")
    row.weight = Decimal(weight)
    row.save()
    return changed(draft, world)


def changed(draft: RubricVersion, world: World) -> RubricVersion:
    """The draft whose rows were changed, with its state kept as every change of one keeps it."""
    drafts.keep_state(draft=draft, by=world.publisher, summary="Changed")
    return draft


def run(trial: ImpactTrial, world: World, batch: int = 2) -> ImpactTrial:
    """The trial pressed on until it stops; it must stop."""
    for _ in range(50):
        if trial.status != trials.RUNNING:
            return trial
        trial = trials.advance(trial=trial, by=world.publisher, batch=batch)
    raise AssertionError("the trial never ends")


def everything_but(*models: str) -> dict[str, list[Any]]:
    """Every row of the app, as values, but for some models."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_app_config("assessments").get_models()
        if model.__name__ not in models
    }


def test_a_trial_goes_through_every_submission_in_batches_and_writes_nothing_else() -> None:
    world = trial_world(5)
    draft = a_draft(world)
    before = everything_but("ImpactTrial", "TrialOutcome")
    trial = trials.start(version=draft, by=world.publisher)
    assert (trial.status, trial.done, trial.total) == ("running", 0, 5)
    seen = []
    while trial.status == "running":
        trial = trials.advance(trial=trial, by=world.publisher, batch=2)
        seen.append(trial.done)
    assert seen == [2, 4, 5]
    assert trial.status == "done"
    assert everything_but("ImpactTrial", "TrialOutcome") == before


def test_its_findings_are_those_of_the_sums_by_hand() -> None:
    """A is 67.5 (75 and 60 alike); B 0, 25, 50, 75, 100. It weighs 1 of 2, and then 3 of 4."""
    world = trial_world(5)
    trial = run(trials.start(version=a_draft(world), by=world.publisher), world)
    tally = tally_from_document(trial.tallies)
    rows = list(trial.outcomes.all())
    assert [row.before for row in rows] == [338, 463, 588, 713, 838]
    assert [row.after for row in rows] == [169, 356, 544, 731, 919]
    results = outcomes(rows, two_dimensions())
    assert [str(one.frozen) for one in results] == ["33.8", "46.3", "58.8", "71.3", "83.8"]
    assert {one.organisation for one in results} == {"Wexcombe Borough Council"}
    assert tally.whole.changed == sum(one.before_band != one.after_band for one in results)
    assert tally.drivers()[0].code == "B-1"


def test_the_same_submissions_in_other_batches_give_the_same_findings() -> None:
    world = trial_world(5)
    draft = a_draft(world)
    first = run(trials.start(version=draft, by=world.publisher), world, batch=1)
    second = run(trials.start(version=draft, by=world.publisher), world, batch=100)
    assert first.pk != second.pk
    assert first.tallies == second.tallies
    assert rows_of(first) == rows_of(second)


def rows_of(trial: ImpactTrial) -> list[Any]:
    names = ("submission", "before", "after", "before_place", "after_place", "change")
    return list(trial.outcomes.values_list(*names))


def test_what_a_batch_reads_and_writes_does_not_grow_with_the_trial() -> None:
    world = trial_world(6)
    trial = trials.start(version=a_draft(world), by=world.publisher)
    sizes = []
    for _ in range(3):
        trial = trials.advance(trial=trial, by=world.publisher, batch=2)
        sizes.append(len(json.dumps(trial.tallies["questions"])))
        assert "rows" not in trial.tallies
    assert trial.outcomes.count() == 6
    assert max(sizes) - min(sizes) < 20


def test_a_deleted_draft_takes_its_trials_with_it() -> None:
    world = trial_world(2)
    draft = a_draft(world)
    run(trials.start(version=draft, by=world.publisher), world)
    rubrics.delete_draft(version=draft, by=world.publisher)
    assert not ImpactTrial.objects.exists()


def test_starting_twice_gives_the_trial_that_is_under_way() -> None:
    world = trial_world(3)
    draft = a_draft(world)
    first = trials.start(version=draft, by=world.publisher)
    trials.advance(trial=first, by=world.publisher, batch=1)
    again = trials.start(version=draft, by=world.administrator)
    assert (again.pk, again.done) == (first.pk, 1)
    assert ImpactTrial.objects.count() == 1


def test_a_draft_that_changed_gets_a_new_trial_and_stops_the_old_one() -> None:
    world = trial_world(3)
    draft = a_draft(world)
    old = trials.start(version=draft, by=world.publisher)
    reweighted(draft, 9, world)
    new = trials.start(version=draft, by=world.publisher)
    old.refresh_from_db()
    assert new.pk != old.pk
    assert (old.status, old.tallies["stopped"]) == ("cancelled", trials.CHANGED)


def test_a_draft_that_changes_on_the_way_stops_its_trial() -> None:
    world = trial_world(3)
    draft = a_draft(world)
    trial = trials.start(version=draft, by=world.publisher)
    trial = trials.advance(trial=trial, by=world.publisher, batch=1)
    reweighted(draft, 9, world)
    trial = trials.advance(trial=trial, by=world.publisher, batch=1)
    assert (trial.status, trial.done, trial.tallies["stopped"]) == ("cancelled", 1, trials.CHANGED)


def test_a_cancelled_trial_stays_where_it_was_and_a_done_one_stays_done() -> None:
    world = trial_world(3)
    draft = a_draft(world)
    trial = trials.start(version=draft, by=world.publisher)
    trials.advance(trial=trial, by=world.publisher, batch=1)
    cancelled = trials.cancel(trial=trial, by=world.publisher)
    assert (cancelled.status, cancelled.done) == ("cancelled", 1)
    assert trials.advance(trial=trial, by=world.publisher).done == 1
    done = run(trials.start(version=draft, by=world.publisher), world)
    assert trials.cancel(trial=done, by=world.publisher).status == "done"


def test_what_is_submitted_while_it_runs_is_not_in_it() -> None:
    world = trial_world(2)
    trial = trials.start(version=a_draft(world), by=world.publisher)
    chosen = world.start(title="Late")
    answers = {"A-1": 3, "A-2": ["a"], "A-3": "Late.", "B-1": 0}
    world.answer(answers, assessment=chosen)
    from assessments.services import assessments

    assessments.submit(assessment=chosen, by=world.approver)
    assert run(trial, world).done == 2


def test_a_rubric_without_submissions_is_done_at_once() -> None:
    world = trial_world(0)
    trial = trials.start(version=a_draft(world), by=world.publisher)
    trial = trials.advance(trial=trial, by=world.publisher)
    assert (trial.status, trial.total) == ("done", 0)


def test_submissions_of_another_rubric_are_not_in_it() -> None:
    world = trial_world(2)
    other = published(replace(small_spec(), code="other"), by=world.publisher)
    draft = drafts.copy_edition(
        version=other, edition="2", title="Another rubric", by=world.publisher
    )
    assert trials.start(version=draft, by=world.publisher).total == 0


def test_a_draft_with_faults_a_published_edition_and_a_deleted_draft_are_refused() -> None:
    world = trial_world(0)
    with pytest.raises(Refused, match="Only a draft can be tried"):
        trials.start(version=world.version, by=world.publisher)
    draft = a_draft(world)
    Level.objects.filter(version=draft, question__code="B-1").update(points=None)
    changed(draft, world)
    with pytest.raises(Refused, match="Put them right first"):
        trials.start(version=draft, by=world.publisher)
    gone = RubricVersion.objects.get(pk=draft.pk)
    rubrics.delete_draft(version=draft, by=world.publisher)
    with pytest.raises(Refused, match="has been deleted"):
        trials.start(version=gone, by=world.publisher)


def test_a_batch_of_any_size_takes_as_many_queries() -> None:
    world = trial_world(6)
    draft = a_draft(world)
    counts = []
    for batch in (1, 5):
        trial = trials.start(version=draft, by=world.publisher)
        trials.advance(trial=trial, by=world.publisher, batch=1)
        with CaptureQueriesContext(connection) as queries:
            trials.advance(trial=trial, by=world.publisher, batch=batch)
        counts.append(len(queries))
        trials.cancel(trial=trial, by=world.publisher)
    assert counts[0] == counts[1] <= MOST_QUERIES


@pytest.mark.django_db(transaction=True)
def test_two_who_press_on_at_once_try_no_submission_twice() -> None:
    world = trial_world(6)
    trial = trials.start(version=a_draft(world), by=world.publisher)
    together(
        *(
            lambda by=by: trials.advance(trial=trial, by=by, batch=3)
            for by in (world.publisher, world.administrator)
        )
    )
    trial = run(trial, world)
    keys = list(trial.outcomes.values_list("submission", flat=True))
    assert len(keys) == len(set(keys)) == trial.done == 6


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_once_share_a_trial() -> None:
    world = trial_world(1)
    draft = a_draft(world)
    found = together(
        *(
            lambda by=by: trials.start(version=draft, by=by)
            for by in (world.publisher, world.administrator)
        )
    )
    assert len({one.pk for one in found}) == 1


def test_the_outcomes_of_an_earlier_trial_become_rows_and_back() -> None:
    migration = import_module("assessments.migrations.0049_outcomes_of_trials")
    world = trial_world(5)
    trial = run(trials.start(version=a_draft(world), by=world.publisher), world)
    kept, found = dict(trial.tallies), rows_of(trial)
    migration.put_back(apps, None)
    trial.refresh_from_db()
    assert len(trial.tallies["rows"]) == 5
    TrialOutcome.objects.all().delete()
    migration.take_out(apps, None)
    trial.refresh_from_db()
    assert rows_of(trial) == found
    assert trial.tallies == kept
