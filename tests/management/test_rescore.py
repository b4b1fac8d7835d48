"""`rescore` compares every snapshot with what its submission froze, and writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from django.core.management import CommandError
from django.db import connection, connections
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from assessments.management.commands import rescore
from assessments.models import DimensionScore, ScoreSnapshot, Submission
from assessments.queries.rescoring import FEW, Compared, chunks, compared
from assessments.scoring import engine
from assessments.services import assessments
from tests.evidence import recorded
from tests.management.running import run
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.services.together import together
from tests.views.small import small_world, submit_one
from tests.worlds import World


def forge(model: type, **changes: object) -> None:
    """Changes rows as the database's password allows: past every guard."""
    assert QuerySet(model=model).update(**changes)


def test_nothing_submitted_is_nothing_different(db: None) -> None:
    assert run("rescore") == (0, "no snapshots compared: none differs from what was kept.\n", "")


def test_an_untouched_snapshot_is_the_same(world: World) -> None:
    world.submit()

    code, out, _ = run("rescore")

    assert (code, out) == (0, "1 snapshot compared: none differs from what was kept.\n")


def test_a_changed_figure_is_named_with_both_values(world: World) -> None:
    submission = world.submit()
    document = submission.snapshot.result
    document["overall"]["score"] = "99.9"
    document["questions"][0]["level"] = 4
    forge(ScoreSnapshot, result=document)

    code, out, _ = run("rescore")

    assert code == 1
    assert out.splitlines() == [
        f'{submission.reference}: overall.score is kept as "99.9", and is now "68.2"',
        f"{submission.reference}: questions[BUD-01].level is kept as 4, and is now 3",
        "1 snapshot compared: 1 differs from what was kept.",
    ]


def test_a_missing_part_is_a_difference(world: World) -> None:
    document = world.submit().snapshot.result
    del document["gates"]
    forge(ScoreSnapshot, result=document)

    code, out, _ = run("rescore")

    assert code == 1
    assert "gates[0].message is kept as nothing" in out


def test_what_lists_show_is_compared_too(small: World) -> None:
    submit_one(small)
    changes = {
        "overall": "99.9",
        "final_band": "leading",
        "final_band_name": "Leading",
        "content_hash": "0" * 64,
    }
    forge(ScoreSnapshot, **changes)

    code, out, _ = run("rescore")

    assert code == 1
    for column in changes:
        assert f": column {column} is kept as" in out


def test_a_row_of_a_dimension_is_compared_too(world: World) -> None:
    world.submit()
    forge(DimensionScore, score="1.0")

    code, out, _ = run("rescore")

    assert code == 1
    assert out.count("row of ") == 5


def test_forged_answers_are_found_by_their_hash_and_by_the_score(world: World) -> None:
    answers = world.submit().answers
    answers["answers"]["SEC-01"]["value"] = 4
    forge(Submission, answers=answers)

    code, out, _ = run("rescore")

    assert code == 1
    assert "answers_hash is kept as" in out
    assert 'final_band is kept as "developing", and is now "ready"' in out


def test_forged_evidence_is_found_by_its_hash(mapped: World) -> None:
    recorded(mapped)
    mapped.answer({"A-1": 0, "A-2": ["a"], "A-3": "dont_know"})
    submission = assessments.submit(assessment=mapped.assessment, by=mapped.approver)
    assert run("rescore")[0] == 0
    (held,) = submission.held
    forge(Submission, held=[{**held, "good_until": "2046-03-03"}])

    code, out, _ = run("rescore")

    assert code == 1
    assert f"{submission.reference}: held_hash is kept as" in out


def test_evidence_that_was_sent_before_it_was_hashed_is_no_difference(mapped: World) -> None:
    recorded(mapped)
    mapped.answer({"A-1": 0, "A-2": ["a"], "A-3": "dont_know"})
    assessments.submit(assessment=mapped.assessment, by=mapped.approver)
    forge(Submission, held_hash="")

    assert run("rescore")[0] == 0


def test_answers_that_no_longer_fit_the_rubric_are_a_difference(world: World) -> None:
    answers = world.submit().answers
    answers["answers"]["SEC-01"]["value"] = 9
    forge(Submission, answers=answers)

    code, out, _ = run("rescore")

    assert code == 1
    assert "refused: answers.SEC-01.value" in out


