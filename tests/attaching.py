"""Files that tests add to evidence items."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages

from assessments.models import Attachment, Evidence, User
from assessments.services import attachments
from readiness.files import on_disk
from tests.attachments.samples import PDF


def keep_files_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test ends, files are kept in that folder as the service keeps them on a disk."""
    kept = FileSystemStorage(**on_disk(folder)["OPTIONS"])
    monkeypatch.setitem(storages._storages, "attachments", kept)  # type: ignore[attr-defined]


def attached(
    item: Evidence, *, by: User, name: str = "minutes.pdf", content: bytes = PDF
) -> Attachment:
    return attachments.attach(
        evidence=item, file=BytesIO(content), name=name, size=len(content), by=by
    )
