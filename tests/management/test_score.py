"""`score FILE ANSWERS [--json]`, by its exit code and by what it prints, without a database."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from assessments.management.commands.score import result_in_words
from assessments.question_types import MARKER
from assessments.rubric.files import codec
from assessments.scoring.engine import score
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric
from tests.management.running import run
from tests.pages.test_without_a_score import FIGURES
from tests.plugins.programs import ROOT
from tests.rubric.files.material import SHIPPED, SHIPPED_PATH, changed
from tests.rubric.files.worked_example import worked_example
from tests.scoring.worked_examples.test_corrected_rubric import GATE_CHECK, at_level


def test_the_worked_example_of_the_shipped_rubric(answers: Path) -> None:
    code, out, err = run("score", SHIPPED_PATH, answers, json=True)
    assert (code, err) == (0, "")
    result, example = json.loads(out), worked_example()
    assert result["complete"] is True
    assert result["overall"] == {"exact": "239800963/3513720", "score": "68.2"}
    assert result["range"]["low"] == result["range"]["high"]
    assert result["band_from_score"] == example["band_from_score"] == "ready"
    assert result["band_after_balance"] == example["band_after_balance_rule"] == "ready"
    assert result["final_band"] == example["final_band"] == "developing"
    keys = ("question", "level", "missing", "cap_band")
    gates = [{key: gate[key] for key in keys if gate[key]} for gate in result["gates"]]
    assert gates == example["gates_applied"]
    shown = {
        dimension["code"]: (Fraction(dimension["exact"]), dimension["score"])
        for dimension in result["dimensions"]
    }
    assert shown == {
        step["dimension"]: (Fraction(step["exact"]), step["rounded"]) for step in example["steps"]
    }
    first = [
        {key: action[key] for key in ("question", "gate", "effort", "text")}
        for action in result["actions"][:6]
    ]
    assert first == [
        {key: action[key] for key in ("question", "gate", "effort", "text")}
        for action in example["first_actions"]
    ]
    assert result["unknown"] == ["DAT-07"]


def test_the_json_names_the_rubric_by_its_content(answers: Path) -> None:
    _, out, _ = run("score", SHIPPED_PATH, answers, json=True)
    assert json.loads(out)["rubric"] == {
        "code": "uk-readiness-2026",
        "edition": "2026.2",
        "content_hash": codec.content_hash(codec.load(SHIPPED)),
    }


def test_the_json_has_the_keys_that_other_programs_rely_on(answers: Path) -> None:
    result = json.loads(run("score", SHIPPED_PATH, answers, json=True)[1])
    assert list(result) == [
        "format_version", "engine_version", "rubric", "sector", "complete", "overall", "range",
        "band_from_score", "band_after_balance", "final_band", "highest_open_band", "dimensions",
        "questions", "gates", "balance", "unknown", "unconfirmed", "actions",
    ]  # fmt: skip
    assert list(result["dimensions"][0]) == [
        "code", "name", "weight", "share", "exact", "score", "band",
    ]  # fmt: skip
    assert list(result["questions"][0]) == [
        "code", "state", "points", "full", "level", "share", "gap", "gain",
    ]  # fmt: skip
    assert list(result["actions"][0]) == [
        "question", "gate", "effort", "owner", "text", "guidance", "shortfall", "gain",
    ]  # fmt: skip


def test_people_read_it_in_the_words_of_the_rubric(answers: Path) -> None:
    code, out, err = run("score", SHIPPED_PATH, answers)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[:7] == [
        "UK public sector digital and AI readiness, 2026 edition",
        "Edition 2026.2, answered as: Local authority",
        "",
        "Overall score     68.2",
        "Band from score   Ready",
        "After balance     Ready",
        "Final band        Developing",
    ]
    assert "  Security             64.5  Developing" in lines
    assert any(line.startswith("  SEC-01, 1 Started: Developing at most.") for line in lines)
    assert "Don't know        DAT-07" in lines
    assert "First 10 of 42 actions" in lines
    assert (
        "   1. SEC-01 Multi-factor authentication, lifts a gate, medium effort, Cyber security lead"
        in lines
    )
    assert max(map(len, lines)) <= 110


def test_what_balance_asks_for_has_one_decimal_as_everywhere_else() -> None:
    spec = r.rubric(
        r.dimension("a", 9, r.single("A-1")),
        r.dimension("b", 1, r.single("B-1")),
        bands=[r.band("low", 0), r.band("high", 50, 30)],
    )
    sheet = r.sheet({"A-1": r.answered(4), "B-1": r.answered(1)})
    lines = result_in_words(spec, sheet, score(spec, sheet, MARKER)).splitlines()
    assert "  Dimension b is at 25.0, and High asks every dimension for 30.0." in lines


def test_an_incomplete_sheet_has_a_range_and_no_score(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text('{"sector": "local_authority", "answers": {"BUD-01": {"value": 2}}}')
    code, out, _ = run("score", SHIPPED_PATH, path)
    assert code == 0
    assert "Overall score     between 1.1 and 99.0, Not ready to Leading" in out
    assert "Answered          1 of 44" in out
    assert "Final band" not in out
    result = json.loads(run("score", SHIPPED_PATH, path, json=True)[1])
    assert (result["complete"], result["overall"], result["final_band"]) == (False, None, None)


def test_a_sheet_with_no_answer_at_all_is_scored_too(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text('{"sector": "academy_trust", "answers": {}}')
    code, out, err = run("score", SHIPPED_PATH, path)
    assert (code, err) == (0, "")
    assert "Overall score     between 0.0 and 100.0, Not ready to Leading" in out


def test_every_fault_of_the_answers_goes_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(
        '{"sector": "local_authority", '
        '"answers": {"BUD-01": {"value": 9}, "NO-1": {}, "BUD-03": {"state": "not_applicable"}}}'
    )
    assert run("score", SHIPPED_PATH, path, json=True) == (
        1,
        "",
        "answers.BUD-01.value: Select the description that fits best (got 9) (line 1)\n"
        "answers.NO-1: is no question of this rubric (line 1)\n"
        "answers.BUD-03.reason: "
        "Say why this does not apply to you, in 20 characters or more (line 1)\n",
    )


def test_every_fault_of_the_rubric_goes_to_standard_error(tmp_path: Path, answers: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(changed(("weight: 70", "weight: lots"), ("weight: 30", "weight: 0")))
    assert run("score", path, answers) == (
        1,
        "",
        'dimensions[0].questions[0].weight: must be a number, got "lots" (line 35)\n'
        "dimensions[0].questions[1].weight: must be more than 0 and at most 1,000,000, got 0 "
        "(line 61)\n",
    )


def test_a_path_that_leads_to_no_file_is_one_sentence_about_that_path(
    tmp_path: Path, answers: Path
) -> None:
    missing = tmp_path / "missing"
    assert run("score", missing, answers) == (1, "", f"{missing} does not exist.\n")
    assert run("score", SHIPPED_PATH, missing) == (1, "", f"{missing} does not exist.\n")
    assert run("score", SHIPPED_PATH, tmp_path) == (
        1,
        "",
        f"{tmp_path} is a directory, not a file.\n",
    )


def test_a_huge_answers_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    path.write_bytes(b" " * 10_000_000)
    assert run("score", SHIPPED_PATH, path) == (
        1,
        "",
        f"{path} is too big: it may hold 2,000,000 bytes.\n",
    )


def test_it_prints_json_and_nothing_else_with_no_settings_and_no_database(
    answers: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "score", SHIPPED_PATH, answers, "--json"],
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "postgres://none:nothing@127.0.0.1:1/none",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["overall"]["score"] == "68.2"


def test_a_rubric_without_a_score_is_described_by_what_is_open(tmp_path: Path) -> None:
    spec, path = shipped_rubric(GATE_CHECK), tmp_path / "some.json"
    every = {q.code: {"value": at_level(q, 4)} for _, q in spec.questions()}
    asked = {code: one for code, one in every.items() if code not in ("TRA-10", "TRA-11")}
    low = {**asked, "TRA-08": {"value": "no"}}
    path.write_text(json.dumps({"sector": "local_authority", "answers": low}))
    _, out, _ = run("score", GATE_CHECK, path)
    assert "Highest band still open: Developing. TRA-08 at “0 Not in place” holds it there" in out
    assert "Dimensions" not in out and not FIGURES.search(out)
    some = {code: one for code, one in asked.items() if code != "TRA-08"}
    path.write_text(json.dumps({"sector": "local_authority", "answers": some}))
    _, out, _ = run("score", GATE_CHECK, path)
    assert "Highest band still open: Leading. No answer so far holds you back." in out
    assert "Gates to answer   TRA-08" in out and not FIGURES.search(out)
