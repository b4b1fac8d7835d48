"""Files in a bucket: moto's server speaks S3, and the service speaks to it as in production.

What that takes is no package of the suite's: it comes from the environment of the other programs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.interop.test_nginx import free_port
from tests.outages.serving import PATIENCE, ROOT
from tests.plugins.programs import PYTHON

pytestmark = pytest.mark.needs("moto", "django-storages")

STORY = """
import sys
from io import BytesIO
sys.path.append(sys.argv[-1])
sys.argv.pop()
import django
django.setup()
from django.core.management import call_command
from django.core.files.storage import storages
from assessments.models import Attachment
from assessments.queries.attachments import opened, storage
from assessments.services import attachments
from assessments.workflow import Refused
call_command("migrate", verbosity=0)
from tests.attaching import attached
from tests.attachments.samples import PDF, png
from tests.evidence import mapped_world, recorded
world = mapped_world()
item = recorded(world)
made = attached(item, by=world.contributor)
with opened(made) as file:
    assert file.read() == PDF
call_command("check_files")
big = b"%PDF-1.4" + bytes(19_000_000) + b"%%EOF"
again = attached(item, by=world.contributor, name="large.pdf", content=big)
with opened(again) as file:
    assert file.read() == big
storage().save("ab/left", BytesIO(b"x"))
assert sorted(storage().listdir("ab")[1])[-1] == "left"
attachments.remove(attachment=made, by=world.contributor)
from django.utils import timezone
assert attachments.delete_removed(before=timezone.now()) == 1
assert not storage().exists(made.stored_as)
storage().bucket_name = storages["attachments"].bucket_name = "gone"
storages["attachments"]._bucket = None
try:
    attached(item, by=world.contributor)
except Refused as refused:
    assert refused.reason == attachments.NO_ROOM
else:
    raise AssertionError("a bucket that is gone took a file")
assert Attachment.objects.count() == 1
print("done")
"""


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [PYTHON.parent / "moto_server", "-p", str(port)], stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    with urlopen(Request(f"{address}/files", method="PUT"), timeout=PATIENCE):  # noqa: S310
                        break
                except URLError:
                    assert time.monotonic() < end, (tmp_path / "log").read_text()
                    time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def test_files_are_kept_fetched_and_deleted_in_a_bucket(endpoint: str, tmp_path: Path) -> None:
    [packages] = PYTHON.parent.parent.glob("lib/python3*/site-packages")
    given = {
        "READINESS_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "readiness.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'data.sqlite3'}",
        "ATTACHMENTS_S3_BUCKET": "files",
        "ATTACHMENTS_S3_ENDPOINT": endpoint,
        "ATTACHMENTS_S3_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
    }
    done = subprocess.run(
        [sys.executable, "-c", STORY, packages],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=PATIENCE * 4,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.endswith("done\n")
