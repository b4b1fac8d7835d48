"""typst, in a process of its own that is started when a PDF is first asked for.

typst remembers what it set and gives no way to forget it, which would leave a web process with
half a gigabyte after a hundred PDFs. So this file is also a program: it sets one PDF after another
for the process that started it, gives way to everything else on the machine, and ends once it has
grown, or has had nothing to do for a minute. Where it cannot be started, typst runs in the process
itself.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, TypedDict, cast

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
AT_ONCE = 3
"""How many of a process's threads may be at it at once: one sets, and the others wait. A server
with four threads in a process has one left for pages at any time.
"""
SECONDS_MOST = 60.0
"""How long one PDF may take: 5,000 questions take a quarter of it."""
_IDLE, _START, _UNABLE = 60.0, 15.0, 300.0
"""Seconds: without work until the program ends, to start it, and until that is tried again."""
_GROWN, _A_PAPER = 160, 25
"""The MiB of memory with which the program ends, and about what each working paper leaves in it."""
_NICE = 10
# typst reads it when it is first used. Setting on more threads than one takes a sixth more of the
# processors, which pages need.
os.environ.setdefault("RAYON_NUM_THREADS", "1")


class Job(TypedDict):
    """What is set: a template of this folder, its data as JSON, the PDF standards, seconds since
    1970.
    """

    template: str
    data: str
    standards: list[Any]
    timestamp: int


_Answer = tuple[bytes | None, str, bool]
"""The PDF or the fault, and whether the program ends with that."""


class SettingFault(Exception):
    """typst refuses the document; it says why."""


class CompositorBusy(Exception):  # noqa: N818 - says what is the matter
    """Too many PDFs are being made, or one took too long. Later it may be made."""


def compiled(job: Job) -> bytes:
    """The PDF, set in this process. Raises `SettingFault`.

    The data are a file, because typst remembers all that it set together with `sys.inputs`.
    """
    import typst  # noqa: PLC0415 - a web process has no need of it

    try:
        made: bytes = typst.compile(
            {
                "main.typ": FOLDER / job["template"],
                **{path.name: path for path in FOLDER.glob("*.typ")},
                "report.json": job["data"].encode(),
            },
            root=str(FOLDER),
            font_paths=_fonts(),
            pdf_standards=job["standards"],
            timestamp=job["timestamp"],
        )
    except typst.TypstError as error:
        raise SettingFault(str(error)) from error
    return made


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FOLDER / "fonts")],
    )


class _Ended(Exception):  # noqa: N818
    """The program ended before it answered."""


class Compositor:
    """Sets PDFs in the program, one at a time."""

    def __init__(self, program: Path = Path(__file__), seconds_most: float = SECONDS_MOST) -> None:
        self.program, self.seconds_most = program, seconds_most
        self.forget()

    def forget(self) -> None:
        """The program belongs to another process: this is its copy."""
        self.process: subprocess.Popen[bytes] | None = None
        self.turn, self.places = threading.Lock(), threading.Semaphore(AT_ONCE)
        self.start_again = 0.0

    def set(self, job: Job) -> bytes:
        """The PDF. Raises `SettingFault`, and `CompositorBusy`.

        A program that ends under way is started again, once.
        """
        if not self.places.acquire(blocking=False):
            raise CompositorBusy
        try:
            with self.turn:
                return self._set(job)
        finally:
            self.places.release()

    def _set(self, job: Job) -> bytes:
        for _ in range(2):
            process = self.process or self._started()
            if process is None:
                return compiled(job)
            with suppress(_Ended):
                made, fault, ends = cast("_Answer", self._answer(process, job))
                if ends:
                    self.stop()
                if made is None:
                    raise SettingFault(fault)
                return made
        log.error("Two processes ended while they set %s", job["template"])
        raise CompositorBusy

    def _started(self) -> subprocess.Popen[bytes] | None:
        """The program; `None` where it cannot be started, and for some minutes after that."""
        if time.monotonic() < self.start_again:
            return None
        try:
            # What is next to this file must not be taken for a module of Python's.
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", str(self.program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self._answer(self.process, None)
        except (OSError, _Ended, CompositorBusy) as error:
            log.warning("PDFs are made in the web process: no other can be started (%r)", error)
            self.start_again = time.monotonic() + _UNABLE
        return self.process

    def _answer(self, process: subprocess.Popen[bytes], job: Job | None) -> object:
        """What the program says to a job, and first of all to none. Kills one that hangs."""
        jobs, answers = cast("tuple[BinaryIO, BinaryIO]", (process.stdin, process.stdout))
        hung = threading.Event()

        def kill() -> None:
            hung.set()
            process.kill()

        limit = threading.Timer(self.seconds_most if job else _START, kill)
        limit.start()
        try:
            if job is not None:
                _write(jobs, job)
            return pickle.load(answers)  # noqa: S301 - our own program wrote it
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.stop()
            if hung.is_set():
                log.error("Setting a PDF took too long, so it was stopped")
                raise CompositorBusy from error
            raise _Ended from error
        finally:
            limit.cancel()

    def stop(self) -> None:
        """Ends the program; the next PDF starts another."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # Part of a job may not have been sent.
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _write(pipe: BinaryIO, word: object) -> None:
    pickle.dump(word, pipe)
    pipe.flush()


COMPOSITOR = Compositor()
"""That of this process."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=COMPOSITOR.forget)


def _grown(documents: int) -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return documents * _A_PAPER > _GROWN
    return pages * os.sysconf("SC_PAGE_SIZE") > _GROWN * 2**20


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """The program: answers each job with the PDF, the fault, and whether it ends with that."""
    _fonts()
    _write(answers, "ready")
    documents, ends = 0, False
    while not ends:
        idle = threading.Timer(_IDLE, os._exit, (0,))
        idle.daemon = True
        idle.start()
        try:
            job: Job = pickle.load(jobs)  # noqa: S301 - the process that started this one wrote it
        except EOFError:
            return
        finally:
            idle.cancel()
        made, fault = None, ""
        try:
            made = compiled(job)
        except SettingFault as found:
            fault = str(found)
        documents += 1
        ends = _grown(documents)
        _write(answers, (made, fault, ends))


if __name__ == "__main__":
    # Whoever ends the service with Ctrl+C ends this by the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
