"""`rescore` compares every snapshot with what its submission froze, and writes nothing."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from assessments.models import DimensionScore, ScoreSnapshot, Submission
from assessments.scoring import engine
from assessments.services import assessments
from tests.evidence import recorded
from tests.management.test_import_export import run
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


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"overall": "99.9"}, "column overall"),
        ({"final_band": "leading"}, "column final_band"),
        ({"final_band_name": "Leading"}, "column final_band_name"),
        ({"content_hash": "0" * 64}, "column content_hash"),
    ],
)
def test_what_lists_show_is_compared_too(world: World, changes: dict[str, str], named: str) -> None:
    world.submit()
    forge(ScoreSnapshot, **changes)

    code, out, _ = run("rescore")

    assert code == 1
    assert f": {named} is kept as" in out


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


def test_check_prints_only_the_count(world: World) -> None:
    world.submit()
    forge(ScoreSnapshot, overall="99.9")

    code, out, _ = run("rescore", "--check")

    assert (code, out) == (1, "1 snapshot compared: 1 differs from what was kept.\n")


def test_it_writes_nothing(world: World) -> None:
    world.submit()
    forge(ScoreSnapshot, overall="99.9")

    run("rescore")

    assert str(ScoreSnapshot.objects.get().overall) == "99.9"
