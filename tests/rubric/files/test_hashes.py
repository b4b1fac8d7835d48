"""The content hash of what has been published never changes, however many fields a rubric gains."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.rubric.files import LIBRARY
from assessments.rubric.files.codec import content_hash, load

SMALL = Path(__file__).with_name("small-rubric.yaml")
HASHES = {
    LIBRARY / "uk-readiness-2026.yaml": (
        "ba183800f63310ceced527cf110f1fb2b48c7331d88778df6725405e17f3e0bb"
    ),
    LIBRARY / "uk-gate-check-2026.yaml": (
        "1b3714113275eda2052b36e264192af4138bcb6fdb8f912ef02b7c6bc87a4d7b"
    ),
    LIBRARY / "uk-ai-short-2026.yaml": (
        "70191c0fa4c2b89bb542010f8b3c7dc00e431ab4575dc26656185634f4b85238"
    ),
    SMALL: "7575b3530628378e69bb60a3d070c43f7e25f4d5f15d844c5cf82bf82e32aa36",
}


@pytest.mark.parametrize("path", HASHES, ids=lambda path: path.name)
def test_the_hash_of_a_file_is_what_it_was_when_it_was_first_published(path: Path) -> None:
    assert content_hash(load(path.read_bytes())) == HASHES[path]
