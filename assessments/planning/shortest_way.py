"""The shortest way to a band, or what is in the way (specification 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessments.planning.raising import Cost, Node, Outcome, Prices, nodes_of, outcome
from assessments.planning.searching import WAYS_MOST, Aim, Search
from assessments.reports.documents import score_to_document
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Result, Score
from assessments.scoring.sheet import AnswerSheet, Marker, State
from assessments.wording import figure, listed


class WayRefused(ValueError):
    """What was asked for makes no sense. `reasons` says each thing that is wrong, as a sentence."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a way may take. `to` is the code of a band.

    `efforts` are costs by the code of an effort, in the place of those that the rubric gives. The
    price of a day is in pounds. What has no limit is `None`. `ways_most` is that of `Aim`.
    """

    to: str
    efforts: Mapping[str, Cost]
    day_price: Fraction
    most_days: Fraction | None = None
    most_pounds: Fraction | None = None
    keep: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()
    ways_most: int = WAYS_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """A question that is taken from a level to a higher one."""

    code: str
    before: int
    after: int
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Something in the way: `kind` is limit, kept, gate, minimum or score.

    `code` is `most_days`, `most_pounds`, a question, a dimension, or `None`.
    """

    kind: str
    code: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The raises of the shortest way, by code, and what they come to; or what is in the way.

    Where there is no way `reached` is `None` and there are no raises. `least_total` is then what it
    would take without limits of days and pounds, `None` where there is no way either.
    """

    raises: Sequence[Raise]
    cost: Cost
    total: Fraction
    reached: Outcome | None
    blocked_by: Sequence[Block] = ()
    least_total: Fraction | None = None


def shortest_way(spec: RubricSpec, sheet: AnswerSheet, marker: Marker, wanted: Wanted) -> Answer:
    """The raises that reach the band at the least total of days at their price and pounds.

    Of equals it has the fewest raises, and of these the first by code and level, so the answer is
    the same for everyone. It is exact: no tolerance. Raises `WayRefused`, and `TooManyWays` where
    conditions between dimensions leave too much to be tried.
    """
    result = score(spec, sheet, marker)
    efforts = {**own_efforts(spec), **wanted.efforts}
    refused = [
        *_wrong_band(spec, result, wanted.to),
        *_wrong_costs(spec, efforts, wanted),
        *_wrong_codes(spec, result, wanted),
    ]
    if refused:
        raise WayRefused(refused)
    prices = Prices(efforts=efforts, day_price=wanted.day_price, dont_know=spec.dont_know_action)
    nodes = nodes_of(spec, sheet, marker, prices)
    stuck = [
        f"{code} is at its top, so it cannot be raised."
        for code in sorted(wanted.must)
        if len(nodes[code].moves) == 1
    ]
    if stuck:
        raise WayRefused(stuck)
    search = Search(spec, nodes, wanted.day_price)
    aim = Aim(
        place=_places(spec)[wanted.to],
        most_days=wanted.most_days,
        most_pounds=wanted.most_pounds,
        keeps=wanted.keep,
        musts=wanted.must,
        ways_most=wanted.ways_most,
    )
    return _answer(search, aim, search.least(aim))


def _answer(search: Search, aim: Aim, found: Mapping[str, int] | None) -> Answer:
    if found is None:
        return _no_way(search, aim)
    raises = tuple(raise_of(search.nodes[code], level) for code, level in sorted(found.items()))
    cost = sum((one.cost for one in raises), Cost())
    return Answer(
        raises=raises,
        cost=cost,
        total=cost.total(search.day_price),
        reached=outcome(search.spec, search.nodes, found),
    )


def raise_of(node: Node, level: int) -> Raise:
    """The question taken from its level today to a level of one of its raises."""
    as_it_is, raised = node.moves[0], node.move(level)
    if as_it_is.level is None or raised is None:
        raise ValueError(f"{node.code} cannot be raised to level {level}.")
    return Raise(code=node.code, before=as_it_is.level, after=level, cost=raised.cost)


def _places(spec: RubricSpec) -> Mapping[str, int]:
    return {band.code: place for place, band in enumerate(spec.bands)}


def likely_efforts(spec: RubricSpec) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """The days and the pounds that the rubric says of each effort."""
    return {one.code: (one.days_likely, one.pounds_likely) for one in spec.efforts}


def own_efforts(spec: RubricSpec) -> dict[str, Cost]:
    """What the rubric says that its efforts take, where it says both."""
    return {
        code: Cost(Fraction(days), Fraction(pounds))
        for code, (days, pounds) in likely_efforts(spec).items()
        if days is not None and pounds is not None
    }


def _wrong_band(spec: RubricSpec, result: Result, to: str) -> Iterator[str]:
    if not result.complete:
        yield "The assessment is not complete, so there is no way from it yet."
        return
    places = _places(spec)
    if to not in places:
        yield f"There is no band {to}. The bands are {listed(list(places))}."
        return
    now = result.bands.final or result.highest_open_band
    if now is None:
        yield "No question counts, so the assessment has no band to rise from."
    elif places[to] <= places[now]:
        said = "is the band today" if to == now else f"is below the band today, {now}"
        yield f"{to} {said}: choose a higher one."


def _wrong_costs(spec: RubricSpec, efforts: Mapping[str, Cost], wanted: Wanted) -> Iterator[str]:
    known = [one.code for one in spec.efforts]
    for code in sorted(wanted.efforts.keys() - {*(known or [""])}):
        yield f"There is no effort {code} in this rubric."
    missing = [code for code in known if code not in efforts]
    if missing or not efforts:
        yield (
            f"The rubric does not say what {listed(missing) or 'any effort'} takes: "
            "give days and pounds for each."
        )
    figures = [wanted.day_price, wanted.most_days or 0, wanted.most_pounds or 0]
    figures += [figure for cost in wanted.efforts.values() for figure in (cost.days, cost.pounds)]
    if min(figures) < 0:
        yield "Days, pounds and the price of a day must be 0 or more."


def _wrong_codes(spec: RubricSpec, result: Result, wanted: Wanted) -> Iterator[str]:
    questions = {question.code: question for _, question in spec.questions()}
    for code in sorted((wanted.keep | wanted.must) - questions.keys()):
        yield f"{code} is no question of this rubric."
    for code in sorted(wanted.keep & wanted.must):
        yield f"{code} is both to be kept and to be raised: choose one."
    states = {one.code: one.state for one in result.questions}
    for code in sorted(wanted.must & questions.keys()):
        if not questions[code].scored:
            yield f"{code} is answered in words, so it cannot be raised."
        elif states[code] is State.NOT_ASKED:
            yield f"{code} is not asked, so it cannot be raised."
        elif states[code] is State.NOT_APPLICABLE:
            yield f"{code} is not applicable, so it cannot be raised."


def _no_way(search: Search, aim: Aim) -> Answer:
    """What is in the way: the first that holds of limits, what is kept, gates, minimum, score."""
    free = replace(aim, most_days=None, most_pounds=None)
    way = search.least(free)
    if way is not None:
        cost = _answer(search, free, way)
        return _blocked(_limits(search, aim, cost.total), cost.total)
    for blocks in (_kept, _gates, _minimums):
        found = blocks(search, free)
        if found:
            return _blocked(found, None)
    message = "All raised to the top would not reach the score that the band begins at."
    return _blocked([Block(kind="score", code=None, message=message)], None)


def _blocked(blocks: Sequence[Block], least_total: Fraction | None) -> Answer:
    return Answer(
        raises=(),
        cost=Cost(),
        total=Fraction(0),
        reached=None,
        blocked_by=tuple(blocks),
        least_total=least_total,
    )


def _alone(search: Search, codes: Iterable[str], without: Callable[[str], Aim]) -> list[str]:
    """Those without which alone there is a way; all of them where there is no such one."""
    every = sorted(codes)
    return [code for code in every if search.least(without(code)) is not None] or every


def _limits(search: Search, aim: Aim, total: Fraction) -> list[Block]:
    freed = {
        "most_days": replace(aim, most_days=None),
        "most_pounds": replace(aim, most_pounds=None),
    }
    said = {}
    if aim.most_days is not None:
        days = figure(aim.most_days, 2)[0]
        said["most_days"] = f"{days} {'day' if days == '1' else 'days'}"
    if aim.most_pounds is not None:
        said["most_pounds"] = f"£{figure(aim.most_pounds, 2)[0]}"
    whole = f"Without limits the least is £{figure(total, 2)[0]} in all, days at their price."
    return [
        Block(kind="limit", code=name, message=f"There is no way within {said[name]}. {whole}")
        for name in _alone(search, said, freed.__getitem__)
    ]


def _kept(search: Search, aim: Aim) -> list[Block]:
    if not aim.keeps or search.least(replace(aim, keeps=frozenset())) is None:
        return []
    freeing = _alone(search, aim.keeps, lambda code: replace(aim, keeps=aim.keeps - {code}))
    return [
        Block(kind="kept", code=code, message=f"{code} is kept as it is, and has to rise.")
        for code in freeing
    ]


def _gates(search: Search, aim: Aim) -> list[Block]:
    freed = replace(aim, keeps=frozenset(), scores=False, balance=False)
    if search.least(freed) is not None:
        return []
    shut = [
        node.code
        for node in search.nodes.values()
        if all(move.cap < aim.place for move in node.moves)
    ]
    freeing = _alone(search, shut, lambda code: replace(freed, ungated=frozenset({code})))
    return [
        Block(kind="gate", code=code, message=f"No raise lifts what holds the band at {code}.")
        for code in freeing
    ]


def _minimums(search: Search, aim: Aim) -> list[Block]:
    freed = replace(aim, keeps=frozenset(), scores=False)
    if search.least(freed) is not None:
        return []
    names = {one.code: one.name for one in search.spec.dimensions}
    alone = replace(freed, balance=False)
    short = [
        code for code in names if search.least(replace(alone, only=frozenset({code}))) is None
    ] or list(names)
    return [
        Block(
            kind="minimum",
            code=code,
            message=f"{names[code]} cannot reach the score that the band asks of each dimension.",
        )
        for code in short
    ]


def way_to_document(spec: RubricSpec, to: str, answer: Answer) -> dict[str, object]:
    """The keys of docs/files.md; figures are text, whole or "n/d"."""
    reached = answer.reached
    if reached is None:
        least = answer.least_total
        return {
            "reached": False,
            "to": to,
            **dict.fromkeys(("total", "days", "pounds")),
            "raises": [],
            "result": None,
            "blocked_by": [asdict(one) for one in answer.blocked_by],
            "least_total": None if least is None else str(least),
        }
    overall = reached.overall
    return {
        "reached": True,
        "to": to,
        "total": str(answer.total),
        "days": str(answer.cost.days),
        "pounds": str(answer.cost.pounds),
        "raises": [
            {
                "code": one.code,
                "from": one.before,
                "to": one.after,
                "days": str(one.cost.days),
                "pounds": str(one.cost.pounds),
            }
            for one in answer.raises
        ],
        "result": {
            **score_to_document(None if overall is None else Score(exact=overall)),
            "final_band": None if reached.place is None else spec.bands[reached.place].code,
        },
    }
