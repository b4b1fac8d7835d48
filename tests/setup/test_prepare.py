"""What a machine lacks is said in one plain sentence, before anything slow is tried."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = "sh dirname grep rm mv mkdir env cat".split()


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH with the tools of any machine and no Python, and the scripts in a project folder."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (programs / tool).symlink_to(found)
    shutil.copytree(ROOT / ".ci", tmp_path / "project" / ".ci")
    (tmp_path / "project" / "requirements.txt").write_text("")
    return tmp_path


def put_python(machine: Path, script: str, name: str = "python3") -> None:
    """A Python that behaves as the shell script says; $REAL is a real one."""
    program = machine / "bin" / name
    program.write_text(f'#!/bin/sh\nREAL="{sys.executable}"\n{script}\n')
    program.chmod(0o755)


def make_run(machine: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "project" / ".ci" / "demonstrate"],
        env={"PATH": str(machine / "bin"), "PORT": str(free_port())} | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_no_python_at_all(machine: Path) -> None:
    assert_refused(make_run(machine), "needs Python 3.11 or newer", "python3 was not found")


def test_an_old_python(machine: Path) -> None:
    put_python(machine, 'case $1 in -V) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    assert_refused(make_run(machine), "needs Python 3.11 or newer", "python3 is Python 3.9.2")


def test_a_newer_python_next_to_an_old_one_is_found(machine: Path) -> None:
    put_python(machine, 'case $1 in -V) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    put_python(machine, 'case "$*" in *pip*) exit 1 ;; esac; exec "$REAL" "$@"', "python3.12")
    assert_refused(make_run(machine), "needs pip", "python3.12 has none")


def test_the_python_that_was_named_is_the_only_one_tried(machine: Path) -> None:
    done = make_run(machine, PYTHON="/nowhere/python3.11")
    assert_refused(done, "/nowhere/python3.11 was not found")


def test_a_missing_pip(machine: Path) -> None:
    put_python(machine, 'case "$*" in *pip*) exit 1 ;; esac; exec "$REAL" "$@"')
    assert_refused(make_run(machine), "needs pip 22.3 or newer", "apt install python3-pip")


def test_a_taken_port(machine: Path) -> None:
    put_python(machine, 'exec "$REAL" "$@"')
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_refused(make_run(machine, PORT=port), f"Port {port}", "is taken", "PORT=8001")


@pytest.mark.parametrize("port", ["http", "80a", "-1", "0", "65536", "999999", "8000 8001"])
def test_a_port_that_is_not_one(port: str, machine: Path) -> None:
    put_python(machine, 'exec "$REAL" "$@"')
    assert_refused(make_run(machine, PORT=port), f"PORT is {port}", "1024 to 65535")


def prepare(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "project" / ".ci" / "prepare", "requirements.txt"],
        env={"PATH": str(machine / "bin"), "HOME": str(machine), "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def outer() -> Path:
    """The Python that built the environment of this suite, in which there is no pip."""
    found = Path(os.path.realpath(sys.executable))
    if subprocess.run([found, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("the Python behind this suite has no pip")
    return found


def assert_made(machine: Path, done: subprocess.CompletedProcess[str]) -> None:
    """There is an environment with packages of its own alone."""
    assert done.returncode == 0, done.stderr
    environment = machine / "project" / ".venv"
    asked = "import sys; print(sys.prefix != sys.base_prefix, sys.path[-1])"
    output = subprocess.check_output([environment / "bin" / "python", "-c", asked], text=True)
    own_packages = next((environment / "lib").glob("python3.*")) / "site-packages"
    assert output.split() == ["True", str(own_packages)]


def test_an_environment_is_made_without_the_venv_module(machine: Path, outer: Path) -> None:
    put_python(machine, f'case "$*" in "-m venv"*) exit 1 ;; esac; exec "{outer}" "$@"')
    assert_made(machine, prepare(machine))


def test_an_environment_is_made_and_a_second_time_only_after_the_list_changed(
    machine: Path, outer: Path
) -> None:
    put_python(machine, f'exec "{outer}" "$@"')
    first = prepare(machine)
    assert "Installing" in first.stdout
    assert_made(machine, first)
    assert prepare(machine).stdout == ""
    lock = machine / "project" / "requirements.txt"
    lock.write_text("# changed\n")
    assert "Installing" in prepare(machine).stdout
    lock.write_text("no-such-package-of-readiness==1 --hash=sha256:" + "0" * 64)
    failed = prepare(machine)
    assert failed.returncode != 0
    assert failed.stderr.splitlines()[-1].startswith("The packages were not installed")
    assert prepare(machine).returncode != 0, "a failed installation must not be taken for done"
