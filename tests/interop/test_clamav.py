"""Our few lines of clamd's protocol against clamd itself, with a signature of its own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from assessments.services.attachments import scan
from assessments.workflow import Refused, Scan
from tests.attaching import attached
from tests.attachments.samples import TEXT, word
from tests.evidence import mapped_world, recorded
from tests.outages.serving import PATIENCE

pytestmark = pytest.mark.needs("clamd")

MARK = b"READINESS-MADE-UP-VIRUS-7f3a"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("clamd")
    place = folder / "socket"
    (folder / "own.ndb").write_text(f"Made.Up-1:0:*:{MARK.hex()}\n")
    settings = (
        f"LocalSocket {place}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n"
    )
    (folder / "clamd.conf").write_text(settings)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["clamd", f"--config-file={folder / 'clamd.conf'}"], stdout=log, stderr=log
        )
        try:
            end = time.monotonic() + PATIENCE
            while not place.exists() and time.monotonic() < end:
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield place
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_what_the_signature_names_is_found_and_nothing_else(clamd: Path, settings: Any) -> None:
    settings.CLAMAV_SOCKET = str(clamd)
    assert scan(BytesIO(TEXT)) is Scan.CLEAN
    assert scan(BytesIO(b"before " + MARK)) is Scan.INFECTED
    assert scan(BytesIO(word(**{"word/notes.xml": MARK}))) is Scan.INFECTED


def test_more_than_it_takes_is_no_verdict(clamd: Path, settings: Any) -> None:
    settings.CLAMAV_SOCKET = str(clamd)
    assert scan(BytesIO(bytes(2_000_000))) is Scan.UNSCANNED


def test_a_file_is_kept_only_when_it_is_clean(db: None, clamd: Path, settings: Any) -> None:
    settings.CLAMAV_SOCKET = str(clamd)
    world = mapped_world()
    item = recorded(world)
    made = attached(item, by=world.contributor)
    assert made.scan == Scan.CLEAN
    with pytest.raises(Refused, match="A virus was found"):
        attached(item, by=world.contributor, name="note.txt", content=MARK)
    assert item.attachments.get() == made
