"""The blocks a question is made of: levels with their actions, items, options, number bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """What to do next from a level. `effort`, `owner` and `guidance` are codes of the rubric."""

    text: str
    effort: str
    owner: str
    guidance: str | None = None
    guidance_by_sector: Mapping[str, str] = field(default_factory=dict)

    def guidance_for(self, sector: str) -> str | None:
        """The source code of the guidance for a sector; `None` when there is none."""
        return self.guidance_by_sector.get(sector, self.guidance)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSpec:
    """A described state of a question. `points` is `None` in a checklist, whose items earn them."""

    number: int
    text: str
    points: Decimal | None = None
    action: ActionSpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSpec:
    """One line of a checklist."""

    code: str
    text: str
    points: Decimal
    if_missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOptionSpec:
    """The exclusive "None of these" of a checklist; it earns no points."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsToLevelSpec:
    """A row of a checklist's table from points to level. `to_inclusive` is for people to read."""

    from_inclusive: Decimal
    to_inclusive: Decimal
    level: int


def full_points(items: Sequence[ItemSpec]) -> Decimal:
    """What a checklist comes to when every line that earns points is true."""
    return sum((item.points for item in items if item.points > 0), Decimal(0))


def points_step(items: Sequence[ItemSpec]) -> Decimal:
    """What the sums of a checklist differ by at the least: a unit of the finest place in use."""
    places = [item.points.as_tuple().exponent for item in items]
    return Decimal(1).scaleb(min([0, *(place for place in places if isinstance(place, int))]))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """A choice of a yes or no question, and the level it names."""

    value: str
    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBandSpec:
    """A part of a number's range: from `from_inclusive` up to `to`, and the level it earns."""

    from_inclusive: Decimal
    to: Decimal
    to_is_inclusive: bool
    level: int

    def holds(self, number: Decimal) -> bool:
        """Whether the number lies in this part of the range."""
        if number < self.from_inclusive:
            return False
        return number <= self.to if self.to_is_inclusive else number < self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpec:
    """What a percentage or number question accepts, and the bands that cover its whole range."""

    unit: str
    minimum: Decimal
    maximum: Decimal
    decimals_allowed: int
    bands: Sequence[NumberBandSpec]
    direction: str = ""
