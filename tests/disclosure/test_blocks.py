"""The quick way to add up what a block can be answered with, against the plain one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod

import pytest

from assessments.disclosure import blocks
from assessments.disclosure.blocks import Block
from assessments.disclosure.possible import Possible
from assessments.disclosure.replies import Outcome
from assessments.disclosure.scale import Scale
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import AnswerSheet
from tests.disclosure.test_attack import gated, left_out, lines, waiting
from tests.factories.rubrics import COUNCIL, any_reply, any_size

Plain = tuple[tuple[int | None, ...], tuple[Fraction | None, ...], int]


def settled(block: Block, wanted: Sequence[Outcome]) -> list[Outcome]:
    chosen: list[Outcome] = []
    for each, one in zip(block.unknown, wanted, strict=True):
        asked = each.opener is None or each.code in chosen[each.opener].opens
        chosen.append(one if asked else Outcome(level=None, mark=None, cap=block.bands))
    return chosen


def every(block: Block, chosen: list[Outcome]) -> Iterator[list[Outcome]]:
    if len(chosen) == len(block.unknown):
        yield settled(block, chosen)
        return
    for one in block.unknown[len(chosen)].outcomes:
        yield from every(block, [*chosen, one])


def some(block: Block) -> Iterator[list[Outcome]]:
    size, caps = len(block.unknown), sorted({o.cap for u in block.unknown for o in u.outcomes})
    count = max(3, min(size, blocks.WORK_MOST // (size * size * 6 * len(caps))))
    for cap in caps:
        ways = [
            [one for one in each.outcomes if one.cap >= cap and one.mark is not None]
            or list(each.outcomes)
            for each in block.unknown
        ]
        bases = []
        for step in range(count + 1):
            raised = size * step // count
            bases.append([*(w[-1] for w in ways[:raised]), *(w[0] for w in ways[raised:])])
        bases += [[way[len(way) * part // 4] for way in ways] for part in (1, 2, 3)]
        for base in bases:
            yield settled(block, base)
            for place, each in enumerate(block.unknown):
                ends = (each.outcomes[0], ways[place][-1])
                for one in ends if size > blocks.WIDE else each.outcomes:
                    yield settled(block, [*base[:place], one, *base[place + 1 :]])


def plain(block: Block, chosen: Sequence[Outcome]) -> Plain:
    """Everything added up anew, in fractions."""
    scores: list[Fraction | None] = []
    for number, (total, weight) in enumerate(block.fixed):
        for each, one in zip(block.unknown, chosen, strict=True):
            if each.dimension == number and one.mark is not None:
                total, weight = total + each.weight * one.mark, weight + each.weight
        scores.append(100 * total / weight if weight else None)
    cap = min([block.bands, *(one.cap for one in chosen)])
    return tuple(one.level for one in chosen), tuple(scores), cap


def check(spec: RubricSpec, known: Sequence[str], *, whole: bool) -> int:
    """How many ways were compared."""
    replies = {q.code: any_reply(q, n) for n, (_, q) in enumerate(spec.questions())}
    sheet = AnswerSheet(sector=COUNCIL, replies={code: replies[code] for code in known})
    compared = 0
    for block in Possible(spec, sheet, frozenset(known)).blocks:
        assert (prod(len(each.outcomes) for each in block.unknown) <= blocks.ALL_MOST) == whole
        found = [
            (one.levels, tuple(score.value for score in one.scores), one.cap)
            for one in block.entries(Scale.of(spec))
        ]
        wanted = every(block, []) if whole else some(block)
        assert found == list(dict.fromkeys(plain(block, chosen) for chosen in wanted))
        compared += len(found)
    return compared


@pytest.mark.parametrize("make", [gated, waiting, left_out, lines])
def test_every_way_to_answer_is_found_in_the_same_order(make: Callable[[], RubricSpec]) -> None:
    spec = make()
    codes = [q.code for _, q in spec.questions()]
    found = [
        check(spec, known, whole=True)
        for count in range(len(codes))
        for known in combinations(codes, count)
    ]
    assert sum(found) > 10


@pytest.mark.parametrize(("questions", "known"), [(14, ()), (14, ("D01.9",)), (34, ())])
def test_so_are_the_ways_that_are_tried_of_a_large_block(
    questions: int, known: Sequence[str]
) -> None:
    assert check(any_size(questions, 1), known, whole=False) > 100
