"""The shortest way to a band: by hand, and against every choice of raises tried one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.planning.raising import Cost, Node, Prices, nodes_of, outcome
from assessments.planning.searching import TooManyWays
from assessments.planning.shortest_way import Answer, Wanted, WayRefused, shortest_way
from assessments.question_types import MARKER
from assessments.rubric.definition import (
    ConditionSpec,
    GateSpec,
    QuestionSpec,
    RubricSpec,
)
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, Reply
from tests.factories import rubrics as r
from tests.plugins.examples import thousands
from tests.scoring import strategies as made

Case = tuple[RubricSpec, AnswerSheet]
COSTS = {code: Cost(Fraction(days), Fraction(0)) for code, days in (("S", 1), ("M", 5), ("L", 20))}


def wanted(to: str, **more: Any) -> Wanted:
    given = {"efforts": COSTS, "day_price": Fraction(1), **more}
    for name in ("keep", "must"):
        given[name] = frozenset(given.get(name, ()))
    return Wanted(to=to, **given)


def way(case: Case, to: str, **more: Any) -> Answer:
    return shortest_way(*case, MARKER, wanted(to, **more))


def raises(answer: Answer) -> list[tuple[str, int, int]]:
    return [(one.code, one.before, one.after) for one in answer.raises]


def case(*questions: QuestionSpec, more: Any = None, **replies: Reply | int) -> Case:
    """One dimension of these questions; a number is a level that was chosen."""
    given = {
        code: r.answered(reply) if isinstance(reply, int) else reply
        for code, reply in replies.items()
    }
    spec = r.rubric(r.dimension("D", 1, *questions), **(more or {}))
    return spec, AnswerSheet(sector=r.COUNCIL, replies=given)


def gate(*missing: str, cap: str = "emerging") -> GateSpec:
    return GateSpec(when_any_missing=missing, cap_band=cap, message="Do it.")


def test_the_cheaper_of_two_ways_is_taken() -> None:
    """From 25 to 45: one of them to level 4, or both up by two; L is dear."""
    pair = r.single("A", levels=r.quarters("L")), r.single("B", levels=r.quarters("S"))
    answer = way(case(*pair, A=1, B=1), "developing")
    assert raises(answer) == [("B", 1, 3)]
    assert (answer.cost, answer.total) == (Cost(Fraction(2), Fraction(0)), 2)
    assert answer.reached is not None
    assert (answer.reached.overall, answer.reached.place) == (50, 2)


def test_of_equals_the_fewest_raises_and_then_the_first_code_and_the_lowest_level() -> None:
    pair = r.single("B"), r.single("A")
    assert raises(way(case(*pair, A=1, B=1), "developing")) == [("A", 1, 3)]
    none = {"efforts": dict.fromkeys("SML", Cost())}
    assert raises(way(case(*pair, A=1, B=1), "developing", **none)) == [("A", 1, 3)]


def test_pounds_and_days_at_their_price_are_one_total() -> None:
    pair = r.single("A", levels=r.quarters("S")), r.single("B", levels=r.quarters("M"))
    costs = {
        "efforts": {**COSTS, "S": Cost(Fraction(1), Fraction(100)), "M": Cost(Fraction(2))},
    }
    found = case(*pair, A=1, B=1)
    assert raises(way(found, "developing", day_price=Fraction(10), **costs)) == [("B", 1, 3)]
    dear = way(found, "developing", day_price=Fraction(1000), **costs)
    assert raises(dear) == [("A", 1, 3)]
    assert (dear.cost, dear.total) == (Cost(Fraction(2), Fraction(200)), 2200)


def test_dont_know_costs_finding_out_and_what_was_left_out_does_not() -> None:
    find_out = r.action(effort="L")
    single = r.single("A", levels=r.quarters("S"), required=False)
    more = {"dont_know_action": find_out}
    assert way(case(single, more=more, A=r.DONT_KNOW), "emerging").total == 21
    assert way(case(single, more=more, A=Reply()), "emerging").total == 1
    assert way(case(single, more={"dont_know_action": None}, A=r.DONT_KNOW), "emerging").total == 21


def test_every_level_that_is_passed_is_paid_for_and_one_without_an_action_dearly() -> None:
    levels = [replace(one, action=None) if one.number == 2 else one for one in r.quarters("S")]
    answer = way(case(r.single("A", levels=levels), A=1), "ready")
    assert (raises(answer), answer.total) == ([("A", 1, 3)], 1 + 20)


def test_a_gate_on_a_level_must_be_lifted_and_a_higher_cap_need_not() -> None:
    held = r.single("A", 1, critical=True, gates=[r.gate(0, "emerging"), r.gate(1, "ready")])
    good = r.single("B", 9)
    answer = way(case(held, good, A=0, B=4), "ready")
    assert raises(answer) == [("A", 0, 1)]


def test_a_gate_on_lines_is_lifted_at_the_level_that_its_lines_reach() -> None:
    """With line c the list would stand at 60 points: level 2; the raise earns that row's start."""
    held = r.checklist("A", 1, critical=True, gates=[gate("c")])
    answer = way(case(held, r.single("B", 9), A=r.answered({"a"}), B=4), "leading")
    assert raises(answer) == [("A", 1, 2)]
    assert answer.reached is not None
    assert answer.reached.overall == (50 + 9 * 100) / Fraction(10)


