"""Every answer that is not published as it could be, given what is: what an attacker works with.

Nothing here has ever seen an answer that is kept back. It is given the answers that are known, and
finds sheets that differ in the others. So what is decided from it tells nothing of them. It goes
from the parts to the whole: which overall bands go with which answers (specification 3, 4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from math import lcm
from typing import NamedTuple

from assessments.disclosure.blocks import Block, Entry, Unknown
from assessments.disclosure.replies import LINES_MOST, outcome, outcomes
from assessments.disclosure.scale import NO_LEAST, NO_SCORE, Result, Scale, Score
from assessments.question_types import MARKER
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, holds

STEPS = 6
WORK_MOST = 40_000
"""How many sheets are looked at, about; with fewer of them less may be given, never more."""


class _Way(NamedTuple):
    result: Result
    entry: Entry


Found = tuple[int, Sequence[int], list[Entry]]
"""The place of the whole, the answers of each block, and which blocks' have not been met before."""


class Ground(NamedTuple):
    """What is walked on: what is known for certain, and for each block its ways, upwards."""

    rest: Result
    lanes: list[list[_Way]]


Kinds = dict[tuple[tuple[Score, ...], int], tuple[Fraction, Fraction, int]]
"""By the scores and the cap of an entry, what it adds to the whole, and its least score."""


def ground(
    scale: Scale,
    rest: Mapping[str, Score],
    cap: int,
    blocks: Sequence[Block],
    pools: Sequence[Sequence[Entry]],
) -> Ground:
    """The `rest` are the scores that are known for certain, under the cap of what is known."""
    kinds: list[Kinds] = []
    for block, pool in zip(blocks, pools, strict=True):
        found: Kinds = {}
        for entry in pool:
            if entry[1:] not in found:
                scores = dict(zip(block.dimensions, entry.scores, strict=True))
                found[entry[1:]] = *scale.weighed(scores), _least(entry.scores)
        kinds.append(found)
    total, weight = scale.weighed(rest)
    exact = [total, weight, *(n for found in kinds for one in found.values() for n in one[:2])]
    unit = lcm(*(number.denominator for number in exact))
    return Ground(
        Result(int(total * unit), int(weight * unit), _least(rest.values()), cap),
        [_lane(unit, found, pool) for found, pool in zip(kinds, pools, strict=True)],
    )


def _least(scores: Iterable[Score]) -> int:
    return min((one.tenths for one in scores), default=NO_LEAST)


def _lane(unit: int, kinds: Kinds, pool: Sequence[Entry]) -> list[_Way]:
    results = {
        key: Result(int(total * unit), int(weight * unit), least, key[1])
        for key, (total, weight, least) in kinds.items()
    }
    made = [_Way(results[entry[1:]], entry) for entry in pool]
    return sorted(made, key=lambda way: (way.result.total, way.result.weight, way.result.cap))


def bounds(scale: Scale, ground: Ground, blocks: Sequence[Block]) -> tuple[int, int]:
    """The lowest and the highest place that the whole could have; perhaps further apart."""
    rest, lanes = ground
    widest = (0, min(rest.cap, len(scale.lower) - 1))
    if not scale.scored:
        caps = [way.entry.cap for lane in lanes for way in lane]
        return min([widest[1], *caps]), widest[1]
    if not all(block.whole for block in blocks) or not all(lanes):
        return widest
    if any(len({way.result.weight for way in lane}) > 1 for lane in lanes):
        return widest
    ends = []
    for pick in (min, max):
        parts = [
            Result(
                pick(way.result.total for way in lane),
                lane[0].result.weight,
                pick(way.result.least for way in lane),
                pick(way.result.cap for way in lane),
            )
            for lane in lanes
        ]
        ends.append(scale.overall(sum(parts, rest)))
    low, high = ends
    return (0 if low is None else low, widest[1] if high is None else high)


