"""Each field of a rubric that changes: the comparison and the history say so, and say it once.

A field that names a code is a fault where nothing has that code.

The fields come from the definition, so one that is added there is tried here too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given

from assessments.rubric import definition as d
from assessments.rubric.comparison import EditionComparison, compare
from assessments.rubric.comparison_words import ELSEWHERE
from assessments.rubric.files.canonical import NOT_CONTENT, canonical_json
from assessments.rubric.files.differences import differences
from assessments.rubric.findings import Findings
from assessments.rubric.soundness import examine
from tests.factories import rubrics as r
from tests.scoring.strategies import rubrics

ACTION = replace(r.FOUND_OUT, guidance="s", guidance_by_sector={r.TRUST: "s"})
EVERYTHING = replace(
    r.checklist("A-2"),
    why="It matters.",
    help="Ask around.",
    evidence="A plan.",
    applies_to=[r.TRUST],
    condition=d.ConditionSpec(question="A-1", level_at_least=1, any_of=["yes"]),
    not_applicable_when="You have none.",
    options=r.yes_no("B").options,
    gates=[r.gate(0, "emerging")],
    maps_to=[d.MappingSpec(framework="f", ref="B2.a")],
    variants=[d.VariantSpec(sector=r.TRUST, text="On wards?", why="Care.", help="H", evidence="E")],
    number=r.number_block(0, 50, direction="higher"),
    levels=[replace(one, action=ACTION, points=Decimal(5)) for one in r.quarters()],
    sources=["s"],
)
FIGURE = d.ContextFigureSpec(
    code="f", value="3%", text="Few.", dimensions=["A"], questions=["A-1"], show_to=[r.TRUST]
)
FULL = replace(
    r.rubric(r.dimension("B", 40, r.text("B")), r.dimension("A", 60, r.yes_no("A-1"), EVERYTHING)),
    roles=[d.OwnerRoleSpec(code="digital", default="Head", by_sector={r.TRUST: "Chief"})],
    scoring_notes={"arithmetic": "Exact."},
    dont_know_action=ACTION,
    scale=[d.ScaleSpec(level=0, name="Not in place")],
    contradictions=[
        d.ContradictionSpec(code="c", question="A-1", other="A-2", message="Which is true?")
    ],
    frameworks=[d.FrameworkSpec(code="f", name="A framework")],
    comparators=[d.ComparatorSpec(topic="T", what="W")],
    context_figures=[FIGURE],
    glossary=[d.TermSpec(term="API", meaning="A door.")],
    sources=[d.SourceSpec(code="s", title="A source")],
)
"""A rubric in which no field is without a part to try it on."""


@dataclass(frozen=True)
class Try:
    """The rubric with one field changed.

    `names`: the field tells the part from its neighbours. `refers`: it names the code of another.
    """

    where: str
    spec: d.RubricSpec
    names: bool = False
    refers: bool = False


def tries(part: Any, rebuild: Any, where: str, named: bool = False) -> Iterator[Try]:
    """One for each field of the part and of the parts in it."""
    for place, one in enumerate(d.fields_of(type(part))):
        held = getattr(part, one.name)

        def with_it(value: Any, name: str = one.name) -> Any:
            return rebuild(replace(part, **{name: value}))

        here = f"{where}{one.name}"
        if isinstance(one.value, d.One):
            assert held is not None, here
            yield from tries(held, with_it, f"{here}.")
        elif isinstance(one.value, d.Many):
            assert held, here

            def with_last(value: Any, others: Any = held[:-1], put: Any = with_it) -> Any:
                return put((*others, value))

            yield from tries(held[-1], with_last, f"{here}[].", named=True)
        else:
            spec = with_it(another(one.value, held))
            yield Try(here, spec, names=named and not place, refers=refers(one.value))


def another(value: d.Value, held: Any) -> Any:
    """Some other value that the field can hold."""
    match value:
        case d.Flag():
            return not held
        case d.Whole():
            return (held or 0) + 1
        case d.Number():
            return (held or Decimal(0)) + 1
        case d.ListOf():
            return (*held, "another")
        case d.BySector():
            return {**held, r.COUNCIL: "another"}
        case d.Notes():
            return {**held, "not_applicable": {d.LIMIT: 30}}
    return "number" if isinstance(value, d.Kind) else f"{held or ''}-another"


def refers(value: d.Value) -> bool:
    item = value.item if isinstance(value, (d.ListOf, d.BySector)) else value
    return isinstance(item, d.Code) and item.of != ""


TRIES = list(tries(FULL, lambda spec: spec, ""))


def reported(found: EditionComparison) -> list[str]:
    """Each thing that a comparison says of wording, rules and the weights of dimensions."""
    changes = [*found.questions, *found.dimensions, *found.bands, *found.sectors, *found.others]
    assert not (found.added or found.retired)
    named = [one.what for change in changes for one in (*change.wording, *change.rules)]
    moves = [(one.code, one.before, one.after) for one in found.dimension_weights]
    return named + [code for code, was, now in moves if was and now and was.weight != now.weight]


@pytest.mark.parametrize("tried", TRIES, ids=lambda tried: tried.where)
def test_any_field_that_changes_is_reported_once_by_both(tried: Try) -> None:
    field = tried.where.rpartition(".")[2]
    documents = [json.loads(canonical_json(spec)) for spec in (FULL, tried.spec)]
    history = differences(*documents)
    if tried.where in ("code", *ELSEWHERE[d.RubricSpec]):
        assert compare(FULL, tried.spec).empty
        assert len(history) == (field not in NOT_CONTENT)
    elif tried.names:
        assert not compare(FULL, tried.spec).empty and history
    else:
        assert len(reported(compare(FULL, tried.spec))) == 1
        # The two ends of a range are two keys of a file.
        assert len(history) == 1 + (field == "to_is_inclusive")


@pytest.mark.parametrize(
    "tried", [one for one in TRIES if one.refers], ids=lambda tried: tried.where
)
def test_a_code_that_nothing_has_is_a_fault_wherever_it_is_named(tried: Try) -> None:
    findings = Findings()
    examine(tried.spec, findings)
    assert [one for one in findings.faults if re.match("names no.*another", one.message)]


def test_every_field_of_every_part_is_tried() -> None:
    def all_of(part: type[Any]) -> Iterator[str]:
        for one in d.fields_of(part):
            inner = isinstance(one.value, (d.One, d.Many)) and one.value.part
            yield from all_of(inner) if inner else (one.name,)

    assert len(TRIES) == len(list(all_of(d.RubricSpec))) > 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WithExample(d.QuestionSpec):
    """A question with a field that the house does not have."""

    example: Annotated[str, d.Field("Example", d.TEXT)] = ""


def test_a_new_field_of_a_question_is_compared_and_has_a_history_without_a_line_for_it() -> None:
    old = r.single("A-1")
    held = {one.name: getattr(old, one.name) for one in d.fields_of(d.QuestionSpec)}
    texts = ("", "A plan of two pages.")
    before, after = (WithExample(**{**held, "example": text}) for text in texts)
    (change,) = compare(
        r.rubric(r.dimension("A", 1, before)), r.rubric(r.dimension("A", 1, after))
    ).questions
    assert [(one.what, one.after) for one in change.wording] == [("Example", after.example)]
    kept = [{"dimensions": [{"code": "A", "example": text}]} for text in ("", after.example)]
    (found,) = differences(*kept)
    assert (found.place, found.field, found.after) == ("Dimension A", "example", after.example)


@given(rubrics(), rubrics())
def test_two_documents_that_differ_have_a_difference(
    one: d.RubricSpec, other: d.RubricSpec
) -> None:
    first, second = (json.loads(canonical_json(spec)) for spec in (one, other))
    assert bool(differences(first, second)) == (first != second)
    assert not differences(first, first)
