"""Words of a YAML file that mean a number or a truth, unless the format wants text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OddScalar:
    """What YAML would take for a number in a form that this format does not allow."""

    text: str

    def __str__(self) -> str:
        return self.text


class Unquoted(str):
    """A word without quotes that YAML takes for a number or a truth.

    It is its own text, as it was written, wherever the format wants text; `value` is what YAML
    takes it for.
    """

    value: Any

    def __new__(cls, text: str, value: Any) -> Unquoted:
        made = super().__new__(cls, text)
        made.value = value
        return made


def understood(raw: Any) -> Any:
    """A value as YAML takes it: what is unquoted, by its meaning instead of its text."""
    return raw.value if isinstance(raw, Unquoted) else raw
