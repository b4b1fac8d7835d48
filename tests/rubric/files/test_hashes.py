"""The content hash of what has been published never changes, whatever fields a rubric gains."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.rubric.files.codec import content_hash, load
from tests.factories.shipped import PATH

SMALL = Path(__file__).with_name("small-rubric.yaml")
HASHES = {
    PATH: "0b8204501d3aa3ee0c67ecb06918dc0133c555aefdc979d992abe2a996da05dc",
    SMALL: "7575b3530628378e69bb60a3d070c43f7e25f4d5f15d844c5cf82bf82e32aa36",
}


@pytest.mark.parametrize("path", HASHES, ids=lambda path: path.name)
def test_the_hash_of_a_file_is_what_it_was_in_the_first_release(path: Path) -> None:
    assert content_hash(load(path.read_bytes())) == HASHES[path]
