"""`explain_change`: by its exit code and by what it prints, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.management.running import run
from tests.rubric.files.material import SHIPPED_PATH
from tests.rubric.files.worked_example import worked_example_answers

Run = Callable[..., tuple[int, str, str]]
Later = dict[str, object]


@pytest.fixture
def ran(tmp_path: Path) -> Run:
    def between(later: Later, rubric: Path = SHIPPED_PATH, **options: bool) -> tuple[int, str, str]:
        """From the worked example of the shipped rubric to the same with these answers instead."""
        paths = []
        for name, changed in (("old", {}), ("new", later)):
            document = worked_example_answers()
            answers = document["answers"] | changed
            document["answers"] = {code: reply for code, reply in answers.items() if reply}
            paths.append(tmp_path / f"{name}.json")
            paths[-1].write_text(json.dumps(document))
        files = SHIPPED_PATH, paths[0], rubric, paths[1]
        return run("explain_change", *files, **options)

    return between


def test_the_split_as_json(ran: Run) -> None:
    code, out, err = ran({"SEC-01": {"value": 3}}, json=True)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert list(found) == [
        *("old", "new", "difference", "answers", "rubric", "scope", "dimensions", "questions")
    ]
    assert found["old"] == {"exact": "239800963/3513720", "score": "68.2"}
    added = Fraction(found["new"]["exact"]) - Fraction(found["old"]["exact"])
    assert Fraction(found["answers"]["exact"]) == added > 0
    assert found["rubric"] == found["scope"] == {"exact": "0/1", "shown": "0.0"}
    assert found["answers"]["shown"] == found["difference"]
    for part in ("dimensions", "questions"):
        assert sum(Fraction(one["answers"]) for one in found[part]) == added
    (moved,) = [one["code"] for one in found["questions"] if Fraction(one["answers"])]
    assert moved == "SEC-01"


def test_the_split_in_words(ran: Run) -> None:
    code, out, _ = ran({"SEC-01": {"value": 3}})
    first, second, *rest = out.splitlines()
    assert code == 0
    assert first.startswith("From 68.2 to ")
    assert second == f"Of that: answers {first.split()[-1]}, rubric 0.0 and scope 0.0."
    added = first.split()[-1]
    assert [line.split() for line in rest] == [
        *([], ["Dimension", "Answers", "Rubric", "Scope"]),
        ["Security", added, "0.0", "0.0"],
        *([], ["Question", "Answers", "Rubric", "Scope"]),
        ["SEC-01", added, "0.0", "0.0"],
    ]


def test_what_moved_nothing_is_said_in_two_lines(ran: Run) -> None:
    _, out, _ = ran({})
    assert out.splitlines() == [
        "From 68.2 to 68.2: 0.0",
        "Of that: answers 0.0, rubric 0.0 and scope 0.0.",
    ]


@pytest.mark.parametrize(
    ("later", "rubric", "said"),
    [
        ({"SEC-01": None}, SHIPPED_PATH, "new.json is not complete, so it has no score yet."),
        ({"SEC-01": {"value": 77}}, SHIPPED_PATH, "answers.SEC-01"),
        ({}, Path("missing.yaml"), "missing.yaml"),
    ],
)
def test_what_has_no_score_is_refused(later: Later, rubric: Path, said: str, ran: Run) -> None:
    code, out, err = ran(later, rubric)
    assert (code, out) == (1, "")
    assert said in err


def test_a_rubric_that_shows_no_score_is_refused(tmp_path: Path, ran: Run) -> None:
    path = tmp_path / "silent.yaml"
    path.write_text(SHIPPED_PATH.read_text().replace("shows_score: true", "shows_score: false"))
    code, _, err = ran({}, path)
    assert (code, err) == (1, f"{path} shows no score, so there is none to explain.\n")
