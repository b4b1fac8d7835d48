"""Dotted paths into a document of dicts: `action.text` is `document["action"]["text"]`."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def get(document: Document, path: str) -> Any:
    """What stands at the path; `None` when nothing does."""
    value: Any = document
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def put(document: Document, path: str, value: Any) -> None:
    """Set what stands at the path, making the dicts that lead there."""
    *way, last = path.split(".")
    for key in way:
        document = document.setdefault(key, {})
    document[last] = value
