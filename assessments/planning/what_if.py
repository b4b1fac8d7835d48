"""What raised answers would come to: score, dimensions, band and gates, by the rules of the engine.

A supposition only raises: what an organisation plans is to get better, and the sums of section 10
of the specification are of raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assessments.planning.raising import (
    DAY_PRICE,
    Cost,
    Node,
    Outcome,
    Prices,
    made_of,
    nodes_of,
    outcome,
)
from assessments.planning.shortest_way import (
    Answer,
    Raise,
    Wanted,
    WayRefused,
    own_efforts,
    raise_of,
    shortest_way,
)
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import AnswerSheet, Marker

ANY_ACTION = "any action"
"""What a rubric without efforts gives no days and pounds for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A question that can be raised: its level today, `None` where it is not asked yet, whether it
    is asked today, and the levels it can be raised to, each with what that takes.
    """

    code: str
    level: int | None
    asked: bool
    levels: Sequence[tuple[int, Cost]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What raises come to, and what is now. `lifted` and `left` are the codes of questions whose
    gates fire today and do so no more, and that still do.
    """

    raises: Sequence[Raise]
    cost: Cost
    total: Fraction
    before: Outcome
    after: Outcome

    @property
    def lifted(self) -> list[str]:
        return [code for code in self.before.gates if code not in self.after.gates]

    @property
    def left(self) -> Sequence[str]:
        return self.after.gates


class Supposing:
    """A complete assessment, of which raises are supposed. `efforts` are an organisation's own
    costs by the code of an effort, in the place of the rubric's; one that has neither costs nothing
    here, and `unsaid` has its name. So does every action of a rubric without efforts. A day is at
    `day_price` pounds.
    """

    def __init__(
        self,
        spec: RubricSpec,
        sheet: AnswerSheet,
        marker: Marker,
        *,
        efforts: Mapping[str, Cost] | None = None,
        day_price: Fraction = DAY_PRICE,
    ) -> None:
        said = {**own_efforts(spec), **(efforts or {})}
        costs = {one.code: Cost() for one in spec.efforts} or {"": Cost()}
        costs |= said
        missing = [one.name for one in spec.efforts if one.code not in said]
        self.unsaid = missing if spec.efforts else [ANY_ACTION]
        prices = Prices(efforts=costs, day_price=day_price, dont_know=spec.dont_know_action)
        self.spec, self.day_price, self.efforts = spec, day_price, costs
        self._sheet, self._marker = sheet, marker
        self.nodes = nodes_of(spec, sheet, marker, prices)

    @cached_property
    def _asked(self) -> Collection[str]:
        return made_of(self.nodes, {}) or {}

    @cached_property
    def before(self) -> Outcome | None:
        """What the answers come to today."""
        return outcome(self.spec, self.nodes, {})

    def choices(self) -> list[Choice]:
        """The questions that can be raised, in rubric order, those not asked today included."""
        return [
            Choice(
                code=node.code,
                level=node.moves[0].level,
                asked=node.code in self._asked,
                levels=[(move.level or 0, move.cost) for move in node.moves[1:]],
            )
            for node in self.nodes.values()
            if len(node.moves) > 1
        ]

    def asked_of(self, raised: Mapping[str, int]) -> dict[str, int]:
        """Those of the raises, to levels that can be reached, whose question is then asked."""
        reached = made_of(self.nodes, raised) or {}
        kept = {code: level for code, level in raised.items() if code in reached}
        return kept if len(kept) == len(raised) else self.asked_of(kept)

    def suppose(self, raised: Mapping[str, int]) -> Supposed:
        """What these raises, to levels by code, come to. Raises `WayRefused` with each thing that
        is wrong: a question that cannot be raised, a level that is not above today's or cannot be
        reached, and a question that would not be asked.
        """
        refused = [reason for code, level in raised.items() for reason in self._wrong(code, level)]
        if not refused:
            reached = made_of(self.nodes, raised) or {}
            refused = [
                f"{code} would not be asked, so raising it changes nothing. Leave it as it is."
                for code in raised
                if code not in reached
            ]
        if refused:
            raise WayRefused(refused)
        before, after = self.before, outcome(self.spec, self.nodes, raised)
        if before is None or after is None:
            raise WayRefused(["These levels cannot be reached together."])
        raises = [raise_of(n, raised[code]) for code, n in self.nodes.items() if code in raised]
        cost = sum((one.cost for one in raises), Cost())
        return Supposed(
            raises=raises,
            cost=cost,
            total=cost.total(self.day_price),
            before=before,
            after=after,
        )

    def shortest_way(self, wanted: Wanted) -> Answer:
        """The shortest way from these answers; raises as `shortest_way.shortest_way` does."""
        return shortest_way(self.spec, self._sheet, self._marker, wanted)

    def _wrong(self, code: str, level: int) -> Iterator[str]:
        node = self.nodes.get(code)
        if node is None:
            yield f"{code} is no question of this assessment."
        elif len(node.moves) == 1:
            yield f"{code} cannot be raised: {_why_not(node)}."
        elif node.move(level) is None:
            now = node.moves[0].level or 0
            if level <= now:
                said = "is the level today" if level == now else f"is below the level today, {now}"
                yield f"Level {level} of {code} {said}. Choose a higher one."
            else:
                yield f"{code} has no level {level} that can be reached."


def _why_not(node: Node) -> str:
    if not node.question.scored:
        return "it is answered in words"
    return "it is not applicable" if node.moves[0].mark is None else "it is at its top"


def effort_costs(costs: Mapping[str, object]) -> tuple[dict[str, Cost], Fraction]:
    """What an organisation says that efforts take, by their code, and the price of its day, from
    how that is kept: `{"day_price": "350", "efforts": {"S": ["5", "0"]}}`, days before pounds.
    """
    kept = costs.get("efforts") or {}
    efforts = {
        code: Cost(Fraction(days), Fraction(pounds))
        for code, (days, pounds) in kept.items()  # type: ignore[attr-defined]
    }
    return efforts, Fraction(str(costs.get("day_price") or DAY_PRICE))
