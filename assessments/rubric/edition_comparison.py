"""Two editions side by side: everything in which the later one differs. Pure.

Parts are matched by code, so a question that moved, or was reworded, is still the same question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from assessments.rubric import edition_parts
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.rubric.edition_changes import (
    Altered,
    Change,
    EditionComparison,
    PartChange,
    QuestionChange,
    QuestionPlace,
    Reworded,
    Weight,
    WeightMove,
)
from assessments.rubric.edition_parts import Parts
from assessments.rubric.edition_words import Described, Rule, Rules, Words
from assessments.rubric.words import in_order, segments

NO_LABELS: Mapping[str, str] = {}
ZERO = Fraction(0)

_Homes = Mapping[str, tuple[DimensionSpec, QuestionSpec]]


def compare(
    before: RubricSpec, after: RubricSpec, labels: Mapping[str, str] = NO_LABELS
) -> EditionComparison:
    """What became of every part between the two. `labels` names the kinds of question by key.

    Comparing an edition with itself finds nothing, and exchanging the two exchanges added with
    removed and before with after, and nothing else.
    """
    headings = {one.code: one.name for one in (*before.sectors, *after.sectors)}
    old, new = Words(before, labels, headings), Words(after, labels, headings)
    was = {question.code: (home, question) for home, question in before.questions()}
    now = {question.code: (home, question) for home, question in after.questions()}
    return EditionComparison(
        added=tuple(_only_in(now, was)),
        retired=tuple(_only_in(was, now)),
        questions=tuple(one for one in _questions(was, now, old, new) if not one.empty),
        dimensions=tuple(
            _parts("Dimension", edition_parts.dimensions(old), edition_parts.dimensions(new))
        ),
        weights=tuple(_weights(before, after)),
        bands=tuple(_parts("Band", edition_parts.bands(old), edition_parts.bands(new))),
        sectors=tuple(_parts("Sector", edition_parts.sectors(old), edition_parts.sectors(new))),
        texts=tuple(_reworded(old.edition_texts(), new.edition_texts())),
        others=tuple(_others(old, new)),
        names={one.code: one.name for one in (*before.dimensions, *after.dimensions)},
    )


def _only_in(here: _Homes, there: _Homes) -> Iterator[QuestionPlace]:
    for code, (dimension, question) in here.items():
        if code not in there:
            yield QuestionPlace(dimension=dimension, question=question)


def _questions(was: _Homes, now: _Homes, old: Words, new: Words) -> Iterator[QuestionChange]:
    kept = _kept_places(was, now)
    for code, (home, question) in now.items():
        if code not in was:
            continue
        old_home, before = was[code]
        moved = old_home.code != home.code
        yield QuestionChange(
            code=code,
            title=question.title,
            dimension=home.code,
            moved_from=old_home.name if moved else "",
            moved_to=home.name if moved else "",
            reordered=not moved and code not in kept,
            wording=tuple(_reworded(old.question_wording(before), new.question_wording(question))),
            rules=(
                *_altered(old.question_rules(before), new.question_rules(question)),
                *_lines_in_another_order(before, question),
            ),
        )


def _kept_places(was: _Homes, now: _Homes) -> set[str]:
    """The questions that stand in the same order in the same dimension in both."""
    kept: set[str] = set()
    for dimension in dict.fromkeys(home.code for home, _ in now.values()):
        then = [code for code, (home, _) in was.items() if home.code == dimension]
        today = [code for code, (home, _) in now.items() if home.code == dimension]
        kept |= in_order(then, today)
    return kept


def _lines_in_another_order(before: QuestionSpec, after: QuestionSpec) -> Iterator[Altered]:
    then = [one.code for one in before.items] + [one.value for one in before.options]
    now = [one.code for one in after.items] + [one.value for one in after.options]
    if then != now and sorted(then) == sorted(now):
        order = "Order of the lines"
        yield Altered(what=order, before=", ".join(then), after=", ".join(now))


def _reworded(before: Described, after: Described) -> Iterator[Reworded]:
    for what in dict.fromkeys([*after, *before]):
        old, new = before.get(what, ""), after.get(what, "")
        if old != new:
            yield Reworded(what=what, before=old, after=new, segments=segments(old, new))


def _altered(before: Rules, after: Rules) -> Iterator[Altered]:
    nothing = Rule("")
    for what in dict.fromkeys([*after, *before]):
        old, new = before.get(what, nothing), after.get(what, nothing)
        if old.key != new.key:
            yield Altered(what=what, before=old.words, after=new.words)


def _parts(group: str, before: Parts, after: Parts) -> Iterator[PartChange]:
    kept = in_order(list(before), list(after))
    for code in dict.fromkeys([*after, *before]):
        part = after.get(code) or before[code]
        if code not in before or code not in after:
            change = Change.REMOVED if code in before else Change.ADDED
            yield PartChange(group=group, code=code, name=part.name, change=change)
            continue
        wording = tuple(_reworded(before[code].wording, part.wording))
        rules = tuple(_altered(before[code].rules, part.rules))
        reordered = code not in kept
        if wording or rules or reordered:
            yield PartChange(
                group=group,
                code=code,
                name=part.name,
                change=Change.CHANGED,
                reordered=reordered,
                wording=wording,
                rules=rules,
            )


def _others(old: Words, new: Words) -> Iterator[PartChange]:
    for (group, before), (_, after) in zip(
        edition_parts.others(old), edition_parts.others(new), strict=True
    ):
        yield from _parts(group, before, after)


_Weights = dict[tuple[str, str], tuple[str, str, Weight]]
"""By sort of part and code: its name, its dimension's code (empty for one), and its weight."""


def _weights(before: RubricSpec, after: RubricSpec) -> Iterator[WeightMove]:
    then, now = weights_of(before), weights_of(after)
    for key in dict.fromkeys([*now, *then]):
        name, dimension, _ = now.get(key) or then[key]
        old = then[key][2] if key in then else None
        new = now[key][2] if key in now else None
        if old != new:
            yield WeightMove(code=key[1], name=name, dimension=dimension, before=old, after=new)


def weights_of(spec: RubricSpec) -> _Weights:
    """Every dimension and every scored question with its weight and what that amounts to."""
    found: _Weights = {}
    whole = sum((Fraction(one.weight) for one in spec.dimensions), ZERO)
    for dimension in spec.dimensions:
        share = _share(dimension.weight, whole)
        own = Weight(weight=dimension.weight, of_dimension=None, of_whole=share)
        found["dimension", dimension.code] = (dimension.name, "", own)
        scored = [one for one in dimension.questions if one.weight is not None]
        total = sum((Fraction(one.weight or 0) for one in scored), ZERO)
        for question in scored:
            part = _share(question.weight or Decimal(0), total)
            weight = Weight(
                weight=question.weight or Decimal(0), of_dimension=part, of_whole=part * share
            )
            found["question", question.code] = (question.title, dimension.code, weight)
    return found


def _share(weight: Decimal, total: Fraction) -> Fraction:
    """An unsound draft may have weights that sum to nothing."""
    return Fraction(weight) / total if total else ZERO
