"""How much work a call is, in a figure that a busy machine does not change."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run, in this thread, while `work` does its work.

    What C code does in one call counts as the line that called it.
    """
    count = 0

    def watch(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
