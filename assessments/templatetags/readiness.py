"""Numbers, dates and bands in words, the same on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.core.paginator import Page
from django.utils import timezone

from assessments.names import within_a_sentence
from assessments.wording import answered_of, listed, long_date, long_moment

register = template.Library()

# The staircase of a band: how wide its drawing is, and how much of a step's place stays empty.
STAIRS_WIDTH = 28
STAIRS_HEIGHT = 16
STEP_SPACING = 2


register.filter("within_a_sentence", within_a_sentence)
register.filter("answered_of", answered_of)
register.filter("sentence", listed)


@register.filter
def one_place(value: Decimal | float | int | str | None) -> str:
    """67.4 for a score; "no score" where there is none. Halves are rounded up."""
    if value is None or value == "":
        return "no score"
    return str(Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@register.filter
def count(number: int, words: str) -> str:
    """`{{ 1|count:"question,questions" }}` gives "1 question"; larger numbers get commas."""
    one, _, many = words.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def day(value: date | datetime | None) -> str:
    """23 November 2026, in the time of the service."""
    if value is None:
        return ""
    return long_date(_local(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """23 November 2026 at 2:02pm, in the time of the service."""
    return long_moment(_local(value)) if value is not None else ""


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the staircase that shows the bands."""

    x: str
    y: str
    width: str
    height: str
    filled: bool


@register.simple_tag
def band_steps(step: int, steps: int) -> Sequence[Step]:
    """The staircase of the band that is number `step` of `steps`, the lowest being 1."""
    place = Decimal(STAIRS_WIDTH) / steps
    drawn = []
    for number in range(1, steps + 1):
        height = Decimal(STAIRS_HEIGHT - 2) * number / steps
        drawn.append(
            Step(
                x=f"{place * (number - 1) + STEP_SPACING // 2:.2f}",
                y=f"{STAIRS_HEIGHT - 1 - height:.2f}",
                width=f"{place - STEP_SPACING:.2f}",
                height=f"{height:.2f}",
                filled=number <= step,
            )
        )
    return drawn


@register.filter
def share_of(part: int, whole: int) -> str:
    """The width of a bar that shows `part` out of `whole`."""
    return f"{one_place(Decimal(100) * part / whole if whole else 0)}%"


@register.filter
def numbers(page: Page[object]) -> Iterator[int | str]:
    """The numbers of the first and the last page, and of those near this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