def walks(scale: Scale, ground: Ground) -> Iterator[Found]:
    """Sheets from the lowest to the highest result, once for each cap, and around each of them
    those in which one block is answered otherwise. Each is a sheet that could have been sent.
    """
    rest, lanes = ground
    around = [_by_level(lane) for lane in lanes]
    caps = sorted({way.result.cap for lane in lanes for way in lane})
    work = len(caps) * (1 + STEPS * len(lanes)) * 2 * sum(map(len, around))
    every = max(1, work // WORK_MOST)
    for cap in caps:
        allowed = [[way for way in lane if way.result.cap >= cap] for lane in lanes]
        if not all(allowed):
            return
        for state in islice(_states(allowed), 0, None, every):
            yield from _near(scale, rest, state, around)


def _states(lanes: Sequence[Sequence[_Way]]) -> Iterator[list[_Way]]:
    """One block after the other is raised, in steps."""
    state = [lane[0] for lane in lanes]
    yield list(state)
    for number, lane in enumerate(lanes):
        for step in range(1, STEPS + 1):
            state[number] = lane[(len(lane) - 1) * step // STEPS]
            yield list(state)


_Choices = list[tuple[list[int], list[_Way]]]


def _by_level(lane: Sequence[_Way]) -> _Choices:
    """For each level of each question the ways that have it, by what they add to the whole."""
    kept: dict[tuple[int, int], list[_Way]] = defaultdict(list)
    for way in lane:
        for place, level in enumerate(way.entry.levels):
            if level is not None:
                kept[place, level].append(way)
    return [([way.result.total for way in ways], ways) for ways in kept.values()]


def _near(
    scale: Scale, rest: Result, state: Sequence[_Way], around: Sequence[_Choices]
) -> Iterator[Found]:
    results = [way.result for way in state]
    whole = sum(results, rest)
    entries = [way.entry for way in state]
    place = scale.overall(whole)
    if place is not None:
        yield place, range(len(entries)), entries
    first = place
    for number, choices in enumerate(around):
        own = results[number].total
        others = sum([*results[:number], *results[number + 1 :]], rest)
        for totals, ways in choices:
            at = bisect_left(totals, own)
            for near in ways[max(at - 1, 0) : at + 1]:
                place = scale.overall(others + near.result)
                if place is not None:
                    changed = range(len(entries)) if place != first else (number,)
                    yield place, changed, [*entries[:number], near.entry, *entries[number + 1 :]]


OVERALL = ""
"""The result as a whole, among the codes of dimensions."""

Limits = Mapping[str, Collection[int]]
"""In which places a dimension, or the whole, is known to be; one not named may be in any."""
Seen = dict[int, dict[str, set[int]]]
"""By the place of what is looked at, the levels of each unknown answer that go with it."""


class Possible:
    """What could be, given the answers that are known: the replies to the questions in `known`."""

    def __init__(self, spec: RubricSpec, sheet: AnswerSheet, known: frozenset[str]) -> None:
        self._spec, self._known, self._sheet = spec, known, sheet
        self._scale = Scale.of(spec)
        self.unknown: dict[str, QuestionSpec] = {}
        self._fixed: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
        self._cap = len(spec.bands)
        self._sort()
        self.blocks = self._blocks()
        self._any = range(NO_SCORE, len(spec.bands))
        self._kept: dict[tuple[int, tuple[tuple[int, ...], ...]], list[Entry]] = {}

    def _sort(self) -> None:
        """Tells the unknown questions, which may be asked, from those that are known."""
        opened: set[str] = set()
        seen: dict[str, QuestionSpec] = {}
        for dimension, question in self._spec.questions():
            seen[question.code] = question
            condition = question.condition
            asked = question.is_for(self._sheet.sector)
            if asked and condition is not None and condition.question not in self.unknown:
                opener = seen[condition.question]
                reply = self._sheet.reply(opener.code)
                asked = opener.code in opened and holds(condition, opener, reply, MARKER)
            if not asked:
                continue
            if question.code in self._known:
                opened.add(question.code)
                one = outcome(self._spec, question, self._sheet.reply(question.code))
                self._cap = min(self._cap, one.cap)
                if one.mark is not None:
                    weight = Fraction(question.weight or 0)
                    self._fixed[dimension.code].append((weight * one.mark, weight))
            elif question.scored:
                self.unknown[question.code] = question

    def _blocks(self) -> list[Block]:
        home = {q.code: d.code for d, q in self._spec.questions() if q.code in self.unknown}
        group = {code: code for code in home.values()}
        for code, question in self.unknown.items():
            if question.condition is not None and question.condition.question in self.unknown:
                one, other = group[home[code]], group[home[question.condition.question]]
                group = {name: other if kept == one else kept for name, kept in group.items()}
        blocks = []
        for head in dict.fromkeys(group.values()):
            names = [name for name, kept in group.items() if kept == head]
            blocks.append(self._block(names, home))
        return blocks

    def _block(self, names: list[str], home: Mapping[str, str]) -> Block:
        block = Block(
            dimensions=names,
            fixed=[self._sums(name) for name in names],
            bands=len(self._spec.bands),
        )
        own = [code for code in self.unknown if home[code] in names]
        for code in own:
            question = self.unknown[code]
            waiting = [q for q in self.unknown.values() if _waits(q) == code]
            opener = _waits(question)
            block.unknown.append(
                Unknown(
                    code=code,
                    dimension=names.index(home[code]),
                    weight=Fraction(question.weight or 0),
                    outcomes=outcomes(self._spec, question, waiting),
                    opener=own.index(opener) if opener in own else None,
                    whole=len(question.items) <= LINES_MOST,
                )
            )
        return block

    def _sums(self, dimension: str) -> tuple[Fraction, Fraction]:
        parts = self._fixed.get(dimension, [])
        return sum((p for p, _ in parts), Fraction(0)), sum((w for _, w in parts), Fraction(0))

    @cached_property
    def guarded(self) -> frozenset[str]:
        """The unknown questions with more than one level, so that there is something to guard."""
        return frozenset(
            each.code
            for block in self.blocks
            for each in block.unknown
            if len({one.level for one in each.outcomes} - {None}) > 1
        )

    @cached_property
    def _entries(self) -> list[list[Entry]]:
        return [block.entries(self._scale) for block in self.blocks]

    def places(self, limits: Limits, of: str) -> list[int]:
        """In which places a dimension, or the whole, could be within the limits; never too few."""
        found = range(NO_SCORE if of != OVERALL else 0, len(self._spec.bands))
        if of == OVERALL:
            low, high = bounds(self._scale, self._ground(limits), self.blocks)
            found = range(low, high + 1)
        elif OVERALL not in limits:
            for block, pool in zip(self.blocks, self._pools(limits), strict=True):
                if of in block.dimensions and block.whole:
                    at = block.dimensions.index(of)
                    return sorted({entry.scores[at].place for entry in pool})
        return [place for place in found if of not in limits or place in limits[of]]

    def moves(self, dimension: str) -> bool:
        """Whether any of its answers is unknown."""
        return any(dimension in block.dimensions for block in self.blocks)

    def at_stake(self, of: str, limits: Limits) -> frozenset[str]:
        """The answers to guard when the place of a dimension, or of the whole, is given."""
        if of == OVERALL or OVERALL in limits:
            return self.guarded
        return self.guarded & {
            each.code for block in self.blocks if of in block.dimensions for each in block.unknown
        }

    def witnessed(self, limits: Limits, of: str) -> Seen:
        """The levels that go with each place of a dimension or of the whole, within the limits."""
        pools = self._pools(limits)
        seen: Seen = defaultdict(lambda: defaultdict(set))
        if of != OVERALL and OVERALL not in limits:
            # While nothing is known of the whole, a block tells nothing of the others.
            for block, pool in zip(self.blocks, pools, strict=True):
                if of in block.dimensions:
                    at = block.dimensions.index(of)
                    met: dict[int, list[Entry]] = defaultdict(list)
                    for entry in pool:
                        met[entry.scores[at].place].append(entry)
                    for place, entries in met.items():
                        _note(seen[place], block, entries)
        elif all(pools):
            self._of_the_whole(limits, of, seen)
        return seen

    def _of_the_whole(self, limits: Limits, of: str, seen: Seen) -> None:
        at = next((n for n, block in enumerate(self.blocks) if of in block.dimensions), None)
        wanted = limits.get(OVERALL, range(len(self._spec.bands)))
        inside = 0 if at is None else self.blocks[at].dimensions.index(of)
        met: dict[tuple[int, int], dict[Entry, None]] = defaultdict(dict)
        for overall, changed, entries in walks(self._scale, self._ground(limits)):
            if overall in wanted:
                place = overall if at is None else entries[at].scores[inside].place
                for number in changed:
                    met[place, number][entries[number]] = None
        for (place, number), noted in met.items():
            _note(seen[place], self.blocks[number], noted)

    def _pools(self, limits: Limits) -> list[list[Entry]]:
        return [
            self._pool(number, tuple(tuple(limits.get(n, self._any)) for n in block.dimensions))
            for number, block in enumerate(self.blocks)
        ]

    def _pool(self, number: int, within: tuple[tuple[int, ...], ...]) -> list[Entry]:
        """The entries of a block whose scores are in those places."""
        if (number, within) not in self._kept:
            self._kept[number, within] = [
                entry
                for entry in self._entries[number]
                if all(s.place in places for s, places in zip(entry.scores, within, strict=True))
            ]
        return self._kept[number, within]

    def _ground(self, limits: Limits) -> Ground:
        """The whole within the limits: what is known for certain of it, and what could be."""
        moving = {name for block in self.blocks for name in block.dimensions}
        sums = {code: self._sums(code) for code in self._fixed if code not in moving}
        rest = {
            code: self._scale.score(100 * total / weight)
            for code, (total, weight) in sums.items()
            if weight
        }
        pools = self._pools(limits)
        return ground(self._scale, rest, self._cap, self.blocks, pools)


def _note(found: dict[str, set[int]], block: Block, entries: Iterable[Entry]) -> None:
    columns = zip(*(entry.levels for entry in entries), strict=True)
    for each, levels in zip(block.unknown, columns, strict=True):
        found[each.code] |= {level for level in set(levels) if level is not None}


def _waits(question: QuestionSpec) -> str:
    """The code of the question that it waits for; empty for none."""
    return "" if question.condition is None else question.condition.question