def test_a_gate_on_a_line_that_moves_no_level_is_lifted_by_any_raise() -> None:
    held = r.checklist("A", 1, critical=True, gates=[gate("d")])
    answer = way(case(held, r.single("B", 9), A=r.answered({"a"}), B=4), "leading")
    assert raises(answer) == [("A", 1, 2)]


def test_what_comes_to_be_asked_counts_at_its_lowest_no_matter_what_is_stored_for_it() -> None:
    opened = r.single(
        "B", 9, condition=ConditionSpec(question="A", level_at_least=2), levels=r.quarters("L")
    )
    answer = way(case(r.single("A"), opened, A=1, B=4), "developing")
    assert raises(answer) == [("A", 1, 2), ("B", 0, 2)]


def test_balance_is_part_of_the_band() -> None:
    spec = r.rubric(
        r.dimension("D1", 9, r.single("A")),
        r.dimension("D2", 1, r.single("B", levels=r.quarters("L"))),
    )
    found = spec, AnswerSheet(sector=r.COUNCIL, replies={"A": r.answered(4), "B": r.answered(1)})
    assert raises(way(found, "ready")) == [("B", 1, 2)]


def test_limits_choose_another_way_or_none() -> None:
    costs = {"S": Cost(Fraction(9), Fraction(0)), "M": Cost(Fraction(0), Fraction(10)), "L": Cost()}
    pair = r.single("A", levels=r.quarters("S")), r.single("B", levels=r.quarters("M"))
    found = case(*pair, A=1, B=1)
    assert raises(way(found, "developing", efforts=costs)) == [("A", 1, 3)]
    few = way(found, "developing", efforts=costs, most_days=Fraction(17))
    assert raises(few) == [("A", 1, 2), ("B", 1, 2)]
    none = way(found, "developing", efforts=costs, most_days=Fraction(0), most_pounds=Fraction(9))
    assert (raises(none), none.reached, none.least_total) == ([], None, 18)
    assert [(one.kind, one.code) for one in none.blocked_by] == [
        ("limit", "most_days"),
        ("limit", "most_pounds"),
    ]


@pytest.mark.parametrize(
    ("questions", "replies", "more", "blocks"),
    [
        ((r.single("A"),), {"A": 1}, {"keep": ["A"]}, [("kept", "A")]),
        (
            (r.single("A"), r.checklist("B", 1, critical=True, gates=[gate("d")])),
            {"A": 1, "B": r.answered({"a", "b", "c"})},
            {},
            [("gate", "B")],
        ),
    ],
)
def test_what_is_in_the_way_is_named(
    questions: tuple[QuestionSpec, ...],
    replies: dict[str, Any],
    more: dict[str, Any],
    blocks: list[tuple[str, str]],
) -> None:
    answer = way(case(*questions, **replies), "leading", **more)
    assert [(one.kind, one.code) for one in answer.blocked_by] == blocks
    assert (answer.reached, answer.least_total) == (None, None)


def test_a_minimum_and_a_score_that_cannot_be_reached_are_named() -> None:
    lines = r.checklist(
        "C", 1, 40, 60, points_to_level=r.rows((0, 39), (40, 100)), levels=r.checklist_levels(2)
    )
    poor = r.rubric(r.dimension("D1", 9, r.single("A")), r.dimension("D2", 1, lines))
    replies = {"A": r.answered(3), "C": r.answered({"none"})}
    found = poor, AnswerSheet(sector=r.COUNCIL, replies=replies)
    assert [(one.kind, one.code) for one in way(found, "leading").blocked_by] == [("minimum", "D2")]
    alone = case(lines, C=r.answered({"none"}))
    assert [(one.kind, one.code) for one in way(alone, "developing").blocked_by] == [
        ("score", None)
    ]


