"""`shortest_way`: by its exit code and by what it prints, without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assessments.rubric.files import codec
from tests.management.running import run
from tests.plugins.programs import ROOT
from tests.rubric.files.material import SHIPPED, SHIPPED_PATH

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(answers: Path) -> Run:
    return partial(run, "shortest_way", SHIPPED_PATH, answers)


def test_a_way_as_json(ran: Run) -> None:
    """The worked example is Ready by its score, and held by a gate at SEC-01 alone."""
    code, out, err = ran("--to", "ready", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert list(found) == ["reached", "to", "total", "days", "pounds", "raises", "result"]
    assert [(one["code"], one["from"], one["to"]) for one in found["raises"]] == [("SEC-01", 1, 2)]
    (only,) = found["raises"]
    assert (only["days"], only["pounds"]) == (found["days"], found["pounds"])
    assert int(found["total"]) == 350 * int(found["days"]) + int(found["pounds"])
    assert (found["reached"], found["result"]["final_band"]) == (True, "ready")


def test_no_way_as_json(ran: Run) -> None:
    code, out, _ = ran("--to", "ready", "--most-days", "0", "--json")
    found = json.loads(out)
    assert code == 2
    assert (found["reached"], found["raises"], found["total"]) == (False, [], None)
    assert [(one["kind"], one["code"]) for one in found["blocked_by"]] == [("limit", "most_days")]
    assert int(found["least_total"]) > 0


def test_costs_of_ones_own_and_what_is_kept(ran: Run) -> None:
    own = ("--days", "S=1,M=2.5,L=3", "--pounds", "S=0,M=0,L=0", "--day-price", "2")
    code, out, _ = ran("--to", "ready", *own, "--json")
    assert (code, json.loads(out)["total"]) in [(0, "2"), (0, "5"), (0, "6")]
    code, out, _ = ran("--to", "ready", "--keep", "SEC-01", "--json")
    assert code == 2
    assert [(one["kind"], one["code"]) for one in json.loads(out)["blocked_by"]] == [
        ("kept", "SEC-01")
    ]


def test_every_process_finds_the_same_way(ran: Run, answers: Path) -> None:
    """This one and another, in which sets have another order."""
    command = [sys.executable, "manage.py", "shortest_way", SHIPPED_PATH, answers]
    seed = str(int(os.environ.get("PYTHONHASHSEED") == "0"))
    other = subprocess.check_output(
        [*command, "--to", "leading", "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        text=True,
    )
    assert ran("--to", "leading", "--json") == (0, other, "")
    assert len(json.loads(other)["raises"]) > 5


def test_a_way_in_words(ran: Run) -> None:
    code, out, _ = ran("--to", "ready")
    first, second, *rest = out.splitlines()
    assert code == 0
    assert first.startswith("To Ready: 1 raise, ")
    assert second.startswith("In all £")
    assert rest[0].startswith("  SEC-01  level 1 to 2, ")


def test_no_way_in_words(ran: Run) -> None:
    code, out, _ = ran("--to", "leading", "--most-days", "1")
    assert code == 2
    assert out.startswith("Leading cannot be reached\nThere is no way within 1 day.")


def test_a_rubric_that_says_one_of_days_and_pounds_needs_the_other_alone(
    answers: Path, tmp_path: Path
) -> None:
    spec = codec.load(SHIPPED)
    given = [replace(one, days_low=None, days_likely=None) for one in spec.efforts]
    path = tmp_path / "without-days.yaml"
    path.write_text(codec.dump(replace(spec, efforts=given)), encoding="utf-8")
    wanted = ("shortest_way", path, answers, "--to", "ready", "--json")
    code, _, err = run(*wanted)
    assert code == 1 and "does not say what" in err
    code, out, _ = run(*wanted, "--days", "S=1,M=2,L=3")
    likely = {one.code: one.pounds_likely for one in spec.efforts}
    found = json.loads(out)
    assert (code, found["days"], found["pounds"]) == (0, "2", str(likely["M"]))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "developing"), "developing is the band today"),
        (("--to", "ready", "--days", "S=1,M=2,S=3"), "--days gives S twice."),
        (("--to", "ready", "--most-days", "many"), "--most-days must be a number from 0 to"),
        (("--to", "ready", "--most-pounds", "-5"), "--most-pounds must be a number from 0 to"),
        (("--to", "ready", "--days", "S=x"), "with at most 6 decimals, got “x”"),
        (("--to", "ready", "--most-pounds", "1000000000001"), "to 1,000,000,000,000 with"),
        (("--to", "ready", "--day-price", "0.1234567"), "with at most 6 decimals, got “0.1"),
        (("--to", "ready", "--days", "XL=5"), "Give both days and pounds for XL."),
        (("--to", "ready", "--must", "SEC-99"), "SEC-99 is no question of this rubric."),
    ],
)
def test_what_makes_no_sense_is_refused(options: tuple[str, ...], said: str, ran: Run) -> None:
    code, out, err = ran(*options)
    assert (code, out) == (1, "")
    assert said in err
