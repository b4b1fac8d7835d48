"""What every form is given by its page, for annotations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class Given(TypedDict, total=False):
    """What was typed, if anything was; what is shown at first; and how the fields are named."""

    data: Mapping[str, object] | None
    initial: dict[str, Any] | None
    auto_id: str
