"""PDFs are set in a process of their own, and come all the same when that fails."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assessments.exports import compositor, typesetting
from assessments.exports.as_pdf import page_data
from assessments.exports.compositor import (
    AT_ONCE,
    Compositor,
    CompositorBusy,
    Job,
    SettingFault,
    compiled,
)
from assessments.scoring.sheet import AnswerSheet
from tests.reports import samples
from tests.views.pages import SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World

PLANTED = """
import os, sys, time
from pathlib import Path
from assessments.exports import compositor

flag, set_it = Path({flag!r}), compositor.compiled

def compiled(job):
    {does}
    return set_it(job)

compositor.compiled = compiled
compositor.serve(sys.stdin.buffer, sys.stdout.buffer)
"""
Start = Callable[..., Compositor]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A compositor whose program first `does` something with each job."""
    made: list[Compositor] = []

    def started(does: str = "pass", seconds_most: float = 60.0) -> Compositor:
        program = tmp_path / "program.py"
        program.write_text(PLANTED.format(does=does, flag=str(tmp_path / "flag")), encoding="utf-8")
        made.append(Compositor(program, seconds_most))
        return made[-1]

    yield started
    for each in made:
        each.stop()


@pytest.fixture
def real() -> Iterator[Compositor]:
    found = Compositor()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def job() -> Job:
    """A small report, as a job."""
    report = samples.report(samples.small(2), AnswerSheet(sector="local_authority", replies={}))
    data = json.dumps(page_data(report))
    return Job(template="as_pdf.typ", data=data, standards=["ua-1"], timestamp=1_790_000_000)


@pytest.fixture(scope="module")
def here(job: Job) -> bytes:
    return compiled(job)


def test_the_bytes_are_those_that_are_set_here(real: Compositor, job: Job, here: bytes) -> None:
    assert real.set(job) == here == real.set(job)
    assert real.process is not None and real.process.pid != os.getpid()


def test_one_program_sets_until_it_has_grown(start: Start, job: Job, here: bytes) -> None:
    grows = start("compositor._GROWN = 1 if flag.exists() else (flag.touch(), 10_000)[1]")
    assert grows.set(job) == here
    assert grows.process is not None
    assert grows.set(job) == here
    assert grows.process is None
    assert grows.set(job) == here


def test_a_document_that_typst_refuses_is_a_fault_and_no_more(
    real: Compositor, job: Job, here: bytes
) -> None:
    with pytest.raises(SettingFault):
        real.set(Job(**{**job, "data": "{"}))
    before = real.process
    assert real.set(job) == here and real.process is before


def test_a_program_that_is_killed_under_way_is_started_again(
    start: Start, job: Job, here: bytes
) -> None:
    killed = start("flag.exists() or (flag.touch(), os.kill(os.getpid(), 9))")
    assert killed.set(job) == here


def test_one_that_was_killed_between_two_documents_is_too(
    real: Compositor, job: Job, here: bytes
) -> None:
    real.set(job)
    assert real.process is not None
    real.process.kill()
    assert real.set(job) == here


def test_a_document_that_ends_two_is_given_up(
    start: Start, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(CompositorBusy):
        start("os._exit(1)").set(job)
    assert "Two processes ended" in caplog.text


def test_one_that_hangs_is_killed(
    start: Start, job: Job, here: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    hangs = start("flag.exists() or (flag.touch(), time.sleep(600))", seconds_most=1.0)
    with caplog.at_level(logging.ERROR), pytest.raises(CompositorBusy):
        hangs.set(job)
    assert "took too long" in caplog.text and hangs.process is None
    hangs.seconds_most = 60.0
    assert hangs.set(job) == here


@pytest.mark.parametrize("executable", [sys.executable, "/no/such/python"])
def test_where_it_cannot_be_started_the_pdf_is_set_here(
    tmp_path: Path,
    job: Job,
    here: bytes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    executable: str,
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    unable = Compositor(tmp_path / "none.py")
    with caplog.at_level(logging.WARNING):
        assert unable.set(job) == here == unable.set(job)
    # Not tried again at once: that would cost each PDF a moment.
    assert caplog.text.count("no other can be started") == 1 and unable.process is None


def test_more_than_a_few_at_once_are_turned_away(real: Compositor, job: Job) -> None:
    for _ in range(AT_ONCE):
        real.places.acquire()
    with pytest.raises(CompositorBusy):
        real.set(job)
    for _ in range(AT_ONCE):
        real.places.release()
    assert real.set(job)


def test_a_copy_of_the_process_does_not_share_its_program(
    real: Compositor, job: Job, here: bytes
) -> None:
    real.set(job)
    program = real.process
    real.forget()
    assert real.process is None and real.set(job) == here
    assert program is not None and program.poll() is None
    program.kill()
    program.communicate()


def test_the_program_ends_with_the_process_that_started_it(real: Compositor, job: Job) -> None:
    real.set(job)
    program = real.process
    assert program is not None and program.stdin is not None
    program.stdin.close()
    assert program.wait(timeout=30) == 0


def test_a_web_process_never_loads_typst() -> None:
    code = (
        "import sys, django\n"
        "django.setup()\n"
        "from tests.reports import samples\n"
        "from assessments.exports.as_pdf import EXPORT\n"
        "from django.conf import settings\n"
        "settings.PDFS_SET_APART = True\n"
        "assert EXPORT.render(samples.worked()).startswith(b'%PDF')\n"
        "assert 'typst' not in sys.modules\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "readiness.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env=environment)


@pytest.mark.django_db
def test_a_person_who_is_turned_away_reads_that_it_is_busy(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> bytes:
        raise CompositorBusy

    sent = world.submit()
    monkeypatch.setattr(typesetting, "_compiled", busy)
    browser: Client = signed_in(world.viewer)
    answer = browser.get(address("report-download", world.assessment, sent.number, "pdf"))
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "Readiness is busy" in text_of(answer)


def words_in_rules(source: str) -> set[str]:
    """The parts of the report that the rules in a template's text hold."""
    sheet, own, _ = source.partition("#let sheet(")[2].partition("set document(")
    shown = re.findall(r"^#?\s*(?:show|set) .*", source.partition("#let sheet(")[0], re.MULTILINE)
    return set(re.findall(r"report\.[\w.]+|sys\.inputs", "\n".join([*shown, sheet if own else ""])))


def test_no_rule_of_a_template_holds_a_word_of_its_paper_or_nothing_is_known_again() -> None:
    language = {"report.meta.language", "report.meta.region"}
    sheet = (compositor.FOLDER / "sheet.typ").read_text(encoding="utf-8")
    assert words_in_rules(sheet) == language
    for path in compositor.FOLDER.glob("*.typ"):
        rules = path.read_text(encoding="utf-8").replace("#show: sheet.with(", "#sheet(")
        assert words_in_rules(rules) <= language, path
    captured = sheet.replace('context found("foot")', "context report.meta.running")
    assert words_in_rules(captured) == {*language, "report.meta.running"}
