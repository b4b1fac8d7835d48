"""Columns that more than one format has: a heading, what is read under it, and its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from assessments.exports.base import cell, csv_bytes
from assessments.reports.content import Report

TEXT = "text"
FIGURE = "figure"
SHARE = "share"
TRUTH = "truth"

Part = TypeVar("Part")
Column = tuple[str, Callable[[Part], str], str]
"""A heading, the values under it, and their type: one of the four above. A value is as the report
has it: a figure without a decimal point where it is whole, and a truth as `true` or `false`.
"""

WHOSE: Sequence[Column[Report]] = (
    ("Reference", lambda report: report.particulars.reference, TEXT),
    ("Code of the submission", lambda report: report.particulars.code, TEXT),
    ("SHA-256 of the submission", lambda report: report.particulars.hash, TEXT),
)
"""The last columns of every CSV, the same in each row: once rows are out of their file, or next to
those of another, they still say which submission they are of.
"""


def csv_cell(value: str, kind: str) -> str:
    """A value as a cell of a CSV. Programs guess the type of a column from its cells, so a figure
    always has a decimal point.
    """
    if kind == TEXT:
        return cell(value)
    return f"{value}.0" if kind == FIGURE and value and "." not in value else value


def csv_row(columns: Sequence[Column[Part]], part: Part) -> list[str]:
    """The cells of what a row is about."""
    return [csv_cell(read(part), kind) for _, read, kind in columns]


def csv_table(columns: Sequence[Column[Part]], rows: Iterable[list[str]], report: Report) -> bytes:
    """The whole file: the columns with their rows, and of which submission each is."""
    headings = [heading for heading, _, _ in (*columns, *WHOSE)]
    whose = csv_row(WHOSE, report)
    return csv_bytes(headings, ([*row, *whose] for row in rows))


def truth(value: bool) -> str:
    """Yes or no, as programs read it."""
    return "true" if value else "false"