def test_another_engine_is_no_difference_until_it_comes_to_something_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submit()
    monkeypatch.setattr(engine, "ENGINE_VERSION", "9.9")

    assert run("rescore")[0] == 0


def test_check_prints_only_the_count_and_nothing_is_written(small: World) -> None:
    submit_one(small)
    forge(ScoreSnapshot, overall="99.9")

    code, out, _ = run("rescore", "--check")

    assert (code, out) == (1, "1 snapshot compared: 1 differs from what was kept.\n")
    assert run("rescore")[0] == 1
    assert str(ScoreSnapshot.objects.get().overall) == "99.9"


@pytest.fixture(scope="module")
def prepared_several(prepare: Prepare) -> Prepared[list[str]]:
    """More submissions than the first chunk holds, each of which differs, by their references."""

    def build() -> list[str]:
        world = small_world()
        made = [submit_one(world, f"Readiness {number}") for number in range(FEW + 2)]
        forge(ScoreSnapshot, overall="99.9")
        return [one.reference for one in made]

    return prepare(build)


@pytest.fixture
def several(prepared_several: Prepared[list[str]], db: None) -> list[str]:
    return prepared_several.put_back()


def said_of(out: str) -> list[str]:
    return [line.partition(":")[0] for line in out.splitlines()[:-1]]


def test_they_come_in_the_order_in_which_they_were_submitted_from_any(several: list[str]) -> None:
    code, out, err = run("rescore", verbosity=2)

    assert (code, said_of(out)) == (1, several)
    # It says how far it is where that is asked.
    assert err.splitlines() == [
        f"Compared up to {several[FEW - 1]}.",
        f"Compared up to {several[-1]}.",
    ]

    code, out, err = run("rescore", "--from", several[3])

    assert (code, said_of(out), err) == (1, several[3:], "")
    assert out.splitlines()[-1].startswith(f"{len(several) - 3} snapshots compared")


def test_a_submission_that_is_not_there_is_refused(world: World) -> None:
    assert run("rescore", "--from", "k7m2-p9x4-1") == (
        1,
        "",
        "There is no submission k7m2-p9x4-1.\n",
    )


@pytest.mark.parametrize("odd", ["0", "65", "two"])
def test_an_odd_number_of_processes_is_refused(db: None, odd: str) -> None:
    with pytest.raises(CommandError, match="must be 1 to 64"):
        run("rescore", "--processes", odd)


def test_who_interrupts_it_reads_how_it_goes_on(
    several: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = compared

    def interrupted(keys: Sequence[int]) -> list[Compared]:
        if len(keys) < FEW:
            raise KeyboardInterrupt
        return done(keys)

    monkeypatch.setattr(rescore, "compared", interrupted)

    code, out, err = run("rescore")

    assert (code, err) == (130, f"Interrupted. Go on with --from {several[FEW - 1]}.\n")
    assert [line.partition(":")[0] for line in out.splitlines()] == several[:FEW]


def test_a_chunk_takes_as_many_queries_as_one_snapshot(
    several: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = list(chunks())
    compared(first[:1])
    for keys in (first[:1], first, second):
        with django_assert_num_queries(3):
            assert len(compared(keys)) == len(keys)


@pytest.mark.django_db(transaction=True)
def test_several_processes_say_the_same_in_the_same_order(several: list[str]) -> None:
    alone = run("rescore")

    assert run("rescore", "--processes", "2") == alone
    assert said_of(alone[1]) == several


@pytest.mark.django_db(transaction=True)
def test_a_process_leaves_the_connections_to_the_one_that_it_was_copied_from(
    several: list[str],
) -> None:
    alone = run("rescore")

    async def in_a_loop() -> tuple[int, str, str]:
        try:
            return run("rescore", "--processes", "2")
        finally:
            connections.close_all()

    def in_a_thread() -> tuple[int, str, str]:
        """As while a browser is open: in its loop, the thread has other connections than before."""
        connection.ensure_connection()
        return asyncio.run(in_a_loop())

    assert together(in_a_thread) == [alone]
