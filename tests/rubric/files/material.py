"""The files that the tests of this room read: the shipped rubric, and a small one to break."""

from __future__ import annotations

from pathlib import Path

from assessments.rubric.files import SHIPPED as SHIPPED_PATH
from assessments.rubric.files import codec
from assessments.rubric.findings import FileRefused

SHIPPED = SHIPPED_PATH.read_text(encoding="utf-8")
SMALL = (Path(__file__).parent / "small-rubric.yaml").read_text(encoding="utf-8")


def changed(*edits: tuple[str, str], text: str = SMALL) -> str:
    """The small rubric with each text, which must be there, replaced where it first occurs."""
    for old, new in edits:
        assert old in text, f"the file no longer holds {old!r}"
        text = text.replace(old, new, 1)
    return text


def faults_of(source: str | bytes) -> list[str]:
    """Every fault of a file that must be refused, as a person reads it."""
    try:
        codec.load(source)
    except FileRefused as refused:
        return [str(fault) for fault in refused.faults]
    raise AssertionError("the file was not refused")
