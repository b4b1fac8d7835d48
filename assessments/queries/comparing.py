"""Two editions of a rubric side by side."""

from __future__ import annotations

from functools import lru_cache

from assessments.models import RubricVersion
from assessments.queries.drafts import kept_spec
from assessments.queries.rubrics import editions, published_spec
from assessments.question_types import choices
from assessments.rubric.comparison import EditionComparison, compare


def comparison_of(before: RubricVersion, after: RubricVersion) -> EditionComparison:
    """In what the later edition differs; worked out once per process where both are published."""
    if before.is_published and after.is_published:
        return _of_published(before.pk, before.content_hash, after.pk, after.content_hash)
    return compare(kept_spec(before), kept_spec(after), dict(choices()))


@lru_cache(maxsize=16)
def _of_published(before: int, before_hash: str, after: int, after_hash: str) -> EditionComparison:
    earlier, later = published_spec(before, before_hash), published_spec(after, after_hash)
    return compare(earlier, later, dict(choices()))


def earlier_editions(version: RubricVersion) -> list[RubricVersion]:
    """The published editions of the same rubric that came before it, the newest first."""
    rows = editions().filter(
        rubric=version.rubric_id, published_at__isnull=False, number__lt=version.number
    )
    return list(rows.order_by("-number"))


def one_before(version: RubricVersion, earlier: list[RubricVersion]) -> RubricVersion | None:
    """The edition that it was copied from, where that is among the earlier ones; else the last."""
    based_on = next((one for one in earlier if one.pk == version.based_on_id), None)
    return based_on or (earlier[0] if earlier else None)


def siblings(version: RubricVersion) -> list[RubricVersion]:
    """Every other edition of the rubric, the draft included, the newest first."""
    rows = editions().filter(rubric=version.rubric_id).exclude(pk=version.pk)
    return list(rows.order_by("-number"))
