"""Comparing editions: every sort of change is found, named and marked, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from assessments.rubric.comparison import Change, EditionComparison, PartChange, compare
from assessments.rubric.comparison_words import to_editors
from assessments.rubric.definition import (
    ConditionSpec,
    ContextFigureSpec,
    DimensionSpec,
    OwnerRoleSpec,
    QuestionSpec,
    RubricSpec,
    SectorSpec,
    SourceSpec,
    TermSpec,
    VariantSpec,
)
from tests.factories import rubrics as r
from tests.scoring.strategies import rubrics

SWAPPED = {
    Change.ADDED: Change.REMOVED,
    Change.REMOVED: Change.ADDED,
    Change.CHANGED: Change.CHANGED,
}


@given(rubrics())
def test_an_edition_compared_with_itself_has_no_difference(spec: RubricSpec) -> None:
    assert compare(spec, spec).empty
    assert compare(spec, replace(spec, edition="2", title="Another year")).empty


@given(rubrics(), rubrics())
def test_exchanging_the_editions_exchanges_what_was_with_what_is(
    one: RubricSpec, other: RubricSpec
) -> None:
    there, back = compare(one, other), compare(other, one)
    assert [p.question.code for p in there.added] == [p.question.code for p in back.retired]
    assert [p.question.code for p in there.retired] == [p.question.code for p in back.added]
    assert seen(there, exchange=True) == seen(back)


def seen(found: EditionComparison, *, exchange: bool = False) -> dict[str, Any]:
    """What a comparison says of each part, or what it would say of the editions exchanged."""
    way = -1 if exchange else 1

    def part(change: PartChange) -> Any:
        return (
            SWAPPED[change.change] if exchange else change.change,
            (change.moved_from, change.moved_to)[::way],
            change.reordered,
            {(o.what, *(o.before, o.after)[::way]) for o in (*change.wording, *change.rules)},
        )

    return {
        "parts": {(one.group, one.code): part(one) for one in parts(found)},
        "weights": {
            (one.dimension == "", one.code): (one.before, one.after)[::way] for one in found.weights
        },
    }


def parts(found: EditionComparison) -> list[PartChange]:
    return [*found.questions, *found.dimensions, *found.bands, *found.sectors, *found.others]


A1 = r.single("A-1", 3, critical=True, gates=[r.gate(0, "emerging")], why="It matters.")
A2 = r.checklist("A-2", 1)
A3 = r.percentage("A-3", 1)
B1 = r.yes_no("B-1", 1)
B2 = r.text("B-2")
SMALL = r.rubric(r.dimension("A", 60, A1, A2, A3), r.dimension("B", 40, B1, B2))


def with_dimensions(*dimensions: DimensionSpec) -> RubricSpec:
    return replace(SMALL, dimensions=dimensions)


def with_question(changed: QuestionSpec) -> RubricSpec:
    """The small rubric with one question as given instead."""
    return r.with_question(SMALL, changed)


def only_change(after: RubricSpec) -> PartChange:
    found = compare(SMALL, after, {"single": "One level", "checklist": "Checklist"})
    (change,) = found.questions
    return change


def test_a_question_that_came_and_one_that_went_are_reported_with_their_dimension() -> None:
    new = r.single("A-9", 1)
    found = compare(SMALL, with_dimensions(r.dimension("A", 60, A1, A2, new), SMALL.dimensions[1]))
    assert [(p.dimension.name, p.question) for p in found.added] == [("Dimension A", new)]
    assert [(p.dimension.name, p.question) for p in found.retired] == [("Dimension A", A3)]
    assert found.questions == ()


def test_a_question_that_moved_to_another_dimension_is_the_same_question() -> None:
    after = with_dimensions(r.dimension("A", 60, A1, A2), r.dimension("B", 40, B1, B2, A3))
    (moved,) = compare(SMALL, after).moved
    assert (moved.code, moved.moved_from, moved.moved_to) == ("A-3", "Dimension A", "Dimension B")
    assert not (moved.wording or moved.rules or moved.reordered)


def test_only_the_question_that_was_moved_up_counts_as_reordered() -> None:
    after = with_dimensions(r.dimension("A", 60, A3, A1, A2), SMALL.dimensions[1])
    found = compare(SMALL, after)
    assert [(q.code, q.reordered) for q in found.questions] == [("A-3", True)]


def test_dimensions_in_another_order_are_reported() -> None:
    found = compare(SMALL, with_dimensions(*reversed(SMALL.dimensions)))
    assert [one.reordered for one in found.dimensions] == [True]
    assert found.questions == ()


def test_reworded_texts_carry_their_words() -> None:
    changed = replace(A1, text="What exactly about A-1?", why="")
    change = only_change(with_question(changed))
    text, why = change.wording
    assert (text.what, text.before, text.after) == (
        "Question",
        "What about A-1?",
        "What exactly about A-1?",
    )
    assert [(s.fate.value, s.text) for s in text.segments] == [
        ("same", "What"),
        ("added", " exactly"),
        ("same", " about A-1?"),
    ]
    assert (why.what, why.before, why.after) == ("Why it matters", "It matters.", "")


def test_editors_read_what_forms_call_the_fields() -> None:
    after = with_question(replace(A1, why="", required=False))
    (change,) = compare(SMALL, after, called=to_editors).questions
    assert [one.what for one in (*change.wording, *change.rules)] == ["Why", "Required"]


def change_level(**more: Any) -> RubricSpec:
    levels = list(A1.levels)
    levels[1] = replace(levels[1], **more)
    return with_question(replace(A1, levels=levels))


def change_item(**more: Any) -> RubricSpec:
    items = list(A2.items)
    items[0] = replace(items[0], **more)
    return with_question(replace(A2, items=items))


NHS = SectorSpec(code="nhs_trust", name="NHS trust")
ITEMS = list(A2.items)


@pytest.mark.parametrize(
    ("after", "what", "before", "now"),
    [
        (change_level(text="Better"), "Level 1, description", "Level 1", "Better"),
        (
            change_level(action=r.action("Write it down.")),
            "Level 1, action",
            "Leave level 1.",
            "Write it down.",
        ),
        (change_item(text="A list"), "Line “a”, text", "Item a", "A list"),
        (change_item(if_missing="Make one"), "Line “a”, if missing", "", "Make one"),
        (
            with_question(replace(A1, gates=[r.gate(0, "emerging", "Now.")])),
            "Limit at 0, message",
            "Fix this first.",
            "Now.",
        ),
        (
            with_question(replace(A1, variants=[VariantSpec(sector=r.TRUST, text="In wards?")])),
            "Trust, question",
            "",
            "In wards?",
        ),
    ],
)
def test_every_text_of_a_question_is_compared(
    after: RubricSpec, what: str, before: str, now: str
) -> None:
    change = only_change(after)
    assert (what, before, now) in [(one.what, one.before, one.after) for one in change.wording]


@pytest.mark.parametrize(
    ("after", "what", "before", "now"),
    [
        (with_question(replace(A1, weight=Decimal("4.50"))), "Weight", "3", "4.5"),
        (change_level(points=Decimal(30)), "Level 1, points", "25", "30"),
        (with_question(replace(A1, levels=A1.levels[:4])), "Levels", "0, 1, 2, 3, 4", "0, 1, 2, 3"),
        (change_item(points=Decimal(45)), "Line “a”, points", "40", "45"),
        (with_question(replace(A2, items=ITEMS[:3])), "Line “d”, points", "10", ""),
        (
            with_question(replace(A2, items=ITEMS[::-1])),
            "Lines",
            "a, b, c, d",
            "d, c, b, a",
        ),
        (
            with_question(replace(A1, gates=[r.gate(1, "developing")])),
            "Limits",
            "At level 0 or below: Emerging at most",
            "At level 1 or below: Developing at most",
        ),
        (
            with_question(replace(A3, condition=ConditionSpec(question="A-2", any_of=["a", "b"]))),
            "Asked only if",
            "",
            "the answer to A-2 includes “Item a” or “Item b”",
        ),
        (
            with_question(replace(A3, condition=ConditionSpec(question="A-2", any_of=["none"]))),
            "Asked only if",
            "",
            "the answer to A-2 includes “None of these”",
        ),
        (
            with_question(replace(A2, kind="single")),
            "How it is answered",
            "Checklist",
            "One level",
        ),
        (
            with_question(replace(A3, not_applicable_allowed=True)),
            "“Not applicable” can be chosen",
            "No",
            "Yes",
        ),
        (with_question(replace(A3, applies_to=["x"])), "Asked of", "Every sector", "x"),
        (
            with_question(replace(A3, number=r.number_block(0, 20, 50, 75, 100))),
            "Number, ranges",
            "0 to below 25: level 0\n25 to below 50: level 1\n50 to below 75: level 2\n"
            "75 to below 100: level 3\n100 up to and including 100: level 4",
            "0 to below 20: level 0\n20 to below 50: level 1\n50 to below 75: level 2\n"
            "75 to below 100: level 3\n100 up to and including 100: level 4",
        ),
    ],
)
def test_every_rule_of_a_question_is_compared(
    after: RubricSpec, what: str, before: str, now: str
) -> None:
    change = only_change(after)
    assert (what, before, now) in [(one.what, one.before, one.after) for one in change.rules]


def test_weights_are_given_as_shares_of_the_dimension_and_of_the_whole() -> None:
    first, second = SMALL.dimensions
    found = compare(SMALL, with_dimensions(replace(first, weight=Decimal(40)), second))
    moves = {one.code: one for one in found.weights}
    assert set(moves) == {"A", "B", "A-1", "A-2", "A-3", "B-1"}
    whole = moves["A"]
    assert whole.before and whole.after
    assert (whole.before.of_whole, whole.after.of_whole) == (Fraction(3, 5), Fraction(1, 2))
    assert whole.difference == Fraction(-1, 10)
    own = moves["A-1"]
    assert own.before and own.after
    assert own.before.of_dimension == own.after.of_dimension == Fraction(3, 5)
    assert (own.before.of_whole, own.after.of_whole) == (Fraction(9, 25), Fraction(3, 10))
    assert [one.code for one in found.dimension_weights] == ["A", "B"]
    assert [one.code for one in found.question_weights("B")] == ["B-1"]
    # Nothing was done to a question itself: only what its weight amounts to changed.
    assert found.questions == ()


def test_weights_that_are_all_multiplied_amount_to_the_same() -> None:
    doubled = [replace(one, weight=one.weight * 2) for one in SMALL.dimensions]
    assert [one.code for one in compare(SMALL, with_dimensions(*doubled)).weights] == ["A", "B"]
    shares = [
        (one.before.of_whole, one.after.of_whole)
        for one in compare(SMALL, with_dimensions(*doubled)).weights
        if one.before and one.after
    ]
    assert all(before == after for before, after in shares)


@pytest.mark.parametrize("one_alone", [True, False])
def test_without_a_score_only_weights_that_were_set_anew_are_listed(one_alone: bool) -> None:
    """The others of a list amount to another share of nothing."""
    first, second = SMALL.dimensions
    now = replace(with_dimensions(replace(first, weight=Decimal(40)), second), shows_score=False)
    found = compare(SMALL if one_alone else replace(SMALL, shows_score=False), now)
    assert [one.code for one in found.weights] == ["A"]
    assert not found.shares and compare(SMALL, SMALL).shares


@pytest.mark.parametrize(
    ("group", "change", "after"),
    [
        ("bands", Change.REMOVED, replace(SMALL, bands=SMALL.bands[:4])),
        (
            "bands",
            Change.CHANGED,
            replace(SMALL, bands=[*SMALL.bands[:4], r.band("leading", "90.0", "65.0")]),
        ),
        ("sectors", Change.ADDED, replace(SMALL, sectors=[*SMALL.sectors, replace(NHS, code="x")])),
        ("others", Change.ADDED, replace(SMALL, glossary=[TermSpec(term="API", meaning="...")])),
        ("others", Change.ADDED, replace(SMALL, sources=[SourceSpec(code="s", title="A source")])),
        (
            "others",
            Change.ADDED,
            replace(SMALL, context_figures=[ContextFigureSpec(code="c", value="3%", text="Few.")]),
        ),
        ("dimensions", Change.REMOVED, with_dimensions(SMALL.dimensions[0])),
    ],
)
def test_every_other_part_is_compared(group: str, change: Change, after: RubricSpec) -> None:
    found = getattr(compare(SMALL, after), group)
    assert change in [one.change for one in found]


def test_the_texts_and_rules_of_the_edition_itself_are_compared() -> None:
    after = replace(
        SMALL,
        purpose="To know.",
        how_to_answer=["Be honest.", "Take your time."],
        dont_know_action=replace(r.FOUND_OUT, effort="L"),
    )
    (found,) = compare(SMALL, after).others
    assert found.group == "Questionnaire"
    assert [(one.what, one.after) for one in found.wording] == [
        ("Purpose", "To know."),
        ("How to answer", "Be honest.\nTake your time."),
    ]
    assert [(one.what, one.before, one.after) for one in found.rules] == [
        ("Don't know, effort", "S", "L")
    ]


def test_titles_of_a_sector_are_compared_under_its_name() -> None:
    before, after = (
        replace(
            SMALL,
            sectors=[NHS],
            roles=[OwnerRoleSpec(code="it", default="Head", by_sector={NHS.code: title})],
        )
        for title in ("Chief", "Director")
    )
    (found,) = compare(before, after).others
    assert [(one.what, one.before) for one in found.wording] == [
        ("Titles by sector, NHS trust", "Chief")
    ]


def test_every_sector_named_is_as_good_as_none() -> None:
    named = with_question(replace(A1, applies_to=[r.TRUST, r.COUNCIL]))
    assert compare(SMALL, named).empty and compare(named, SMALL).empty
    (change,) = compare(named, with_question(replace(A1, applies_to=[r.TRUST]))).questions
    assert [(one.before, one.after) for one in change.rules] == [("Every sector", "Trust")]


def test_a_source_that_was_only_renamed_changes_no_question() -> None:
    before = replace(
        with_question(replace(A1, sources=["s"])), sources=[SourceSpec(code="s", title="Old")]
    )
    after = replace(before, sources=[SourceSpec(code="s", title="New")])
    found = compare(before, after)
    assert found.questions == ()
    assert [one.code for one in found.others] == ["s"]


def test_an_unsound_draft_without_weights_can_be_compared() -> None:
    empty = with_dimensions(replace(SMALL.dimensions[0], weight=Decimal(0), questions=[]))
    assert compare(SMALL, empty).retired