@pytest.mark.parametrize(
    ("to", "more", "said"),
    [
        ("emerging", {}, "emerging is the band today"),
        ("not_ready", {}, "not_ready is below the band today, emerging"),
        ("gold", {}, "There is no band gold"),
        ("ready", {"keep": ["A"], "must": ["A"]}, "A is both to be kept and to be raised"),
        ("ready", {"must": ["T"]}, "T is answered in words"),
        ("ready", {"must": ["N"]}, "N is not applicable"),
        ("ready", {"must": ["X"]}, "X is not asked"),
        ("ready", {"must": ["TOP"]}, "TOP is at its top"),
        ("ready", {"must": ["WHAT"]}, "WHAT is no question"),
        ("ready", {"efforts": {}}, "does not say what S, M and L takes"),
        ("ready", {"efforts": {**COSTS, "XL": Cost()}}, "There is no effort XL"),
        ("ready", {"most_days": Fraction(-1)}, "must be 0 or more"),
    ],
)
def test_what_makes_no_sense_is_refused(to: str, more: dict[str, Any], said: str) -> None:
    hidden = ConditionSpec(question="A", level_at_least=4)
    found = case(
        r.single("A", 9),
        r.text("T", required=False),
        r.single("N", not_applicable_allowed=True),
        r.single("X", condition=hidden),
        r.single("TOP"),
        A=1,
        N=r.NOT_APPLICABLE,
        TOP=4,
    )
    with pytest.raises(WayRefused, match=said):
        way(found, to, **more)


def test_an_incomplete_assessment_has_no_way() -> None:
    with pytest.raises(WayRefused, match="not complete"):
        way(case(r.single("A")), "ready")


def test_without_a_score_only_gates_are_lifted() -> None:
    held = r.single("A", critical=True, gates=[r.gate(1, "emerging")])
    spec, sheet = case(held, r.single("B"), A=0, B=0, more={"shows_score": False})
    answer = way((spec, sheet), "leading")
    assert raises(answer) == [("A", 0, 2)]
    assert answer.reached is not None
    assert (answer.reached.overall, answer.reached.place) == (None, 4)


def test_too_many_conditions_between_dimensions_are_refused() -> None:
    openers = [r.single(f"A{place:02}") for place in range(13)]
    waiting = [
        r.single(f"B{place:02}", condition=ConditionSpec(question=one.code, level_at_least=3))
        for place, one in enumerate(openers)
    ]
    spec = r.rubric(r.dimension("D1", 1, *openers), r.dimension("D2", 1, *waiting))
    replies = {one.code: r.answered(1) for one in openers}
    with pytest.raises(TooManyWays):
        way((spec, AnswerSheet(sector=r.COUNCIL, replies=replies)), "ready")


# Against every choice.


@st.composite
def costed_cases(draw: st.DrawFn, *, conditional: bool = True) -> Case:
    """A complete case with few enough choices of raises, some of them behind gates on lines."""
    spec, sheet = draw(made.scored_cases(conditional=conditional))
    spec = replace(
        spec,
        dimensions=[
            replace(one, questions=[draw(with_line_gate(q)) for q in one.questions])
            for one in spec.dimensions
        ],
        bands=[
            replace(band, minimum_each_dimension=draw(st.sampled_from([None, None, Decimal(40)])))
            for band in spec.bands
        ],
        shows_score=draw(st.integers(0, 5)) > 0,
    )
    return spec, sheet


@st.composite
def with_line_gate(draw: st.DrawFn, question: QuestionSpec) -> QuestionSpec:
    if not question.items or not question.critical or draw(st.booleans()):
        return question
    lines = draw(st.sets(st.sampled_from([item.code for item in question.items]), min_size=1))
    cap = draw(st.sampled_from(made.BANDS))
    return replace(question, gates=[*question.gates, gate(*sorted(lines), cap=cap)])


figures = st.sampled_from([Fraction(0), Fraction(1), Fraction(3), Fraction(5, 2), Fraction(40)])
costs = st.builds(Cost, figures, figures)


@st.composite
def questions_asked(draw: st.DrawFn, *, conditional: bool = True) -> tuple[Case, Wanted]:
    spec, sheet = draw(costed_cases(conditional=conditional))
    result = score(spec, sheet, MARKER)
    now = result.bands.final or result.highest_open_band
    assume(now is not None and now != "leading")
    higher = made.BANDS[made.BANDS.index(now or "") + 1 :]
    codes = [question.code for _, question in spec.questions()]
    return (spec, sheet), Wanted(
        to=draw(st.sampled_from(higher)),
        efforts={code: draw(costs) for code in ("S", "M", "L")},
        day_price=draw(figures),
        most_days=draw(st.none() | figures),
        most_pounds=draw(st.none() | figures),
        keep=frozenset(draw(st.sets(st.sampled_from(codes), max_size=2))),
        must=frozenset(draw(st.sets(st.sampled_from(codes), max_size=1))),
    )


