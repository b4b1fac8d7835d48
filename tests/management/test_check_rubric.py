"""`check_rubric FILE`, by its exit code and what it prints. No test here may touch a database."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assessments.management.commands.check_rubric import Command
from tests.management.running import run
from tests.plugins.programs import ROOT
from tests.rubric.files.material import SHIPPED_PATH, SMALL, changed
from tests.steps import steps


def check(path: Path | str, **options: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of the command."""
    return run("check_rubric", path, **options)


def test_the_shipped_rubric_is_sound() -> None:
    code, out, err = check(SHIPPED_PATH)
    assert (code, err) == (0, "")
    assert out.rstrip() == f"{SHIPPED_PATH} is sound: 48 questions in 5 dimensions, no warnings."


def test_what_is_loaded_before_a_command_is_left_out_of_the_search_for_garbage() -> None:
    before = gc.get_freeze_count()
    loaded = [[] for _ in range(1_000)]
    Command().run_from_argv(["manage.py", "check_rubric", str(SHIPPED_PATH)])
    assert gc.get_freeze_count() >= before + len(loaded)


def test_every_fault_is_printed_with_its_place_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(changed(("weight: 70", "weight: lots"), ("cap_band: low", "cap_band: none")))
    code, out, err = check(path)
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        'dimensions[0].questions[0].weight: must be a number, got "lots" (line 35)',
        "dimensions[0].questions[0].gates[0].cap_band: "
        "names no band of this rubric: none (line 41)",
        f"{path} is refused: 2 faults.",
    ]


@pytest.mark.parametrize("unbuffered", ["1", ""], ids=["line by line", "at the end"])
def test_a_reader_that_has_read_enough_ends_the_command_in_silence(
    tmp_path: Path, unbuffered: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(changed(("weight: 70", "weight: lots"), ("cap_band: low", "cap_band: none")))
    command = [sys.executable, "manage.py", "check_rubric", path]
    given = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        command, cwd=ROOT, env=given, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_reader_of_errors_that_has_left_ends_the_command_in_silence(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check_rubric", tmp_path / "missing.yaml"]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=writing, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stdout) == (141, b"")


@pytest.mark.parametrize("output", [subprocess.PIPE, subprocess.DEVNULL], ids=["pipe", "nothing"])
def test_another_pipe_that_breaks_is_an_error_like_any_other(output: int) -> None:
    """A database that hangs up, for one: the reader of what is printed is still there."""
    program = (
        "import manage; from unittest.mock import patch\n"
        "with patch('django.core.management.execute_from_command_line') as command:\n"
        "    command.side_effect = BrokenPipeError('the database hung up')\n"
        "    manage.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith(b"BrokenPipeError: the database hung up\n")


def test_help_is_given_where_there_is_no_output() -> None:
    command = f"exec {sys.executable} manage.py check_rubric --help >&-"
    ended = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0
    assert ended.stderr.startswith(b"usage: manage.py check_rubric")


def test_a_warning_is_printed_and_the_file_is_still_sound(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(changed(("weight: 70", "weight: 60")))
    code, out, err = check(path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "warning: dimensions[0].questions: question weights sum to 90, not 100: "
        "only proportions count (line 31)",
        f"{path} is sound: 5 questions in 2 dimensions, 1 warning.",
    ]


def test_a_code_that_the_last_edition_used_for_another_question_is_a_fault(tmp_path: Path) -> None:
    last, path = tmp_path / "last.yaml", tmp_path / "next.yaml"
    document = yaml.safe_load(SMALL)
    (question,) = [
        one
        for dimension in document["dimensions"]
        for one in dimension["questions"]
        if one["type"] == "yes_no"
    ]
    question |= {"title": "Flood warnings", "text": "Are residents warned when rivers rise?"}
    last.write_text(SMALL)
    path.write_text(yaml.safe_dump(document, sort_keys=False))
    code, out, _ = check(path)
    assert (code, "meant another" in out) == (0, False)
    code, out, _ = check(path, before=str(last))
    assert (code, out.count("may have meant another question")) == (0, 1)
    question |= {"type": "text"}
    for key in ("weight", "levels", "options"):
        question.pop(key, None)
    path.write_text(yaml.safe_dump(document, sort_keys=False))
    code, out, _ = check(path, before=str(last))
    assert (code, out.count("meant another question in edition")) == (1, 1)


def test_an_earlier_edition_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    missing, broken = tmp_path / "missing.yaml", tmp_path / "broken.yaml"
    assert check(SHIPPED_PATH, before=str(missing)) == (
        1,
        "",
        f"{missing} does not exist.\n",
    )
    broken.write_text(changed(("weight: 70", "weight: lots")))
    code, out, err = check(SHIPPED_PATH, before=str(broken))
    assert (code, out) == (1, "")
    assert 'must be a number, got "lots"' in err


def test_a_path_that_leads_to_no_file_is_one_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    assert check(missing) == (1, "", f"{missing} does not exist.\n")
    assert check(tmp_path) == (1, "", f"{tmp_path} is a directory, not a file.\n")
    assert check("") == (1, "", "A file without a name does not exist.\n")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"a: 1\n" * 2_000_000)
    assert steps(lambda: check(path)) < 10_000
    code, out, err = check(path)
    assert (code, out, err) == (1, "", f"{path} is too big: it may hold 2,000,000 bytes.\n")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert check(path) == (
        1,
        f"{path} is not a text file.\n{path} is refused: 1 fault.\n",
        "",
    )


def test_it_runs_with_no_settings_at_all_and_no_database(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://none:nothing@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check_rubric", str(path)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{path} is sound: 5 questions in 2 dimensions, no warnings.\n"


def test_warnings_past_the_limit_are_called_warnings_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.rubric.findings.MOST_FAULTS", 4)
    path = tmp_path / "warned.yaml"
    sources = "".join(f"  - {{id: more-{number}, title: More}}\n" for number in range(9))
    path.write_text(changed(("sources:\n", f"sources:\n{sources}")))
    code, out, _ = check(path)
    *warnings, last = out.splitlines()
    assert code == 0 and len(warnings) == 5
    assert warnings[-1] == "warning: the file: has 5 more warnings, not listed here"
    assert last.endswith("dimensions, 9 warnings.")
    path = tmp_path / "bad.yaml"
    strange = "".join(f"strange-{number}: 1\n" for number in range(5))
    path.write_text(changed(("glossary:", f"{strange}glossary:")))
    *faults, last = check(path)[1].splitlines()
    assert faults[-1].endswith("has 1 more fault, not listed here.")
    assert last == f"{path} is refused: 5 faults."
