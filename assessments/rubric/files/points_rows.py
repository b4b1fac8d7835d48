"""The rows of a checklist's table from points to level, each with its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.rubric.blocks import ItemSpec, PointsToLevelSpec, full_points, points_step


def with_ends(
    rows: Sequence[Mapping[str, Any]], items: Sequence[ItemSpec]
) -> tuple[PointsToLevelSpec, ...]:
    """The rows as they were read; one that names no end gets the end that it must have.

    That is one step below the next row, and the full points for the last. It is never below the
    row's own beginning, so that a table that does not rise is told of by its beginnings.
    """
    step = points_step(items)
    ends = [*(row["from_inclusive"] - step for row in rows[1:]), full_points(items)]
    return tuple(
        PointsToLevelSpec(
            from_inclusive=(start := row["from_inclusive"]),
            to_inclusive=max(start, end) if row["to_inclusive"] is None else row["to_inclusive"],
            level=row["level"],
        )
        for row, end in zip(rows, ends, strict=False)
    )