def choices(nodes: dict[str, Node]) -> Iterator[dict[str, int]]:
    """Every set of raises."""
    moves = [[None, *(m.level for m in node.moves if m.raises)] for node in nodes.values()]
    for levels in product(*moves):
        yield {code: level for code, level in zip(nodes, levels, strict=True) if level is not None}


def by_brute_force(one: Case, asked: Wanted) -> tuple[Fraction, list[tuple[str, int]]] | None:
    """The least total, number of raises, and list of them, over every choice."""
    spec, sheet = one
    prices = Prices(
        efforts=asked.efforts, day_price=asked.day_price, dont_know=spec.dont_know_action
    )
    nodes = dict(nodes_of(spec, sheet, MARKER, prices))
    assume(prod(len(node.moves) for node in nodes.values()) <= 3000)
    place = [band.code for band in spec.bands].index(asked.to)
    best: tuple[Fraction, int, list[tuple[str, int]]] | None = None
    for raised in choices(nodes):
        if raised.keys() & asked.keep or not raised.keys() >= asked.must:
            continue
        cost = sum(
            (
                move.cost
                for code, level in raised.items()
                for move in nodes[code].moves
                if move.raises and move.level == level
            ),
            Cost(),
        )
        if asked.most_days is not None and cost.days > asked.most_days:
            continue
        if asked.most_pounds is not None and cost.pounds > asked.most_pounds:
            continue
        found = cost.total(asked.day_price), len(raised), sorted(raised.items())
        if best is not None and found >= best:
            continue
        came_to = outcome(spec, nodes, raised)
        if came_to is not None and came_to.place is not None and came_to.place >= place:
            best = found
    return None if best is None else (best[0], best[2])


@thousands()
@given(questions_asked())
def test_it_is_the_best_of_every_choice(asked: tuple[Case, Wanted]) -> None:
    one, wish = asked
    try:
        answer = shortest_way(*one, MARKER, wish)
    except WayRefused:
        assume(False)
    best = by_brute_force(one, wish)
    if best is None:
        assert answer.reached is None
        assert answer.blocked_by
        return
    assert (answer.total, [(one.code, one.after) for one in answer.raises]) == best
    assert answer.reached is not None
    assert answer.reached.place is not None
    assert answer.reached.place >= made.BANDS.index(wish.to)


@given(questions_asked(conditional=False))
def test_the_order_of_the_questions_does_not_matter(asked: tuple[Case, Wanted]) -> None:
    (spec, sheet), wish = asked
    turned = replace(
        spec,
        dimensions=[
            replace(one, questions=list(reversed(one.questions)))
            for one in reversed(spec.dimensions)
        ],
    )
    try:
        answer = shortest_way(spec, sheet, MARKER, wish)
    except WayRefused:
        assume(False)
    other = shortest_way(turned, sheet, MARKER, wish)
    assert (answer.raises, answer.total) == (other.raises, other.total)


def chosen(question: QuestionSpec, level: int) -> Reply | None:
    """The answer at a level, of a question that is answered by choosing one."""
    if question.options:
        return r.answered(next(one.value for one in question.options if one.level == level))
    return None if question.items or question.number else r.answered(level)


@given(st.data(), costed_cases())
def test_what_raised_choices_come_to_is_what_the_engine_says(
    data: st.DataObject, one: Case
) -> None:
    spec, sheet = one
    prices = Prices(efforts=COSTS, day_price=Fraction(1), dont_know=None)
    nodes = nodes_of(spec, sheet, MARKER, prices)
    raised: dict[str, int] = {}
    replies = dict(sheet.replies)
    for node in nodes.values():
        levels = [move.level for move in node.moves if move.raises and move.level is not None]
        if not levels or node.question.items or node.question.number or data.draw(st.booleans()):
            continue
        raised[node.code] = data.draw(st.sampled_from(levels))
        replies[node.code] = chosen(node.question, raised[node.code]) or Reply()
    came_to = outcome(spec, nodes, raised)
    assume(came_to is not None)
    assert came_to is not None
    was_asked = made.asked_codes(spec, sheet)
    for code in set(replies) - set(raised) - was_asked:
        del replies[code]
    result = score(spec, AnswerSheet(sector=sheet.sector, replies=replies), MARKER)
    if spec.shows_score:
        low = result.low.score
        assert came_to.overall == (low and low.exact)
        final = result.low.final_band
    else:
        assume(result.complete)
        final = result.highest_open_band
    assert came_to.place == (None if final is None else made.BANDS.index(final))
