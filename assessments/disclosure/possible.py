"""Every answer that is not published as it could be, given what is: what an attacker works with.

Nothing here has ever seen an answer that is kept back. It is given the answers that are known, and
finds sheets that differ in the others. So whatever is decided from it tells nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cached_property

from assessments.disclosure.blocks import Block, Entry, Unknown
from assessments.disclosure.replies import LINES_MOST, holds, outcome, outcomes
from assessments.disclosure.walking import NO_SCORE, Result, Scale, bounds, walks
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet

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

    def _sort(self) -> None:
        """Tells the unknown questions, which may be asked, from those that are known."""
        opened: set[str] = set()
        specs = {question.code: question for _, question in self._spec.questions()}
        for dimension, question in self._spec.questions():
            condition = question.condition
            asked = question.is_for(self._sheet.sector)
            if asked and condition is not None and condition.question not in self.unknown:
                reply = self._sheet.reply(condition.question)
                asked = condition.question in opened and holds(
                    question, specs[condition.question], reply
                )
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
        return [block.entries() for block in self.blocks]

    def places(self, limits: Limits, of: str) -> list[int]:
        """In which places a dimension, or the whole, could be within the limits; never too few."""
        found = range(NO_SCORE if of != OVERALL else 0, len(self._spec.bands))
        if of == OVERALL:
            low, high = bounds(self._scale, self._rest(), self.blocks, self._pools(limits))
            found = range(low, high + 1)
        elif OVERALL not in limits:
            for block, pool in zip(self.blocks, self._pools(limits), strict=True):
                if of in block.dimensions and block.whole:
                    return sorted({self._place(block, entry, of) for entry in pool})
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
                for entry in pool if of in block.dimensions else ():
                    self._note(seen[self._place(block, entry, of)], block, entry)
        elif all(pools):
            self._of_the_whole(limits, of, pools, seen)
        return seen

    def _of_the_whole(self, limits: Limits, of: str, pools: list[list[Entry]], seen: Seen) -> None:
        at = next((n for n, block in enumerate(self.blocks) if of in block.dimensions), None)
        wanted = limits.get(OVERALL, range(len(self._spec.bands)))
        for overall, changed, entries in walks(self._scale, self._rest(), self.blocks, pools):
            if overall in wanted:
                place = overall if at is None else self._place(self.blocks[at], entries[at], of)
                for number in changed:
                    self._note(seen[place], self.blocks[number], entries[number])

    def _pools(self, limits: Limits) -> list[list[Entry]]:
        return [
            [entry for entry in entries if self._within(block, entry, limits)]
            for block, entries in zip(self.blocks, self._entries, strict=True)
        ]

    def _rest(self) -> Result:
        """What is known for certain of the whole."""
        moving = {name for block in self.blocks for name in block.dimensions}
        sums = {code: self._sums(code) for code in self._fixed if code not in moving}
        scores = {code: 100 * total / weight for code, (total, weight) in sums.items() if weight}
        return self._scale.result(scores, self._cap)

    def _place(self, block: Block, entry: Entry, of: str) -> int:
        return self._scale.place(entry.scores[block.dimensions.index(of)])

    def _within(self, block: Block, entry: Entry, limits: Limits) -> bool:
        return all(
            name not in limits or self._scale.place(score) in limits[name]
            for name, score in zip(block.dimensions, entry.scores, strict=True)
        )

    def _note(self, found: dict[str, set[int]], block: Block, entry: Entry) -> None:
        for each, level in zip(block.unknown, entry.levels, strict=True):
            if level is not None:
                found[each.code].add(level)


def _waits(question: QuestionSpec) -> str:
    """The code of the question that it waits for; empty for none."""
    return "" if question.condition is None else question.condition.question
