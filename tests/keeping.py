"""PDFs that were made are kept in a folder of the test's own; otherwise the suite keeps none."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings


def keep_papers_in(folder: Path, monkeypatch: pytest.MonkeyPatch, most: int = 10_000_000) -> Path:
    """The folder, in which up to `most` bytes are kept from now on."""
    monkeypatch.setattr(settings, "PAPERS_ROOT", folder)
    monkeypatch.setattr(settings, "PAPERS_MOST", most)
    return folder
